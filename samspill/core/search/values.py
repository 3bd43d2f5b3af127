"""How many of what a search found have some values of facets: those that a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from samspill.core.prepared import fetch
from samspill.core.search import sampling
from samspill.core.search.contract import FacetCount, Result
from samspill.core.search.known import about
from samspill.core.search.parsing import Asked
from samspill.core.search.questions import question
from samspill.core.search.sampling import Sample


@dataclass(frozen=True)
class Counted:
    """``total`` is how many were found, counted better than the search did where that had to estimate."""

    total: int
    values: dict[str, FacetCount]


def count_values(result: Result, values: Sequence[str], *, kind: str, audience: Any = None) -> Counted:
    """The number of a search for one kind without filters, and of those that have each value ("name:value").

    Counting all values of a facet takes longer. One statement.
    """
    asking = question(Asked(result.terms), [kind], None, audience)
    sample = Sample(sampling.level_for(result.total), result.total)
    if len(result.hits) == result.total:
        where, held = "kind = %s AND object_id = ANY(%s)", list[Any]((kind, result.ids))
    else:
        where, held = replace(asking, level=sample.level).where()
    rows = fetch(
        f"""
        SELECT * FROM (
            WITH hits AS MATERIALIZED (SELECT facets FROM core_searchdocument WHERE {where})
            SELECT '' AS facet, count(*) AS number FROM hits UNION ALL
            SELECT facet, count(*) FROM hits, unnest(facets) AS facet WHERE facet = ANY(%s) GROUP BY facet
        ) counted
        """,  # noqa: S608 (no user text)
        [*held, list(values)],
    )
    numbers: dict[str, int] = dict(rows)
    number = numbers.pop("") * sample.times
    total = result.total if result.total_is_exact else about(max(number, len(result.hits)))
    return Counted(
        total,
        {
            facet: FacetCount(facet, count if sample.is_all else about(count * sample.times), exact=sample.is_all)
            for facet, count in numbers.items()
        },
    )
