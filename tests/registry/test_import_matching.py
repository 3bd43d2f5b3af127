"""Headings found and matched to fields, in Norwegian and English, wherever they stand."""

from typing import Any

import pytest
from django.utils import timezone

from samspill.core.errors import RuleError
from samspill.registry.importing import acts
from samspill.registry.importing.headings import field_for
from samspill.registry.importing.options import Options
from tests.registry.sheets import Centre, csv_bytes, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.mark.requirement("R-REG-01", "R-REG-07")
@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Navn på innovasjon", "title"),
        ("Beskrivelse av ideen", "summary"),
        ("BESKRIVELSE  AV IDEEN:", "summary"),
        ("Hvem er involvert?", "contributors"),
        ("Kven er involvert", "contributors"),
        ("Who is involved", "contributors"),
        ("Markedspotensial", "market_potential"),
        ("Potensiell effekt (impact)", "potential_effect"),
        ("Type innovasjon", "type"),
        ("TRL 2019", "trl@2019"),
        ("Modenhet 2022", "trl@2022"),
        ("2023", "trl@2023"),
        ("TRL-nivå (2021)", "trl@2021"),
        ("TRL", "trl"),
        ("Aar", "year"),
        ("År", "year"),
        ("fagomraade", "discipline"),
        ("Bærekraftsmål", "sdg"),
        ("Baerekraftsmaal", "sdg"),
        ("Org.nr.", "partner_org_number"),
        ("Innvilget beløp organisasjon EUR", "amount_eur"),
        ("Budsjett 2019", ""),
        ("Noe helt annet", ""),
        ("⚠ TRL 2019", ""),
    ],
)
def test_headings_in_norwegian_and_english(heading: str, code: str) -> None:
    assert field_for(heading) == code


def test_no_year_in_the_future() -> None:
    assert field_for(f"TRL {timezone.localdate().year + 1}") == ""


@pytest.mark.requirement("R-REG-07")
def test_heading_on_row_four(centre: Centre) -> None:
    job = centre.receive(
        workbook(("Register for senteret",), ("Laget av oss",), (), ("Innovasjon", "TRL 2022"), ("A", 3))
    )
    assert (job.header_row, job.headings) == (4, ["Innovasjon", "TRL 2022"])
    assert job.mapping == {"0": "title", "1": "trl@2022"}
    assert job.samples == [["A"], ["3"]]
    assert {"code": "heading_row", "params": {"row": 4}} in job.notices


def test_a_merged_title_over_the_table_is_not_the_heading(centre: Centre) -> None:
    def merge(book: Any) -> None:
        book.worksheets[0].merge_cells("A1:C1")

    job = centre.receive(workbook(("Innovasjon",), ("Navn", "Omtale", "TRL"), ("A", "B", 3), change=merge))
    assert job.header_row == 2


def test_no_heading_at_all_gives_letters(centre: Centre) -> None:
    job = centre.receive(workbook(("Lampe", "Lyser", 4), ("Stol", "Står", 5)))
    assert (job.header_row, job.headings) == (None, ["A", "B", "C"])
    assert set(job.mapping.values()) == {""}
    assert "no_heading" in [note["code"] for note in job.notices]


def test_years_under_a_shared_heading(centre: Centre) -> None:
    def merge(book: Any) -> None:
        book.worksheets[0].merge_cells("B1:D1")

    rows = [("Innovasjon", "TRL", None, None), (None, 2021, 2022, 2023), ("A", 2, 3, 4)]
    job = centre.receive(workbook(*rows, change=merge))
    assert (job.header_row, job.heading_rows) == (1, 2)
    assert job.mapping == {"0": "title", "1": "trl@2021", "2": "trl@2022", "3": "trl@2023"}


def test_the_sheet_whose_headings_say_most_is_chosen(centre: Centre) -> None:
    def more(book: Any) -> None:
        book.create_sheet("Register").append(["Innovasjon", "Beskrivelse", "Partnere"])
        book["Register"].append(["A", "B", ""])
        book.create_sheet("Skjult").append(["Innovasjon", "Beskrivelse", "Partnere", "TRL"])
        book["Skjult"].sheet_state = "hidden"

    job = centre.receive(workbook(("Les dette først",), title="Veiledning", change=more))
    assert job.sheets == ["Veiledning", "Register", "Skjult"]
    assert job.sheet == "Register"
    job = acts.choose_sheet(job=job, actor=centre.curator, sheet="Veiledning", header_row=None, find=True)
    assert job.samples[0] == ["Les dette først"]


def test_a_column_that_only_looks_like_a_type_is_left_out(centre: Centre) -> None:
    rows = [("Prosjekttittel", "Kategori"), ("A", "Næringsliv"), ("B", "Offentlig sektor")]
    job = centre.receive(csv_bytes(rows))
    assert job.mapping == {"0": "title", "1": ""}
    assert "misfits" in [note["code"] for note in job.notices]


@pytest.mark.requirement("R-REG-07")
def test_what_is_corrected_is_remembered(centre: Centre) -> None:
    rows = [("Tittel", "Greie", "Partnere"), ("A", "Måler støy", "")]
    job = centre.receive(csv_bytes(rows))
    assert job.mapping["1"] == ""
    mapping = job.mapping | {"1": "summary", "2": ""}
    acts.match_columns(job=job, actor=centre.curator, mapping=mapping, options=Options())
    centre.register.refresh_from_db()
    assert centre.register.column_mapping == {"tittel": "title", "greie": "summary", "partnere": ""}
    again = centre.receive(csv_bytes([("GREIE:", "Partnere", "Tittel"), ("a", "b", "c")]))
    assert again.mapping == {"0": "summary", "1": "", "2": "title"}


def test_two_columns_on_one_field(centre: Centre) -> None:
    job = centre.receive(csv_bytes([("Tittel", "Omtale", "Mer", "Partner", "Partner 2"), ("A", "B", "C", "", "")]))
    mapping = job.mapping | {"2": "summary", "4": "partners"}
    with pytest.raises(RuleError, match="Omtale") as caught:
        acts.match_columns(job=job, actor=centre.curator, mapping=mapping, options=Options())
    assert caught.value.field == "column_2"
    acts.match_columns(job=job, actor=centre.curator, mapping=mapping | {"2": ""}, options=Options())


def test_without_a_title_nothing_can_be_checked(centre: Centre) -> None:
    job = centre.receive(csv_bytes([("Omtale", "TRL"), ("A", "4")]))
    with pytest.raises(RuleError):
        acts.match_columns(job=job, actor=centre.curator, mapping=job.mapping, options=Options())
