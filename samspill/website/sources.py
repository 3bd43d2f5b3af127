"""Where the reference data come from: the SOURCES.csv of every module that has one."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps


@dataclass(frozen=True)
class Source:
    """One row: which table and columns, from where, under which licence, as of when."""

    table: str
    columns: str
    source: str
    licence: str
    as_of: str
    notes: str


@cache
def sources() -> tuple[Source, ...]:
    """All rows, in the order of the modules."""
    files = (Path(app.path) / "reference" / "SOURCES.csv" for app in apps.get_app_configs())
    found: list[Source] = []
    for file in files:
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as lines:
                found += (
                    Source(**{name: row[name] for name in Source.__dataclass_fields__}) for row in csv.DictReader(lines)
                )
    return tuple(found)
