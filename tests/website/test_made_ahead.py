"""Pages that the worker makes before anybody asks: those that would be made, of what everyone may see, and no more."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from samspill.core.personal_data import Subject
from samspill.core.personal_data.erasing import erase
from samspill.registry.choices import Status, Visibility
from samspill.registry.models import Entry, HarvestRecord
from samspill.website import kept_pages, made_ahead, tasks
from samspill.website.models import Ahead, KeptPage
from tests.factories import PublishedEntryFactory
from tests.scenes import Scene, client_of, page
from tests.website.helpers import text_of

pytestmark = pytest.mark.django_db
LANGUAGES = ("nb", "nn", "en")


def addresses(entry: Entry) -> list[str]:
    return [page("website:entry", entry.public_id, entry.slug, language=code) for code in LANGUAGES]


def make_all() -> None:
    while made_ahead.portion():
        pass


def test_the_first_stranger_finds_the_page_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    entry = Scene().published(title="Varmelager", summary="Før.")
    asked_for = [client.get(path).content for path in addresses(entry)]
    KeptPage.objects.all().delete()
    make_all()
    kept_pages.forget_all()
    monkeypatch.setattr("samspill.website.views.entries._entry", None)
    for path, before in zip(addresses(entry), asked_for, strict=True):
        with django_assert_num_queries(1):
            assert client.get(path).content == before
    assert entry.created_by
    monkeypatch.undo()
    assert "Logg ut" in text_of(client_of(entry.created_by), addresses(entry)[0])


@pytest.mark.requirement("R-NFR-05")
def test_only_what_everyone_may_see_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    public = PublishedEntryFactory(title="Åpen")
    PublishedEntryFactory(title="Enheten", visibility=Visibility.UNIT)
    PublishedEntryFactory(title="Utkast", status=Status.DRAFT)
    PublishedEntryFactory(title="Trukket", status=Status.WITHDRAWN, withdrawn_reason="Feil.")
    make_all()
    assert {page.public_id for page in KeptPage.objects.all()} == {public.public_id}
    KeptPage.objects.all().delete()
    Entry.objects.filter(pk=public.pk).update(visibility=Visibility.PARTIES)  # since the worker saw it in the list
    assert made_ahead.make([(public.public_id, public.title)], LANGUAGES) == 0
    assert not KeptPage.objects.exists()


def test_what_has_changed_is_made_anew(client: Client) -> None:
    entry = PublishedEntryFactory(title="Varmelager", summary="Før.")
    make_all()
    Entry.objects.filter(pk=entry.pk).update(summary="Etter.")
    HarvestRecord.objects.update(stamp=timezone.now() - timedelta(seconds=5))
    Ahead.objects.update(changed=timezone.now() - timedelta(seconds=10))
    make_all()
    assert KeptPage.objects.filter(public_id=entry.public_id).count() == 3
    assert made_ahead.make([(entry.public_id, entry.title)], LANGUAGES) == 0  # all of them hold
    assert "Etter." in text_of(client, addresses(entry)[0])


def test_it_goes_on_where_it_was_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_ahead, "PORTION", 1)
    older, newer = PublishedEntryFactory(title="Først"), PublishedEntryFactory(title="Sist")
    assert made_ahead.portion()
    assert {page.public_id for page in KeptPage.objects.all()} == {newer.public_id}
    make_all()
    walk = Ahead.objects.get()
    assert (walk.total, walk.walked, walk.made) == (2, 2, 6)
    assert walk.ended
    assert KeptPage.objects.filter(public_id=older.public_id).count() == 3


@pytest.mark.parametrize("why", ["other software", "a day has passed", "somebody was erased", "the database crashed"])
def test_the_walk_begins_anew(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    PublishedEntryFactory(title="Varmelager")
    make_all()
    assert not made_ahead.portion()
    if why == "other software":
        monkeypatch.setattr("samspill.website.page_version.software", lambda: "another")
        monkeypatch.setattr("samspill.website.page_version._last.held", ())
    elif why == "a day has passed":
        Ahead.objects.update(ended=timezone.now() - timedelta(days=1, seconds=1))
    elif why == "somebody was erased":
        erase(subject=Subject(names=("Hvem Som Helst",)))
    else:
        KeptPage.objects.all().delete()
        Ahead.objects.all().delete()
    assert made_ahead.portion()


def test_no_more_are_made_than_there_is_room_for(settings: Any) -> None:
    settings.KEPT_PAGES = 16  # room for 12
    for number in range(20):
        PublishedEntryFactory(title=f"Nummer {number}")
    make_all()
    walk = Ahead.objects.get()
    assert (walk.total, walk.made) == (12, 12)
    assert {kept.path[:3] for kept in KeptPage.objects.all()} == {"/e/"}  # not in three languages
    settings.KEPT_PAGES = 0
    assert not made_ahead.portion()


def test_the_job_stops_and_leaves_the_rest_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    PublishedEntryFactory(title="Varmelager")
    PublishedEntryFactory(title="Bølgekraft")
    monkeypatch.setattr(made_ahead, "PORTION", 1)
    left: list[str] = []
    monkeypatch.setattr(tasks.go_on, "defer", lambda: left.append("next"))
    monkeypatch.setattr("os.getloadavg", lambda: (1000.0, 0.0, 0.0))
    tasks.make_pages_ahead(0)
    assert KeptPage.objects.count() == 3  # a little at a time: others need the machine
    assert not left
    KeptPage.objects.all().delete()
    Ahead.objects.all().delete()
    monkeypatch.setattr("os.getloadavg", lambda: (0.0, 0.0, 0.0))
    monkeypatch.setattr(tasks, "SECONDS", 0.001)
    tasks.make_pages_ahead(0)
    assert left == ["next"]
    monkeypatch.setattr(tasks, "SECONDS", 10.0)
    tasks.go_on()
    assert left == ["next"]
    assert KeptPage.objects.count() == 6


def test_the_command_tells_and_makes() -> None:
    PublishedEntryFactory(title="Varmelager")
    told = StringIO()
    call_command("kept_pages", "status", stdout=told)
    call_command("kept_pages", "make", stdout=told)
    assert "has not begun" in told.getvalue()
    assert "3 pages lie ready" in told.getvalue()
    assert "All 1 entries" in told.getvalue()
