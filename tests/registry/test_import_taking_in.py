"""What is taken in is written with its history; the same sheet again changes nothing; edits made here are seen."""

import gc
import weakref
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Events

from samspill.parties.models import Person
from samspill.registry.choices import Status
from samspill.registry.domain.parts import set_participation
from samspill.registry.domain.readiness import correct_reading, current_readings
from samspill.registry.importing import acts
from samspill.registry.importing.people import People
from samspill.registry.models import (
    Confirmation,
    Entry,
    ImportJob,
    Participation,
    ReadinessLevel,
    ReadinessReading,
    SourceRecord,
)
from tests.factories import AffiliationFactory
from tests.registry.sheets import Centre, actions, csv_bytes, faults, row_of
from tests.registry.two_rows import CHAIR, LAMP, SHEET, changed, edit, events, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.mark.requirement("R-REG-01", "R-REG-02", "R-REG-07")
def test_a_row_becomes_a_published_entry_with_everything(centre: Centre) -> None:
    job = centre.take_in(SHEET)
    assert (job.status, job.lines.count()) == (ImportJob.Status.DONE, 0)
    lamp = centre.entry("Lampe")
    assert (lamp.kind, lamp.types, lamp.summary) == ("innovation", ["product"], "Lyser **sterkt**")
    assert (lamp.market_potential, lamp.potential_effect) == ("Stort", "Lys til alle")
    assert (lamp.sdgs, lamp.keywords, lamp.start_date) == ([7, 11], ["lys", "strøm"], date(2020, 5, 1))
    assert (lamp.organisation, lamp.created_by, lamp.status) == (centre.university, centre.curator, Status.PUBLISHED)
    assert lamp.ways == ["direct"]
    assert [(str(one.person), one.roles) for one in lamp.contributions.all()] == [
        ("Kari Nordmann", ["idea_owner"]), ("Ola Li", []),
    ]  # fmt: skip
    assert list(lamp.participations.values_list("organisation__code", "role__code")) == [("fjordvik", "partner")]
    assert [(r.level.code, r.date.year, r.year_only) for r in current_readings(lamp)] == [
        ("trl-2", 2021, True), ("trl-3", 2022, True),
    ]  # fmt: skip
    assert list(lamp.evidence.order_by("kind").values_list("kind", "is_confidential")) == [
        ("link", False),
        ("note", True),
    ]
    step = lamp.status_changes.get()
    assert (step.to_status, step.actor) == (Status.PUBLISHED, centre.curator)
    assert Person.objects.filter(name="Ola Li").count() == 1


def test_what_is_not_ready_to_be_shown_comes_in_as_a_draft(centre: Centre) -> None:
    centre.take_in(SHEET)
    chair = centre.entry("Stol")
    assert chair.status == Status.DRAFT  # the sheet says so
    assert "Utkast" not in chair.details.values()
    job = centre.take_in(csv_bytes([("Tittel", "Status"), ("Bar tittel", "SIGNED")]))
    bare = centre.entry("Bar tittel")
    assert (bare.status, bare.details) == (Status.DRAFT, {"phase": "SIGNED"})
    assert [note["code"] for note in row_of(job, "Bar tittel").notices] == ["incomplete"]


def test_drafts_when_the_curator_does_not_publish(centre: Centre) -> None:
    centre.take_in(SHEET, publish=False)
    assert set(centre.register.entries.values_list("status", flat=True)) == {Status.DRAFT}


def test_the_history_says_who_and_from_which_sheet(centre: Centre) -> None:
    centre.take_in(SHEET, name="zen 2024.csv")
    event = Events.objects.tracks(centre.entry("Lampe")).get()
    assert event.pgh_context["user"] == centre.curator.pk
    assert "zen 2024.csv" in event.pgh_context["reason"]


@pytest.mark.requirement("R-REG-07")
def test_the_same_sheet_again_changes_nothing(centre: Centre) -> None:
    centre.take_in(SHEET)
    before, versions = events(), list(Entry.objects.values_list("pk", "version", "updated_at"))
    job = centre.check(SHEET)
    assert actions(job) == {"Lampe": "unchanged", "Stol": "unchanged"}
    centre.confirm(job)
    assert job.status == ImportJob.Status.DONE
    assert events() == before
    assert list(Entry.objects.values_list("pk", "version", "updated_at")) == versions


