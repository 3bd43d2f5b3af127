"""Drafts that save themselves."""

import pytest

from samspill.core.models import FormDraft
from samspill.registry.choices import Status
from samspill.registry.models import Entry
from tests.scenes import Scene, client_of, form_data
from tests.scenes import page as page_of

pytestmark = pytest.mark.django_db


def address(entry: Entry) -> str:
    return page_of("workspace:entry_autosave", entry.public_id)


def test_a_draft_is_saved_and_the_next_save_goes_on_from_it() -> None:
    scene = Scene()
    entry = scene.entry()
    client = client_of(scene.owner)
    first = client.post(address(entry), form_data(entry, summary="Første"))
    assert first.json()["state"] == "saved"
    second = client.post(address(entry), form_data(entry, summary="Andre", version=first.json()["version"]))
    assert second.json()["state"] == "saved"
    entry.refresh_from_db()
    assert (entry.summary, entry.version) == ("Andre", 3)


def test_the_same_text_again_makes_no_new_version() -> None:
    scene = Scene()
    entry = scene.entry()
    answer = client_of(scene.owner).post(address(entry), form_data(entry))
    assert answer.json()["version"] == 1


def test_what_cannot_be_saved_is_kept_with_its_error() -> None:
    scene = Scene()
    entry = scene.entry()
    client = client_of(scene.owner)
    answer = client.post(address(entry), form_data(entry, title="", summary="Uferdig"))
    assert answer.status_code == 422
    assert "title" in answer.json()["errors"]
    assert "Uferdig" in client.get(page_of("workspace:entry_edit", entry.public_id)).text
    entry.refresh_from_db()
    assert entry.summary == "Et eksempel."
    client.post(address(entry), form_data(entry, summary="Uferdig"))  # mended
    assert not FormDraft.objects.exists()


def test_what_is_published_changes_only_by_the_button() -> None:
    scene = Scene()
    entry = scene.published()
    answer = client_of(scene.owner).post(address(entry), form_data(entry, title="Skal ikke ut ennå"))
    assert answer.json()["state"] == "kept"
    entry.refresh_from_db()
    assert entry.title != "Skal ikke ut ennå"


def test_a_curators_typing_in_a_submitted_entry_is_kept_not_saved() -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED)
    answer = client_of(scene.curator).post(address(entry), form_data(entry, title="Kuratorens forslag"))
    assert answer.json()["state"] == "kept"
    entry.refresh_from_db()
    assert entry.title != "Kuratorens forslag"


def test_it_never_writes_over_what_somebody_else_saved() -> None:
    scene = Scene()
    entry = scene.entry()
    client_of(scene.curator).post(address(entry), form_data(entry, title="Kuratorens"))
    answer = client_of(scene.owner).post(address(entry), form_data(entry, title="Eierens"))
    assert answer.status_code == 409
    assert answer.json()["state"] == "stale"
    entry.refresh_from_db()
    assert entry.title == "Kuratorens"
    assert "Eierens" in client_of(scene.owner).get(page_of("workspace:entry_edit", entry.public_id)).text


def test_only_by_post_and_only_those_who_may() -> None:
    scene = Scene()
    entry = scene.entry()
    assert client_of(scene.owner).get(address(entry)).status_code == 405
    assert client_of(scene.stranger).post(address(entry), form_data(entry)).status_code == 403


def test_two_tabs_do_not_write_over_one_anothers_kept_typing() -> None:
    scene = Scene()
    entry = scene.published()
    client = client_of(scene.owner)
    opened = {"kept": ""}  # both tabs were opened before anything was kept
    first = client.post(address(entry), form_data(entry, title="Fra første fane", **opened)).json()
    again = client.post(address(entry), form_data(entry, title="Fra første fane, mer", kept=first["kept"]))
    assert again.json()["state"] == "kept"
    second = client.post(address(entry), form_data(entry, title="Fra andre fane", **opened))
    assert (second.status_code, second.json()["state"]) == (409, "stale")
    assert "annen fane" in second.json()["text"]
    assert FormDraft.objects.get().data["title"] == ["Fra første fane, mer"]

    # The second is saved by its button: the first stays kept, and is shown when the page is opened.
    edit = page_of("workspace:entry_edit", entry.public_id)
    data = form_data(entry, title="Fra andre fane", reason="Rettet tittelen.", **opened)
    assert client.post(edit, data).status_code == 302
    entry.refresh_from_db()
    assert entry.title == "Fra andre fane"
    page = client.get(edit).text
    assert "Fra første fane, mer" in page
    kept = FormDraft.objects.get().updated_at.isoformat()
    assert f'name="kept" value="{kept}"' in page.replace("&#x2B;", "+")
