"""What was exported is read in again to the same; what was changed in it is taken, and nothing else."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samspill.parties.domain.withholding import restrict
from samspill.registry.choices import Status
from samspill.registry.domain.entries import update_entry
from samspill.registry.importing import acts, work
from samspill.registry.models import Entry, Evidence
from tests.factories import (
    ContributionFactory,
    EvidenceFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    RegisterFactory,
    UnitFactory,
)
from tests.registry.exports import check, export
from tests.registry.sheets import Centre, actions, as_texts, faults, row_of, workbook
from tests.scenes import client_of, page

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("vocabularies"),
    pytest.mark.requirement("R-NFR-07"),
    pytest.mark.requirement("R-CHN-07"),
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EVERYTHING = "?status=&q="


@pytest.fixture
def centre() -> Centre:
    return Centre()


def published(centre: Centre, **values: Any) -> Entry:
    made: Entry = PublishedEntryFactory(register=centre.register, organisation=centre.university, **values)
    return made


def rows_of(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def csv_of(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


HOSTILE = [
    '=HYPERLINK("https://evil.example")', "+47 73 59 00 00", "-5 grader", "@SUM(A1)", "'=1+1", "''-x", "＝1+1",
    "Ingen", "#REF!", "_x0041_ og _x000D_", 'a;b "c", d', "<b>&amp;</b>",
]  # fmt: skip


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_hostile_texts_are_no_formulas_and_come_back_as_they_were(centre: Centre, form: str) -> None:
    for text in HOSTILE:
        details = {"place": text, "amount": 1234.5, "credits": "7"}
        words = [text[:90], "3,5 kV", "a; b"]
        published(centre, title=text, summary=f"{text}\n\nto", keywords=words, beneficiaries=text, details=details)
    raw = export(centre.curator, form)
    if form == "xlsx":
        for sheet in openpyxl.load_workbook(io.BytesIO(raw)):
            assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";") for cell in row]
        assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell] == []
        assert '\'=HYPERLINK("https://evil.example")' in cells
    assert set(actions(check(centre.register, centre.curator, raw, form)).values()) == {"unchanged"}


def test_a_workbook_made_of_the_csv_keeps_its_apostrophes_and_changes_nothing(centre: Centre) -> None:
    """A spreadsheet program shows them, and they are texts to it: so they stand in the workbook that it saves."""
    for text in HOSTILE[:7]:
        published(centre, title=text, summary=f"{text}\n\nto", keywords=[text], beneficiaries=text)
    text_of_csv = export(centre.curator, "csv").decode("utf-8-sig")
    book = workbook(*csv.reader(io.StringIO(text_of_csv, newline=""), delimiter=";"), change=as_texts)
    assert set(actions(check(centre.register, centre.curator, book, "xlsx")).values()) == {"unchanged"}


def test_several_roles_shares_scales_units_and_names_alike(centre: Centre) -> None:
    unit = UnitFactory(organisation=centre.university, code="inst", name_nb="Institutt for alt; og mer")
    entry = published(centre, unit=unit, types=["product", "service"])
    for name in ("Kari Nordmann", "Kari Nordmann", "Ola, Ph.D"):
        ContributionFactory(
            entry=entry, person=PersonFactory(name=name), roles=["idea_owner", "developer"], share=Decimal("33.30")
        )
    ContributionFactory(entry=entry, person=None, unit=unit, roles=["supervisor"])
    ParticipationFactory(entry=entry, organisation=centre.fjordvik, role_id="adopter", in_use_since=date(2024, 5, 1))
    ParticipationFactory(entry=entry, organisation=centre.fjordvik, role_id="host")
    published(centre, title=entry.title)  # two entries of one title
    for form in ("xlsx", "csv", "json"):
        job = check(centre.register, centre.curator, export(centre.curator, form), form)
        assert list(job.rows.values_list("action", flat=True)) == ["unchanged", "unchanged"], form


def test_a_changed_cell_is_the_only_change_and_needs_no_answer_while_nobody_edited_here(centre: Centre) -> None:
    entry = published(centre, title="Varmelager", summary="Gammelt.", keywords=["varme"])
    rows = rows_of(export(centre.curator, "csv"))
    rows[0]["Beskrivelse"] = "Nytt."
    rows[0]["Stikkord"] = "varme; lager"
    job = check(centre.register, centre.curator, csv_of(rows), "csv")
    assert actions(job) == {"Varmelager": "update"}
    assert {change["field"] for change in row_of(job, "Varmelager").changes} == {"summary", "keywords"}
    acts.confirm(job=job, actor=centre.curator)
    work.run(job.pk)
    entry.refresh_from_db()
    assert (entry.summary, entry.keywords) == ("Nytt.", ["varme", "lager"])


def test_edited_here_since_the_export_is_asked_about(centre: Centre) -> None:
    entry = published(centre, title="Varmelager", summary="Gammelt.")
    rows = rows_of(export(centre.curator, "csv"))
    update_entry(
        entry=entry, actor=centre.curator, seen_version=entry.version, values={"summary": "Herfra."}, reason="x"
    )
    rows[0]["Beskrivelse"] = "Fra arket."
    assert actions(check(centre.register, centre.curator, csv_of(rows), "csv")) == {"Varmelager": "conflict"}


def test_a_new_title_is_still_the_same_entry(centre: Centre) -> None:
    entry = published(centre, title="Varmelager")
    rows = rows_of(export(centre.curator, "csv"))
    rows[0]["Tittel"] = "Et helt annet navn"
    job = check(centre.register, centre.curator, csv_of(rows), "csv")
    acts.confirm(job=job, actor=centre.curator)
    work.run(job.pk)
    entry.refresh_from_db()
    assert entry.title == "Et helt annet navn"
    assert Entry.objects.count() == 1


def test_confidential_evidence_is_neither_shown_to_strangers_nor_lost(centre: Centre) -> None:
    entry = published(centre, title="Varmelager")
    EvidenceFactory(entry=entry, url="https://eksempel.no/hemmelig", is_confidential=True)
    EvidenceFactory(entry=entry, url="https://eksempel.no/apent")
    for form in ("csv", "json"):
        open_file = export(None, form)
        assert b"eksempel.no/apent" in open_file
        assert b"eksempel.no/hemmelig" not in open_file
        assert b"eksempel.no/hemmelig" in export(centre.curator, form)
    rows = rows_of(export(None, "csv"))
    rows[0]["Tittel"] = "Nytt navn"
    job = check(centre.register, centre.curator, csv_of(rows), "csv")
    acts.confirm(job=job, actor=centre.curator)
    work.run(job.pk)
    assert Evidence.objects.filter(entry=entry).count() == 2


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_number_known_from_before_does_not_tell_whose_name_is_withheld(centre: Centre, form: str) -> None:
    person = PersonFactory(name="Berit Bakke")
    ContributionFactory(entry=published(centre, title="Varmelager"), person=person)
    restrict(person=person, actor=None)
    strangers, curators = export(None, form), export(centre.curator, form)
    assert person.public_id not in strangers.decode()
    assert person.public_id in curators.decode()
    for raw in (strangers, curators):
        assert actions(check(centre.register, centre.curator, raw, form)) == {"Varmelager": "unchanged"}


def test_an_entry_of_another_register_is_a_fault(centre: Centre) -> None:
    other = RegisterFactory(organisation=centre.university)
    PublishedEntryFactory(register=other, organisation=centre.university, title="Ikke vår")
    job = check(centre.register, centre.curator, export(centre.curator, "csv"), "csv")
    assert [code for _row, _heading, code in faults(job)] == ["other_register"]


def test_what_is_new_here_is_made(centre: Centre) -> None:
    """An export from another installation, or of an entry that is gone."""
    published(centre, title="Varmelager", summary="Fint.", types=["product"])
    rows = rows_of(export(centre.curator, "csv"))
    rows[0]["Samspill-nummer"] = "zzzzzzzz"
    rows[0]["Tittel"] = "Flyttet hit"
    assert actions(check(centre.register, centre.curator, csv_of(rows), "csv")) == {"Flyttet hit": "create"}


def test_json_that_breaks_off_is_refused_with_its_line(centre: Centre) -> None:
    published(centre)
    raw = export(centre.curator, "json")
    client = client_of(centre.curator)
    address = page("workspace:import_new", centre.register.code)
    response = client.post(address, {"file": SimpleUploadedFile("a.json", raw[:-30])})
    assert response.status_code == 422
    assert "JSON" in response.content.decode()


def test_a_draft_never_leaves_with_a_stranger(centre: Centre) -> None:
    published(centre, title="Åpen")
    published(centre, title="Kladd", status=Status.DRAFT)
    assert b"Kladd" not in export(None, "json")
