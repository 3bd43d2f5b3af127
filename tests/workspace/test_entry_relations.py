"""Relations between entries on the page."""

import pytest

from samspill.registry.choices import Kind, Visibility
from samspill.registry.models import Entry, Relation
from tests.factories import EntryFactory, RelationFactory
from tests.scenes import Scene, client_of
from tests.scenes import page as page_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-17")]


def address(entry: Entry, language: str = "nb") -> str:
    return page_of("workspace:entry_relations", entry.public_id, language=language)


@pytest.mark.parametrize(
    ("word", "kind", "turned"),
    [("grew_from", "led_to", True), ("led_to", "led_to", False), ("documents", "documents", False)],
)
def test_an_entry_is_found_and_related_in_the_users_words(word: str, kind: str, turned: bool) -> None:
    scene = Scene()
    entry = scene.entry()
    workshop = scene.published(kind=Kind.ACTIVITY, types=["workshop"], title="Verkstedet i Eksempelbygd")
    client = client_of(scene.owner)
    assert workshop.public_id in client.get(address(entry), {"q": "verksted"}).text
    client.post(address(entry), {"do": "add", "other": workshop.public_id, "word": word})
    relation = Relation.objects.get()
    assert relation.kind == kind
    assert (relation.source == workshop) is turned
    assert "Verkstedet i Eksempelbygd" in client.get(address(workshop if turned else entry)).text


def test_entries_that_one_cannot_see_are_neither_found_nor_named_nor_related() -> None:
    scene = Scene()
    entry = scene.entry()
    hidden = EntryFactory(title="Hemmelig prototype", visibility=Visibility.UNIT)
    client = client_of(scene.owner)
    assert "Hemmelig prototype" not in client.get(address(entry), {"q": "prototype"}).text
    client.post(address(entry), {"do": "add", "other": hidden.public_id, "word": "led_to"})
    assert not Relation.objects.exists()
    RelationFactory(source=hidden, target=entry)
    assert "Hemmelig prototype" not in client.get(address(entry)).text
    assert "Hemmelig prototype" not in client.get(page_of("workspace:entry_history", entry.public_id)).text


def test_a_relation_is_taken_away_from_either_end() -> None:
    scene = Scene()
    relation = RelationFactory(source=scene.entry(), target=scene.entry())
    client_of(scene.owner).post(address(relation.target), {"do": "remove", "relation": relation.pk})
    assert not Relation.objects.exists()


def test_a_relation_of_others_is_left_alone() -> None:
    scene = Scene()
    relation = RelationFactory()
    client_of(scene.owner).post(address(scene.entry()), {"do": "remove", "relation": relation.pk})
    assert Relation.objects.exists()


def test_not_to_itself_and_not_in_unknown_words() -> None:
    scene = Scene()
    entry = scene.entry()
    client = client_of(scene.owner)
    client.post(address(entry), {"do": "add", "other": entry.public_id, "word": "led_to"})
    client.post(address(entry), {"do": "add", "other": scene.published().public_id, "word": "hates"})
    assert not Relation.objects.exists()


@pytest.mark.requirement("R-NFR-06")
def test_a_relation_that_cannot_be_is_refused_beside_the_hits_that_it_was_chosen_from() -> None:
    scene = Scene()
    entry = scene.entry()
    workshop = scene.published(kind=Kind.ACTIVITY, types=["workshop"], title="Verkstedet i Eksempelbygd")
    sent = {"do": "add", "other": workshop.public_id, "word": "", "q": "verksted"}
    answer = client_of(scene.owner).post(address(entry), sent)
    assert answer.status_code == 422
    assert "Velg hvordan de to henger sammen." in answer.text
    assert "Verkstedet i Eksempelbygd" in answer.text
    assert not Relation.objects.exists()
