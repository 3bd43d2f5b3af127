"""Entries and parties in the search: what is found by whom, and that the index keeps up with every change."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from samspill.core.models import SearchDocument, SearchQueue
from samspill.core.search import changes, complete, drain, keeping_up, search
from samspill.parties.domain.acting import NOBODY, acting_for
from samspill.parties.models import Unit
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.models import Contribution, Entry
from samspill.registry.queries import SHOWN
from samspill.registry.search import SOURCE
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    EntryFactory,
    EntryTypeFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    ReadingFactory,
    RegisterFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
    level,
)
from tests.registry.test_who_sees import World

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]
QUERIES = 25  # of one batch, whatever its size; one of them notes that something has changed


def found(text: str = "", *, kind: str = "entry", audience: Any = NOBODY, **more: Any) -> list[int]:
    return search(text, kinds=[kind], audience=audience, per_page=100, **more).ids


@pytest.mark.requirement("R-NFR-05")
def test_everybody_finds_exactly_the_listed_entries_that_they_may_see() -> None:
    world = World()
    drain()
    shown = Entry.objects.filter(status__in=SHOWN)
    for name, user in world.users.items():
        acting = acting_for(user)
        may_see = set(shown.visible_to(acting).values_list("pk", flat=True))
        result = search(kinds=["entry"], audience=acting, per_page=100, facets=["kind"])
        assert set(result.ids) == may_see, name
        assert result.total == len(may_see), name
        assert sum(count.count for count in result.facets["kind"]) == len(may_see), name
    assert set(found()) == set(shown.public().values_list("pk", flat=True))


def test_an_entry_is_found_by_all_that_it_shows_and_by_its_facets() -> None:
    county = MunicipalOrganisationFactory(name_nb="Fjordvik kommune")
    faculty = UnitFactory(code="fak")
    unit = UnitFactory(code="inst", parent=faculty, organisation=faculty.organisation, name_nb="Institutt for isbreer")
    register = RegisterFactory(code="reg", unit=UnitFactory(code="hjem"), name_nb="Brearkivet")
    EntryTypeFactory(code="pat", name_nb="Patent", name_nn="Patent", name_en="Patent")
    entry = PublishedEntryFactory(
        title="Varmepumpe", kind=Kind.INNOVATION, types=["pat"], summary="**Samler** varme", keywords=["nøkkelord"],
        own_word="Dingsen", effects="Sparte strøm", start_date=date(2024, 5, 1), organisation=faculty.organisation,
        unit=unit, register=register, details={"funder": "Sparebankstiftelsen"},
    )  # fmt: skip
    ContributionFactory(entry=entry, person=PersonFactory(name="Åse Nordmann", public_id="aase2222"))
    ContributionFactory(entry=entry, person=PersonFactory(name="Skjult Svenske", is_public=False))
    ParticipationFactory(entry=entry, organisation=county, in_use_since=date(2025, 1, 1))
    ReadingFactory(entry=entry, level=level(4))
    ReadingFactory(entry=entry, level=level(7), date=date(2025, 12, 1))
    EntryFactory(title="Varmepumpe, et utkast")
    drain()
    for text in (
        "varmepumper", "samle", "nøkkelord", "dingsen", "straum", "fjordvik", "isbre", "brearkivet", "patentet",
        "nordmann", "sparebankstiftelse",
    ):  # fmt: skip
        assert found(text) == [entry.pk], text
    assert found("Skjult Svenske") == []
    for name, value in (
        ("kind", "innovation"), ("type", "pat"), ("year", "2024"), ("unit", "fak"), ("unit", "inst"), ("unit", "hjem"),
        ("register", "reg"), ("partner", county.code), ("partner", faculty.organisation.code), ("person", "aase2222"),
        ("level", "trl-7"), ("in_use", "1"), ("municipality", county.municipality.number), ("county", "50"),
        ("region", "midt"),
    ):  # fmt: skip
        assert found(filters={name: [value]}) == [entry.pk], (name, value)
    assert found(filters={"level": ["trl-4"]}) == []


CHANGES: dict[str, Callable[[Entry], Any]] = {
    "title": lambda entry: Entry.objects.filter(pk=entry.pk).update(title="Ny tittel"),
    "status": lambda entry: Entry.objects.filter(pk=entry.pk).update(status=Status.ARCHIVED),
    "visibility": lambda entry: Entry.objects.filter(pk=entry.pk).update(visibility=Visibility.UNIT),
    "contributor added": lambda entry: ContributionFactory(entry=entry),
    "contributors taken away": lambda entry: Contribution.objects.filter(entry=entry).delete(),
    "partner added": lambda entry: ParticipationFactory(entry=entry),
    "reading": lambda entry: ReadingFactory(entry=entry),
    "owner renamed by SQL": lambda entry: connection.cursor().execute("UPDATE parties_organisation SET name_nb = 'Ny'"),
    "unit moved": lambda entry: _move(entry.unit),
    "person renamed": lambda entry: _rename(entry, name="Ny Navn"),
    "person hidden": lambda entry: _rename(entry, is_public=False),
    "register renamed": lambda entry: type(entry.register).objects.update(name_nb="Nytt register"),
}


def _move(unit: Unit) -> None:
    unit.parent = UnitFactory(organisation=unit.organisation)
    unit.save()


def _rename(entry: Entry, **values: Any) -> None:
    person = entry.contributions.get().person
    type(person).objects.filter(pk=person.pk).update(**values)


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_an_entry_puts_it_in_the_queue(change: str) -> None:
    unit = UnitFactory()
    register = RegisterFactory()
    entry = PublishedEntryFactory(unit=unit, organisation=unit.organisation, register=register)
    ContributionFactory(entry=entry, person=PersonFactory())
    other = PublishedEntryFactory(organisation=OrganisationFactory(), register=None)
    drain()
    CHANGES[change](entry)
    waiting = set(SearchQueue.objects.filter(kind="entry").values_list("object_id", flat=True))
    assert entry.pk in waiting
    assert change == "owner renamed by SQL" or other.pk not in waiting


def test_what_leaves_everything_as_it_was_does_not_wait() -> None:
    entry = PublishedEntryFactory()
    ContributionFactory(entry=entry, person=PersonFactory(name="Åse"))
    drain()
    connection.cursor().execute("UPDATE parties_organisation SET website = 'https://example.org'")
    connection.cursor().execute("UPDATE parties_person SET email = 'ny@eksempel.no'")
    waiting = SearchQueue.objects.values_list("kind", flat=True)
    assert set(waiting) == {changes.SHOWN}  # no document: only kept lists are made anew


def test_what_is_withdrawn_or_hidden_is_not_shown_though_the_index_lags_behind() -> None:
    withdrawn, hidden, kept = (PublishedEntryFactory(title=f"Varme {n}") for n in range(3))
    person = PersonFactory(name="Varme Person")
    drain()
    Entry.objects.filter(pk=withdrawn.pk).update(status=Status.WITHDRAWN, withdrawn_reason="Feil.")
    Entry.objects.filter(pk=hidden.pk).update(visibility=Visibility.UNIT)
    type(person).objects.update(is_public=False)
    result = search("varme", kinds=["entry"], audience=NOBODY)
    assert (result.ids, result.total) == ([kept.pk], 1)
    assert found("varme", kind="person") == []
    drain()
    assert not SearchDocument.objects.filter(kind="entry", object_id=withdrawn.pk).exists()


def test_people_organisations_and_units_by_name_and_place() -> None:
    organisation = OrganisationFactory(name_nb="Fjordvik universitet", name_en="Fjordvik University", short_name="FU")
    unit = UnitFactory(organisation=organisation, name_nb="Institutt for fjordforskning", name_nn="Institutt for fjord")
    person, hidden = PersonFactory(name="Åse Fjordheim"), PersonFactory(name="Ole Fjordheim", is_public=False)
    for one in (person, hidden):
        AffiliationFactory(person=one, organisation=organisation, unit=unit, title="Professor")
    closed = OrganisationFactory(name_nb="Fjordvik som var", is_active=False)
    drain()
    assert found("fjordvik", kind="organisation") == [organisation.pk]
    assert found("FU", kind="organisation") == [organisation.pk]
    assert closed.pk not in found("fjordvik", kind="organisation")
    assert found("fjordforsking", kind="unit") == [unit.pk]
    assert found("fjordheim professor", kind="person") == [person.pk]
    assert found("fjordheim", kind="person", filters={"unit": [unit.code]}) == [person.pk]
    assert complete("fjordh") == ["fjordheim"]
    colleague = acting_for(RoleFactory(kind="reader", organisation=organisation).user)
    assert set(found("fjordheim", kind="person", audience=colleague)) == {person.pk, hidden.pk}
    assert found("fjordheim", kind="person", audience=acting_for(UserFactory())) == [person.pk]


def test_after_a_commit_what_was_saved_is_found_at_once(
    django_capture_on_commit_callbacks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        entry = PublishedEntryFactory(title="Varmepumpe")
        ContributionFactory(entry=entry)
    assert [callback for callback in callbacks if callback is keeping_up.after_commit]
    assert found("varmepumpa") == [entry.pk]
    monkeypatch.setattr(keeping_up, "AT_ONCE", 1)
    with django_capture_on_commit_callbacks(execute=True):
        PublishedEntryFactory.create_batch(6, title="Vindmølle")
    assert found("vindmølle") == []
    keeping_up.keep_up(0)
    assert len(found("vindmølle")) == 6


def test_an_operator_sees_how_it_stands_and_makes_it_anew(capsys: pytest.CaptureFixture[str]) -> None:
    entry = PublishedEntryFactory(title="Varmepumpe")
    call_command("search_index", "status")
    assert "changes wait to be indexed" in capsys.readouterr().out
    drain()
    SearchDocument.objects.all().delete()
    call_command("search_index", "rebuild", "entry")
    assert "1 documents were made anew." in capsys.readouterr().out
    assert found("varmepumpe") == [entry.pk]
    call_command("search_index", "rebuild")
    assert complete("varmep") == ["varmepumpe"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_that_make_documents_are_the_same_for_one_and_three(
    django_assert_num_queries: Callable[..., Any], number: int
) -> None:
    for _ in range(number):
        entry = PublishedEntryFactory(unit=UnitFactory())
        ContributionFactory(entry=entry)
        ParticipationFactory(entry=entry)
        ReadingFactory(entry=entry)
    SearchQueue.objects.exclude(kind="entry").delete()
    with django_assert_num_queries(QUERIES):
        drain()


def test_the_names_that_tell_why_something_matched_are_those_of_its_document() -> None:
    university = OrganisationFactory(name_nb="Universitetet", name_en="The University", short_name="UNI")
    unit = UnitFactory(organisation=university, name_nb="Instituttet")
    register = RegisterFactory(organisation=university, unit=UnitFactory(organisation=university), name_en="Register")
    secret = RegisterFactory(organisation=university, is_public=False)
    for kept_in in (register, secret, None):
        entry = PublishedEntryFactory(
            organisation=university, unit=unit, register=kept_in, keywords=["havbruk"], own_word="Prøve"
        )
        ContributionFactory(entry=entry, person=PersonFactory(name="Åse Åpen"))
        ContributionFactory(entry=entry, person=PersonFactory(name="Sissel Skjult", is_public=False))
        ContributionFactory(entry=entry, person=None, unit=UnitFactory(organisation=university))
        ParticipationFactory(entry=entry)
    ids = list(Entry.objects.values_list("pk", flat=True))
    made = {one.object_id: (set(one.names), set(one.proper)) for one in SOURCE.build(ids)}
    assert SOURCE.names is not None
    assert {pk: (set(names), set(proper)) for pk, (names, proper) in SOURCE.names(ids).items()} == made
    assert any(proper for _names, proper in made.values())
    assert not any("Sissel Skjult" in names for names, _proper in made.values())
