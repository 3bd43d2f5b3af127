"""Published reports as documents of the search: the newest edition of each year.

They are found by their title, their year and what they are of. What they tell is found by the entries themselves.
"""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils import translation

from samspill.core.prepared import fetch
from samspill.core.search import Document, SearchSource
from samspill.parties.domain.acting import Acting
from samspill.parties.search import names_of
from samspill.reports.content import title
from samspill.reports.models import Edition
from samspill.reports.queries import editions

SHOWN = """
    e.published_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM reports_edition n WHERE n.published_at IS NOT NULL AND n.year = e.year AND n.number > e.number
            AND n.register_id IS NOT DISTINCT FROM e.register_id AND n.unit_id IS NOT DISTINCT FROM e.unit_id)
"""
"""The condition on an edition (e) that it is found: it is the newest of its year."""


def documents(ids: Sequence[int]) -> Iterator[Document]:
    """The newest published editions among these. Two queries; what is in them is not read."""
    for row in editions().filter(pk__in=_visible(ids, None)):
        subject, names = row.subject, [*names_of(row.subject.organisation)]
        titles = []
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                titles.append(f"{title(row.year)}: {subject.name}")
        yield Document(
            object_id=row.pk,
            title=titles[0],
            names=list(dict.fromkeys([*titles[1:], str(row.year), *names])),
            facets=[f"year:{row.year}", f"{'register' if row.register_id else 'unit'}:{subject.code}"],
            fresh=row.published_at,
        )


def _after(above: int, limit: int) -> Sequence[int]:
    return list(Edition.objects.filter(pk__gt=above).order_by("pk").values_list("pk", flat=True)[:limit])


def _visible(ids: Sequence[int], acting: Acting | None) -> set[int]:
    statement = f"SELECT e.id FROM reports_edition e WHERE e.id = ANY(%s) AND {SHOWN}"  # noqa: S608 (no user text)
    return {pk for (pk,) in fetch(statement, [list(ids)], once=True)}


SOURCE = SearchSource("report", documents, _after, lambda acting: [], _visible, models=("reports.Edition",))
