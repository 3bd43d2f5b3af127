"""An entry's page that is kept for strangers: never older than the data, and never shown to somebody it is not for."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.models import (
    Confirmation,
    Contribution,
    Entry,
    Evidence,
    Participation,
    Register,
    Relation,
)
from samspill.website import kept_pages
from tests.factories import (
    ContributionFactory,
    EvidenceFactory,
    ParticipationFactory,
    PublishedEntryFactory,
    ReadingFactory,
    RelationFactory,
)
from tests.scenes import Scene, client_of, page
from tests.website.helpers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def full() -> Entry:
    """An entry with something of everything on its page."""
    scene = Scene()
    entry = scene.published(title="Varmelager", summary="Før.")
    ContributionFactory(entry=entry, person=None, unit=scene.centre)
    ReadingFactory(entry=entry, number=3, date=date(2022, 12, 31))
    EvidenceFactory(entry=entry, title="Rapport")
    RelationFactory(source=entry, target=PublishedEntryFactory(kind=Kind.RESULT, title="Fulgte etter"))
    RelationFactory(target=entry, source=PublishedEntryFactory(kind=Kind.ACTIVITY, title="Gikk foran"))
    return entry


def address(entry: Entry) -> str:
    return page("website:entry", entry.public_id, entry.slug)


CHANGES: dict[str, Callable[[Entry], Any]] = {
    "text": lambda entry: Entry.objects.filter(pk=entry.pk).update(summary="Etter."),
    "owner": lambda entry: Organisation.objects.filter(pk=entry.organisation_id).update(name_nb="Etter"),
    "unit": lambda entry: Unit.objects.filter(pk=entry.unit_id).update(name_nb="Etter"),
    "register": lambda entry: Register.objects.filter(pk=entry.register_id).update(name_nb="Etter"),
    "person": lambda entry: Person.objects.filter(contributions__entry=entry).update(is_public=False),
    "partner": lambda entry: Organisation.objects.filter(participations__entry=entry).update(name_nb="Etter"),
    "contribution gone": lambda entry: Contribution.objects.filter(entry=entry, person=None).delete(),
    "new contribution": lambda entry: ContributionFactory(entry=entry),
    "participation": lambda entry: Participation.objects.filter(entry=entry).update(in_use_since=date(2024, 1, 1)),
    "new participation": lambda entry: ParticipationFactory(entry=entry),
    "confirmed": lambda entry: Confirmation.objects.create(
        participation=entry.participations.get(), statement="participated", answer="confirmed"
    ),
    "contribution confirmed": lambda entry: Confirmation.objects.create(
        contribution=entry.contributions.first(), statement="contributed", answer="confirmed"
    ),
    "reading": lambda entry: ReadingFactory(entry=entry, number=5, date=date(2024, 12, 31)),
    "evidence": lambda entry: Evidence.objects.filter(entry=entry).update(title="Etter"),
    "evidence hidden": lambda entry: Evidence.objects.filter(entry=entry).update(is_confidential=True),
    "relation gone": lambda entry: Relation.objects.filter(source=entry).delete(),
    "what followed is hidden": lambda entry: Entry.objects.filter(title="Fulgte etter").update(visibility="unit"),
    "what went before is renamed": lambda entry: Entry.objects.filter(title="Gikk foran").update(title="Etter"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_is_seen_at_once(full: Entry, client: Client, what: str) -> None:
    before = text_of(client, address(full))
    assert text_of(client, address(full)) == before
    CHANGES[what](full)
    after = text_of(client, address(full))
    assert after != before
    kept_pages.forget_all()
    assert after == text_of(client, address(full))  # and as it would be, had nothing been kept


@pytest.mark.requirement("R-NFR-05")
@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"visibility": Visibility.UNIT}, 403),
        ({"status": Status.DRAFT}, 403),
        ({"status": Status.WITHDRAWN, "withdrawn_reason": "Feil."}, 410),
    ],
)
def test_what_is_hidden_is_hidden_at_once(full: Entry, client: Client, values: dict[str, str], status: int) -> None:
    text_of(client, address(full))
    Entry.objects.filter(pk=full.pk).update(**values)
    text_of(client, address(full), status)


def test_who_is_logged_in_has_a_page_of_their_own(full: Entry, client: Client) -> None:
    text_of(client, address(full))
    assert full.created_by
    assert "Logg ut" in text_of(client_of(full.created_by), address(full))
    assert "Logg ut" not in text_of(client, address(full))


def test_a_page_that_holds_costs_no_query_of_its_parts(
    full: Entry, client: Client, django_assert_num_queries: Any
) -> None:
    text_of(client, address(full))
    with django_assert_num_queries(1):  # the one that looks whether it holds
        text_of(client, address(full))


def test_languages_are_kept_apart(full: Entry, client: Client) -> None:
    pages = {
        text_of(client, page("website:entry", full.public_id, full.slug, language=code)) for code in ("nb", "nn", "en")
    }
    assert len(pages) == 3


def test_no_more_pages_are_kept_than_there_is_room_for(
    full: Entry, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pages, "MOST", 2)
    for language in ("nb", "nn", "en"):
        text_of(client, page("website:entry", full.public_id, full.slug, language=language))
    assert len(kept_pages._pages) == 2
