"""JSON: a list of objects, or an object that holds one, such as our own exports. Read as a sheet, a key a column."""

import json
from collections.abc import Iterator
from typing import IO, Any

from samspill.core.importing.errors import SheetError
from samspill.core.importing.reading import Row, Value, limited

Record = dict[str, Any]


class JsonSource:
    """A JSON file; it has one sheet without a name. All of it is in memory: files are 20 MB at most.

    ``about`` is what stands beside the rows in an export of ours. What a module's exports hold beyond plain values, a
    subclass writes as an export to a sheet would (`flat`, `heading`).
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.names = [""]
        self.hidden: list[str] = []
        found = _load(file)
        about = found.get("about") if isinstance(found, dict) else None
        self.about: Record = about if isinstance(about, dict) else {}
        self._records = _records(found)

    def rows(self, sheet: str) -> Iterator[Row]:
        """The keys as headings in row 1, then a row for each object."""
        if sheet:
            raise SheetError("no_such_sheet", sheet=sheet)
        return limited(self._rows())

    def notices(self, sheet: str) -> list[dict[str, Any]]:
        """None."""
        return []

    def flat(self, record: Record) -> dict[str, Value]:
        """Cells by key."""
        return {str(key)[:300]: None if value is None else plain_cell(value) for key, value in record.items()}

    def heading(self, key: str, keys: list[str]) -> str:
        """What stands above the column of a key; ``keys`` are all of the file."""
        return key

    def _rows(self) -> Iterator[Row]:
        try:
            flat = [self.flat(record) for record in self._records]
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # it only looks like an export of ours
            raise SheetError("damaged") from error
        keys = list(dict.fromkeys(key for record in flat for key in record))
        yield 1, [self.heading(key, keys) for key in keys]
        for number, record in enumerate(flat, 2):
            yield number, [record.get(key) for key in keys]


def plain_cell(value: Any) -> Value:
    """A single value of JSON as a cell."""
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else str(value)


def _load(file: IO[bytes]) -> Any:
    file.seek(0)
    try:
        return json.loads(file.read().decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise SheetError("not_json", line=error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise SheetError("damaged") from error


def _records(found: Any) -> list[Record]:
    """The first list of objects, whether it is all or under some key."""
    lists = [found] if isinstance(found, list) else list(found.values()) if isinstance(found, dict) else []
    for one in lists:
        if isinstance(one, list) and one and all(isinstance(record, dict) for record in one):
            return one
    raise SheetError("no_rows")
