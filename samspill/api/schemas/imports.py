"""Spreadsheets on their way into a register: how they were read, and what becomes of each record."""

from datetime import datetime
from typing import Any

from django.conf import settings
from openpyxl.utils import get_column_letter
from pydantic import Field

from samspill.api.schemas.base import ImportAction, ImportStatus, Out, Ref, href, page_of
from samspill.api.schemas.parties import register_ref
from samspill.core.importing.errors import say
from samspill.registry.importing.options import Options
from samspill.registry.importing.queries import Standing
from samspill.registry.importing.showing import Shower, column_names
from samspill.registry.models import ImportJob, ImportRow


class ImportJobRow(Out):
    """A spreadsheet that was sent. ``taken`` and ``waiting`` count its records, which may be several rows each."""

    id: str
    file_name: str
    status: ImportStatus
    created_at: datetime
    created_by: str | None
    finished_at: datetime | None
    rows_done: int = Field(description="Rows of the sheet that the work under way has come through.")
    rows_total: int
    taken: int
    waiting: int
    href: str
    page: str

    @classmethod
    def values(cls, row: ImportJob, taken: int, waiting: int) -> dict[str, Any]:
        own = ("file_name", "status", "created_at", "finished_at", "rows_done", "rows_total")
        return {name: getattr(row, name) for name in own} | {
            "id": row.public_id,
            "created_by": str(row.created_by) if row.created_by else None,
            "taken": taken,
            "waiting": waiting,
            "href": href("imports", row.public_id),
            "page": f"{settings.SITE_URL}/arbeid/regneark/{row.public_id}/",
        }


class ImportJobList(Out):
    items: list[ImportJobRow]
    next: str | None


class ColumnOut(Out):
    """A column of the sheet, and the field that it is read as; null: it is left out."""

    letter: str
    heading: str
    field: str | None
    samples: list[str]


class OptionsOut(Out):
    """What was chosen for all rows; ``kind`` and ``type`` hold for rows that name no type."""

    kind: str
    type: str | None
    year: int | None
    publish: bool
    new_organisations: bool
    same_title: bool

    @classmethod
    def of(cls, row: ImportJob) -> "OptionsOut":
        chosen = Options.of(row.options)
        return cls(**chosen.stored() | {"type": chosen.type or None, "year": chosen.year or None})


class CountsOut(Out):
    """Records by what becomes of them."""

    create: int
    update: int
    unchanged: int
    conflict: int
    faulty: int


class ImportJobOut(ImportJobRow):
    """With how it is read and how it stands: ``ready`` would be taken in now, ``faulty`` must be mended first, and
    ``conflicts`` wait for an answer."""

    register_: Ref = Field(serialization_alias="register")
    sheet: str
    sheets: list[str] = Field(description="Those of the workbook; a CSV has none.")
    header_row: int | None = Field(description="Counted from 1; null: the sheet has no headings.")
    columns: list[ColumnOut]
    options: OptionsOut
    notices: list[str] = Field(description="What should be known of the file.")
    problem: str | None = Field(description="Why the work stopped; nothing was written then.")
    found: CountsOut
    taken_in: CountsOut
    ready: int
    faulty: int
    conflicts: int
    rows: str = Field(description="Where its records are.")

    @classmethod
    def of(cls, row: ImportJob, stands: Standing) -> "ImportJobOut":
        taken = sum(stands.taken.values())
        return cls(
            **cls.values(row, taken, sum(stands.found.values()) - taken),
            register_=register_ref(row.register),
            sheet=row.sheet,
            sheets=[name for name in row.sheets if name],
            header_row=row.header_row,
            columns=[_column(row, number, name) for number, name in enumerate(column_names(row.headings))],
            options=OptionsOut.of(row),
            notices=[say(notice) for notice in row.notices],
            problem=say(row.message) if row.message else None,
            found=CountsOut(**stands.found),
            taken_in=CountsOut(**stands.taken),
            ready=stands.ready,
            faulty=stands.faulty,
            conflicts=stands.conflicts,
            rows=href("imports", row.public_id, "rows"),
        )


def _column(row: ImportJob, number: int, name: str) -> ColumnOut:
    samples = row.samples[number] if number < len(row.samples) else []
    return ColumnOut(
        letter=get_column_letter(number + 1), heading=name, field=row.mapping.get(str(number)) or None,
        samples=[str(one) for one in (samples if isinstance(samples, list) else [samples])],
    )  # fmt: skip


class SuggestionOut(Out):
    value: str
    label: str


class FaultyCell(Out):
    """A cell that cannot be taken in as it is. ``column`` is empty when it is about the row."""

    row: int
    column: str
    heading: str
    value: str
    code: str = Field(description="The kind of fault, for programs.")
    message: str
    suggestions: list[SuggestionOut]


class CellChange(Out):
    """A field that the sheet changes, in words: what the sheet said last time, what stands here, what it says now."""

    field: str
    label: str
    old: str
    here: str
    new: str
    conflict: bool = Field(description="Whether it was edited here since the last sheet.")


class ImportRowOut(Out):
    """A record of the sheet, and what becomes of it. ``decision``: here or sheet, when a conflict is answered."""

    number: int = Field(description="Its first row in the sheet.")
    rows: list[int]
    title: str
    action: ImportAction
    decision: str | None
    taken_in_at: datetime | None
    entry: str | None = Field(description="Where the entry is that it made or is held against.")
    page: str | None
    notices: list[str]
    faults: list[FaultyCell]
    changes: list[CellChange]

    @classmethod
    def of(cls, row: ImportRow, shower: Shower) -> "ImportRowOut":
        told = shower.row(row)
        entry = row.entry
        own: dict[str, Any] = {name: getattr(row, name) for name in ("number", "title", "action", "taken_in_at")}
        return cls(
            **own, rows=row.row_numbers,
            decision=row.decision or None,
            entry=href("entries", entry.public_id) if entry else None,
            page=page_of("entry", entry.public_id) if entry else None,
            notices=told["notices"],
            faults=[FaultyCell(**{**one, "column": one["letter"]}) for one in told["faults"]],
            changes=[CellChange(**one) for one in told["changes"]],
        )  # fmt: skip


class ImportRowList(Out):
    items: list[ImportRowOut]
    next: str | None
