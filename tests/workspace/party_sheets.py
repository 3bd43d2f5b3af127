"""Lists of parties as a secretariat handles them: exported from the site, edited as a spreadsheet, sent in again."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from samspill.core.exporting.cells import guarded, unguarded
from samspill.parties.importing.columns import headings_of
from samspill.parties.models import PartySheet
from tests.registry.sheets import as_texts, workbook
from tests.scenes import page

Rows = list[dict[str, Any]]
Edit = Callable[[Rows], object]
FORMS = ("xlsx", "csv", "json")
LANGUAGES = ("nb", "nn", "en")
EXPORTS = {
    "organisations": "website:export_organisations",
    "units": "website:export_units",
    "people": "website:export_people",
}


def export(client: Client, kind: str, form: str, language: str = "nb") -> bytes:
    """The file as the site's list gives it."""
    answer = client.get(page(EXPORTS[kind], form, language=language))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def rows_of(raw: bytes, kind: str, form: str, language: str = "nb") -> Rows:
    """The rows by the codes of the columns."""
    if form == "json":
        rows: Rows = json.loads(raw)["rows"]
        return rows
    if form == "xlsx":
        read = openpyxl.load_workbook(io.BytesIO(raw)).worksheets[0].iter_rows(values_only=True)
        table = [list(row) for row in read]
    else:
        table = [list(row) for row in csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")]
        table = [[unguarded(cell) for cell in row] for row in table]
    with translation.override(language):
        codes = {heading: code for code, heading in headings_of(kind).items()}
    return [dict(zip([codes[str(text)] for text in table[0]], row, strict=True)) for row in table[1:]]


def written(rows: Rows, kind: str, form: str, language: str = "nb", **about: str) -> bytes:
    """The rows as a spreadsheet program saves them: those columns that the first row has, in its order."""
    if form == "json":
        return json.dumps({"about": {"language": language} | about, "rows": rows}, default=str).encode()
    with translation.override(language):
        named = headings_of(kind)
    table = [[named.get(code, code) for code in rows[0]], *([row.get(code) for code in rows[0]] for row in rows)]
    if form == "xlsx":
        return workbook(*table, change=as_texts)
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(
        [guarded(str("" if one is None else one)) for one in row] for row in table
    )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def edited(client: Client, kind: str, edit: Edit, form: str = "csv", language: str = "nb") -> bytes:
    """The exported file after somebody has worked on its rows."""
    rows = rows_of(export(client, kind, form, language), kind, form, language)
    edit(rows)
    return written(rows, kind, form, language)


def send(client: Client, kind: str, raw: bytes, name: str = "liste.csv") -> Any:
    """The answer to the upload."""
    file = SimpleUploadedFile(name, raw)
    return client.post(page(f"workspace:party_sheet_{kind}"), {"file": file})


def sent(client: Client, kind: str, raw: bytes, name: str = "liste.csv") -> PartySheet:
    """The file after it has been looked through."""
    answer = send(client, kind, raw, name)
    assert answer.status_code == 302, answer.text
    sheet = PartySheet.objects.latest("pk")
    assert answer["Location"].endswith(page("workspace:party_sheet", sheet.public_id))
    assert client.get(answer["Location"]).status_code == 200
    return sheet


def take_in(client: Client, sheet: PartySheet, *, leave_out: bool = False) -> Any:
    """The answer to the button."""
    data = {"leave_out": "on"} if leave_out else {}
    answer = client.post(page("workspace:party_sheet_take_in", sheet.public_id), data)
    sheet.refresh_from_db()
    return answer


def seen(client: Client, sheet: PartySheet) -> str:
    """The preview as text."""
    return str(client.get(page("workspace:party_sheet", sheet.public_id)).text)


def actions(sheet: PartySheet) -> list[str]:
    """What becomes of the rows."""
    return [row["action"] for row in sheet.rows]


def faults(sheet: PartySheet) -> list[tuple[int, str, str]]:
    """Row, column and code of all faults."""
    return [(row["number"], fault["column"], fault["code"]) for row in sheet.rows for fault in row["faults"]]


def row_with(rows: Rows, **wanted: Any) -> dict[str, Any]:
    """The row that says this."""
    return next(row for row in rows if all(row[name] == value for name, value in wanted.items()))
