"""The order of what is found: title over text, fresh over old.

What matches is few thousand things at most, or else the newest of many. They are put in tiers by what their titles
hold, the newest first in each; the first of them are then weighed one by one (how often, in which field, how near).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

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


@dataclass(frozen=True)
class Found:
    """A thing that matches; ``tier`` 2: all words in the title, 1: some, 0: none. ``place``: what a list sorts by."""

    kind: str
    object_id: int
    fresh: datetime
    tier: int = 0
    score: float = 0.0
    place: datetime | str = ""


Key = tuple[str, int]


def ranked(question: Question, sample: Sample, size: int) -> list[Found]:
    """What matches, the best first: all of it, or the newest where it is too much."""
    months = [] if sample.is_all else sampling.months(question)
    every = everything(question) if sample.is_all else newest(question, sample.estimate, size, months)
    all_words, some = _in_title(replace(question, title="all"), sample, size, months), set()
    if len([term for term in question.asked.wanted if not term.phrase]) > 1:
        some = {(one.kind, one.object_id) for one in _in_title(replace(question, title="any"), sample, size, months)}
    best = {(one.kind, one.object_id) for one in all_words}
    found = {(one.kind, one.object_id): one for one in (*every, *all_words)}
    tiered = [
        replace(one, tier=2 if key in best else 1) if key in best or key in some else one for key, one in found.items()
    ]
    tiered.sort(key=lambda one: (-one.tier, -one.fresh.timestamp(), -one.object_id))
    return [*_weighed(question, tiered[:WEIGHED]), *tiered[WEIGHED:]]


def everything(question: Question, limit: int = 4 * sampling.ENOUGH) -> list[Found]:
    """All that matches, the newest first, up to a limit that is not reached where the sample was chosen well."""
    where, values = question.where()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT kind, object_id, fresh FROM core_searchdocument WHERE {where} ORDER BY fresh DESC LIMIT %s",  # noqa: S608
            [*values, limit],
        )
        return [Found(*row) for row in cursor.fetchall()]


def newest(question: Question, estimate: int, size: int, rows: Sequence[tuple[str, int]]) -> list[Found]:
    """About the newest `NEWEST` things that match, found month by month without looking at the rest."""
    share = max(estimate, 1) / max(size, 1)
    wanted = NEWEST if question == question.loosely() else sampling.ENOUGH  # of phrases: what must be read
    months, covered = _months(rows, wanted / share)
    level = 0
    while covered * share / SHARE**level > 2 * sampling.ENOUGH:
        level += 1
    return everything(replace(question, months=months, level=level), NEWEST)


def _months(rows: Sequence[tuple[str, int]], wanted: float) -> tuple[tuple[str, ...], int]:
    """The newest months that together hold so many documents, and how many they hold; none: all months."""
    months, covered = [], 0
    for month, number in rows:
        months.append(month)
        covered += number
        if covered >= wanted:
            break
    return (() if len(months) == len(rows) else tuple(months)), covered


def _in_title(question: Question, sample: Sample, size: int, rows: Sequence[tuple[str, int]]) -> list[Found]:
    """What has the words in its title."""
    if not query(question.asked.terms, title=question.title):
        return []
    if sample.is_all:
        return everything(question)
    titles = sampling.sample_for(question, size)
    return everything(question, 2 * NEWEST) if titles.is_all else newest(question, titles.estimate, size, rows)


def _weighed(question: Question, found: Sequence[Found]) -> list[Found]:
    """In the order of their weight."""
    if not found:
        return []
    weights: dict[Key, float] = {}
    with connection.cursor() as cursor:
        for kind in {one.kind for one in found}:
            cursor.execute(
                "SELECT object_id, ts_rank(%s::real[], vector, %s::tsquery) FROM core_searchdocument"
                " WHERE kind = %s AND object_id = ANY(%s)",
                [WEIGHTS, query(question.asked.wanted), kind, [one.object_id for one in found if one.kind == kind]],
            )
            weights |= {(kind, object_id): weight for object_id, weight in cursor.fetchall()}
    now = datetime.now(UTC)
    scored = [replace(one, score=_score(one, weights.get((one.kind, one.object_id), 0.0), now)) for one in found]
    return sorted(scored, key=lambda one: (-one.score, -one.fresh.timestamp(), -one.object_id))


def _score(one: Found, weight: float, now: datetime) -> float:
    age = max(0.0, (now - one.fresh).total_seconds() / 86_400)
    return float(one.tier * TIER + weight + FRESHNESS * 0.5 ** (age / HALF_LIFE))
