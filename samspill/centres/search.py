"""Centres as documents of the search: those that are shown to everyone."""

from collections.abc import Iterator, Sequence

from samspill.centres.models import Centre
from samspill.core.markdown import to_plain
from samspill.core.prepared import fetch
from samspill.core.search import Document, SearchSource
from samspill.parties.domain.acting import Acting
from samspill.parties.search import names_of, unit_names

SHOWN = "c.is_public"
"""The condition on a centre (c) that anyone may see it."""


def documents(ids: Sequence[int]) -> Iterator[Document]:
    """Public centres by name, scheme, host and partners. Two queries."""
    rows = Centre.objects.filter(pk__in=ids, is_public=True).select_related("scheme", "organisation", "unit")
    for row in rows.prefetch_related("partners__organisation"):
        names = [row.name_nb, row.name_nn, row.name_en, row.scheme.name_nb, row.scheme.name_nn, row.scheme.name_en]
        names += names_of(row.organisation) + (unit_names(row.unit) if row.unit else [])
        names += [name for part in row.partners.all() for name in names_of(part.organisation)]
        texts = (row.description_nb, row.description_nn, row.description_en)
        yield Document(
            object_id=row.pk,
            title=row.name_nb,
            names=[name for name in dict.fromkeys(filter(None, names)) if name != row.name_nb],
            text=" … ".join(to_plain(text) for text in texts if text),
            facets=[f"organisation:{row.organisation.code}", f"scheme:{row.scheme.code}"],
        )


def _after(above: int, limit: int) -> Sequence[int]:
    return list(Centre.objects.filter(pk__gt=above).order_by("pk").values_list("pk", flat=True)[:limit])


def _visible(ids: Sequence[int], acting: Acting | None) -> set[int]:
    statement = f"SELECT c.id FROM centres_centre c WHERE c.id = ANY(%s) AND {SHOWN}"  # noqa: S608 (no user text)
    return {pk for (pk,) in fetch(statement, [list(ids)], once=True)}


SOURCE = SearchSource("centre", documents, _after, lambda acting: [], _visible, models=("centres.Centre",))
