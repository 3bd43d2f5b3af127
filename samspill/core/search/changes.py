"""Whether what can be found is still what it was: for answers that are kept (docs/adr/0037).

Whoever changes a row that the search shows leaves a row in the queue, in the same transaction; whoever takes that from
the queue counts a change of its kind, in the same transaction too. So one look tells both that nothing waits and
that nothing has been written since. Each count is a row that is written anew: where it lies (ctid) and which
transaction wrote it (xmin) never come back, also when counts begin anew.
"""

from collections.abc import Collection
from contextvars import ContextVar

from django.db import connection

from samspill.core.search import sources
from samspill.core.search.plans import fetch

NAME = "@changes"
"""Of the counts of changes, among those of facets."""
SHOWN = "shown"
"""Kind in the queue of what is no document but is shown beside what was found: addresses of units, and the like."""
WRITTEN = """
    SELECT string_agg(concat(kind, ctid, xmin), ' ' ORDER BY kind) FROM core_searchcount
        WHERE kind = ANY(%s) AND name = %s
"""
STAMP = f"SELECT ({WRITTEN}), EXISTS (SELECT FROM core_searchqueue LIMIT 1)"  # noqa: S608 (no user text)
seen: ContextVar[str | None] = ContextVar("seen", default=None)
"""The stamp, where whoever asks has just looked: what is kept with it still holds."""


def note(kind: str) -> None:
    """Documents of a kind, or what is shown with them, have been written. Last in a transaction: others wait for it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO core_searchcount (kind, public, name, facet, count) VALUES (%s, FALSE, %s, %s, 1)
            ON CONFLICT (kind, public, facet) DO UPDATE SET count = core_searchcount.count %% 1000000 + 1
            """,
            [kind, NAME, NAME],
        )


def kinds() -> set[str]:
    """All that this Samspill takes from the queue."""
    return {*sources.kinds(), SHOWN}


def stamp() -> str | None:
    """The same as long as every search finds and shows the same; None while something waits to be indexed. One query.

    Whose eyes something is for, and what day it is, are not in it.
    """
    [(found, waits)] = fetch(STAMP, [[*sources.kinds(), SHOWN], NAME])
    return None if waits else found or ""


def stamp_of(kinds: Collection[str]) -> str | None:
    """The part of the stamp that has just been `seen` that tells of these kinds; None when nobody has looked."""
    found = seen.get()
    return None if found is None else part_of(found, kinds)


def part_of(stamp: str, kinds: Collection[str]) -> str:
    """The part of a stamp that tells of these kinds."""
    return " ".join(one for one in stamp.split(" ") if one.split("(", 1)[0] in kinds)
