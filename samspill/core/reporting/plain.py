"""Sections as plain JSON, the form in which an edition keeps them; and the notes that name the records of figures.

A block becomes ``{"type": "figures", …}`` with its fields; what is empty is left out. A record is written once, in
``records`` of its language, and stands elsewhere as its key.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from samspill.core.reporting.blocks import Record
from samspill.core.reporting.sections import Section, SectionKind

Json = dict[str, Any]


def plain_sections(built: Iterable[tuple[SectionKind, Section]]) -> Json:
    """``{"sections": […], "records": {key: {kind, id, title, url}}}`` in the active language."""
    records: Json = {}
    sections = []
    for kind, section in built:
        blocks = [_typed(block, records) for block in section.shown()]
        sections.append(
            {"code": kind.code, "title": str(kind.title), "blocks": blocks, "empty": "" if blocks else section.empty}
        )
    return {"sections": sections, "records": records}


def _typed(block: object, records: Json) -> Json:
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(block).__name__).lower()
    return {"type": name, **_plain(block, records)}


def _plain(value: Any, records: Json) -> Any:
    if isinstance(value, Record):
        records.setdefault(
            value.key, {"kind": value.kind, "id": value.id, "title": value.title, "url": value.url}
        )  # fmt: skip
        return value.key
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        found = {field.name: _plain(getattr(value, field.name), records) for field in fields(value)}
        return {name: one for name, one in found.items() if one not in ("", [], None) or name == "value"}
    if isinstance(value, list | tuple):
        return [_plain(one, records) for one in value]
    return value if isinstance(value, int | float) or value is None else str(value)


@dataclass(frozen=True)
class Line:
    """Something that was counted: what, how many, and the keys of the records."""

    label: str
    value: Any
    records: Sequence[str]


@dataclass(frozen=True)
class Note:
    """The records behind a figure, or behind all that stands in a chart, a table or a matrix."""

    number: int
    section: str
    title: str
    lines: Sequence[Line]


def numbered(sections: Sequence[Json]) -> dict[int, Note]:
    """All notes by number, in the order of the sections.

    The number is written into what stands on the page as ``note_number``, and ``note_line`` (from 1) into each thing
    that was counted. Print and page number alike, because both call this.
    """
    notes: dict[int, Note] = {}
    for section in sections:
        for block in section["blocks"]:
            for holder, title, counted in _counted(block):
                if not any(one.get("records") for _label, one in counted):
                    continue
                number = holder["note_number"] = len(notes) + 1
                for place, (_label, one) in enumerate(counted, 1):
                    one["note_number"], one["note_line"] = number, place
                lines = [Line(label, one["value"], one.get("records", [])) for label, one in counted]
                notes[number] = Note(number, section["title"], title, lines)
    return notes


Counted = list[tuple[str, Json]]
"""What was counted: its name, and the figure, bar or cell itself."""


def _counted(block: Json) -> Iterator[tuple[Json, str, Counted]]:
    if block["type"] == "figures":
        for figure in block["figures"]:
            yield figure, figure["label"], [(figure["label"], figure)]
    elif block["type"] == "chart":
        data: Counted = [(datum["label"], datum) for datum in block.get("data", [])]
        yield block, block["title"], [*data, *((flow_name(flow), flow) for flow in block.get("flows", []))]
    elif block["type"] == "matrix":
        yield block, block["title"], [(cell_name(block, cell), cell) for cell in block["cells"]]
    elif block["type"] == "table":
        rows = [*block["rows"], *([block["total"]] if block.get("total") else [])]
        headings = [column["heading"] for column in block["columns"]]
        yield block, block["title"], [one for row in rows for one in _row(row, headings)]


def _row(row: Json, headings: Sequence[str]) -> Iterator[tuple[str, Json]]:
    cells = row["cells"]
    for heading, cell in zip(headings, cells, strict=False):
        if cell.get("records"):
            yield f"{cells[0].get('value')} – {heading}", cell


def flow_name(flow: Json) -> str:
    """A movement by the steps it is between."""
    return f"{flow['start']} → {flow['end']}"


def cell_name(matrix: Json, cell: Json) -> str:
    """A cell of a matrix by the names of its row and its column."""
    return f"{matrix['y_labels'][cell['y']]} × {matrix['x_labels'][cell['x']]}"
