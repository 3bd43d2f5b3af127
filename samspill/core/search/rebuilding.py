"""Making the whole index anew, and telling how it stands: for operators."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Count, Min
from django.utils import timezone

from samspill.core.models import SearchDocument, SearchQueue, SearchWord
from samspill.core.search import changes, indexing, sources
from samspill.core.search.renewing import outdated

PORTION = 500


def rebuild(kinds: list[str] | None = None, tell: Callable[[str, int], None] = lambda kind, done: None) -> int:
    """Make all documents of the kinds (all kinds) anew while the search goes on; returns how many things were read.

    What should not be there is taken out, words and counts are learnt anew. May be stopped and begun again.
    """
    chosen = kinds or list(sources.kinds())
    if not kinds:
        SearchWord.objects.all().delete()
    done = 0
    for kind in chosen:
        of_kind = 0
        for ids in _portions(kind):
            indexing.index(kind, ids, learn_all=not kinds)
            of_kind += len(ids)
            tell(kind, of_kind)
        done += of_kind
    recount()
    return done


def _portions(kind: str) -> Iterator[list[int]]:
    """All ids that the source knows, and those that only the index knows, in rising order."""
    above = 0
    while True:
        ids = list(sources.source(kind).all_ids(above, PORTION))
        indexed = SearchDocument.objects.filter(kind=kind, object_id__gt=above).order_by("object_id")
        indexed = indexed.filter(object_id__lte=ids[-1]) if len(ids) == PORTION else indexed
        together = sorted({*ids, *indexed.values_list("object_id", flat=True)})
        for start in range(0, len(together), PORTION):
            yield together[start : start + PORTION]
        if len(ids) < PORTION:
            return
        above = ids[-1]


@transaction.atomic
def recount() -> None:
    """Count the facets of all documents anew; whoever indexes meanwhile waits and then adds to it."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_searchcount IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM core_searchcount WHERE name <> %s", [changes.NAME])
        cursor.execute(
            """
            INSERT INTO core_searchcount (kind, public, name, facet, count)
            SELECT kind, public, split_part(facet, CASE WHEN facet LIKE '@%' THEN ' ' ELSE ':' END, 1), facet, count(*)
            FROM core_searchdocument, unnest(facets) AS facet GROUP BY kind, public, facet ORDER BY 1, 3, 2, 4
            """
        )
    for kind in sorted(sources.kinds()):
        changes.note(kind)


@dataclass(frozen=True)
class State:
    """How the index stands: documents by kind, how much waits and since when, and how many words are known.

    ``outdated``: documents of an older version, which the worker makes anew.
    """

    documents: dict[str, int]
    waiting: int
    waits_for: timedelta | None
    words: int
    outdated: int


def state() -> State:
    """Read anew at each call."""
    counted = dict(SearchDocument.objects.values_list("kind").annotate(Count("pk")).order_by("kind"))
    queue = SearchQueue.objects.aggregate(waiting=Count("pk"), since=Min("at"))
    since = queue["since"]
    return State(
        documents={kind: counted.get(kind, 0) for kind in sources.kinds()},
        waiting=queue["waiting"],
        waits_for=timezone.now() - since if since else None,
        words=SearchWord.objects.count(),
        outdated=outdated(),
    )
