"""Datestamps: every change of what a record shows moves its stamp, and no stamp comes too late for a harvester."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from samspill.core.copying import copy_new
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.registry.choices import Status, Visibility
from samspill.registry.formats.records import entity_of
from samspill.registry.models import (
    Confirmation,
    Contribution,
    Discipline,
    Entry,
    EntryIdentifier,
    EntryType,
    HarvestRecord,
    Participation,
    Relation,
)
from samspill.registry.reference import load as load_registry
from tests.api.oai_helpers import NS, ask, identifiers, record, settle
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    DisciplineFactory,
    EntryFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    RegisterFactory,
    RelationFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-CHN-04", "R-PAR-28")]


@pytest.fixture
def entry() -> Entry:
    """A public entry with all that can hang on one, stamped an hour ago."""
    university = OrganisationFactory(code="uni")
    unit = UnitFactory(code="senteret", organisation=university)
    person = PersonFactory(public_id="person22", name="Kari Eksempel")
    AffiliationFactory(person=person, organisation=university, unit=unit)
    DisciplineFactory(code="technology")
    made: Entry = PublishedEntryFactory(
        public_id="entry222", organisation=university, unit=unit, register=RegisterFactory(code="reg"),
        disciplines=["technology"],
    )  # fmt: skip
    ContributionFactory(entry=made, person=person)
    ContributionFactory(entry=made, person=None, unit=unit)
    ParticipationFactory(entry=made, organisation=OrganisationFactory(code="komm"))
    RelationFactory(source=PublishedEntryFactory(public_id="other222"), target=made)
    EntryIdentifier.objects.create(entry=made, scheme="doi", value="10.1000/182")
    settle()
    return made


def moved() -> set[str]:
    """Records stamped since they settled."""
    recent = timezone.now() - timedelta(minutes=30)
    return set(HarvestRecord.objects.filter(stamp__gt=recent).values_list("identifier", flat=True))


def person() -> Any:
    return Person.objects.filter(public_id="person22")


ENTRY, OTHER, PERSON, UNI, UNIT = (
    "entry-entry222", "entry-other222", "person-person22", "organisation-uni", "unit-senteret",
)  # fmt: skip
CHANGES: list[tuple[str, Callable[[], Any], set[str]]] = [
    ("title", lambda: Entry.objects.filter(public_id="entry222").update(title="Ny"), {ENTRY}),
    ("types", lambda: Entry.objects.filter(public_id="entry222").update(types=[]), {ENTRY, OTHER}),
    ("contributor in", lambda: ContributionFactory(entry=Entry.objects.get(public_id="entry222")), {ENTRY}),
    ("contributor's roles", lambda: Contribution.objects.filter(person=person().get()).update(roles=[]), {ENTRY}),
    ("contributor out", lambda: Contribution.objects.filter(person=person().get()).delete(), {ENTRY, PERSON}),
    (
        "contributor disputes",
        lambda: Confirmation.objects.create(
            contribution=Contribution.objects.get(person=person().get()),
            statement=Confirmation.Statement.CONTRIBUTED,
            answer=Confirmation.Answer.DISPUTED,
            message="Nei",
        ),
        {ENTRY},
    ),
    ("partner out", lambda: Participation.objects.all().delete(), {ENTRY}),
    ("relation out", lambda: Relation.objects.all().delete(), {ENTRY, OTHER}),
    ("identifier out", lambda: EntryIdentifier.objects.all().delete(), {ENTRY}),
    ("person's name", lambda: person().update(name="Kari Ny"), {ENTRY, PERSON}),
    ("person's e-mail is not shown", lambda: person().update(email="ny@eksempel.no"), set()),
    ("person no longer public", lambda: person().update(is_public=False), {ENTRY, PERSON}),
    ("affiliation out", lambda: Affiliation.objects.all().delete(), {PERSON}),
    (
        "owner's name",
        lambda: Organisation.objects.filter(code="uni").update(name_nb="Ny"),
        {ENTRY, PERSON, UNI, UNIT},
    ),
    (
        "partner's name",
        lambda: Organisation.objects.filter(code="komm").update(name_en="New"),
        {ENTRY, "organisation-komm"},
    ),
    ("unit's name", lambda: Unit.objects.filter(code="senteret").update(name_nb="Ny"), {ENTRY, PERSON, UNIT}),
    ("word's name", lambda: Discipline.objects.filter(code="technology").update(name_nb="Ny"), {ENTRY}),
    ("word's place is not shown", lambda: Discipline.objects.filter(code="technology").update(position=9), set()),
    ("type's name", lambda: EntryType.objects.filter(code="product").update(name_en="New"), {ENTRY, OTHER}),
    ("register closes", lambda: Entry.objects.get(public_id="entry222").register.__class__.objects.update(
        is_public=False), {ENTRY}),
    ("nothing", lambda: Entry.objects.filter(public_id="entry222").update(title=Entry.objects.get(
        public_id="entry222").title), set()),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_a_change_moves_the_stamps_of_what_shows_it(
    entry: Entry, change: Callable[[], Any], expected: set[str]
) -> None:
    change()
    others = {one for one in moved() if one.startswith(("entry-", "person-", "organisation-", "unit-"))} - expected
    assert expected <= moved()
    assert not others - {f"person-{row.public_id}" for row in Person.objects.exclude(public_id="person22")}


@pytest.mark.parametrize(
    "act",
    [
        lambda entry: Entry.objects.filter(pk=entry.pk).update(status=Status.WITHDRAWN, withdrawn_reason="Feil"),
        lambda entry: Entry.objects.filter(pk=entry.pk).update(visibility=Visibility.UNIT),
        lambda entry: entry.delete(),
        lambda entry: connection.cursor().execute(
            "UPDATE registry_entry SET visibility = 'parties' WHERE id = %s", [entry.pk]
        ),
    ],
    ids=["withdrawn", "not for everyone", "erased", "by SQL"],
)
def test_what_is_no_longer_public_is_told_as_deleted(entry: Entry, act: Callable[[Entry], Any]) -> None:
    act(entry)
    settle()
    tomb = record(ENTRY)
    assert identifiers(tomb, deleted=True) == [ENTRY]
    assert tomb.find(".//o:metadata", NS) is None
    listed = ask(verb="ListIdentifiers", metadataPrefix="oai_cerif_openaire", set="openaire_cris_products")
    assert ENTRY in identifiers(listed, deleted=True)
    people = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="openaire_cris_persons")
    assert identifiers(people, deleted=True) == [PERSON]  # has no part in anything public any more


def test_what_comes_back_is_a_record_again(entry: Entry) -> None:
    Entry.objects.filter(pk=entry.pk).update(visibility=Visibility.UNIT)
    Entry.objects.filter(pk=entry.pk).update(visibility=Visibility.PUBLIC)
    settle()
    assert identifiers(record(ENTRY), deleted=False) == [ENTRY]
    assert identifiers(record(PERSON), deleted=False) == [PERSON]


def test_an_erased_person_leaves_a_tombstone_without_a_name(entry: Entry) -> None:
    Contribution.objects.filter(person=person().get()).delete()
    person().get().delete()
    settle()
    tomb = record(PERSON)
    assert identifiers(tomb, deleted=True) == [PERSON]


def test_drafts_leave_no_trace() -> None:
    draft = EntryFactory()
    ContributionFactory(entry=draft)
    draft.delete()
    assert not HarvestRecord.objects.filter(source__in=("entry", "person")).exists()


def test_rows_copied_in_are_stamped_too(entry: Entry) -> None:
    rows = [
        PublishedEntryFactory.build(organisation=entry.organisation, created_by=None, types=["product"])
        for _ in range(3)
    ]
    copy_new(Entry, rows)
    assert {f"entry-{row.public_id}" for row in rows} <= moved()


def test_the_database_and_the_formats_agree_on_what_an_entry_is() -> None:
    load_registry()
    types = list(EntryType.objects.all())
    with connection.cursor() as cursor:
        for row in types:
            cursor.execute("SELECT registry_harvest_entity(%s, %s)", [row.kind, [row.code]])
            assert cursor.fetchone() == (entity_of(row.kind, [row]),), row.code
    assert {entity_of(row.kind, [row]) for row in types} >= {
        "publications", "products", "patents", "projects", "events", "",
    }  # fmt: skip


def test_the_running_second_is_not_answered_yet() -> None:
    made = PublishedEntryFactory()
    answer = ask(verb="ListIdentifiers", metadataPrefix="oai_dc")
    assert f"entry-{made.public_id}" not in identifiers(answer)
    told = datetime.fromisoformat(answer.findtext("o:responseDate", "", NS))
    assert told < HarvestRecord.objects.get(identifier=f"entry-{made.public_id}").stamp


@pytest.fixture
def other_session(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A second connection to the test's database."""
    known = {**settings.DATABASES["default"], **connection.settings_dict}
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    with psycopg.connect(**{key: known[name] for name, key in names.items() if known.get(name)}) as session:
        yield session


