"""Readiness readings on the page."""

import pytest
import time_machine

from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry, ReadinessReading
from tests.factories import ReadingFactory, level
from tests.scenes import Scene, client_of
from tests.scenes import page as page_of

pytestmark = pytest.mark.django_db


def address(entry: Entry, language: str = "nb") -> str:
    return page_of("workspace:entry_readiness", entry.public_id, language=language)


@pytest.mark.requirement("R-REG-02")
def test_a_year_and_an_exact_date_are_recorded() -> None:
    scene = Scene()
    entry = scene.entry()
    client = client_of(scene.owner)
    client.post(address(entry), {"level": level(3).pk, "year": "2022", "note": "Prøvd i laben"})
    client.post(address(entry), {"level": level(5).pk, "year": "2023", "date": "2023-09-15"})
    readings = list(entry.readings.order_by("date"))
    assert [(str(row.date), row.year_only, row.level.level) for row in readings] == [
        ("2022-12-31", True, 3),
        ("2023-09-15", False, 5),
    ]
    assert readings[0].recorded_by == scene.owner
    assert "Prøvd i laben" in client.get(address(entry)).text


@pytest.mark.requirement("R-REG-02")
def test_a_correction_needs_a_reason_and_both_are_shown() -> None:
    scene = Scene()
    wrong = ReadingFactory(entry=scene.entry(), number=6)
    client = client_of(scene.owner)
    assert client.get(address(wrong.entry), {"correct": wrong.pk}).status_code == 200
    right = level(4)
    without = client.post(address(wrong.entry), {"correct": wrong.pk, "correct-level": right.pk})
    assert without.status_code == 422
    assert ReadinessReading.objects.count() == 1
    client.post(
        address(wrong.entry),
        {"correct": wrong.pk, "correct-level": right.pk, "correct-reason": "Piloten var ikke i drift"},
    )
    newest = ReadinessReading.objects.get(corrects=wrong)
    assert (newest.level, newest.date) == (right, wrong.date)
    page = client.get(address(wrong.entry)).text
    assert "<del>6" in page
    assert "Piloten var ikke i drift" in page


def test_what_is_corrected_already_is_not_corrected_again() -> None:
    scene = Scene()
    wrong = ReadingFactory(entry=scene.entry(), number=6)
    ReadingFactory(entry=wrong.entry, number=5, corrects=wrong, reason="Feil")
    answer = client_of(scene.owner).post(
        address(wrong.entry, "en"), {"correct": wrong.pk, "correct-level": level(4).pk, "correct-reason": "Igjen"}
    )
    assert answer.status_code == 409
    assert "corrected already" in answer.text


@pytest.mark.requirement("R-REG-19", "R-ART-01")
def test_an_artistic_innovation_is_not_offered_trl() -> None:
    scene = Scene()
    level(4)
    entry = scene.entry(types=["artistic"])
    page = client_of(scene.owner).get(address(entry)).text
    assert f'value="{level(2, "artistic").pk}"' in page
    assert f'value="{level(4).pk}"' not in page
    answer = client_of(scene.owner).post(address(entry), {"level": level(4).pk, "year": "2023"})
    assert answer.status_code == 422
    assert not ReadinessReading.objects.exists()


@pytest.mark.requirement("R-REG-19")
def test_an_innovation_of_two_types_is_offered_both_scales() -> None:
    scene = Scene()
    page = client_of(scene.owner).get(address(scene.entry(types=["artistic", "product"]))).text
    assert f'value="{level(2, "artistic").pk}"' in page
    assert f'value="{level(4).pk}"' in page
    assert "<optgroup" in page


@time_machine.travel("2025-05-01", tick=False)
@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"year": "2026"}, "year"),
        ({"date": "2025-05-02"}, "date"),
        ({"year": "24"}, "year"),
        ({}, "year"),
        ({"year": "99999999"}, "year"),
    ],
)
def test_impossible_dates_are_refused_by_the_field(data: dict[str, str], field: str) -> None:
    scene = Scene()
    entry = scene.entry()
    answer = client_of(scene.owner).post(address(entry), {"level": level(3).pk, "note": "Beholdes"} | data)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert "Beholdes" in answer.text
    assert not ReadinessReading.objects.exists()


def test_a_second_reading_on_the_same_day_is_a_correction() -> None:
    scene = Scene()
    reading = ReadingFactory(entry=scene.entry(), number=4)
    answer = client_of(scene.owner).post(address(reading.entry, "en"), {"level": level(6).pk, "year": "2023"})
    assert answer.status_code == 422
    assert "There is a reading for 2023 already: level 4" in answer.text


def test_a_reading_may_come_while_the_entry_is_with_the_curator() -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED)
    client_of(scene.owner).post(address(entry), {"level": level(3).pk, "year": "2023"})
    assert entry.readings.count() == 1
    assert client_of(scene.stranger).get(address(scene.published())).status_code == 403


def test_readiness_is_for_innovations_only() -> None:
    scene = Scene()
    entry = scene.entry(kind=Kind.ACTIVITY, types=["workshop"])
    answer = client_of(scene.owner).post(address(entry), {"level": level(3).pk, "year": "2023"})
    assert answer.status_code == 422
    assert not ReadinessReading.objects.exists()
    assert address(entry) not in client_of(scene.owner).get(page_of("workspace:entry_edit", entry.public_id)).text