def test_the_same_sheet_again_is_held_against_what_it_said_and_reads_no_parts(centre: Centre) -> None:
    centre.take_in(SHEET)
    with CaptureQueriesContext(connection) as asked:
        centre.take_in(SHEET)
    parts = ("registry_participation", "registry_readinessreading", "registry_evidence")
    statements = [str(one["sql"]) for one in asked.captured_queries]
    for table in parts:
        assert not [sql for sql in statements if f'FROM "{table}"' in sql]
    written = [sql for sql in statements if sql.startswith(("INSERT", "Composed([SQL('COPY", "UPDATE"))]
    assert any("registry_importrow" in sql for sql in written)
    assert not [sql for sql in written if any(name in sql for name in (*parts, "registry_entry", "registry_source"))]


def test_reading_people_leaves_nothing_behind(centre: Centre) -> None:
    """Rows that hold each other stay until garbage is collected, which a large sheet makes too much of."""
    home = AffiliationFactory(organisation=centre.university, person__name="Ane Eksempel")
    people = People(centre.register)
    gc.collect()
    gc.disable()
    try:
        people.load(["Ane Eksempel"])
        left = [weakref.ref(person) for person in people.persons()]
        assert people.named("Ane Eksempel")[0].organisations == {home.organisation_id}
        people.load([])
        assert [person() for person in left] == [None]
    finally:
        gc.enable()


@pytest.mark.requirement("R-REG-07")
def test_a_changed_sheet_changes_only_what_changed(centre: Centre) -> None:
    centre.take_in(SHEET)
    lamp = centre.entry("Lampe")
    new = changed(LAMP, Beskrivelse="Lyser svakt", Partnere="Fjordvik; Nordlys Varme AS (eksempel)", Nøkkelord="lys")
    job = centre.check(sheet(new, CHAIR), name="ny.csv")
    assert actions(job) == {"Lampe": "update", "Stol": "unchanged"}
    assert {change["field"] for change in row_of(job, "Lampe").changes} == {"summary", "partners", "keywords"}
    centre.confirm(job)
    now = centre.entry("Lampe")
    assert (now.summary, now.keywords, now.version) == ("Lyser svakt", ["lys"], lamp.version + 1)
    assert set(now.participations.values_list("organisation__code", flat=True)) == {"fjordvik", "nordlys-varme"}
    event = Events.objects.tracks(now).order_by("pgh_id").last()
    assert event.pgh_diff["summary"] == ["Lyser **sterkt**", "Lyser svakt"]
    assert "ny.csv" in event.pgh_context["reason"]


def test_what_is_taken_out_of_the_sheet_is_taken_out_here(centre: Centre) -> None:
    centre.take_in(SHEET)
    new = changed(LAMP, Hvem="Ola Li", Partnere="", Start="", Dokumentasjon="")
    centre.take_in(sheet(new, CHAIR))
    lamp = centre.entry("Lampe")
    assert [str(one.person) for one in lamp.contributions.all()] == ["Ola Li"]
    assert lamp.participations.count() == 0
    assert lamp.start_date is None
    assert list(lamp.evidence.values_list("kind", flat=True)) == ["note"]


@pytest.mark.requirement("R-REG-07")
def test_an_edit_made_here_stays_while_the_sheet_is_the_same(centre: Centre) -> None:
    centre.take_in(SHEET)
    edit(centre, summary="Skrevet her")
    assert actions(centre.check(SHEET))["Lampe"] == "unchanged"
    centre.take_in(sheet(changed(LAMP, Markedspotensial="Lite"), CHAIR))
    lamp = centre.entry("Lampe")
    assert (lamp.summary, lamp.market_potential) == ("Skrevet her", "Lite")


@pytest.mark.requirement("R-REG-07")
@pytest.mark.parametrize(("choice", "summary"), [("here", "Skrevet her"), ("sheet", "Ny i arket")])
def test_an_edit_on_both_sides_is_asked_about(centre: Centre, choice: str, summary: str) -> None:
    centre.take_in(SHEET)
    edit(centre, summary="Skrevet her")
    new = sheet(changed(LAMP, Beskrivelse="Ny i arket", Markedspotensial="Lite"), CHAIR)
    job = centre.check(new)
    row = row_of(job, "Lampe")
    assert row.action == "conflict"
    conflict = next(change for change in row.changes if change["conflict"])
    assert (conflict["old"], conflict["here"], conflict["new"]) == ("Lyser **sterkt**", "Skrevet her", "Ny i arket")
    centre.confirm(job)
    assert centre.entry("Lampe").summary == "Skrevet her"  # unanswered: it waits
    assert job.status == ImportJob.Status.CHECKED
    acts.decide(job=job, actor=centre.curator, choice=choice, row=row.number)
    centre.confirm(job)
    assert (centre.entry("Lampe").summary, centre.entry("Lampe").market_potential) == (summary, "Lite")
    assert actions(centre.check(new))["Lampe"] == "unchanged"  # and is not asked again


