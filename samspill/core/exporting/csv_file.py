"""CSV as a Norwegian Excel opens it by a double click: UTF-8 with its mark, semicolons, decimal commas."""

import csv
import io
from collections.abc import Iterator

from samspill.core.exporting.cells import guarded, plain_text
from samspill.core.exporting.tables import About, Table

ROWS = 100
"""Rows that are sent at once."""


def write(table: Table, about: About) -> Iterator[bytes]:
    """One line of headings and the rows, nothing else: what it is of stands in the file's name."""
    buffer = io.StringIO()
    lines = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    lines.writerow([guarded(column.heading) for column in table.columns])
    waiting = 0
    for one in table.objects():
        lines.writerow(
            [guarded(value) if isinstance(value, str) else plain_text(value) for value in table.cells(one)]
        )  # fmt: skip
        waiting += 1
        if waiting == ROWS:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
            waiting = 0
    yield buffer.getvalue().encode()
