"""The order of what is found: title over text, fresh over old.

What matches is few thousand things at most, or else the newest of many. They are put in tiers by what their titles
hold, the newest first in each; the first of them are then weighed one by one (how often, in which field, how near).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

from samspill.core.search import sampling
from samspill.core.search.indexing import SHARE
from samspill.core.search.questions import Question
from samspill.core.search.sampling import Sample
from samspill.core.search.vector import query

WEIGHED = 120  # things that are weighed one by one
NEWEST = 300  # candidates of each kind where too many match
WEIGHTS = "{0.06,0.18,0.4,1}"  # text, summary, names, title
HALF_LIFE = 5 * 365.25  # days after which freshness counts half as much
FRESHNESS = 0.25  # of the weight, for what is from today
TIER = 0.5  # what words in the title add to the weight


class Found(NamedTuple):
    """A thing that matches; ``tier`` 2: all words in the title, 1: some, 0: none. ``place``: what a list sorts by."""

    kind: str
    object_id: int
    fresh: datetime
    tier: int = 0
    score: float = 0.0
    place: datetime | str = ""


Wanted = tuple[Question, int]  # the newest so many of what matches


def ranked(question: Question, sample: Sample, size: int) -> list[Found]:
    """What matches, the best first: all of it, or the newest where it is too much. One statement, when it is all."""
    titles = [replace(question, title="all")] if query(question.asked.terms, title="all") else []
    if titles and len([term for term in question.asked.wanted if not term.phrase]) > 1:
        titles.append(replace(question, title="any"))
    if sample.is_all:
        limit = 4 * sampling.ENOUGH  # not reached where the sample was chosen well
        return _tiered(question, (question, limit), [(title, limit) for title in titles])
    months = sampling.months(question)
    every = _newest(question, sample.estimate, size, months)
    wanted = [
        (title, 2 * NEWEST) if found.is_all else _newest(title, found.estimate, size, months)
        for title, found in zip(titles, sampling.samples_for(titles, size) if titles else [], strict=True)
    ]
    return _tiered(question, every, wanted)


def _tiered(question: Question, every: Wanted, titles: Sequence[Wanted]) -> list[Found]:
    """What matches in tiers by title, the newest first in each; the first of them weighed, and in that order."""
    tables, values = [], list[Any]()
    for name, (asked, limit) in zip(("every", "best", "partly"), (every, *titles), strict=False):
        where, found = asked.where()
        tables.append(
            f"{name} AS MATERIALIZED (SELECT id, kind, object_id, fresh FROM core_searchdocument"  # noqa: S608
            f" WHERE {where} ORDER BY fresh DESC LIMIT %s)"
        )
        values += [*found, limit]
    tier = "".join(
        f" WHEN id IN (SELECT id FROM {name}) THEN {tier}"  # noqa: S608
        for name, tier in (("best", 2), ("partly", 1))[: len(titles)]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH {", ".join(tables)},
            hits AS (SELECT * FROM every {"UNION SELECT * FROM best" if titles else ""}),
            tiers AS (SELECT *, {f"CASE{tier} ELSE 0 END" if tier else "0"} AS tier FROM hits),
            places AS (SELECT *, row_number() OVER (ORDER BY tier DESC, fresh DESC, object_id DESC) AS place FROM tiers)
            SELECT kind, object_id, fresh, tier, CASE WHEN place <= %s THEN (
                SELECT ts_rank(%s::real[], d.vector, %s::tsquery) FROM core_searchdocument d WHERE d.id = places.id
            ) ELSE 0 END FROM places ORDER BY place
            """,  # noqa: S608 (no user text)
            [*values, WEIGHED, WEIGHTS, query(question.asked.wanted)],
        )
        found = [Found(*row) for row in cursor.fetchall()]
    now = datetime.now(UTC)
    first = [one._replace(score=_score(one, one.score, now)) for one in found[:WEIGHED]]
    first.sort(key=lambda one: (-one.score, -one.fresh.timestamp(), -one.object_id))
    return [*first, *found[WEIGHED:]]


def _newest(question: Question, estimate: int, size: int, rows: Sequence[tuple[str, int]]) -> Wanted:
    """About the newest `NEWEST` things that match, to be found month by month without looking at the rest."""
    share = max(estimate, 1) / max(size, 1)
    wanted = NEWEST if question == question.loosely() else sampling.ENOUGH  # of phrases: what must be read
    months, covered = _months(rows, wanted / share)
    level = 0
    while covered * share / SHARE**level > 2 * sampling.ENOUGH:
        level += 1
    return replace(question, months=months, level=level), NEWEST


def _months(rows: Sequence[tuple[str, int]], wanted: float) -> tuple[tuple[str, ...], int]:
    """The newest months that together hold so many documents, and how many they hold; none: all months."""
    months, covered = [], 0
    for month, number in rows:
        months.append(month)
        covered += number
        if covered >= wanted:
            break
    return (() if len(months) == len(rows) else tuple(months)), covered


def _score(one: Found, weight: float, now: datetime) -> float:
    age = max(0.0, (now - one.fresh).total_seconds() / 86_400)
    return float(one.tier * TIER + weight + FRESHNESS * 0.5 ** (age / HALF_LIFE))
