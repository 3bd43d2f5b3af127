"""JSON: a list of objects, or an object that holds one, such as our own exports. Read as a sheet, a key a column."""

import json
from collections.abc import Iterator
from typing import IO, Any

from samspill.registry.exporting.cells import contributors, joined, marked_effects, partners, year_of
from samspill.registry.exporting.words import CODES
from samspill.registry.importing.errors import SheetError
from samspill.registry.importing.fields import known, yearly
from samspill.registry.importing.headings import OWN, field_for
from samspill.registry.importing.reading import Row, Value, limited

Record = dict[str, Any]


class JsonSource:
    """A JSON file; it has one sheet without a name. All of it is in memory: files are 20 MB at most."""

    def __init__(self, file: IO[bytes]) -> None:
        self.names = [""]
        self.hidden: list[str] = []
        self._records = _records(_load(file))

    def rows(self, sheet: str) -> Iterator[Row]:
        """The keys as headings in row 1, then a row for each object."""
        if sheet:
            raise SheetError("no_such_sheet", sheet=sheet)
        return limited(self._rows())

    def notices(self, sheet: str) -> list[dict[str, Any]]:
        """None."""
        return []

    def _rows(self) -> Iterator[Row]:
        try:
            flat = [_flat(record) for record in self._records]
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # it only looks like an export of ours
            raise SheetError("damaged") from error
        keys = list(dict.fromkeys(key for record in flat for key in record))
        yield 1, [_heading(key, is_ours="samspill_id" in keys) for key in keys]
        for number, record in enumerate(flat, 2):
            yield number, [record.get(key) for key in keys]


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


def _heading(key: str, *, is_ours: bool) -> str:
    """A code is that field. What else an export of ours holds is for reading only; in other files it is a heading."""
    code = key.split(":", maxsplit=1)[0]
    if field_for(key) == code or not (is_ours or known(code)):
        return key
    return f"{key} [{code if known(code) else OWN}]"


def _flat(record: Record) -> dict[str, Value]:
    """Cells by key, each as an export to a sheet would write it."""
    cells: dict[str, Value] = {}
    for key, value in record.items():
        if key == "readings" and _is_list_of(value, "scale", "level", "date"):
            cells |= {f"{yearly(year_of(one))}:{one['scale']}": _level(one, value) for one in value}
        elif key == "contributors" and _is_list_of(value):
            cells[key] = contributors([one for one in value if one.keys() & {"name", "unit"}], CODES)
        elif key == "partners" and _is_list_of(value, "name", "role"):
            cells[key] = partners([{"number": "", "code": ""} | one for one in value], CODES)
        elif key == "marked_effects" and _is_list_of(value, "effect", "recipient", "stage"):
            cells[key] = marked_effects({"marked_effects": value}, CODES)
        elif isinstance(value, list):
            texts = [str(one) for one in value if isinstance(one, str | int | float)]
            cells[key] = value[0] if len(texts) == len(value) == 1 else joined(texts)
        elif isinstance(value, dict):
            cells[key] = f"{value.get('name', '')} [{value.get('code', '')}]"
        elif value is not None:
            cells[key] = value if isinstance(value, str | int | float) and not isinstance(value, bool) else str(value)
    return {str(key)[:300]: value for key, value in cells.items()}


def _is_list_of(value: Any, *keys: str) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and one.keys() >= set(keys) for one in value)


def _level(one: Record, readings: list[Record]) -> Value:
    same_year = {other["scale"] for other in readings if year_of(other) == year_of(one)}
    return one["level"] if len(same_year) == 1 else f"{one['scale']} {one['level']}"
