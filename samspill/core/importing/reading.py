"""Rows of a file, one by one, so that a long sheet takes no more memory than a short one."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from math import isfinite
from typing import IO, Any, Protocol

from samspill.core.importing.errors import SheetError
from samspill.core.importing.sniff import Form, sniff
from samspill.core.letters import composed

MAX_ROWS = 100_000
MAX_COLUMNS = 500
MAX_CELL = 32_767  # characters, as in Excel

_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_NOT_KEPT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

Value = str | int | float | None
Row = tuple[int, list[Value]]
"""Row number (1-based, as the spreadsheet program shows it) and its values; trailing empty cells left out."""


class Source(Protocol):
    """A file that is open for reading."""

    names: list[str]
    """Names of the sheets; one empty name for CSV."""
    hidden: list[str]

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows with content. Raises `SheetError` on the way when the file is too large or damaged."""
        ...

    def notices(self, sheet: str) -> list[dict[str, Any]]:
        """What the user should know, as {code, params}; complete once the rows are read."""
        ...


def open_source(
    file: IO[bytes], *, json_source: Callable[[IO[bytes]], Source] | None = None
) -> AbstractContextManager[Source]:
    """Open an uploaded file as what its content shows it to be; the file itself stays open. Raises `SheetError`.

    ``json_source`` reads JSON where rows hold more than plain values.
    """
    from samspill.core.importing.csv_file import CsvSource  # noqa: PLC0415 (they import the limits above)
    from samspill.core.importing.json_file import JsonSource  # noqa: PLC0415
    from samspill.core.importing.workbook import WorkbookSource  # noqa: PLC0415

    match sniff(file):
        case Form.XLSX:
            return WorkbookSource(file)
        case Form.JSON:
            return nullcontext((json_source or JsonSource)(file))
        case _:
            return nullcontext(CsvSource(file))


def kept(value: Value) -> Value:
    """A cell as it can be kept: without signs that databases and workbooks refuse, whole letters, numbers that end."""
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return value
    return composed(_NOT_KEPT.sub("", _LINE_ENDS.sub("\n", value)))


def limited(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows with content, while they keep to the limits; each cell as it can be kept."""
    count = 0
    for number, cells in rows:
        values = [kept(value) for value in cells]
        while values and values[-1] in (None, ""):
            values.pop()
        if not values:
            continue
        count += 1
        if count > MAX_ROWS:
            raise SheetError("too_many_rows", limit=MAX_ROWS)
        if len(values) > MAX_COLUMNS:
            raise SheetError("too_many_columns", limit=MAX_COLUMNS)
        if any(isinstance(value, str) and len(value) > MAX_CELL for value in values):
            raise SheetError("long_cell", row=number, limit=MAX_CELL)
        yield number, values
