"""Centres and published reports are found by the search and stand on the map of the site, while they are public."""

import pytest
from django.test import Client
from django.utils import timezone

from samspill.centres.models import Centre
from samspill.core.search import Hit, Result, sources
from samspill.parties.domain.acting import NOBODY, Acting
from samspill.parties.models import Organisation, Person, Unit
from samspill.reports.domain import editions
from samspill.reports.models import Edition
from samspill.website.found import KINDS, Around, groups
from tests.centres.factories import CentreFactory, CentrePartnerFactory, InitiativeFactory, StudyFactory
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory
from tests.reports.world import YEAR
from tests.reports.world import Centre as World
from tests.scenes import page
from tests.website.helpers import text_of

pytestmark = pytest.mark.django_db


def found(client: Client, words: str, language: str = "nb") -> str:
    return text_of(client, page("website:search", language=language) + f"?q={words}").partition("<main")[2]


@pytest.mark.requirement("R-CEN-01")
def test_a_centre_is_found_by_its_own_name_and_by_its_partners(client: Client) -> None:
    centre = CentreFactory(
        code="lys", name_nb="Lyssenteret", name_en="The Light Centre", description_nb="Om **lykter**"
    )
    address = f'href="{page("website:centre", "lys")}"'
    for words in ("lyssenteret", "light", "lykter"):
        assert address in found(client, words), words
    assert "Centres" in found(client, "light", "en")
    partner = CentrePartnerFactory(centre=centre, organisation=OrganisationFactory(name_nb="Vardebrenneriet"))
    assert address in found(client, "vardebrenneriet")
    partner.delete()
    assert address not in found(client, "vardebrenneriet")
    Centre.objects.filter(pk=centre.pk).update(is_public=False)
    assert address not in found(client, "lyssenteret")


@pytest.mark.requirement("R-REG-06")
def test_a_report_is_found_while_it_is_published_and_only_the_newest_of_a_year(client: Client) -> None:
    world = World()
    first = world.edition()
    place = page("website:report", first.public_id)
    assert place not in found(client, f"innovasjonsrapport {YEAR}")
    editions.publish(edition=first, actor=world.curator)
    assert f'href="{place}"' in found(client, f"innovasjonsrapport {YEAR}")
    second = world.edition()
    editions.publish(edition=second, actor=world.curator)
    shown = found(client, f"innovasjonsrapport {YEAR}")
    assert place not in shown
    assert page("website:report", second.public_id) in shown
    editions.hide(edition=second, actor=world.curator)
    assert f'href="{place}"' in found(client, f"innovasjonsrapport {YEAR}")


@pytest.mark.requirement("R-CEN-01", "R-CEN-05", "R-SKI-01", "R-REG-06")
def test_the_sites_map_has_what_is_public(client: Client) -> None:
    world = World()
    shown, hidden = world.edition(), world.edition()
    editions.publish(edition=shown, actor=world.curator)
    CentreFactory(code="lys"), CentreFactory(code="skjult", is_public=False)
    InitiativeFactory(code="loftet"), InitiativeFactory(code="lukket", is_public=False)
    study = StudyFactory()

    def part(name: str) -> str:
        answer = client.get(f"/sitemap/{name}-0.xml")
        return b"".join(answer).decode() if answer.status_code == 200 else ""

    assert "/sentre/lys/" in part("sentre")
    assert "skjult" not in part("sentre")
    assert "/satsinger/loftet/" in part("satsinger")
    assert "lukket" not in part("satsinger")
    assert study.public_id in part("studier")
    assert shown.public_id in part("rapporter")
    assert hidden.public_id not in part("rapporter")


@pytest.mark.requirement("R-RSA-04")
def test_who_sees_what_is_told_as_by_the_sources(client: Client) -> None:
    world = World()
    _replaced, _newest, draft = (world.edition() for _edition in range(3))
    Edition.objects.exclude(pk=draft.pk).update(published_at=timezone.now())
    private: list[Person] = [PersonFactory(is_public=False) for _person in range(3)]
    own, near, far = private
    AffiliationFactory(person=near, organisation=world.university)
    withheld: Person = PersonFactory(is_public=True, withheld="Ba om det.")
    public: list[Person] = [PersonFactory(is_public=True) for _person in range(3)]
    AffiliationFactory(person=public[0], organisation=world.university, unit=world.centre)
    CentreFactory(), CentreFactory(is_public=False)
    OrganisationFactory(is_active=False)
    rows = dict(zip(KINDS, (Unit, Person, Organisation, Centre, Edition), strict=True))
    ids = {kind: [*model.objects.order_by("-pk").values_list("pk", flat=True), 0] for kind, model in rows.items()}
    for acting in (
        NOBODY,
        Acting(user_id=1),
        Acting(user_id=1, person_id=own.pk, member_of=frozenset({world.university.pk})),
        Acting(user_id=1, is_administrator=True),
    ):
        told = {kind: {*seen} for kind, seen in Around(acting, most=100)(ids)().items()}
        assert told == {kind: sources.source(kind).visible(of, acting) for kind, of in ids.items()}
        assert not {withheld.pk} & told["person"]
        assert ({own.pk, near.pk} <= told["person"]) == bool(acting.person_id or acting.is_administrator)
        assert (far.pk in told["person"]) == acting.is_administrator
        assert {kind for kind in KINDS if len(told[kind]) == len(ids[kind]) - 1} == {"unit"}
    around = Around(NOBODY, most=2)
    seen = around(ids)()["person"]
    people = groups(Result(hits=tuple(Hit("person", pk, "") for pk in ids["person"] if pk in seen)), around)["person"]
    assert people.more
    assert [row.name for row in people.rows] == [public[2].name, public[1].name]
