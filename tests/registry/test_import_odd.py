"""Odd things in sheets: signs that no database holds, numbers that are none, faults in cells that others lean on."""

import io
import json
from typing import Any

import openpyxl
import pytest

from samspill.core.errors import RuleError
from samspill.core.importing.errors import SheetError
from samspill.registry.importing import acts, work
from samspill.registry.importing.faulty_sheet import write
from samspill.registry.importing.json_file import open_source
from samspill.registry.models import ImportJob, ImportLine
from tests.registry.sheets import Centre, csv_bytes, faults, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre(vocabularies: None) -> Centre:
    return Centre()


def cells(content: bytes) -> list[list[Any]]:
    with open_source(io.BytesIO(content)) as source:
        return [values for _number, values in source.rows(source.names[0])]


@pytest.mark.requirement("R-REG-07")
def test_signs_that_cannot_be_kept_are_left_out(centre: Centre) -> None:
    """A vertical tab is how some programs end a line in a cell; halves of characters and nulls come by mistake."""
    odd = "A\x0bB\x0cC\x00\ud800\x1f\x7fD"
    expected = "A\nB\nCD"
    sheet = [{"Tittel": odd, "Beskrivelse": "x"}]
    assert cells(json.dumps(sheet).encode())[1] == [expected, "x"]
    assert cells(csv_bytes([("Tittel",), ("A\x0bB\x1fC",)], encoding="cp1252"))[1] == ["A\nBC"]
    book = workbook(("Tittel", "Beskrivelse"), ("A_x0000_B_xD800_C", "x"))
    assert cells(book)[1] == ["ABC", "x"]
    job = centre.check(json.dumps(sheet).encode(), "register.json")
    assert [row.title for row in job.rows.all()] == ["A B CD"]


def test_a_name_is_the_same_however_its_letters_are_put_together() -> None:
    assert cells(csv_bytes([("Navn",), ("A\u030ase Bjo\u0308rk",)])) == [["Navn"], ["Åse Björk"]]


def test_the_keys_of_any_json_are_headings(centre: Centre) -> None:
    job = centre.receive(b'[{"Tittel": "Lampe", "Beskrivelse": "Lyser", "Status": "Ny"}]', "andres.json")
    assert job.headings == ["Tittel", "Beskrivelse", "Status"]
    assert list(job.mapping.values())[:2] == ["title", "summary"]


def test_numbers_without_end_are_texts() -> None:
    assert cells(b'[{"Tittel": "A", "Antall": 1e400, "Andel": NaN, "TRL": -Infinity}]')[1] == [
        "A",
        "inf",
        "nan",
        "-inf",
    ]


@pytest.mark.parametrize(
    "record",
    [
        {"readings": [{"scale": "trl", "level": 4, "date": "i fjor"}]}, {"contributors": [{"name": "A", "roles": 3}]},
        {"readings": [{"scale": [], "level": 4, "date": "2024-01-01"}]},
        {"contributors": [{"name": "A", "roles": [[]]}]},
        {"partners": [{"name": "A", "role": {}}]},
        {"marked_effects": [{"effect": [], "recipient": "x", "stage": "y"}]},
    ],
)  # fmt: skip
def test_json_that_only_looks_like_an_export_of_ours(record: dict[str, Any]) -> None:
    with pytest.raises(SheetError) as caught:
        cells(json.dumps([{"title": "A"} | record]).encode())
    assert caught.value.code == "damaged"


def test_the_faulty_rows_of_any_sheet_can_be_downloaded(centre: Centre) -> None:
    """What the sheet holds was kept before signs were left out."""
    job = centre.check(csv_bytes([("Tittel", "TRL 2024"), ("Lampe", "ni")]), "register.csv")
    line = ImportLine.objects.get(job=job)
    line.cells[0] = "Lam\x0bpe"
    line.save()
    page = openpyxl.load_workbook(io.BytesIO(write(job))).worksheets[0]
    assert page["A2"].value == "Lam\npe"


@pytest.mark.parametrize(
    "columns", [("Tittel", "TRL", "Dato for TRL"), ("samspill_id", "Tittel", "samspill_state [samspill_state]")]
)
def test_a_formula_that_fails_is_a_fault_of_its_cell(centre: Centre, columns: tuple[str, ...]) -> None:
    values = {"Tittel": "Lampe", "TRL": 4, "samspill_id": "abcd2345"}
    mapping = {"Dato for TRL": "readiness_date"} if "TRL" in columns else {}
    job = centre.check(workbook(columns, [values.get(name, "#REF!") for name in columns]), mapping=mapping)
    assert faults(job) == [(2, columns[-1], "formula_error")]


def test_a_sheet_that_is_being_written_gets_no_other_headings(centre: Centre) -> None:
    """Somebody has the page open since before the confirmation; what they knew of the sheet is old."""
    job = centre.check(workbook(("Tittel", "Beskrivelse"), ("Lampe", "Lyser")))
    old = ImportJob.objects.select_related("register").get(pk=job.pk)
    acts.confirm(job=job, actor=centre.curator)
    with pytest.raises(RuleError):
        acts.choose_sheet(job=old, actor=centre.curator, sheet="Ark", header_row=1, find=True)
    job.refresh_from_db()
    assert job.status == ImportJob.Status.COMMITTING


def test_a_check_that_was_done_by_another_is_not_done_again(centre: Centre) -> None:
    """A worker that was thought dead may read the job, and begin only when the other has ended."""
    job = centre.receive(workbook(("Tittel", "TRL 2024"), ("Lampe", "ni")))
    old = acts.match_columns(job=job, actor=centre.curator, mapping=job.mapping, options=acts.Options.of(job.options))
    work.run(job.pk)
    job.refresh_from_db()
    acts.mend(job=job, actor=centre.curator, row=2, column=1, value="9")
    work.check(old)
    assert faults(job) == []
