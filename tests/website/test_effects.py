"""Effects by recipient: every number opens the list it counted."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from samspill.registry.choices import Visibility
from samspill.registry.models import Entry, RegisterProfile
from tests.effect_factories import EffectFactory, EffectTagFactory, RecipientFactory
from tests.factories import PublishedEntryFactory
from tests.scenes import Scene, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-13", "R-REG-12")]


def tagged(scene: Scene, *tags: str, **values: Any) -> Entry:
    """A published entry of the register; tags as "effect for recipient", with "!" behind what is achieved."""
    entry: Entry = PublishedEntryFactory(
        organisation=scene.university, unit=scene.centre, register=scene.register, **values
    )
    for tag in tags:
        effect, recipient = tag.rstrip("!").split(" for ")
        stage = "achieved" if tag.endswith("!") else "expected"
        EffectTagFactory(
            entry=entry, effect=EffectFactory(code=effect), recipient=RecipientFactory(code=recipient), stage=stage
        )
    return entry


def counted(client: Client, address: str) -> list[tuple[str, int, int]]:
    """Each link of the table: its address, the number that it says, and the number of entries that the list says."""
    text = client.get(address).text
    table = text[text.index("<table") : text.index("</table>")]
    found = []
    for url, number in re.findall(r'<a class="ds-link[^"]*" href="([^"]+)">\(?(\d+)', table):
        listed = client.get(unescape(url)).text
        total = re.search(r"(\d+) oppføring", listed)
        assert total, url
        found.append((unescape(url), int(number), int(total[1])))
    return found


def test_every_number_opens_just_what_it_counted() -> None:
    scene = Scene()
    tagged(scene, "energy for municipality!", "energy for citizens")
    tagged(scene, "energy for municipality", "health for citizens")
    tagged(scene, "health for research!")
    tagged(scene)
    tagged(scene, "energy for municipality", visibility=Visibility.UNIT)
    PublishedEntryFactory()
    for address in (page("website:register_effects", "senteret"), page("website:unit_effects", scene.centre.code)):
        numbers = counted(Client(), address)
        assert len(numbers) == 12  # five cells, two achieved, two and three sums, but one: all of them
        assert [(number, listed) for _url, number, listed in numbers if number != listed] == []
    text = Client().get(page("website:register_effects", "senteret")).text
    assert "3 av 4 oppføringer er merket med effekter" in text


def test_empty_pages_teach() -> None:
    scene = Scene()
    text = Client().get(page("website:register_effects", "senteret")).text
    assert "Ingen effekter er merket ennå" in text
    assert "<table" not in text
    assert Client().get(page("website:unit_effects", scene.centre.code)).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_the_queries_are_the_same_for_one_and_three(django_assert_num_queries: Callable[..., Any], number: int) -> None:
    scene = Scene()
    for _ in range(number):
        tagged(scene, "energy for municipality", "health for citizens")
    with django_assert_num_queries(8):
        Client().get(page("website:register_effects", "senteret"))


def test_the_table_as_a_file() -> None:
    scene = Scene()
    tagged(scene, "energy for municipality!")
    address = page("website:export_register_effects", "senteret", "json")
    answer = Client().get(address)
    rows = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert "energy" in json.dumps(rows)
    assert Client().get(page("website:export_unit_effects", scene.centre.code, "csv")).status_code == 200


def test_the_page_of_an_entry_shows_effects_and_follows_the_profile() -> None:
    scene = Scene()
    RegisterProfile.objects.update(has_effects=True)
    entry = tagged(scene, "energy for municipality!", market_potential="Mange skoler")
    address = page("website:entry", entry.public_id, entry.slug)
    text = Client().get(address).text
    assert "Hva det fører til, og for hvem" in text
    assert "Effekten energy" in text
    assert "Registrert tidligere" not in text
    profile = RegisterProfile.objects.create(code="short", name_nb="Kort", fields=["potential_effect"])
    scene.register.profile = profile
    scene.register.save()
    folded = Client().get(address).text
    assert "Registrert tidligere" in folded
    assert folded.index("Registrert tidligere") < folded.index("Mange skoler")
    assert folded.index("Registrert tidligere") < folded.index("Effekten energy")
    profile.fields, profile.has_effects = ["market_potential"], True
    profile.save()
    assert "Registrert tidligere" not in Client().get(address).text
    entry.effect_tags.all().delete()
    assert "Effekten energy" not in Client().get(address).text


def test_programs_and_files_get_effects_too() -> None:
    scene = Scene()
    entry = tagged(scene, "energy for municipality!")
    tagged(scene, "health for citizens")
    client = Client()
    listed = client.get("/api/v1/entries?effect=energy").json()
    assert [row["id"] for row in listed["items"]] == [entry.public_id]
    one = client.get(f"/api/v1/entries/{entry.public_id}").json()
    assert [(row["effect"], row["recipient"], row["stage"]) for row in one["marked_effects"]] == [
        ("energy", "municipality", "achieved")
    ]
    words = client.get("/api/v1/vocabularies/recipients").json()
    assert "municipality" in [row["code"] for row in words["items"]]
    file = client.get(page("website:export_entries", "csv") + "?effect=energy")
    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Effekten energy – Mottakeren municipality (Oppnådd)" in text
    assert text.count("Mottakeren") == 1
