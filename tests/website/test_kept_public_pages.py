"""The pages of people, units, organisations, registers and centres, and the front page, as they are kept for strangers:
never older than the data, and never given to anybody else (docs/adr/0051)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from samspill.centres.models import Advice, Centre, CentrePartner, Milestone, PublicMoney, Scheme, SelfCheckScore, Study
from samspill.core import kept
from samspill.core.search import changes, drain, sources
from samspill.parties.domain.withholding import restrict
from samspill.parties.models import (
    Affiliation,
    County,
    Municipality,
    MunicipalityChange,
    Organisation,
    Person,
    Region,
    Role,
    SizeFigure,
    Unit,
    UnitSuccession,
)
from samspill.recommendations.models import Recommendation
from samspill.registry.models import CarriedOn, Contribution, Entry, Register, RegisterProfile, Relation
from samspill.website import kept_lists, page_version
from tests.centres.factories import (
    AdviceFactory,
    CentreFactory,
    CentrePartnerFactory,
    MilestoneFactory,
    RecommendationFactory,
    StudyFactory,
)
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    OrganisationFactory,
    PublishedEntryFactory,
    ReadingFactory,
    RegisterFactory,
    RelationFactory,
    RoleFactory,
    SizeFigureFactory,
    UnitFactory,
    UserFactory,
)
from tests.scenes import Scene, client_of, page
from tests.website import page_reads
from tests.website.helpers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]


@pytest.fixture
def scene() -> Scene:
    """One of everything that the pages show."""
    made = Scene()
    made.register.profile = RegisterProfile.objects.create(code="egen", name_nb="Egen")
    made.register.save()
    entry = made.published(title="Varmelager")
    ReadingFactory(entry=entry)
    Person.objects.filter(pk=made.owner_person.pk).update(is_public=True, public_id="person22")
    AffiliationFactory(
        person=made.owner_person, unit=made.centre, organisation=made.university, title="Senterleder", valid_from=None
    )
    unit = UnitFactory(code="under", organisation=made.university, parent=made.centre)
    UnitSuccession.objects.create(unit=made.centre, successor=unit, date=date(2025, 1, 1))
    UnitSuccession.objects.create(unit=unit, successor=made.centre, date=date(2024, 1, 1))
    _of_parties(made)
    _of_a_centre(made, entry)
    other = RegisterFactory(code="andre", organisation=made.university, unit=made.centre)
    CarriedOn.objects.create(entry=entry, source=made.register, target=other, version=1, reason="Flyttet.")
    return made


def _of_parties(made: Scene) -> None:
    municipality = made.municipality.municipality
    assert municipality
    MunicipalityChange.objects.create(
        old_number="5436", old_name="Gamleby", municipality=municipality, date=date(2020, 1, 1), kind="merged"
    )
    SizeFigureFactory(organisation=made.municipality)
    Person.objects.create(name="Kari Kommune", user=made.representative, is_public=True, public_id="person33")


def _of_a_centre(made: Scene, entry: Entry) -> None:
    place = {"organisation": made.university, "unit": made.centre}
    before = CentreFactory(code="forrige", **place)
    centre = CentreFactory(code="senter", shows_check=True, predecessor=before, **place)
    CentreFactory(code="neste", predecessor=centre, **place)
    CentrePartnerFactory(centre=centre, organisation=made.municipality)
    MilestoneFactory(centre=centre)
    centre.register_links.create(register=made.register)
    StudyFactory(is_public=True, organisation=made.university).centre_links.create(centre=centre)
    PublicMoney.objects.create(
        centre=centre, amount=5_000_000, first_year=2024, last_year=2025, field="Varme", source="Rapport"
    )
    for year in (2024, 2025):
        SelfCheckScore.objects.create(centre=centre, year=year, advice=AdviceFactory(), score=3, reason="Godt i gang.")
    RecommendationFactory(subject_code="senter", is_public=True, **place)
    forum = PublishedEntryFactory(title="Forum", kind="activity", register=made.register, **place)
    RelationFactory(source=forum, target=entry, kind="moved_forward")


PAGES = {
    "home": page("website:home"),
    "environments": page("website:environments"),
    "unit": page("website:unit", "UNIT"),
    "unit on a day": page("website:unit", "UNIT") + "?date=2025-01-01",
    "unit below": page("website:unit", "under"),
    "person": page("website:person", "person22"),
    "organisations": page("website:organisation_list"),
    "organisations, narrowed": page("website:organisation_list") + "?county=COUNTY&taking_part=1",
    "municipality": page("website:organisation", "MUNICIPALITY"),
    "university": page("website:organisation", "UNIVERSITY"),
    "registers": page("website:register_list"),
    "register": page("website:register", "senteret"),
    "centres": page("website:centre_list"),
    "centres of one": page("website:centre_list") + "?organisation=UNIVERSITY",
    "centre": page("website:centre", "senter"),
}


def address(scene: Scene, name: str) -> str:
    """Of a page; codes that the factories gave are put in."""
    place = scene.municipality.municipality
    assert place
    given = {"UNIT": scene.centre.code, "COUNTY": place.county_id, "MUNICIPALITY": scene.municipality.code}
    found = PAGES[name]
    for mark, code in (given | {"UNIVERSITY": scene.university.code}).items():
        found = found.replace(mark, str(code))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_all_that_a_page_reads_counts_as_a_change(scene: Scene, client: Client, name: str) -> None:
    drain()
    kept.forget_all()
    page_version.version()  # words of vocabularies are in the version
    with page_reads.statements() as asked:
        text_of(client, address(scene, name))
    read = page_reads.columns_read(asked)
    assert len(read) > 2
    assert page_reads.missing({table: read[table] for table in read if not table.startswith("core_search")}) == [], (
        "Let the triggers tell of it: a migration of website with core.search.triggers.telling"
    )


def test_what_a_page_reads_is_known_by_whichever_way_it_asks(scene: Scene, client: Client) -> None:
    drain()
    with page_reads.statements() as asked:
        text_of(client, address(scene, "person"))
    read = page_reads.columns_read(asked)
    assert {"parties_person", "parties_affiliation", "registry_contribution", "registry_entry"} <= read.keys()
    assert {"roles", "entry_id"} <= read["registry_contribution"]
    assert page_reads.missing({"accounts_user": {"name"}}) == [
        "accounts_user: insert",
        "accounts_user: delete",
        "accounts_user.name",
    ]


@pytest.mark.parametrize("name", PAGES)
def test_what_the_process_holds_is_read_anew_after_a_change(scene: Scene, client: Client, name: str) -> None:
    drain()
    kept.forget_all()
    page_version.version()
    with page_reads.statements() as asked:
        before = text_of(client, address(scene, name))
    first = page_reads.columns_read(asked)
    changes.note(changes.SHOWN)
    with page_reads.statements() as asked:
        assert text_of(client, address(scene, name)) == before
    assert page_reads.columns_read(asked) == first


def test_whoever_saves_what_pages_show_has_it_indexed_at_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'search\\_told\\_%'")
        tables = {table for (table,) in cursor.fetchall()}
    labels = {model._meta.label for model in apps.get_models() if model._meta.db_table in tables}
    assert len(labels) == len(tables)
    assert labels <= sources.watched()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_kept_costs_the_look_whether_it_holds(
    scene: Scene, client: Client, name: str, django_assert_num_queries: Any
) -> None:
    before = text_of(client, address(scene, name))
    with django_assert_num_queries(1):
        assert text_of(client, address(scene, name)) == before
    client.head(address(scene, name))
    with django_assert_num_queries(1):
        assert client.head(address(scene, name)).status_code == 200


def _the_person() -> Any:
    return Person.objects.filter(public_id="person22")


CHANGES: dict[str, tuple[str, Callable[[Scene], Any]]] = {
    "entry published": ("home", lambda scene: PublishedEntryFactory(title="Ny varme")),
    "register opened": ("home", lambda scene: RegisterFactory(name_nb="Nytt register")),
    "register renamed": ("registers", lambda scene: Register.objects.filter(code="andre").update(name_nb="Nytt")),
    "register hidden": ("registers", lambda scene: Register.objects.filter(code="andre").update(is_public=False)),
    "register's text": ("register", lambda scene: Register.objects.update(description_nb="Noe annet.")),
    "profile": ("register", lambda scene: RegisterProfile.objects.update(has_effects=True)),
    "carried on": ("register", lambda scene: CarriedOn.objects.all().delete()),
    "unit renamed": ("environments", lambda scene: Unit.objects.filter(code="under").update(name_nb="Nytt navn")),
    "unit closed": ("environments", lambda scene: Unit.objects.filter(code="under").update(valid_to=date(2020, 1, 1))),
    "unit's address": ("unit", lambda scene: Unit.objects.update(contact_email="post@varme.example")),
    "note on a succession": ("unit", lambda scene: UnitSuccession.objects.update(note="Etter vedtak")),
    "who belongs there": ("unit", lambda scene: Affiliation.objects.update(valid_to=date(2020, 1, 1))),
    "position": ("unit", lambda scene: Affiliation.objects.update(title="Varmesjef")),
    "role in an entry": ("person", lambda scene: Contribution.objects.update(roles=["artist"])),
    "identifier": ("person", lambda scene: _the_person().update(orcid="0000-0002-1825-0097")),
    "organisation's address": ("person", lambda scene: Organisation.objects.update(contact_email="post@hos.example")),
    "no longer active": ("organisations", lambda scene: Organisation.objects.update(is_active=False)),
    "size": ("municipality", lambda scene: SizeFigure.objects.update(source="Telling")),
    "municipality": ("municipality", lambda scene: Municipality.objects.update(administrative_centre="Nyby")),
    "county": ("municipality", lambda scene: County.objects.update(name="Nytt fylke")),
    "region": ("municipality", lambda scene: Region.objects.update(name_nb="Ny region")),
    "older number": ("municipality", lambda scene: MunicipalityChange.objects.update(old_name="Eldreby")),
    "who acts for it": ("municipality", lambda scene: Role.objects.update(ended_at=timezone.now())),
    "website": ("university", lambda scene: Organisation.objects.update(website="https://uni.example")),
    "scheme": ("centres", lambda scene: Scheme.objects.update(name_nb="SFF")),
    "ended": ("centres of one", lambda scene: Centre.objects.update(split=None, end=date(2022, 1, 1))),
    "term": ("centre", lambda scene: Centre.objects.update(split=None)),
    "partner": ("centre", lambda scene: CentrePartner.objects.update(role="research")),
    "milestone": ("centre", lambda scene: Milestone.objects.update(held=date(2025, 2, 1))),
    "study hidden": ("centre", lambda scene: Study.objects.update(is_public=False)),
    "money": ("centre", lambda scene: PublicMoney.objects.update(amount=7_000_000)),
    "score": (
        "centre",
        lambda scene: SelfCheckScore.objects.create(
            centre=Centre.objects.get(code="senter"), year=2025, advice=Advice.objects.get(), score=5, reason="Bedre."
        ),
    ),
    "advice": ("centre", lambda scene: Advice.objects.update(name_nb="Ledelse")),
    "recommendation hidden": ("centre", lambda scene: Recommendation.objects.update(is_public=False)),
    "forum": ("centre", lambda scene: Relation.objects.all().delete()),
}


@pytest.mark.requirement("R-NFR-05")
@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_is_seen_at_once(scene: Scene, client: Client, what: str) -> None:
    name, change = CHANGES[what]
    before = client.get(address(scene, name))
    assert text_of(client, address(scene, name)) == before.text
    change(scene)
    after = client.get(address(scene, name), headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.text != before.text
    kept_lists.forget_all()
    assert text_of(client, address(scene, name)) == after.text  # and as it would be, had nothing been kept


GONE = {
    "restricted": [],
    "withdrawn": ["UPDATE parties_person SET is_public = FALSE WHERE public_id = 'person22'"],
    "erased": [
        "UPDATE parties_person SET withheld = 'erased', is_public = FALSE, name = '' WHERE public_id = 'person22'"
    ],
    "deleted": [
        "DELETE FROM registry_contribution",
        "DELETE FROM parties_affiliation",
        "DELETE FROM parties_person WHERE public_id = 'person22'",
    ],
}


@pytest.mark.requirement("R-NFR-05")
@pytest.mark.parametrize("how", GONE)
def test_a_person_who_is_withdrawn_is_gone_at_the_next_request(scene: Scene, client: Client, how: str) -> None:
    places = [address(scene, name) for name in ("unit", "person")]
    for place in places:
        assert "Eva Eier" in text_of(client, place)
    if how == "restricted":
        restrict(person=scene.owner_person, actor=scene.administrator)
    else:
        with connection.cursor() as cursor:  # as another process, or somebody by hand
            for statement in GONE[how]:
                cursor.execute(statement)
    assert client.get(places[1]).status_code == 404
    assert "Eva Eier" not in text_of(client, places[0])
    assert not any(b"Eva Eier" in one.content for one in kept_lists._shelf._pages.values())


def test_nothing_is_kept_while_a_change_waits(scene: Scene) -> None:
    drain()
    for change in (lambda: Role.objects.update(ended_at=timezone.now()), lambda: County.objects.update(name="Nytt")):
        before = changes.stamp()
        assert before
        change()
        assert changes.stamp() is None
        drain()
        assert changes.stamp() not in (None, before)
    Role.objects.filter(pk=0).update(ended_at=None)  # no row, no change
    assert changes.stamp()


def test_a_page_is_not_sent_again_while_it_is_the_same(scene: Scene, client: Client) -> None:
    for name in PAGES:
        mark = client.get(address(scene, name))["ETag"]
        assert client.get(address(scene, name), headers={"If-None-Match": mark}).status_code == 304
        kept_lists.forget_all()
        assert client.get(address(scene, name))["ETag"] == mark  # in another process, too


def test_the_day_makes_pages_anew(scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = text_of(client, address(scene, "unit"))
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert text_of(client, address(scene, "unit")) != before


def test_who_is_logged_in_or_has_a_message_and_each_language_has_its_own(scene: Scene, client: Client) -> None:
    for name in PAGES:
        stranger = text_of(client, address(scene, name))
        assert "Logg ut" in text_of(client_of(scene.owner), address(scene, name))
        english = text_of(client, "/en" + address(scene, name))
        assert '<html lang="en"' in english
        assert text_of(client, address(scene, name)) == stranger
    client.cookies["messages"] = "noe"
    kept_lists.forget_all()
    text_of(client, address(scene, "home"))
    assert not kept_lists._shelf._pages


def test_what_nobody_reads_is_not_kept_by_address(scene: Scene, client: Client) -> None:
    for name, given in PAGES.items():
        joint = "&" if "?" in given else "?"
        text_of(client, f"{address(scene, name)}{joint}funnet=1")
    assert not kept_lists._shelf._pages
    text_of(client, address(scene, "unit on a day"))
    assert len(kept_lists._shelf._pages) == 1


def test_a_centre_that_is_not_public_is_for_nobody_else_after_those_who_run_it(scene: Scene, client: Client) -> None:
    Centre.objects.filter(code="senter").update(is_public=False)
    leader = UserFactory()
    RoleFactory(user=leader, kind=Role.Kind.UNIT_LEADER, unit=scene.centre)
    assert client_of(leader).get(address(scene, "centre")).status_code == 200
    assert client.get(address(scene, "centre")).status_code == 403
    ContributionFactory(person=scene.owner_person, entry=PublishedEntryFactory())
    OrganisationFactory()
    assert client.get(address(scene, "centre")).status_code == 403
