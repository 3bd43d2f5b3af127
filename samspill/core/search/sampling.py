"""How many, and of what: exactly where they are few, from a sample where they are many.

Every document is in sample 0; a quarter of them, by a hash, are also in sample 1, a quarter of those in sample 2, and
so on. A probe of a small sample tells about how many things match, and so which sample holds enough of them to count
and few enough to count quickly. The cost is thus about the same at ten thousand documents and at a million.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection

from samspill.core.search.contract import FacetCount
from samspill.core.search.indexing import SAMPLES, SHARE
from samspill.core.search.questions import Question

ENOUGH = 1_000  # matches that are counted one by one, facets and all
SAMPLED = 1_000  # matches that a sample should hold at most
COUNTED = 6_000  # matches that are still counted one by one when only their number is wanted
PROBED = 400  # documents that the sample of a probe should hold, at least
MOST_FACET_VALUES = 80  # of one facet


@dataclass(frozen=True)
class Sample:
    """Which sample to look in, and about how many things match in all."""

    level: int
    estimate: int

    @property
    def is_all(self) -> bool:
        """Whether it holds all documents, so that figures from it are exact."""
        return self.level == 0

    @property
    def times(self) -> int:
        """What a figure from the sample is multiplied with."""
        return int(SHARE**self.level)


def documents(question: Question) -> int:
    """How many documents there are of the kinds, seen or not."""
    return sum(stored(question, [f"@{kind}" for kind in question.kinds], everything=True).values())


def stored(question: Question, facets: Sequence[str], *, everything: bool = False) -> dict[str, int]:
    """Counts that are kept in step with the documents: exact, of public documents (or of all)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facet, sum(count)::int FROM core_searchcount WHERE kind = ANY(%s) AND facet = ANY(%s)"
            " AND (public OR %s) GROUP BY facet",
            [list(question.kinds), list(facets), everything],
        )
        return dict(cursor.fetchall())


def sample_for(question: Question, size: int) -> Sample:
    """The largest sample that holds no more than about `ENOUGH` matches; ``size``: how many documents there are."""
    if size <= ENOUGH:
        return Sample(0, size)
    level = next((one for one in range(SAMPLES, 0, -1) if size // SHARE**one >= PROBED), 1)
    read = question.loosely()  # what must be read to know
    found = count(replace(read, level=level))
    if found < 5 and level > 1:  # too few to tell: look in a larger sample
        level -= 1
        found = count(replace(read, level=level))
    return Sample(level_for(found * SHARE**level), found * SHARE**level)


def level_for(estimate: int) -> int:
    """The sample to count in when about so many match: 0 while they are few."""
    if estimate <= ENOUGH:
        return 0
    return next((one for one in range(1, SAMPLES) if estimate <= SAMPLED * SHARE**one), SAMPLES)


def count(question: Question) -> int:
    """How many match, by counting."""
    where, values = question.where()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM core_searchdocument WHERE {where}", values)  # noqa: S608 (no user text)
        return int(cursor.fetchone()[0])


def facet_counts(
    question: Question, names: Sequence[str], sample: Sample
) -> tuple[int, dict[str, tuple[FacetCount, ...]]]:  # fmt: skip
    """How many match, and counts of the values of facets among them, the most frequent values first."""
    where, values = replace(question, level=sample.level).where()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH hits AS MATERIALIZED (SELECT facets FROM core_searchdocument WHERE {where})
            SELECT '', count(*) FROM hits UNION ALL
            SELECT facet, count(*) FROM hits, unnest(hits.facets) AS facet
            WHERE split_part(facet, ':', 1) = ANY(%s) GROUP BY facet ORDER BY 2 DESC, 1
            """,  # noqa: S608 (no user text)
            [*values, list(names)],
        )
        rows = cursor.fetchall()
    total = sum(number for facet, number in rows if not facet)
    counted = [row for row in rows if row[0]]
    return total * sample.times, grouped(counted, names, times=sample.times, exact=sample.is_all)


def stored_facets(question: Question, names: Sequence[str]) -> dict[str, tuple[FacetCount, ...]]:
    """Counts of all values of facets, without any condition: read, not counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT facet, sum(count)::int FROM core_searchcount WHERE kind = ANY(%s) AND (public OR %s)"
            " AND name = ANY(%s) AND count > 0 GROUP BY facet ORDER BY 2 DESC, 1",
            [list(question.kinds), question.sees_all, list(names)],
        )
        return grouped(cursor.fetchall(), names)


def grouped(
    rows: Sequence[tuple[str, int]], names: Sequence[str], *, times: int = 1, exact: bool = True
) -> dict[str, tuple[FacetCount, ...]]:
    """Rows of (name:value, count) by name."""
    found: dict[str, list[FacetCount]] = {name: [] for name in names}
    for facet, number in rows:
        name, value = facet.split(":", 1)
        if len(found[name]) < MOST_FACET_VALUES:
            found[name].append(FacetCount(value, about(number * times) if not exact else number, exact))
    return {name: tuple(counts) for name, counts in found.items()}


def about(number: int) -> int:
    """An estimate with two figures that mean something."""
    digits = len(str(number)) - 2
    return round(number, -digits) if digits > 0 else number


def months(question: Question) -> list[tuple[str, int]]:
    """All months that documents of the kinds are fresh from, the newest first, and how many documents each has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substr(facet, 8), sum(count)::int FROM core_searchcount"
            " WHERE kind = ANY(%s) AND name = '@month' AND count > 0 GROUP BY facet ORDER BY 1 DESC",
            [list(question.kinds)],
        )
        return list(cursor.fetchall())
