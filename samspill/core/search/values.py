"""How many of what a search found have some values of facets: those that a page shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from samspill.core.search import probing, sampling
from samspill.core.search.asking import question
from samspill.core.search.contract import FacetCount, Result
from samspill.core.search.known import about
from samspill.core.search.parsing import Asked
from samspill.core.search.plans import ask
from samspill.core.search.questions import TELLING, Question
from samspill.core.search.sampling import Sample


@dataclass(frozen=True)
class Counted:
    """``total`` is how many were found, counted better than the search did where that had to estimate."""

    total: int
    values: dict[str, FacetCount]


def ask_values(
    result: Result, values: Sequence[str], *, kind: str, audience: Any = None
) -> Callable[[], Counted]:  # fmt: skip
    """Asks for the number of a search for one kind without filters, and of those that have each value ("name:value").

    What it gives waits for the answer. Counting all values of a facet takes longer. One statement, or none where the
    process holds a sample that tells.
    """
    asking = question(Asked(result.terms), [kind], None, audience)
    if told := _told(result, asking, values):
        return lambda: told
    sample = Sample(sampling.level_for(result.total), result.total)
    if len(result.hits) == result.total:
        where, held = "kind = %s AND object_id = ANY(%s)", list[Any]((kind, result.ids))
    else:
        where, held = replace(asking, level=sample.level).where()
    among = [list(values), *held, list(values)]
    counts = "SELECT facet, count(*) FROM hits, unnest(facets) AS facet WHERE facet = ANY(%s) GROUP BY facet"
    if not result.total_is_exact:
        counts += f" UNION ALL SELECT '', count(*) FROM core_searchdocument WHERE {where}"  # noqa: S608 (no user text)
        among += held
    rows = ask(  # only those that have one of the values are read
        "SELECT * FROM (WITH hits AS MATERIALIZED (SELECT facets FROM core_searchdocument"  # noqa: S608 (no user text)
        f" WHERE facets && %s::text[] AND {where}) {counts}) counted",
        among,
    )
    return lambda: _counted(dict(rows()), result, sample)


def _counted(numbers: dict[str, int], result: Result, sample: Sample) -> Counted:
    number = numbers.pop("", 0) * sample.times
    total = result.total if result.total_is_exact else about(max(number, len(result.hits)))
    return Counted(
        total,
        {
            facet: FacetCount(facet, count if sample.is_all else about(count * sample.times), exact=sample.is_all)
            for facet, count in numbers.items()
        },
    )


def _told(result: Result, asking: Question, values: Sequence[str]) -> Counted | None:
    """The same from the sample that the process holds, where enough of it matches; not of quoted phrases."""
    if result.total_is_exact or asking.has_phrases or not (held := probing.held(asking)):
        return None
    hits = held.matching(asking)
    number = hits.bit_count()
    if number < TELLING:
        return None
    found = {value: (hits & held.bits.get(value, 0)).bit_count() * held.times for value in values}
    return Counted(
        about(max(number * held.times, len(result.hits))),
        {value: FacetCount(value, about(count), exact=False) for value, count in found.items() if count},
    )
