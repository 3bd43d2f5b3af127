"""Effects of an entry and for whom: marked, told of in the history, shown, found and counted."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from samspill.registry.models import Effect, EffectTag, Recipient
from tests.effect_factories import EffectFactory, EffectTagFactory, RecipientFactory
from tests.factories import RegisterFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-12")]
ENERGY = {"do": "add", "effect": "energy", "recipient": "municipality", "stage": "expected"}


@pytest.fixture
def scene() -> Scene:
    EffectFactory(), EffectFactory(code="health", name_nb="Bedre helse")
    RecipientFactory(), RecipientFactory(code="citizens", name_nb="Innbyggere")
    return Scene()


def test_an_effect_is_marked_changed_and_taken_away_with_its_history(scene: Scene) -> None:
    entry = scene.entry()
    client, address = client_of(scene.owner), page("workspace:entry_effects", entry.public_id)
    assert client.post(address, ENERGY | {"note": "Pilot i 2024"}).status_code == 302
    tag = EffectTag.objects.get()
    assert (tag.stage, tag.note) == ("expected", "Pilot i 2024")
    changed = {"do": "change", "tag": tag.pk, "stage": "achieved", "since": "2024-05-01", "note": "Målt"}
    assert client.post(address, changed).status_code == 302
    tag.refresh_from_db()
    assert (tag.stage, tag.since) == ("achieved", date(2024, 5, 1))
    assert "Effekten energy" in client.get(address).text
    assert client.post(address, {"do": "remove", "tag": tag.pk}).status_code == 302
    assert not EffectTag.objects.exists()
    history = client.get(page("workspace:entry_history", entry.public_id)).text
    for text in ("Effekt lagt til: Effekten energy, for Mottakeren municipality", "Oppnådd", "Effekt fjernet"):
        assert text in history


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"stage": "achieved", "since": (timezone.localdate() + timedelta(days=9)).isoformat()}, "fram i tid"),
        ({"since": "2024-01-01"}, "Bare det som er oppnådd, har en dato"),
        ({"effect": "unknown"}, "Velg et gyldig valg"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(scene: Scene, wrong: dict[str, Any], told: str) -> None:
    entry = scene.entry()
    sent = ENERGY | wrong | {"note": "Skrevet her"}
    answer = client_of(scene.owner).post(page("workspace:entry_effects", entry.public_id), sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert "Skrevet her" in answer.text
    assert not EffectTag.objects.exists()


def test_a_register_adds_words_and_switches_them_off(scene: Scene) -> None:
    client, address = client_of(scene.curator), page("workspace:register_words", "senteret")
    sent = {"kind": "effect", "effect-name_nb": "Mindre støy", "effect-name_en": "Less noise"}
    assert client.post(address, sent).status_code == 302
    own = Effect.objects.get(name_nb="Mindre støy")
    assert own.code == "senteret-mindre-stoy"
    again = client.post(address, sent | {"effect-name_nb": "mindre  STØY"})
    assert again.status_code == 422
    assert "finnes allerede" in again.text
    entry = scene.entry()
    effects = page("workspace:entry_effects", entry.public_id)
    assert client_of(scene.owner).post(effects, ENERGY | {"effect": own.code}).status_code == 302
    client.post(address, {"kind": "effect", "word": own.code, "do": "off"})
    own.refresh_from_db()
    assert not own.is_active
    text = client_of(scene.owner).get(effects).text
    assert "Mindre støy" in text[: text.index('id="effect-form"')]
    assert f'value="{own.code}"' not in text
    assert EffectTag.objects.filter(effect=own).exists()


def test_the_words_of_another_register_are_not_offered(scene: Scene) -> None:
    other = RegisterFactory(code="annet")
    Recipient.objects.create(code="annet-fiskere", name_nb="Fiskere", register=other)
    entry = scene.entry()
    address = page("workspace:entry_effects", entry.public_id)
    assert "Fiskere" not in client_of(scene.owner).get(address).text
    answer = client_of(scene.owner).post(address, ENERGY | {"recipient": "annet-fiskere"})
    assert answer.status_code == 422
    assert client_of(scene.owner).post(page("workspace:register_words", "senteret"), {}).status_code == 403


def test_another_entrys_effect_cannot_be_changed_from_here(scene: Scene) -> None:
    theirs = EffectTagFactory()
    address = page("workspace:entry_effects", scene.entry().public_id)
    assert client_of(scene.owner).post(address, {"do": "change", "tag": theirs.pk}).status_code == 404
    assert client_of(scene.owner).post(address, {"do": "remove", "tag": theirs.pk})["Location"] == address
    assert EffectTag.objects.filter(pk=theirs.pk).exists()


def test_what_somebody_else_has_marked_is_not_written_over_by_marking_it_again(scene: Scene) -> None:
    entry = scene.entry()
    address = page("workspace:entry_effects", entry.public_id, language="en")
    assert client_of(scene.owner).post(address, ENERGY | {"note": "Pilot i 2024"}).status_code == 302
    assert client_of(scene.curator).post(address, ENERGY | {"note": "Pilot i 2024"}).status_code == 302
    again = client_of(scene.curator).post(address, ENERGY | {"note": "Noe annet"})
    assert again.status_code == 422
    assert "marked for them already" in again.text
    assert "Noe annet" in again.text
    assert EffectTag.objects.get().note == "Pilot i 2024"
