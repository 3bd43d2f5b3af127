"""Lists and searches that are kept for strangers: never older than the data, and never given to anybody else."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from samspill.core import kept
from samspill.core.search import changes, drain, vocabulary
from samspill.core.search.rebuilding import recount
from samspill.parties.models import Affiliation, County, Organisation, Person, Unit
from samspill.registry.choices import Status, Visibility
from samspill.registry.models import Entry, Register
from samspill.website import kept_lists
from tests.factories import (
    AffiliationFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    ReadingFactory,
    UnitFactory,
)
from tests.scenes import Scene, client_of, page
from tests.website.helpers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]


@pytest.fixture
def entry() -> Entry:
    """Found by «varme», with people, units and partners behind it, of whom some are found as well."""
    scene = Scene()
    made = scene.published(title="Varmelager", summary="Om varme.")
    person = Person.objects.filter(contributions__entry=made).first()
    assert person
    Person.objects.filter(pk=person.pk).update(name="Varme Fjell", is_public=True)
    AffiliationFactory(person=person, unit=scene.centre, organisation=scene.centre.organisation, title="Varmesjef")
    OrganisationFactory(name_nb="Varme kommune")
    UnitFactory(name_nb="Institutt for varme")
    return made


@pytest.fixture(autouse=True)
def _words_of_small_kinds_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where there are a thousand people and units."""
    monkeypatch.setattr(vocabulary, "LEAST", 1)


CHANGES: dict[str, Callable[[Entry], Any]] = {
    "text": lambda entry: Entry.objects.filter(pk=entry.pk).update(summary="Etter varme."),
    "no longer found": lambda entry: Entry.objects.filter(pk=entry.pk).update(title="Annet", summary="Annet."),
    "newly found": lambda entry: PublishedEntryFactory(title="Varme fra fjorden"),
    "hidden": lambda entry: Entry.objects.filter(pk=entry.pk).update(visibility=Visibility.UNIT),
    "withdrawn": lambda entry: Entry.objects.filter(pk=entry.pk).update(
        status=Status.WITHDRAWN, withdrawn_reason="Feil."
    ),
    "partner": lambda entry: ParticipationFactory(entry=entry),
    "partner renamed": lambda entry: Organisation.objects.filter(participations__entry=entry).update(name_nb="Etter"),
    "reading": lambda entry: ReadingFactory(entry=entry, number=5, date=date(2024, 12, 31)),
    "person hidden": lambda entry: Person.objects.filter(name="Varme Fjell").update(is_public=False),
    "person renamed": lambda entry: Person.objects.filter(name="Varme Fjell").update(name="Varme Voll"),
    "withheld": lambda entry: Person.objects.filter(name="Varme Fjell").update(withheld=Person.Withheld.RESTRICTED),
    "position": lambda entry: Affiliation.objects.filter(title="Varmesjef").update(title="Avdelingssjef"),
    "unit renamed": lambda entry: Unit.objects.filter(name_nb="Institutt for varme").update(name_nb="Varmelab"),
    "unit's address": lambda entry: Unit.objects.update(contact_email="post@varme.example"),
    "owner's address": lambda entry: Organisation.objects.update(contact_email="post@varme.example"),
    "register's address": lambda entry: Register.objects.update(contact_email="post@varme.example"),
    "register renamed": lambda entry: Register.objects.filter(entries=entry).update(name_nb="Etter"),
    "register hidden": lambda entry: Register.objects.filter(entries=entry).update(is_public=False),
    "county renamed": lambda entry: County.objects.update(name="Nytt fylke"),
    "example": lambda entry: Organisation.objects.filter(pk=entry.organisation_id).update(is_example=True),
}


@pytest.mark.requirement("R-NFR-05")
@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_is_seen_at_once(entry: Entry, client: Client, what: str) -> None:
    addresses = [page(f"website:{name}") + "?q=varme" for name in ("search", "entry_list")]
    before = [text_of(client, address) for address in addresses]
    assert [text_of(client, address) for address in addresses] == before
    CHANGES[what](entry)
    after = [text_of(client, address) for address in addresses]
    assert after != before
    kept_lists.forget_all()
    assert [text_of(client, address) for address in addresses] == after  # and as it would be, had nothing been kept


def test_what_is_kept_costs_the_look_whether_it_holds(
    entry: Entry, client: Client, django_assert_num_queries: Any
) -> None:
    for address in (page("website:search") + "?q=varme", page("website:entry_list")):
        before = text_of(client, address)
        with django_assert_num_queries(1):
            assert text_of(client, address) == before


def test_who_is_logged_in_and_each_language_and_address_has_its_own(entry: Entry, client: Client) -> None:
    address = page("website:entry_list") + "?q=varme"
    kept = text_of(client, address)
    assert entry.created_by
    assert "Logg ut" in text_of(client_of(entry.created_by), address)
    others = [page("website:entry_list"), f"{address}&page=1", page("website:entry_list", language="en") + "?q=varme"]
    assert len({kept, *(text_of(client, other) for other in others)}) == 4


def test_nothing_is_kept_while_something_waits_to_be_indexed(entry: Entry) -> None:
    drain()
    before = changes.stamp()
    assert before
    Entry.objects.filter(pk=entry.pk).update(title="Annet")
    assert changes.stamp() is None
    drain()
    after = changes.stamp()
    assert after
    recount()
    assert len({before, after, changes.stamp()}) == 3


def test_no_more_is_kept_than_there_is_room_for(entry: Entry, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_lists, "MOST", 50_000)
    for number in range(12):
        text_of(client, page("website:search") + f"?q=varme+{number}")
    assert 0 < len(kept_lists._shelf._pages) < 12
    assert sum(len(one.content) for one in kept_lists._shelf._pages.values()) == kept_lists._shelf._bytes <= 50_000


def test_a_page_is_made_anew_after_a_while(entry: Entry, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = page("website:search") + "?q=varme"
    text_of(client, address)
    monkeypatch.setattr(kept_lists, "OLDEST", -1.0)
    connection.force_debug_cursor = True
    try:
        before = len(connection.queries_log)
        text_of(client, address)
        assert len(connection.queries_log) - before > 1
    finally:
        connection.force_debug_cursor = False


def test_people_and_units_are_not_looked_for_where_none_holds_the_words(
    entry: Entry, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(words: str) -> int:
        values = list[str]()

        def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            values.append(str(params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(look):
            text_of(client, page("website:search") + f"?q={words}")
        return sum("@unit public" in one and "@entry" not in one for one in values)

    assert asked("varme") > 0
    assert asked("varmelager") == 0
    assert asked("varme -lager") > 0
    assert asked('"varme lager"') == 0
    assert asked("eventyr kaskade jernbane") == 0  # nor with fewer of the words
    monkeypatch.setattr(vocabulary, "LEAST", 10_000)
    kept.forget_all()
    assert asked("varmelager+") > 0


@pytest.mark.parametrize("name", ["Sky Voll", "Skyen Voll"])
def test_who_comes_is_found_at_once_where_nobody_was(entry: Entry, client: Client, name: str) -> None:
    address = page("website:search") + "?q=skyer"
    assert name not in text_of(client, address)
    PersonFactory(name=name, is_public=True)
    assert name in text_of(client, address)
