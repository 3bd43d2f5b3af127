"""The rows of a sheet laid aside in the database, with the key that tells which rows are one record."""

import re
from collections.abc import Callable, Iterator

from django.db import connection

from samspill.core.copying import copy_new
from samspill.core.importing.reading import Row, Value
from samspill.core.importing.words import plain
from samspill.registry.importing.context import Context
from samspill.registry.models import ImportJob, ImportLine

BATCH = 500


def stage(context: Context, rows: Iterator[Row], progress: Callable[[int], None]) -> int:
    """Lay all rows below the headings aside; repeated headings are left out. Returns how many."""
    job = context.job
    first = (job.header_row or 0) + (job.heading_rows if job.header_row else 0)
    headings = [plain(heading) for heading in job.headings]
    batch: list[ImportLine] = []
    circle: set[int] = set()
    count = 0
    for number, values in rows:
        if number < first:
            continue
        if job.header_row and [plain(value or "") for value in values] == headings[: len(values)]:
            continue
        key, title_key = context.keys(values, number)
        circle |= _partners(context, values)
        batch.append(ImportLine(job=job, number=number, cells=values, key=key, title_key=title_key, record=number))
        if len(batch) == BATCH:
            count += len(copy_new(ImportLine, batch))
            batch = []
            progress(count)
    count += len(copy_new(ImportLine, batch))
    join(job)
    job.options = job.options | {"circle": sorted(circle)}  # saved last: the row must stay free for the progress
    context.people.circle = frozenset(circle)
    return count


def _partners(context: Context, values: list[Value]) -> set[int]:
    """Ids of the organisations that a row names, as far as they are known; faults are told of later."""
    found: set[int] = set()
    for code in ("partners", "partner_org_number"):
        for column in context.columns.get(code, ()):
            text = str(values[column] or "") if column < len(values) else ""
            for piece in {text, *re.split(r"[;,\n|]", text)}:
                found |= {one.pk for one in context.organisations.named(piece)} if piece.strip() else set()
    return found


def join(job: ImportJob) -> None:
    """Give the rows of each record the number of its first row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE registry_importline")  # the planner has not seen the new rows yet
        cursor.execute(
            """
            UPDATE registry_importline line SET record = first.number
            FROM (SELECT key, min(number) AS number FROM registry_importline WHERE job_id = %s GROUP BY key) first
            WHERE line.job_id = %s AND line.key = first.key AND line.record <> first.number
            """,
            [job.pk, job.pk],
        )
