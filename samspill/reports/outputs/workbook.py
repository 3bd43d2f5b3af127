"""An edition as XLSX: a sheet about it, one for each section, the notes with their records, and the data."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samspill.core.exporting import Value, workbook_parts
from samspill.core.exporting.workbook import row as row_xml
from samspill.core.markdown import to_plain
from samspill.core.reporting.plain import Json, Note, cell_name, numbered
from samspill.reports.facts import about, description
from samspill.reports.models import Edition

WIDTHS = [52, *[16] * 12]
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file: the same bytes each time."""
BOLD = 2
Row = tuple[list[Value], int]


def write(edition: Edition, language: str) -> bytes:
    """The bytes, the same each time."""
    with translation.override(language):
        return _book(list(_sheets(edition.document, edition.checksum, language)))


def _row(*values: Value, style: int = 0) -> Row:
    return list(values), style


def _sheets(document: Json, checksum: str, language: str) -> Iterator[tuple[str, list[Row]]]:
    said = document["languages"][language]
    notes = numbered(said["sections"])
    made_at = parse_datetime(document["made_at"])
    assert made_at is not None
    yield (
        _("About"),
        [
            _row(said["title"], style=BOLD),
            _row(said["subtitle"]),
            *(_row(sentence) for sentence in description(document, language)),
            _row(),
            *(_row(label, value) for label, value in about(document, checksum, localtime(made_at), language)),
        ],
    )
    for section in said["sections"]:
        rows: list[Row] = [([section["title"]], BOLD)]
        rows += [([section["empty"]], 0)] if section["empty"] else []
        for block in section["blocks"]:
            rows += [([], 0), *_block(block, said["records"])]
        yield section["title"], rows
    yield _("Notes"), list(_notes(notes.values(), said["records"], document["site"]["url"]))
    yield _("Data"), list(_data(document["data"]["entries"]))


def _block(block: Json, records: Json) -> Iterator[Row]:
    if block.get("title"):
        footnote = [_("Footnote"), block["note_number"]] if block.get("note_number") else []
        yield _row(block["title"], *footnote, style=BOLD)
    yield from (_numbers if block["type"] in ("figures", "chart", "matrix", "table") else _words)(block, records)
    for extra in ("note", "marked_means"):
        if block.get(extra):
            yield _row(block[extra])


def _numbers(block: Json, records: Json) -> Iterator[Row]:
    for one in block.get("figures", []):
        yield _row(one["label"], one["value"], one.get("unit"), one.get("note"), one.get("note_number"))
    if block["type"] == "table":
        yield [column["heading"] for column in block["columns"]], BOLD
        for row in block["rows"]:
            yield [cell.get("value") for cell in row["cells"]], 0
        if block.get("total"):
            yield [cell.get("value") for cell in block["total"]["cells"]], BOLD
    if block["type"] == "chart":
        yield _row(block["label_heading"], block["value_heading"], style=BOLD)
    for one in block.get("data", []):
        yield _row(one["label"], one["value"])
    for one in block.get("flows", []):
        yield _row(f"{one['start']} → {one['end']}", one["value"])
    if block["type"] == "matrix":
        for one in block["cells"]:
            yield _row(cell_name(block, one), one["value"])


def _words(block: Json, records: Json) -> Iterator[Row]:
    if block["type"] == "text":
        yield _row(to_plain(block["text"]))
    elif block["type"] == "records":
        lines: Sequence[str] = block.get("lines", [])
        for place, key in enumerate(block["records"]):
            yield [records[key]["title"], lines[place] if place < len(lines) else None], 0
    elif block["type"] == "narrative":
        yield [to_plain(block.get("text", ""))], 0
        for heading, text in block.get("parts", []):
            yield [heading, to_plain(text)], 0
    elif block["type"] == "not_updated":
        for one in block["items"]:
            yield [records[one["record"]]["title"], one["last"], one.get("whose")], 0


def _notes(notes: "Any", records: Json, site: str) -> Iterator[Row]:
    yield [_("What"), _("Footnote"), _("Section"), _("Number"), _("Title"), _("Address")], BOLD
    note: Note
    for note in notes:
        for line in note.lines:
            for key in line.records:
                record = records[key]
                url = f"{site}{record['url']}" if record.get("url") else None
                what = line.label if len(note.lines) == 1 else f"{note.title}: {line.label}"
                yield [what, note.number, note.section, line.value, record["title"], url], 0


def _data(entries: Sequence[Json]) -> Iterator[Row]:
    yield [
        _("Title"), _("Code"), _("Kind"), _("Types"), _("Status"), _("Version"), _("First known"), _("Published"),
        _("Stopped"), _("Readings"), _("Partners"),
    ], BOLD  # fmt: skip
    for one in entries:
        readings = "; ".join(f"{day} {level}" for day, level in one["readings"])
        partners = "; ".join(f"{code} ({role})" for code, role, _since in one["partners"])
        yield [
            one["title"], one["id"], one["kind"], "; ".join(one["types"]), one["status"], one["version"],
            one["first"], one["published"], one["stopped"], readings, partners,
        ], 0  # fmt: skip


def _book(sheets: Sequence[tuple[str, list[Row]]]) -> bytes:
    names = _names([name for name, _rows in sheets])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        parts = list(workbook_parts.fixed(names))
        for number, (_name, rows) in enumerate(sheets, 1):
            lines = [row_xml(place, values, style) for place, (values, style) in enumerate(rows, 1)]
            xml = workbook_parts.head(WIDTHS, frozen=False) + "".join(lines) + workbook_parts.tail(0, 0)
            parts.append((f"xl/worksheets/sheet{number}.xml", xml))
        for path, content in parts:
            book.writestr(zipfile.ZipInfo(path, LONG_AGO), content.encode(), zipfile.ZIP_DEFLATED, 6)
    return buffer.getvalue()


def _names(titles: Sequence[str]) -> list[str]:
    """At most 31 characters, none of those that Excel refuses, and each once."""
    found: list[str] = []
    for title in titles:
        name = first = re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "–"
        number = 2
        while name.casefold() in {one.casefold() for one in found}:
            name, number = f"{first[:28].strip()} {number}", number + 1
        found.append(name)
    return found
