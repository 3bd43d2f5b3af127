"""Lists in the order of freshness: pages by number and by cursor, at a cost that does not grow with the page's number.

A page is read by walking along the index of freshness, from the nearer end; where little matches, what matches is
found by the other index and sorted.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from samspill.core.search.questions import Question
from samspill.core.search.ranking import Found

FEW = 3_000  # matches that are sorted rather than walked to
COLUMNS = "kind, object_id, fresh"
ALONG, AGAINST = "fresh DESC, object_id DESC", "fresh ASC, object_id ASC"


def cursor_of(one: Found) -> str:
    """Where a row stands, for the address of the next page."""
    return f"{one.fresh.isoformat()}~{one.object_id}"


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """The place that a cursor names; None when it is none of ours."""
    moment, _, number = text.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, int(number)) if at.tzinfo and number.isascii() and len(number) < 19 else None
    except ValueError:
        return None


def page_of(question: Question, estimate: int, *, start: int, size: int, total: int | None) -> list[Found]:
    """Rows from ``start`` on; from the other end where that is nearer and the ``total`` is known."""
    if total is not None and start > total // 2:
        last = max(0, total - start - size)
        return _rows(question, estimate, AGAINST, min(size, total - start), last)[::-1]
    return _rows(question, estimate, ALONG, size, start)


def page_after(question: Question, estimate: int, place: tuple[datetime, int], size: int) -> list[Found]:
    """The rows that follow a place."""
    return _rows(question, estimate, ALONG, size, 0, ("<", place))


def page_before(question: Question, estimate: int, place: tuple[datetime, int], size: int) -> list[Found]:
    """The rows that go before a place, in the usual order."""
    return _rows(question, estimate, AGAINST, size, 0, (">", place))[::-1]


def _rows(
    question: Question,
    estimate: int,
    order: str,
    size: int,
    start: int,
    beyond: tuple[str, tuple[datetime, int]] | None = None,
) -> list[Found]:
    where, values = _condition(question, estimate)
    if beyond:
        where += f" AND (fresh, object_id) {beyond[0]} (%s, %s)"
        values += beyond[1]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM core_searchdocument WHERE {where} ORDER BY {order} LIMIT %s OFFSET %s",  # noqa: S608
            [*values, size, start],
        )
        return [Found(*row) for row in cursor.fetchall()]


def _condition(question: Question, estimate: int) -> tuple[str, list[Any]]:
    if len(question.kinds) > 1 or estimate <= FEW:
        return question.where()
    kind = question.kinds[0]
    if question.is_public and not question.filters and not question.asked.wanted:
        return "public AND kind = %s", [kind]
    where, values = question.walked()
    return (f"public AND kind = %s AND {where}" if question.is_public else f"kind = %s AND {where}"), [kind, *values]


def every(question: Question) -> Iterator[list[Found]]:
    """All rows in portions, streamed from the database."""
    where, values = question.where()
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM core_searchdocument WHERE {where} ORDER BY {ALONG}", values)  # noqa: S608
        while rows := cursor.fetchmany(1_000):
            yield [Found(*row) for row in rows]