def test_a_change_that_is_committed_late_is_not_missed(other_session: psycopg.Connection) -> None:
    """A transaction stamps, somebody harvests, the transaction commits: the next harvest from then on has it."""
    made = PublishedEntryFactory(public_id="early222", created_by=None)
    settle()
    other_session.execute("UPDATE registry_entry SET title = 'Sent' WHERE id = %s", [made.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.1)")
    first = ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="kind_innovation")
    told = datetime.fromisoformat(first.findtext("o:responseDate", "", NS))
    other_session.commit()
    stamp = HarvestRecord.objects.get(identifier="entry-early222").stamp
    assert told < stamp < timezone.now() - timedelta(seconds=1)  # a clock alone would have told a later second
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_harvest_horizon()")
        assert cursor.fetchone()[0] >= stamp
    again = ask(
        verb="ListIdentifiers", metadataPrefix="oai_dc", set="kind_innovation", from_=f"{told:%Y-%m-%dT%H:%M:%SZ}"
    )
    assert identifiers(again) == ["entry-early222"]


def test_a_change_that_is_undone_holds_nothing_back(other_session: psycopg.Connection) -> None:
    made = PublishedEntryFactory(created_by=None)
    settle()
    other_session.execute("UPDATE registry_entry SET title = 'Sent' WHERE id = %s", [made.pk])
    other_session.rollback()
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_harvest_horizon() > clock_timestamp() - interval '3 seconds'")
        assert cursor.fetchone() == (True,)
    assert identifiers(ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="kind_innovation")) == [
        f"entry-{made.public_id}"
    ]
