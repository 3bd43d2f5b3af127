"""Write the two example spreadsheets from the JSON files beside this script.

    python examples/make_spreadsheet.py [FOLDER]

``innovasjonsregister-eksempel.xlsx`` is the register as a centre would keep it, free of faults.
``innovasjonsregister-med-feil.xlsx`` has typical faults on purpose (faulty-rows.json says which).
The same input gives the same bytes.
"""

import csv
import io
import json
import re
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parent / "samspill" / "registry" / "reference"
YEARS = (2022, 2023, 2024, 2025)
HEADING_ROW = 4
WIDTHS = {
    "Nr": 5,
    "Innovasjon": 34,
    "Beskrivelse av ideen": 70,
    "Type innovasjon": 24,
    "Hvem er involvert": 28,
    "Partnere": 34,
    "Oppstart": 12,
    "Skala": 10,
    **{f"TRL {year}": 9 for year in YEARS},
    **{f"Modenhet {year}": 14 for year in YEARS},
    "Markedspotensial": 40,
    "Potensiell effekt": 40,
    "Bærekraftsmål": 15,
    "Status": 12,
}
"""Every heading, in order, with its column width in characters."""

SCALES = {"trl": "TRL", "service": "Tjeneste", "artistic": "Kunst", "societal": "Samfunn"}
STATUSES = {
    "draft": "Utkast",
    "submitted": "Sendt inn",
    "returned": "Returnert",
    "published": "Publisert",
    "archived": "Arkivert",
    "withdrawn": "Trukket",
}
Row = dict[str, Any]


def read(name: str) -> Any:
    """The content of one JSON file of the example."""
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def register_rows() -> list[Row]:
    """The innovations of the example register, one row each, in the centre's own numbering."""
    parties = read("eksempelsenter/parties.json")
    names = {person["key"]: person["name"] for person in parties["persons"]}
    organisations = {row["code"]: row["name_nb"] for row in parties["organisations"]}
    with (REFERENCE / "entry_types.csv").open(encoding="utf-8") as file:
        types = {row["code"]: row["name_nb"] for row in csv.DictReader(file)}
    files = sorted((HERE / "eksempelsenter").glob("innovations-*.json"))
    entries = [entry for file in files for entry in read(f"eksempelsenter/{file.name}")["entries"]]
    return [_row(entry, names, organisations, types) for entry in sorted(entries, key=lambda entry: entry["number"])]


def _row(entry: Row, names: dict[str, str], organisations: dict[str, str], types: dict[str, str]) -> Row:
    partners = dict.fromkeys(
        organisations[part["organisation"]] for part in entry["participations"] if part["role"] != "lead"
    )
    goals = entry["sdgs"]
    return {
        "Nr": entry["number"],
        "Innovasjon": entry["title"],
        "Beskrivelse av ideen": entry["summary"],
        "Type innovasjon": "; ".join(types[code] for code in entry["types"]),
        "Hvem er involvert": "; ".join(names[part["person"]] for part in entry["contributions"] if "person" in part),
        "Partnere": "; ".join(partners),
        "Oppstart": entry["start_date"],
        **_levels(entry["readings"]),
        "Markedspotensial": entry["market_potential"],
        "Potensiell effekt": entry["potential_effect"],
        "Bærekraftsmål": goals[0] if len(goals) == 1 else "; ".join(map(str, goals)),
        "Status": STATUSES[entry["status"]],
    }


def _levels(readings: list[Row]) -> Row:
    """The reading that stands for each year: TRL in its own columns, the other scales under "Modenhet"."""
    corrected = {reading["corrects"] for reading in readings if "corrects" in reading}
    cells: Row = {}
    for reading in readings:
        year = int(reading["date"][:4])
        if year in YEARS and reading.get("key") not in corrected:
            cells["Skala"] = SCALES[reading["scale"]]
            cells[f"{'TRL' if reading['scale'] == 'trl' else 'Modenhet'} {year}"] = reading["level"]
    return cells


def sheet(title: str, rows: list[Row]) -> tuple[Workbook, Worksheet]:
    """A workbook with a title, a note, an empty row, the headings on row 4 and the rows under them."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Innovasjoner"
    page.append([title])
    page.append(["Eksempeldata – oppdiktet"])
    page.append([])
    page.append(list(WIDTHS))
    page["A1"].font = Font(bold=True, size=14)
    page["A2"].font = Font(italic=True)
    for heading_cell in page[HEADING_ROW]:
        heading_cell.font = Font(bold=True)
        heading_cell.fill = PatternFill("solid", fgColor="DCE6F2")
    for number, row in enumerate(rows, HEADING_ROW + 1):
        for column, heading in enumerate(WIDTHS, 1):
            value = _date(row.get(heading)) if heading == "Oppstart" else row.get(heading)
            cell = page.cell(number, column, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, date):
                cell.number_format = "dd.mm.yyyy"
    for column, width in enumerate(WIDTHS.values(), 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = f"C{HEADING_ROW + 1}"
    return book, page


def _date(value: Any) -> Any:
    """A real date where the text is one; otherwise the text as it stands, which is a fault on purpose."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return value


def save(book: Workbook, path: Path) -> None:
    """Write the workbook without the hour of writing, so that the same content gives the same file."""
    raw = io.BytesIO()
    book.save(raw)
    moment = b"2026-01-01T00:00:00Z"
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + moment, content)
            target.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def main(folder: Path) -> None:
    """Write both files into ``folder``."""
    centre = read("eksempelsenter/register.json")["name_nb"]
    book, _page = sheet(f"Innovasjonsregister for {centre}", register_rows())
    save(book, folder / "innovasjonsregister-eksempel.xlsx")
    rows = read("faulty-rows.json")["rows"]
    book, page = sheet("Innovasjonsregister med feil", rows)
    above = next(number for number, row in enumerate(rows, HEADING_ROW + 1) if "merged with" in row.get("fault", ""))
    column = get_column_letter(list(WIDTHS).index("Partnere") + 1)
    page.merge_cells(f"{column}{above}:{column}{above + 1}")
    save(book, folder / "innovasjonsregister-med-feil.xlsx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
