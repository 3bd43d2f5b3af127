"""What an export is made from, whichever list it is of and whichever file it becomes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from samspill.core.exporting.cells import Value

CHUNK = 500
"""Rows that are in memory at a time, with what hangs on them."""


@dataclass(frozen=True)
class Column:
    """``code`` is the key in JSON, ``heading`` stands above the column, ``width`` is in characters."""

    code: str
    heading: str
    width: int = 18


@dataclass(frozen=True)
class Table:
    """Columns and a way to the rows. Made inside the export's own transaction, so that all of it is of one moment.

    ``objects`` yields what there is a row for; ``cells`` gives its cells in the order of ``columns``, ``record`` its
    object in JSON (the cells by code when None). ``notes`` are sentences about the export as a whole.
    """

    columns: Sequence[Column]
    count: int
    objects: Callable[[], Iterator[Any]]
    cells: Callable[[Any], list[Value]]
    record: Callable[[Any], dict[str, Any]] | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class About:
    """Where and when an export was made, and of what: label, text and the key in JSON."""

    title: str
    site: str
    address: str
    made_at: datetime
    made_for: str
    filters: Sequence[tuple[str, str]] = field(default_factory=list)


def table_of(rows: "QuerySet[Any]", columns: Sequence[tuple[Column, Callable[[Any], Value]]]) -> Table:
    """A table with a row for each row of a queryset; each column with the way to its cell."""
    getters = [getter for _column, getter in columns]
    return Table(
        columns=[column for column, _getter in columns],
        count=rows.order_by().count(),
        objects=lambda: rows.iterator(chunk_size=CHUNK),
        cells=lambda one: [getter(one) for getter in getters],
    )
