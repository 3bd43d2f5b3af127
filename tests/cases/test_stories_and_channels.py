"""Stories are written and shown; entries are marked as shown in channels, which administrators add to."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from samspill.accounts.models import User
from samspill.cases import reference
from samspill.cases.models import Channel, Shown, Story
from samspill.registry.models import Entry, Evidence
from samspill.registry.search import documents
from tests.api.helpers import Program
from tests.cases.helpers import a_case
from tests.factories import EvidenceFactory
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    reference.load()
    return Scene()


def begun(scene: Scene, entry: Entry) -> Story:
    address = page("workspace:entry_stories", entry.public_id)
    assert client_of(scene.owner).post(address, {"form": "person", "title": "Jeg rakk det"}).status_code == 302
    return Story.objects.get()


def typed(story: Story, **changes: Any) -> dict[str, Any]:
    names = ("version", "title", "text", "audience", "language", "picture_text")
    return {name: getattr(story, name) for name in names} | changes


@pytest.mark.requirement("R-NFR-05")
def test_the_history_tells_partners_nothing_of_a_story_before_it_is_published(scene: Scene) -> None:
    entry, partner = scene.published(), scene.representative
    story, owner = begun(scene, entry), client_of(scene.owner)
    address = page("workspace:story", entry.public_id, story.public_id)
    owner.post(address, typed(story, text="Sjefen sa nei, og jeg gjorde det likevel."))
    pages = [page("workspace:entry_history", entry.public_id), f"/api/v1/entries/{entry.public_id}/history"]

    def told(user: User) -> str:
        browser, program = client_of(user), Program(user)
        file = browser.get(f"{pages[0]}eksport.csv").getvalue().decode()
        return str(browser.get(pages[0]).text + file + program.get(pages[1]).text)

    for secret in ("Jeg rakk det", "Sjefen sa nei"):
        assert secret in told(scene.owner)
        assert secret not in told(partner)
    assert "ikke vist" in told(partner), "that there was a change is told"
    story.refresh_from_db()
    owner.post(address, typed(story, text="Vannet kom ti på seks.", do="publish"))
    assert "Vannet kom ti på seks." in told(partner)
    assert "Sjefen sa nei" not in told(partner), "nor as what was taken out"


@pytest.mark.requirement("R-CHN-08")
def test_a_story_is_begun_written_published_hidden_and_thrown_away(scene: Scene) -> None:
    entry, owner = scene.published(), client_of(scene.owner)
    story = begun(scene, entry)
    address = page("workspace:story", entry.public_id, story.public_id)
    text = owner.get(address).text
    assert "Hvem er du, og hva gjør du til daglig?" in text
    assert "Ord: 0 av høyst 300" in text
    empty = owner.post(address, typed(story, do="publish"))
    assert empty.status_code == 422
    assert "Skriv fortellingen før" in empty.text
    sent = typed(story, text="Vannet kom ti på seks.", audience="Naboer", do="publish")
    assert owner.post(address, sent).status_code == 302
    public = page("website:entry", entry.public_id, entry.slug)
    assert "Vannet kom ti på seks." in owner.get(public).text
    assert "ti på seks" in next(iter(documents([entry.pk]))).text
    assert owner.post(address, {"do": "remove"}).status_code == 302
    assert Story.objects.exists()  # what is published is hidden first
    assert owner.post(address, {"do": "hide"}).status_code == 302
    assert "Vannet kom ti på seks." not in owner.get(public).text
    assert owner.post(address, {"do": "remove"}).status_code == 302
    assert not Story.objects.exists()


def test_a_story_waits_for_its_entry_and_keeps_what_was_typed(scene: Scene) -> None:
    entry, owner = scene.complete(), client_of(scene.owner)
    story = begun(scene, entry)
    address = page("workspace:story", entry.public_id, story.public_id)
    answer = owner.post(address, typed(story, text="Allerede skrevet", do="publish"))
    assert answer.status_code == 422
    assert "Oppføringen er ikke publisert ennå" in answer.text
    story.refresh_from_db()
    assert (story.text, story.published_at) == ("Allerede skrevet", None)
    late = owner.post(address, typed(story, text="Mitt", version=0))
    assert late.status_code == 409
    for told in ("Mitt", "Allerede skrevet"):
        assert told in late.text
    save = page("workspace:story_autosave", entry.public_id, story.public_id)
    assert owner.post(save, typed(story, text="Halvferdig")).json()["state"] == "kept"
    assert "Halvferdig" in owner.get(address).text


def test_a_picture_is_public_evidence_and_is_told_in_words(scene: Scene) -> None:
    entry, owner = scene.published(), client_of(scene.owner)
    common = {"entry": entry, "kind": Evidence.Kind.FILE, "url": "", "content_type": "image/png"}
    shown = EvidenceFactory(file=ContentFile(b"x", name="a.png"), **common)
    secret = EvidenceFactory(file=ContentFile(b"x", name="b.png"), is_confidential=True, **common)
    story = begun(scene, entry)
    address = page("workspace:story", entry.public_id, story.public_id)
    assert owner.post(address, typed(story, picture=secret.public_id, picture_text="Nei")).status_code == 422
    answer = owner.post(address, typed(story, text="Tekst", picture=shown.public_id))
    assert "Si hva bildet viser" in answer.text
    sent = typed(story, text="Tekst", picture=shown.public_id, picture_text="Bekken i flom", do="publish")
    assert owner.post(address, sent).status_code == 302
    public = page("website:entry", entry.public_id, entry.slug)
    assert 'alt="Bekken i flom"' in owner.get(public).text
    Evidence.objects.update(is_confidential=True)
    assert 'alt="Bekken i flom"' not in owner.get(public).text


@pytest.mark.requirement("R-CHN-02")
def test_an_entry_is_marked_as_shown_changed_and_taken_away(scene: Scene) -> None:
    entry, owner = scene.published(), client_of(scene.owner)
    address = page("workspace:entry_channels", entry.public_id)
    sent = {"do": "add", "channel": "local_paper", "date": "2025-05-01", "title": "Varme", "url": "example.org/varme"}
    assert owner.post(address, sent).status_code == 302
    shown = Shown.objects.get()
    assert (shown.date, shown.url, shown.added_by) == (date(2025, 5, 1), "https://example.org/varme", scene.owner)
    assert "https://example.org/varme" in owner.get(page("website:entry", entry.public_id, entry.slug)).text
    assert "merket allerede" in owner.post(address, sent).text
    future = (timezone.localdate() + timedelta(days=1)).isoformat()
    told = owner.post(address, sent | {"date": future, "title": "Behold"})
    assert told.status_code == 422
    assert "fram i tid" in told.text
    assert "Behold" in told.text
    assert owner.post(address, sent | {"do": "change", "shown": shown.pk, "title": "Ny tittel"}).status_code == 302
    assert Shown.objects.get().title == "Ny tittel"
    assert owner.post(address, {"do": "remove", "shown": shown.pk}).status_code == 302
    assert not Shown.objects.exists()


@pytest.mark.requirement("R-CHN-01")
def test_channels_that_suit_the_type_are_suggested_first(scene: Scene) -> None:
    case = a_case(scene)
    text = client_of(scene.owner).get(page("workspace:entry_channels", case.public_id)).text
    suggested = text.split("Kanaler som passer til dette")[1].split("Alle kanaler")[0]
    assert "Lokalavis" in suggested
    assert "Det nasjonale forskningsarkivet" not in suggested
    assert "?channel=" in suggested


@pytest.mark.requirement("R-CHN-01", "R-CHN-04")
def test_administrators_add_change_and_switch_off_channels(scene: Scene, client: Any) -> None:
    administrator = client_of(scene.administrator)
    sent = {
        "name_nb": "Bygdekinoen",
        "description_nb": "Før filmen",
        "suits_kinds": ["innovation", "impact_case"],
        "url": "",
    }
    assert administrator.post(page("workspace:channel_new"), sent).status_code == 302
    channel = Channel.objects.get(name_nb="Bygdekinoen")
    assert (channel.code, channel.is_own, channel.suits_kinds) == ("bygdekinoen", True, ["innovation", "impact_case"])
    assert "finnes allerede en kanal" in administrator.post(page("workspace:channel_new"), sent).text
    catalogue = client.get(page("website:channels")).text
    assert "Bygdekinoen" in catalogue
    assert "Innovasjon, effekthistorie." in catalogue, "as other names in a row"
    edit = page("workspace:channel_edit", channel.code)
    assert administrator.post(edit, sent | {"name_nb": "Kinoen"}).status_code == 302
    assert administrator.post(edit, {"do": "off"}).status_code == 302
    channel.refresh_from_db()
    assert (channel.name_nb, channel.is_active) == ("Kinoen", False)
    assert "Kinoen" not in client.get(page("website:channels")).text
    reference.load()
    channel.refresh_from_db()
    assert channel.name_nb == "Kinoen"  # the table leaves the site's own alone
    assert client_of(scene.curator).get(page("workspace:channel_list")).status_code == 403
