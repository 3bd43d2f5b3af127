"""Excel workbooks (.xlsx), streamed. Nothing in them is run, and nothing outside them is opened."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from types import TracebackType
from typing import IO, Any

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from samspill.core.importing.errors import SheetError
from samspill.core.importing.reading import MAX_COLUMNS, Row, Value, limited

MAX_AREAS = 5_000  # merged areas that are filled in
NOT_COMPUTED = "#CALC!"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # a character as the format writes those that XML cannot hold
_TAG = r"<(?:\w+:)?"
_MERGED = re.compile(_TAG + r'mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_NOT_COMPUTED = re.compile(
    _TAG + r'c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*'
    r"(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    r"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(frozen=True)
class Area:
    """A merged area, 1-based and inclusive."""

    name: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass
class SheetFacts:
    """What the streaming reader does not tell: merged areas, and formulas without a value."""

    areas: list[Area] = field(default_factory=list)
    too_many_areas: bool = False
    not_computed: dict[int, list[int]] = field(default_factory=dict)  # row -> columns
    not_computed_names: list[str] = field(default_factory=list)


class WorkbookSource:
    """A workbook."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and extensions that do not matter here
                self._book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # whatever a broken file makes the library raise
            raise SheetError("damaged") from error
        self._archive: zipfile.ZipFile = vars(self._book)["_archive"]
        self._external = any(name.startswith("xl/externalLinks/") for name in self._archive.namelist())
        self.names = [page.title for page in self._book.worksheets]
        self.hidden = [page.title for page in self._book.worksheets if page.sheet_state != "visible"]
        self._facts: dict[str, SheetFacts] = {}
        if not self.names:
            raise SheetError("no_rows")

    def __enter__(self) -> "WorkbookSource":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._book.close()

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows with content, merged areas filled in."""
        if sheet not in self.names:
            raise SheetError("no_such_sheet", sheet=sheet)
        return limited(_filled(self._raw(sheet), self.facts(sheet)))

    def notices(self, sheet: str) -> list[dict[str, Any]]:
        """External links, merged cells, formulas that were never computed."""
        facts = self.facts(sheet)
        found: list[dict[str, Any]] = []
        if self._external:
            found.append({"code": "external_links", "params": {}})
        if facts.areas:
            names = [area.name for area in facts.areas]
            found.append({"code": "merged", "params": {"areas": _some(names)}})
        if facts.too_many_areas:
            found.append({"code": "merged_too_many", "params": {"limit": MAX_AREAS}})
        if facts.not_computed_names:
            found.append({"code": "formulas", "params": {"cells": _some(facts.not_computed_names)}})
        if self.hidden:
            found.append({"code": "hidden_sheets", "params": {}})
        return found

    def facts(self, sheet: str) -> SheetFacts:
        """Merged areas and uncomputed formulas, found by one pass over the sheet's text."""
        if sheet not in self._facts:
            page: Any = self._book[sheet]
            try:
                with self._archive.open(page._worksheet_path) as part:
                    self._facts[sheet] = scan(part)
            except (zipfile.BadZipFile, OSError, EOFError, KeyError) as error:
                raise SheetError("damaged") from error
        return self._facts[sheet]

    def _raw(self, sheet: str) -> Iterator[Row]:
        page: Any = self._book[sheet]
        page.reset_dimensions()  # the size that the file states is often wrong
        rows = page.iter_rows(values_only=True)
        number = 0
        while True:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    chunk = list(islice(rows, 200))
            except Exception as error:
                raise SheetError("damaged") from error
            if not chunk:
                return
            for values in chunk:
                number += 1
                yield number, [_value(value) for value in values]


def _value(value: Any) -> Value:
    """A cell as text or number; dates in ISO form, whole numbers without decimals."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, int):
        return value
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value)).replace("\r", "").strip() or None


def scan(part: IO[bytes]) -> SheetFacts:
    """Read a sheet's XML as text, in blocks that overlap, and pick out what the row reader does not give."""
    facts, names, rest = SheetFacts(), set(), ""
    while block := part.read(1 << 20):
        text = rest + block.decode("utf-8", "ignore")
        for match in _MERGED.finditer(text):
            names.add(match[1])
        for match in _NOT_COMPUTED.finditer(text):
            letters, row = coordinate_from_string(match[1])
            columns = facts.not_computed.setdefault(row, [])
            if column_index_from_string(letters) not in columns and len(columns) < MAX_COLUMNS:
                columns.append(column_index_from_string(letters))
                if len(facts.not_computed_names) < 20:
                    facts.not_computed_names.append(match[1])
        rest = text[-8192:]
    areas = []
    for name in sorted(names):
        left, top, right, bottom = range_boundaries(name)
        areas.append(Area(name, int(left or 1), int(top or 1), int(right or 1), int(bottom or 1)))
    areas.sort(key=lambda area: (area.top, area.left))
    facts.areas, facts.too_many_areas = areas[:MAX_AREAS], len(areas) > MAX_AREAS
    return facts


def _filled(rows: Iterator[Row], facts: SheetFacts) -> Iterator[Row]:
    """The rows with each merged area's value in all its cells. A row with nothing of its own stays empty."""
    waiting, active = list(reversed(facts.areas)), list[tuple[Area, Value]]()
    for number, values in rows:
        active = [(area, value) for area, value in active if area.bottom >= number]
        has_content = any(value not in (None, "") for value in values)
        while waiting and waiting[-1].top <= number:
            area = waiting.pop()
            value = values[area.left - 1] if area.top == number and area.left <= len(values) else None
            active.append((area, value))
        if has_content:
            for area, value in active:
                _fill(values, area, value)
        for column in facts.not_computed.get(number, ()):
            values.extend([None] * (column - len(values)))
            if values[column - 1] in (None, ""):
                values[column - 1] = NOT_COMPUTED
        yield number, values


def _fill(values: list[Value], area: Area, value: Value) -> None:
    if value is None:
        return
    right = min(area.right, MAX_COLUMNS)
    values += [None] * (right - len(values))
    for column in range(area.left, right + 1):
        values[column - 1] = value


def _some(names: list[str]) -> str:
    return ", ".join(names[:10]) + (" …" if len(names) > 10 else "")
