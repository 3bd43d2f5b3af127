"""An entry's page that is kept for strangers: never older than the data, and never shown to somebody it is not for."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from samspill.core.personal_data import Subject
from samspill.core.personal_data.erasing import erase
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.models import (
    Confirmation,
    Contribution,
    Entry,
    Evidence,
    Participation,
    ParticipationRole,
    Register,
    Relation,
)
from samspill.website import kept_pages, made_ahead, page_version, shared_pages
from samspill.website.models import KeptPage
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


def from_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, as a process that has not met the page: it has only what lies in the table, and makes nothing."""
    kept_pages.forget_all()

    def fail(*args: Any, **kwargs: Any) -> Any:
        pytest.fail("the page was made anew")

    monkeypatch.setattr("samspill.website.views.entries._entry", fail)


def test_a_page_made_by_another_process_is_given(
    full: Entry, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    before = client.get(address(full))
    from_another_process(monkeypatch)
    with django_assert_num_queries(1):
        after = client.get(address(full))
    assert after.content == before.content
    assert dict(after.items()).keys() == dict(before.items()).keys()
    with django_assert_num_queries(1):  # from now on it is this process's own
        client.get(address(full))


@pytest.mark.parametrize("what", CHANGES)
def test_another_process_sees_whatever_changes(full: Entry, client: Client, what: str) -> None:
    before = text_of(client, address(full))
    CHANGES[what](full)
    kept_pages.forget_all()
    after = text_of(client, address(full))
    assert after != before
    KeptPage.objects.all().delete()
    kept_pages.forget_all()
    assert after == text_of(client, address(full))


@pytest.mark.requirement("R-NFR-05")
def test_what_is_hidden_does_not_even_lie_there(full: Entry, client: Client) -> None:
    text_of(client, address(full))
    other = PublishedEntryFactory(title="Står")
    text_of(client, address(other))
    Entry.objects.filter(pk=full.pk).update(visibility=Visibility.UNIT)
    assert [page.public_id for page in KeptPage.objects.all()] == [other.public_id]
    kept_pages.forget_all()
    text_of(client, address(full), 403)
    assert not KeptPage.objects.filter(public_id=full.public_id).exists()


def test_no_kept_page_is_given_to_somebody_who_is_logged_in_nor_kept_of_theirs(full: Entry, client: Client) -> None:
    assert full.created_by
    assert "Logg ut" in text_of(client_of(full.created_by), address(full))
    assert not KeptPage.objects.exists()
    text_of(client, address(full))
    kept_pages.forget_all()
    assert "Logg ut" in text_of(client_of(full.created_by), address(full))


def test_languages_lie_apart_in_the_table(full: Entry, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [page("website:entry", full.public_id, full.slug, language=code) for code in ("nb", "nn", "en")]
    pages = [text_of(client, path) for path in paths]
    from_another_process(monkeypatch)
    assert [text_of(client, path) for path in paths] == pages


def test_a_new_version_makes_its_own_pages(full: Entry, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    text_of(client, address(full))
    [before] = KeptPage.objects.all()
    monkeypatch.setattr("samspill.website.page_version.software", lambda: "another")
    monkeypatch.setattr("samspill.website.page_version._last.held", ())
    text_of(client, address(full))
    [after] = KeptPage.objects.all()
    assert after.version != before.version


def test_the_address_of_those_who_run_the_site_is_part_of_what_pages_are_made_by(settings: Any) -> None:
    marks = set()
    for settings.SITE_CONTACT in ("", "post@drift.example"):
        page_version.software.cache_clear()
        marks.add(page_version.software())
    page_version.software.cache_clear()
    assert len(marks) == 2


def test_a_changed_word_of_a_vocabulary_is_seen(full: Entry, client: Client) -> None:
    before = text_of(client, address(full))
    role = ParticipationRole.objects.get(code=full.participations.get().role_id)
    role.name_nb = "Sammenskaper"
    role.save()
    assert "Sammenskaper" in text_of(client, address(full))
    kept_pages.forget_all()
    assert text_of(client, address(full)) != before


def test_two_pages_with_one_place_take_turns(full: Entry, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samspill.website.shared_pages.SHELF", 1)
    monkeypatch.setattr("django.conf.settings.KEPT_PAGES", 1)
    other = PublishedEntryFactory(title="Den andre")
    for entry in (full, other, full):
        kept_pages.forget_all()
        assert entry.title in text_of(client, address(entry))
        assert [page.public_id for page in KeptPage.objects.all()] == [entry.public_id]


@pytest.mark.requirement("R-NFR-06")
def test_erasing_somebody_leaves_no_kept_page(full: Entry, client: Client) -> None:
    text_of(client, address(full))
    erase(subject=Subject(names=("Hvem Som Helst",)))
    assert not KeptPage.objects.exists()


def test_stale_pages_go_at_night_and_others_stay(full: Entry, client: Client) -> None:
    stays = PublishedEntryFactory(title="Står")
    for entry in (full, stays):
        text_of(client, address(entry))
    Person.objects.filter(contributions__entry=full).update(name="En Annen")
    out = StringIO()
    call_command("personal_data", "run", "kept_pages", stdout=out)
    assert out.getvalue().split()[:2] == ["kept_pages", "1"]
    assert [page.public_id for page in KeptPage.objects.all()] == [stays.public_id]


def test_pages_of_other_software_go_when_the_worker_is_not_of_it(
    full: Entry, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command begun with another SAMSPILL_URL makes no pages, and takes none from those who do."""
    text_of(client, address(full))
    made_ahead.portion()
    many = KeptPage.objects.count()
    assert many
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("samspill.website.page_version.version", lambda: "another address")
        call_command("personal_data", "run", "kept_pages", stdout=StringIO())
    assert KeptPage.objects.count() == many
    KeptPage.objects.update(version="older software")
    call_command("personal_data", "run", "kept_pages", stdout=StringIO())
    assert not KeptPage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_table_pages_are_made_all_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    entry = PublishedEntryFactory(title="Varmelager")
    monkeypatch.setitem(shared_pages._table, "rests until", 0.0)
    monkeypatch.setattr(shared_pages, "WRITE", shared_pages.WRITE.replace("website_keptpage", "not_there"))
    assert "Varmelager" in text_of(client, address(entry))
    assert "not shared" in caplog.text
    monkeypatch.setitem(shared_pages._table, "rests until", 0.0)
    monkeypatch.setattr(shared_pages, "READ", shared_pages.READ.replace("website_keptpage", "gone"))
    kept_pages.forget_all()
    assert "Varmelager" in text_of(client, address(entry))


def test_the_table_is_in_no_log_of_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'website_keptpage'")
        assert cursor.fetchone() == ("u",)
