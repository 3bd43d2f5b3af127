"""Lists in an order: pages by number and by place, at a cost that does not grow with their number.

A list without conditions is read along its index, from the nearer end, and so is one of what is frequent, as far as
the page is soon full. The newest of what else matches are read month by month: the one index finds what matches in a
month, and only that is sorted; when the first months have few, all that matches is. By title, what matches is sorted
while it is little, and else picked out while walking along the titles.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from samspill.core.search import sampling
from samspill.core.search.indexing import name_of_month
from samspill.core.search.orders import Order, Place
from samspill.core.search.plans import fetch
from samspill.core.search.questions import Question
from samspill.core.search.ranking import Found

FEW = 3_000  # matches that are found and sorted at once by their titles
FEW_OF_TIME = 500  # by when they are from: what is more is looked for in the newest months first
FIRST_MONTHS = 8
SORTED = 25  # one of so many matches, and the first months had few of them: sorting all costs less than all months
WALKED = 300  # rows of the newest that are looked at one by one, for a page of those that match
MANY = 50  # one of so many matches: walking along an index finds a page sooner than sorting


@dataclass(frozen=True)
class Slice:
    """Rows that are wanted: so many after so many, in an order or against it, beyond a place."""

    order: Order
    size: int
    start: int = 0
    back: bool = False
    beyond: Place | None = None
    told: bool = False  # with their texts

    @property
    def columns(self) -> str:
        """What is read of each."""
        columns = ["kind", "object_id", self.order.column]
        return ", ".join([*columns, "title", "body"] if self.told else columns)

    @property
    def newest_first(self) -> bool:
        """Whether the fresh ones come first."""
        return self.order.falling != self.back


def page_of(
    question: Question, estimate: int, *, start: int, size: int, total: int | None, order: Order, told: bool = False
) -> list[Found]:
    """Rows from ``start`` on; from the other end where that is nearer and the ``total`` is known."""
    if total is not None and start > total // 2:
        last = Slice(order, min(size, max(0, total - start)), max(0, total - start - size), back=True, told=told)
        return _rows(question, estimate, last)[::-1]
    return _rows(question, estimate, Slice(order, size, start, told=told))


def first_and_number(question: Question, size: int, order: Order, *, told: bool = False) -> tuple[list[Found], int]:
    """The first rows of all that match, and how many match: one look at each of them, for questions of not too many."""
    where, values = question.where()
    wanted = Slice(order, size, told=told)
    rows = fetch(
        f"SELECT {wanted.columns}, number FROM ("  # noqa: S608 (no user text)
        "SELECT id AS first, count(*) OVER () AS number FROM core_searchdocument"
        f" WHERE {where} ORDER BY {order.along} LIMIT %s"
        f") AS found JOIN core_searchdocument ON id = first ORDER BY {order.along}",
        [*values, size],
    )
    return _found([row[:-1] for row in rows], wanted), rows[0][-1] if rows else 0


def page_after(
    question: Question, estimate: int, place: Place, size: int, order: Order, *, told: bool = False
) -> list[Found]:
    """The rows that follow a place."""
    return _rows(question, estimate, Slice(order, size, beyond=place, told=told))


def page_before(
    question: Question, estimate: int, place: Place | None, size: int, order: Order, *, told: bool = False
) -> list[Found]:
    """The rows that go before a place (None: the end), in the usual order."""
    return _rows(question, estimate, Slice(order, size, back=True, beyond=place, told=told))[::-1]


def _rows(question: Question, estimate: int, wanted: Slice) -> list[Found]:
    if wanted.size <= 0:
        return []
    if len(question.kinds) == 1 and question.is_public and not question.filters and not question.asked.wanted:
        return _read("public AND kind = %s", [question.kinds[0]], wanted)
    if _is_frequent(question, estimate, wanted):
        found = _among_the_newest(question, wanted)
        if len(found) == wanted.size:
            return found
    by_time = wanted.order.column == "fresh"
    if by_time and estimate > FEW_OF_TIME:
        found = _by_months(question, wanted, most=FIRST_MONTHS)
        if len(found) == wanted.size:
            return found
    if estimate <= FEW or (by_time and estimate * SORTED <= sampling.documents(question)):
        return _read(*question.where(), wanted)
    if by_time:
        return _by_months(question, wanted)
    if len(question.kinds) == 1 and estimate * MANY > sampling.documents(question):
        return _walking(question, wanted)
    return _read(*question.where(), wanted)


def _is_frequent(question: Question, estimate: int, wanted: Slice) -> bool:
    """Whether a page is full after few of the newest that everyone may see."""
    if len(question.kinds) > 1 or not question.is_public or question.asked.wanted or wanted.order.column != "fresh":
        return False
    needed = wanted.start + wanted.size
    return estimate >= 2 * needed and needed * sampling.documents(question) <= WALKED * estimate


def _among_the_newest(question: Question, wanted: Slice) -> list[Found]:
    """Along the newest (or oldest) that everyone may see, a bounded way: what matches may all lie at the other end."""
    where, values = question.where()
    order = wanted.order
    direction = order.against if wanted.back else order.along
    first, place = "public AND kind = %s", [question.kinds[0], *(wanted.beyond or ())]
    if wanted.beyond:
        first += f" AND {order.beyond(back=wanted.back)}"
    rows = fetch(
        f"SELECT {wanted.columns} FROM ("  # noqa: S608 (no user text)
        f"SELECT {wanted.columns}, facets, public FROM core_searchdocument"
        f" WHERE {first} ORDER BY {direction} LIMIT {2 * WALKED}) AS walked"
        f" WHERE {where} ORDER BY {direction} LIMIT %s OFFSET %s",
        [*place, *values, wanted.size, wanted.start],
    )
    return _found(rows, wanted)


def _by_months(question: Question, wanted: Slice, *, most: int | None = None) -> list[Found]:
    """Month by month until the page is full: each is one look into the index, and a few rows to sort.

    ``most`` of the months are looked at, else all.
    """
    months = [month for month, _number in sampling.months(question)]
    if not wanted.newest_first:
        months.reverse()
    if wanted.beyond and isinstance(wanted.beyond[0], datetime):
        here = name_of_month(wanted.beyond[0].astimezone(UTC))
        months = [one for one in months if (one <= here if wanted.newest_first else one >= here)]
    where, values = question.where()
    order = wanted.order
    if wanted.beyond:
        where += f" AND {order.beyond(back=wanted.back)}"
        values += wanted.beyond
    rows = fetch(
        "SELECT found.* FROM unnest(%s::text[]) AS month(tag) CROSS JOIN LATERAL ("  # noqa: S608 (no user text)
        f"SELECT {wanted.columns} FROM core_searchdocument WHERE {where} AND facets @> ARRAY[month.tag]"
        f" ORDER BY {order.against if wanted.back else order.along} LIMIT %s) AS found LIMIT %s OFFSET %s",
        [[f"@month {one}" for one in months[:most]], *values, wanted.start + wanted.size, wanted.size, wanted.start],
    )
    return _found(rows, wanted)


def _walking(question: Question, wanted: Slice) -> list[Found]:
    """Along the index of the order: the planner would sort everything, as it cannot know how soon a page is full."""
    where, values = question.where()
    with transaction.atomic():
        with connection.cursor() as cursor:
            for way in ("sort", "bitmapscan", "seqscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        found = _read(f"kind = %s AND {where}", [question.kinds[0], *values], wanted, plan_anew=True)
        with connection.cursor() as cursor:
            for way in ("sort", "bitmapscan", "seqscan"):
                cursor.execute(f"SET LOCAL enable_{way} = on")
    return found


def _read(where: str, values: list[Any], wanted: Slice, *, plan_anew: bool = False) -> list[Found]:
    """``plan_anew``: where the way must be found for these very values."""
    order, values = wanted.order, list(values)
    if wanted.beyond:
        where += f" AND {order.beyond(back=wanted.back)}"
        values += wanted.beyond
    statement = (
        f"SELECT {wanted.columns} FROM core_searchdocument WHERE {where}"  # noqa: S608 (no user text)
        f" ORDER BY {order.against if wanted.back else order.along} LIMIT %s OFFSET %s"
    )
    values += [wanted.size, wanted.start]
    if not plan_anew:
        return _found(fetch(statement, values), wanted)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return _found(cursor.fetchall(), wanted)


def _found(rows: Iterable[tuple[Any, ...]], wanted: Slice) -> list[Found]:
    """Rows of `Slice.columns`."""
    return [Found(row[0], row[1], row[2], (row[3], row[4]) if wanted.told else None) for row in rows]


def every(question: Question) -> Iterator[list[Found]]:
    """All rows in portions, the newest first, streamed from the database."""
    where, values = question.where()
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"SELECT kind, object_id FROM core_searchdocument WHERE {where}"  # noqa: S608 (no user text)
            " ORDER BY fresh DESC, object_id DESC",
            values,
        )
        while rows := cursor.fetchmany(1_000):
            yield [Found(*row) for row in rows]
