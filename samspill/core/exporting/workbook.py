"""XLSX written straight into the zip that is being sent: no temporary file, and the first rows leave at once.

openpyxl's own streaming writer gives nothing before all of it lies in a file, and takes several times as long
(docs/adr/0027). What we need of the format is small: one sheet of texts, numbers and dates, and one that tells what
it is of. Every text is an inline string, which a spreadsheet program never takes for a formula; one that looks like a
formula is marked as quoted too, so that editing it does not turn it into one.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast
from xml.sax.saxutils import escape

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from samspill.core.exporting import workbook_parts as parts
from samspill.core.exporting.cells import RISKY, SKIPPED, Value, by_clocks_here
from samspill.core.exporting.tables import About, Table

MAX_CELL = 32_767  # characters in a cell of Excel
MAX_ROWS = 1_048_575  # rows of a sheet below the headings; more go on in a further sheet
BLOCK = 1 << 16  # characters that are packed at once
_EXCEL_ZERO = date(1899, 12, 30)
_EXCEL_MIDNIGHT = datetime(1899, 12, 30)  # noqa: DTZ001 – of clocks here
_FIRST_DAY = date(1900, 3, 1)  # Excel believes in 29 February 1900; earlier dates are written as text
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DATE, _BOLD, _QUOTED, _TIME = 1, 2, 3, 4  # styles, in the order of `workbook_parts.STYLES`


def write(table: Table, about: About) -> Iterator[bytes]:
    """The bytes of a workbook: the list, and a sheet about it."""
    sink = _Sink()
    # Without zip64, which Excel does not open; a sheet may thus have 2 GB of XML.
    with zipfile.ZipFile(cast(io.BytesIO, sink), "w", zipfile.ZIP_DEFLATED, allowZip64=False, compresslevel=3) as book:
        sheets = 1 + max(0, table.count - 1) // MAX_ROWS
        names = [_sheet_name(about.title, number, sheets) for number in range(1, sheets + 1)] + [_("About")]
        for path, content in parts.fixed(names):
            book.writestr(path, content)
        objects = table.objects()
        for number in range(1, sheets + 1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                for block in _sheet(table, objects, is_last=number == sheets):
                    part.write(block.encode())
                    if taken := sink.take():
                        yield taken
        book.writestr(f"xl/worksheets/sheet{sheets + 1}.xml", _about(table, about))
    yield sink.take()


class _Sink:
    """What the zip is written to; cannot be rewound, so zipfile puts the sizes after each part."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._blocks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._blocks = b"".join(self._blocks), []
        return taken


def _sheet(table: Table, objects: Iterator[object], *, is_last: bool) -> Iterator[str]:
    widths = [column.width for column in table.columns]
    waiting = [parts.head(widths, frozen=True), row(1, [column.heading for column in table.columns], style=_BOLD)]
    size, number = 0, 1
    for one in objects:
        number += 1
        waiting.append(row(number, table.cells(one)))
        size += len(waiting[-1])
        if size > BLOCK:
            yield "".join(waiting)
            waiting, size = [], 0
        if number > MAX_ROWS and not is_last:
            break
    yield "".join(waiting) + parts.tail(len(table.columns), number)


def row(number: int, values: Sequence[Value], style: int = 0) -> str:
    """The XML of a row."""
    return f'<row r="{number}">{"".join([cell(value, style) for value in values])}</row>'


def cell(value: Value, style: int = 0) -> str:
    """The XML of a cell; empty ones too, since cells without an address follow one another."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return _text(value, style)
    if isinstance(value, datetime):
        return _moment(by_clocks_here(value), style)
    if isinstance(value, date):
        if value < _FIRST_DAY:
            return _text(value.isoformat(), style)
        return f'<c s="{_DATE}"><v>{(value - _EXCEL_ZERO).days}</v></c>'
    if isinstance(value, Decimal | float):
        return f"<c><v>{Decimal(str(value)).normalize():f}</v></c>"
    return f"<c><v>{value}</v></c>" if abs(value) < 10**15 else _text(str(value), style)


def _moment(value: datetime, style: int) -> str:
    if value.date() < _FIRST_DAY:
        return _text(value.isoformat(" ", "minutes"), style)
    days = (value.replace(second=0, microsecond=0) - _EXCEL_MIDNIGHT) / timedelta(days=1)
    return f'<c s="{_TIME}"><v>{days:.10f}</v></c>'


def _text(text: str, style: int) -> str:
    if text.lstrip(SKIPPED)[:1] in RISKY:
        style = _QUOTED
    text = _LOOKS_ESCAPED.sub("_x005F_", _FORBIDDEN.sub("", text)[:MAX_CELL])
    marked = f' s="{style}"' if style else ""
    return f'<c{marked} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _about(table: Table, about: About) -> str:
    lines: list[tuple[str, str]] = [
        (_("What"), about.title),
        (_("From"), f"{about.site} ({about.address})"),
        (_("Made"), date_format(about.made_at, "DATETIME_FORMAT")),
        (_("Shows what may be seen by"), about.made_for),
        *((_("Filter"), f"{name}: {value}") for name, value in about.filters),
        (_("Rows"), number_format(table.count, use_l10n=True, force_grouping=True)),
        *((_("Note"), str(note)) for note in table.notes),
    ]
    rows = "".join(row(number, line) for number, line in enumerate(lines, 1))
    return parts.head([28, 100], frozen=False) + rows + parts.tail(0, 0)


def _sheet_name(title: str, number: int, sheets: int) -> str:
    """At most 31 characters, none of those that Excel refuses."""
    tail = f" {number}" if sheets > 1 else ""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[: 31 - len(tail)].strip() + tail
