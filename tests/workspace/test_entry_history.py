"""The history of an entry as a page."""

import json

import pytest
from django.db import connection
from pytest_django.fixtures import DjangoAssertNumQueries

from samspill.registry.models import Entry
from tests.factories import (
    ContributionFactory,
    EvidenceFactory,
    ParticipationFactory,
    PersonFactory,
    ReadingFactory,
    RelationFactory,
)
from tests.scenes import Scene, client_of, form_data
from tests.scenes import page as page_of

pytestmark = pytest.mark.django_db


def history(entry: Entry, language: str = "en") -> str:
    return page_of("workspace:entry_history", entry.public_id, language=language)


def test_who_changed_what_from_what_to_what_and_why() -> None:
    scene = Scene()
    entry = scene.published(title="Gammel tittel", summary="Den er rød og rund.")
    client_of(scene.curator).post(
        page_of("workspace:entry_edit", entry.public_id),
        form_data(entry, title="Ny tittel", summary="Den er grønn og rund.", types=["artistic"], reason="Feil farge"),
    )
    page = client_of(scene.owner).get(history(entry)).text
    assert "Ivar Innovasjonsleder" in page
    assert "<del>Gammel tittel</del>" in page
    assert "<ins>Ny tittel</ins>" in page
    assert "<del>rød </del><ins>grønn </ins>og rund." in page
    assert "Feil farge" in page
    assert "Type artistic" in page
    address = page_of("workspace:export_history", entry.public_id, "json", language="en")
    assert f'href="{address}"' in page
    answer = client_of(scene.owner).get(address)
    rows = json.loads(b"".join(answer.streaming_content))["rows"]  # type: ignore[attr-defined]
    assert ["Gammel tittel", "Ny tittel", "Feil farge"] in [
        [row[name] for name in ("before", "after", "reason")] for row in rows if row["who"] == "Ivar Innovasjonsleder"
    ]
    assert ("Den er rød og rund.", "Den er grønn og rund.") in {(row["before"], row["after"]) for row in rows}
    assert client_of(scene.stranger).get(address).status_code == 403


def test_readings_steps_parts_and_answers_are_told() -> None:
    scene = Scene()
    entry = scene.complete()
    owner, curator = client_of(scene.owner), client_of(scene.curator)
    owner.post(page_of("workspace:entry_step", entry.public_id, "submit"))
    curator.post(page_of("workspace:entry_step", entry.public_id, "return"), {"message": "Mer om effekt"})
    wrong = ReadingFactory(entry=entry, number=6)
    ReadingFactory(entry=entry, number=4, corrects=wrong, reason="Ikke i drift")
    RelationFactory(source=scene.published(title="Verkstedet"), target=entry)
    EvidenceFactory(entry=entry, title="Rapporten")
    page = owner.get(history(entry)).text
    for text in (
        "<strong>Returned</strong>",
        "Mer om effekt",
        "Ikke i drift",
        "Reading corrected",
        "Contributor added: Eva Eier",
        scene.municipality.name,
        "grew from “Verkstedet”",
        "Evidence added: Rapporten",
    ):
        assert text in page, text


def test_a_step_is_told_once_and_not_as_a_change_of_the_record() -> None:
    scene = Scene()
    entry = scene.complete()
    client_of(scene.owner).post(page_of("workspace:entry_step", entry.public_id, "submit"))
    page = client_of(scene.owner).get(history(entry)).text
    assert page.count("<ins>Submitted</ins>") == 1
    assert "<strong>Submitted</strong>" in page, "what was done, not what the button says"


def test_saves_of_a_draft_close_together_are_one_line_with_the_whole_change() -> None:
    scene = Scene()
    entry = scene.entry(title="A")
    client = client_of(scene.owner)
    for version, title in enumerate(("B", "C", "D"), start=1):
        client.post(
            page_of("workspace:entry_autosave", entry.public_id), form_data(entry, title=title, version=version)
        )
    page = client.get(history(entry)).text
    assert page.count("<strong>Changed</strong>") == 1
    assert "<del>A</del>" in page
    assert "<ins>D</ins>" in page


def test_a_change_by_raw_sql_is_in_the_history() -> None:
    scene = Scene()
    entry = scene.published(title="Før")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE registry_entry SET title = 'Etter' WHERE id = %s", [entry.pk])
        cursor.execute("DELETE FROM registry_participation WHERE entry_id = %s", [entry.pk])
    page = client_of(scene.owner).get(history(entry)).text
    assert "<del>Før</del>" in page
    assert "<ins>Etter</ins>" in page
    assert "Directly in the database" in page
    assert f"Organisation removed: {scene.municipality.name}" in page


@pytest.mark.requirement("R-NFR-05")
def test_confidential_evidence_does_not_leak_to_a_party() -> None:
    scene = Scene()
    entry = scene.published()
    EvidenceFactory(entry=entry, title="Hemmelig avtale", url="https://hemmelig.no/", is_confidential=True)
    opened = EvidenceFactory(entry=entry, title="Først hemmelig", is_confidential=True)
    opened.is_confidential = False
    opened.save()
    party = client_of(scene.representative).get(history(entry)).text
    assert "Hemmelig avtale" not in party
    assert "hemmelig.no" not in party
    assert "Først hemmelig" not in party
    assert "Evidence added: confidential" in party
    assert "Hemmelig avtale" in client_of(scene.owner).get(history(entry)).text


def test_the_history_is_for_those_who_work_with_it_and_others_hear_why() -> None:
    scene = Scene()
    entry = scene.published()
    for user in (scene.owner, scene.curator, scene.representative, scene.administrator):
        assert client_of(user).get(history(entry)).status_code == 200
    refused = client_of(scene.stranger).get(history(entry))
    assert refused.status_code == 403
    assert "The history is for those who have a part in the entry" in refused.text


def _grow(scene: Scene, entry: Entry) -> None:
    ContributionFactory(entry=entry, person=PersonFactory())
    ParticipationFactory(entry=entry)
    EvidenceFactory(entry=entry)
    RelationFactory(source=entry, target=scene.published())
    ReadingFactory(entry=entry, date=f"20{10 + entry.readings.count()}-01-01")


def test_the_number_of_queries_does_not_depend_on_how_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    scene = Scene()
    entry = scene.published()
    client = client_of(scene.owner)
    client.get(history(entry))
    for rows in (1, 2):
        for _row in range(rows):
            _grow(scene, entry)
        with django_assert_num_queries(53):
            client.get(history(entry))


def test_a_long_history_is_paged() -> None:
    scene = Scene()
    entry = scene.published()
    for number in range(60):
        Entry.objects.filter(pk=entry.pk).update(title=f"Tittel {number}")
    client = client_of(scene.owner)
    assert "Tittel 59" in client.get(history(entry)).text
    assert "<ins>Tittel 0</ins>" not in client.get(history(entry)).text
    assert "<ins>Tittel 0</ins>" in client.get(history(entry), {"page": 2}).text
