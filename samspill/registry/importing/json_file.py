"""JSON of our own exports of entries: what they hold beyond plain values, written as an export to a sheet would."""

from contextlib import AbstractContextManager
from typing import IO, Any

from samspill.core.importing import json_file, reading
from samspill.core.importing.json_file import Record, plain_cell
from samspill.core.importing.reading import Source, Value
from samspill.registry.exporting.cells import contributors, joined, marked_effects, partners, year_of
from samspill.registry.exporting.words import CODES
from samspill.registry.importing.fields import known, yearly
from samspill.registry.importing.headings import OWN, field_for


def open_source(file: IO[bytes]) -> AbstractContextManager[Source]:
    """Open an uploaded file as what its content shows it to be; the file itself stays open. Raises `SheetError`."""
    return reading.open_source(file, json_source=JsonSource)


class JsonSource(json_file.JsonSource):
    """A JSON file of entries."""

    def heading(self, key: str, keys: list[str]) -> str:
        """A code is that field. What else an export of ours holds is for reading only; elsewhere it is a heading."""
        code = key.split(":", maxsplit=1)[0]
        if field_for(key) == code or not ("samspill_id" in keys or known(code)):
            return key
        return f"{key} [{code if known(code) else OWN}]"

    def flat(self, record: Record) -> dict[str, Value]:
        """Cells by key, each as an export to a sheet would write it."""
        return _flat(record)


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
            cells[key] = plain_cell(value)
    return {str(key)[:300]: value for key, value in cells.items()}


def _is_list_of(value: Any, *keys: str) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) and one.keys() >= set(keys) for one in value)


def _level(one: Record, readings: list[Record]) -> Value:
    same_year = {other["scale"] for other in readings if year_of(other) == year_of(one)}
    return one["level"] if len(same_year) == 1 else f"{one['scale']} {one['level']}"
