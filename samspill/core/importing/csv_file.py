"""CSV as it comes: UTF-8 with or without BOM, UTF-16 or Windows-1252; comma, semicolon or tab."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO, Any

from samspill.core.exporting.cells import unguarded
from samspill.core.importing.errors import SheetError
from samspill.core.importing.reading import MAX_CELL, Row, limited

SAMPLE_LINES = 30


class CsvSource:
    """A CSV file; it has one sheet without a name."""

    def __init__(self, file: IO[bytes]) -> None:
        self.names = [""]
        self.hidden: list[str] = []
        self._file = file
        self.encoding = find_encoding(file)

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows with content; numbers count records as a spreadsheet program would show them."""
        if sheet:
            raise SheetError("no_such_sheet", sheet=sheet)
        return limited(self._records())

    def notices(self, sheet: str) -> list[dict[str, Any]]:
        """Tells when the encoding was guessed."""
        return [{"code": "windows_1252", "params": {}}] if self.encoding == "cp1252" else []

    def _records(self) -> Iterator[Row]:
        self._file.seek(0)
        buffer: Any = _Unclosed(self._file)
        text = io.TextIOWrapper(buffer, self.encoding, errors="replace", newline="")
        try:
            head = "".join(line for _n, line in zip(range(SAMPLE_LINES), text, strict=False))
            delimiter, skip = find_delimiter(head)
            text.seek(0)
            csv.field_size_limit(MAX_CELL)
            number = 0
            try:
                for number, record in enumerate(csv.reader(text, delimiter=delimiter), 1):
                    if number > skip:
                        yield number - skip, [unguarded(value).strip() or None for value in record]
            except csv.Error as error:
                raise SheetError("open_quote", row=number + 1) from error
        finally:
            text.detach()


class _Unclosed(io.BufferedIOBase):
    """Lets a text wrapper read a file of Django's storage without closing it in the end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._inner = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self._inner.read(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        return self._inner.read(size)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()


def find_encoding(file: IO[bytes]) -> str:
    """The encoding by its mark, else UTF-8 when all of the file is that, else Windows-1252."""
    file.seek(0)
    start = file.read(4)
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while block := file.read(1 << 16):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def find_delimiter(head: str) -> tuple[str, int]:
    """The delimiter that cuts the first records most evenly into most columns, and how many lines to skip ("sep=;")."""
    first = head.lstrip("\ufeff").partition("\n")[0].partition("\r")[0].strip()
    if first.casefold().startswith("sep=") and len(first) == 5:
        return first[4], 1
    best, best_score = ",", 0.0
    for delimiter in ";,\t":
        try:
            rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
            records = [row for row in rows if any(row)][:SAMPLE_LINES]
        except csv.Error:
            continue
        widths = [len(record) for record in records]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=widths.count)
        score = usual * (widths.count(usual) / len(widths)) if usual > 1 else 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best, 0
