"""Progress indicators, pilot projects, forums and meetings, and ideas delivered to the TTO."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from samspill.registry.models import Progress, Relation
from tests.factories import EntryTypeFactory, PublishedEntryFactory
from tests.scenes import Scene, client_of, form_data, page

pytestmark = pytest.mark.django_db
NUMBER = {"do": "add", "indicator": "Virkningsgrad", "value": "24,5", "measured_in": "%", "date": "2024-05-01"}


@pytest.mark.requirement("R-REG-16")
def test_an_indicator_is_reported_corrected_and_shown() -> None:
    scene = Scene()
    entry = scene.published()
    client, address = client_of(scene.curator), page("workspace:entry_progress", entry.public_id)
    client.post(address, NUMBER | {"value": "20", "date": "2023-05-01"})
    client.post(address, NUMBER | {"value": "24"})
    assert client.post(address, NUMBER | {"indicator": "virkningsgrad"}).status_code == 302  # the same day: corrected
    assert list(Progress.objects.values_list("indicator", "value")) == [
        ("Virkningsgrad", Decimal(20)), ("Virkningsgrad", Decimal("24.5")),
    ]  # fmt: skip
    shown = client.get(page("website:entry", entry.public_id, entry.slug)).text
    assert "24,5 %" in shown
    assert "før: 20" in shown
    history = client.get(page("workspace:entry_history", entry.public_id)).text
    assert "Framdrift endret: Virkningsgrad" in history
    assert client.post(address, {"do": "remove", "row": Progress.objects.latest("pk").pk}).status_code == 302
    assert Progress.objects.count() == 1


@pytest.mark.requirement("R-REG-16")
def test_wrong_numbers_are_told_of_and_kept() -> None:
    scene = Scene()
    entry = scene.entry()
    client, address = client_of(scene.owner), page("workspace:entry_progress", entry.public_id)
    client.post(address, NUMBER)
    later = (timezone.localdate() + timedelta(days=3)).isoformat()
    for wrong, told in (({"date": later}, "fram i tid"), ({"measured_in": "kWh", "date": "2024-06-01"}, "samme enhet")):
        answer = client.post(address, NUMBER | wrong)
        assert answer.status_code == 422
        assert told in answer.text
        assert 'value="Virkningsgrad"' in answer.text
    assert Progress.objects.count() == 1


@pytest.mark.requirement("R-REG-17", "R-WHL-11")
@pytest.mark.parametrize(
    ("word", "kind", "here", "there"),
    [
        ("tested_in", "tested_in", "Prøvd ut og vist i", "Prøvd ut og vist her"),
        ("moved_forward_by", "moved_forward", "Brakt videre av", "Brakte videre"),
    ],
)
def test_pilots_and_forums_are_linked_and_shown_at_both_ends(word: str, kind: str, here: str, there: str) -> None:
    scene = Scene()
    EntryTypeFactory(code="pilot_project", kind="activity", scale=None, fields=["place"])
    innovation = scene.published(title="Varmelageret")
    pilot = PublishedEntryFactory(kind="activity", types=["pilot_project"], title="Pilotområdet på Sluppen")
    client = client_of(scene.curator)
    sent = {"other": pilot.public_id, "word": word}
    assert client.post(page("workspace:entry_relations", innovation.public_id), sent).status_code == 302
    assert Relation.objects.get().kind == kind
    ours = client.get(page("website:entry", innovation.public_id, innovation.slug)).text
    theirs = client.get(page("website:entry", pilot.public_id, pilot.slug)).text
    assert here in ours
    assert "Pilotområdet på Sluppen" in ours
    assert there in theirs
    assert "Varmelageret" in theirs
    assert "Sluppen" in client.get(page("workspace:entry_history", innovation.public_id)).text


@pytest.mark.requirement("R-REG-22")
def test_an_idea_delivered_to_the_tto_has_its_date_and_environment() -> None:
    scene = Scene()
    result = scene.published(kind="result", types=["idea_to_tto"])
    client = client_of(scene.curator)
    sent = form_data(result, d_tto_date="2024-03-01", d_environment="Institutt for energi", reason="Levert")
    assert client.post(page("workspace:entry_edit", result.public_id), sent).status_code == 302
    shown = client.get(page("website:entry", result.public_id, result.slug)).text
    assert "1. mars 2024" in shown
    assert "Institutt for energi" in shown
