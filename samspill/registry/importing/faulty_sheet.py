"""The faulty rows as a workbook: the cells as they were, with what is wrong beside each column that has faults."""

import io
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from samspill.core.importing.reading import Value, kept
from samspill.registry.importing.faults import message
from samspill.registry.importing.headings import FAULT_MARK
from samspill.registry.importing.showing import column_names
from samspill.registry.models import ImportJob, ImportRow

RED = PatternFill("solid", fgColor="FFF2D9D6")


def write(job: ImportJob) -> bytes:
    """The bytes of an .xlsx file. Its headings are those of the sheet, so that it can be sent in again when mended."""
    rows = job.rows.filter(action=ImportRow.Action.FAULTY, taken_in_at=None)
    faults: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    numbers: set[int] = set()
    for row in rows.iterator(chunk_size=500):
        numbers |= set(row.row_numbers)
        for fault in row.faults:
            near = ", ".join(one["label"] for one in fault["suggestions"])
            text = message(fault) + (f" → {near}" if near else "")
            faults[fault["row"]][fault["column"]].append(text)
    columns = sorted({column for cells in faults.values() for column in cells})
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Faulty rows"))
    _write_headings(page, job, columns)
    for line in job.lines.filter(number__in=numbers).iterator(chunk_size=500):
        texts = faults.get(line.number, {})
        cells = []
        for column in range(len(job.headings)):
            value = line.cells[column] if column < len(line.cells) else None
            cells.append(_cell(page, value, is_faulty=column in texts))
            if column in columns:
                cells.append(_cell(page, " ".join(texts.get(column, ())) or None, is_message=True))
        page.append(cells)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def _write_headings(page: WriteOnlyWorksheet, job: ImportJob, columns: list[int]) -> None:
    page.freeze_panes = "A2"
    cells = []
    for column, heading in enumerate(column_names(job.headings)):
        cells.append(_cell(page, heading, is_bold=True))
        if column in columns:
            cells.append(_cell(page, f"{FAULT_MARK} {heading}", is_bold=True))
    page.append(cells)


def _cell(
    page: WriteOnlyWorksheet,
    value: Value,
    *,
    is_faulty: bool = False,
    is_message: bool = False,
    is_bold: bool = False,
) -> Any:
    """A cell that can never be a formula, whatever the text begins with."""
    value = kept(value)
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        if value[:1] in "=+-@\t\r":
            cell.quotePrefix = True
    if is_faulty:
        cell.fill = RED
    if is_message:
        cell.font, cell.alignment = Font(italic=True, color="FF8A1C12"), Alignment(wrap_text=True, vertical="top")
    if is_bold:
        cell.font = Font(bold=True)
    return cell