def test_all_conflicts_may_be_answered_at_once(centre: Centre) -> None:
    centre.take_in(SHEET)
    edit(centre, summary="Skrevet her")
    job = centre.check(sheet(changed(LAMP, Beskrivelse="Ny i arket"), CHAIR))
    assert acts.decide(job=job, actor=centre.curator, choice="sheet") == 1
    centre.confirm(job)
    assert centre.entry("Lampe").summary == "Ny i arket"


def test_a_part_that_its_party_has_confirmed_is_not_removed_unasked(centre: Centre) -> None:
    centre.take_in(SHEET)
    part = Participation.objects.get(entry=centre.entry("Lampe"))
    Confirmation.objects.create(participation=part, statement="participated", answer="confirmed", by=centre.curator)
    job = centre.check(sheet(changed(LAMP, Partnere=""), CHAIR))
    assert actions(job)["Lampe"] == "conflict"
    acts.decide(job=job, actor=centre.curator, choice="here")
    centre.confirm(job)
    assert Participation.objects.filter(pk=part.pk).exists()


def test_what_others_added_here_stays(centre: Centre) -> None:
    centre.take_in(SHEET)
    set_participation(entry=centre.entry("Lampe"), actor=centre.curator, organisation=centre.varme, role="host")
    centre.take_in(sheet(changed(LAMP, Partnere="Fjordvik; EksU"), CHAIR))
    codes = centre.entry("Lampe").participations.values_list("organisation__code", flat=True)
    assert set(codes) == {"fjordvik", "eksu", "nordlys-varme"}


@pytest.mark.requirement("R-REG-02")
def test_a_changed_level_is_a_correction_with_its_reason(centre: Centre) -> None:
    centre.take_in(SHEET)
    centre.take_in(sheet(changed(LAMP, TRL_2022="5"), CHAIR), name="rettet.csv")
    lamp = centre.entry("Lampe")
    assert [reading.level.level for reading in current_readings(lamp)] == [2, 5]
    wrong = ReadinessReading.objects.get(entry=lamp, level__code="trl-3")
    assert wrong.corrected_by.level.code == "trl-5"
    assert "rettet.csv" in wrong.corrected_by.reason
    assert lamp.readings.count() == 3


def test_a_level_corrected_here_is_asked_about(centre: Centre) -> None:
    centre.take_in(SHEET)
    reading = current_readings(centre.entry("Lampe"))[-1]
    correct_reading(
        reading=reading, actor=centre.curator, level=ReadinessLevel.objects.get(code="trl-6"), reason="Målt om igjen"
    )
    assert actions(centre.check(SHEET))["Lampe"] == "unchanged"
    assert actions(centre.check(sheet(changed(LAMP, TRL_2022="4"), CHAIR)))["Lampe"] == "conflict"


def test_a_level_no_longer_in_the_sheet_stays(centre: Centre) -> None:
    centre.take_in(SHEET)
    job = centre.take_in(sheet(changed(LAMP, TRL_2021=""), CHAIR))
    assert [note["code"] for note in row_of(job, "Lampe").notices] == ["reading_missing"]
    assert centre.entry("Lampe").readings.count() == 2


def test_an_entry_made_here_by_hand_is_recognised_by_its_title(centre: Centre) -> None:
    centre.take_in(SHEET)
    SourceRecord.objects.all().delete()
    job = centre.check(sheet(LAMP, changed(CHAIR, Sted="Loftet")))
    assert actions(job) == {"Lampe": "unchanged", "Stol": "conflict"}
    assert row_of(job, "Lampe").notices == [{"code": "same_title_here", "params": {}}]


def test_an_identifier_that_now_means_something_else_is_asked_about(centre: Centre) -> None:
    centre.take_in(SHEET)
    other = changed(LAMP, Navn_på_innovasjon="Undervannsrobot for lakselus")
    job = centre.check(sheet(other, CHAIR))
    row = row_of(job, "Undervannsrobot for lakselus")
    assert row.action == "conflict"
    acts.decide(job=job, actor=centre.curator, choice="here")
    centre.confirm(job)
    assert centre.entry("Lampe").title == "Lampe"


def test_withdrawn_entries_are_not_brought_back(centre: Centre) -> None:
    centre.take_in(SHEET)
    Entry.objects.filter(title="Lampe").update(status=Status.WITHDRAWN, withdrawn_reason="Feil")
    assert actions(centre.check(SHEET))["Lampe"] == "unchanged"
    job = centre.check(sheet(changed(LAMP, Beskrivelse="Ny"), CHAIR))
    assert faults(job) == [(2, "Navn på innovasjon", "locked")]
