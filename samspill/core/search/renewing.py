"""Documents that an older version of the search made are made anew, by the worker, while the site goes on.

Those that a newer Samspill made, on another machine that is up to date already, are left alone.
"""

from collections import defaultdict

from samspill.core.search import indexing, sources
from samspill.core.search.plans import fetch
from samspill.core.search.version import VERSION

PORTION = 1_000  # documents looked at in one go
OUTDATED = """
    SELECT coalesce(sum(count) FILTER (WHERE facet = name), 0)
        - coalesce(sum(count) FILTER (WHERE substring(facet FROM ' =(\\d+)$')::int >= %s), 0)
    FROM core_searchcount WHERE kind = ANY(%s) AND name = '@' || kind
"""
NEXT = """
    SELECT id, kind, object_id, coalesce(
        (SELECT max(substring(tag FROM '^@[^ ]+ =(\\d+)$')::int) FROM unnest(facets) AS tag), 0
    ) FROM core_searchdocument WHERE id > %s ORDER BY id LIMIT %s
"""


def outdated() -> int:
    """How many documents an older version made. They are found all the same, but for what it did not see in them."""
    [(number,)] = fetch(OUTDATED, [VERSION, list(sources.kinds())])
    return max(0, int(number))


def renew(above: int) -> int | None:
    """Make anew what an older version made among the next so many documents; the last of them, or None at the end."""
    rows = fetch(NEXT, [above, PORTION])
    old: dict[str, list[int]] = defaultdict(list)
    for _pk, kind, object_id, version in rows:
        if version < VERSION:
            old[kind].append(object_id)
    for kind in sorted(old):
        for start in range(0, len(old[kind]), indexing.BATCH):
            indexing.index(kind, sorted(old[kind][start : start + indexing.BATCH]))
    return rows[-1][0] if len(rows) == PORTION else None
