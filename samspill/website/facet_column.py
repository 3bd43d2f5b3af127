"""The column of facets beside a list: values with counts, each a link to the list it counts."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from samspill.core.search import FacetCount, Result
from samspill.parties.domain.acting import Acting
from samspill.registry.facets import FACETS, Facet
from samspill.website.filters import Asked, parameter

TOP = 8
MOST = 500
OPEN = ("kind", "type", "level", "year")


@dataclass(frozen=True)
class Value:
    """A value with how many entries hold it; ``url`` turns it on, or off when it is ``chosen``."""

    text: str
    count: int | None
    is_exact: bool
    chosen: bool
    url: str


@dataclass(frozen=True)
class Group:
    """A facet with its values; ``all_url`` when there are more than are shown."""

    name: str
    label: str | Promise
    values: list[Value]
    is_open: bool
    all_url: str = ""
    total: int = 0


def column(asked: Asked, result: Result, acting: Acting, show_all: Collection[str] = ()) -> list[Group]:
    """The facets that have something to offer. One query for each of register, unit and partner."""
    groups = (_group(facet, asked, result, acting, facet.name in show_all) for facet in FACETS if facet.offered)
    return [group for group in groups if group.values]


def _group(facet: Facet, asked: Asked, result: Result, acting: Acting, show_all: bool) -> Group:
    counts = result.facets.get(facet.name, ())
    chosen = asked.filters.get(facet.name, [])
    if facet.order == "new":
        counts = tuple(sorted(counts, key=lambda one: one.value, reverse=True))
    shown = counts[: MOST if show_all else TOP]
    by_value = {one.value: one for one in counts}
    wanted = [*dict.fromkeys([*chosen, *(one.value for one in shown)])]
    texts = facet.texts(wanted, acting) if wanted else {}
    order = [value for value in (texts if facet.order == "known" else wanted) if value in texts]
    prefix = asked.with_prefix()
    return Group(
        facet.name,
        facet.label,
        [
            _value(facet.name, value, texts[value], by_value.get(value), value in chosen, asked, prefix)
            for value in order
        ],
        is_open=bool(chosen) or show_all or facet.name in OPEN,
        all_url=f"{prefix}{parameter('all', facet.name)}#facet-{facet.name}" if len(counts) > len(shown) else "",
        total=len(counts),
    )


def _value(
    name: str, value: str, text: str, count: FacetCount | None, chosen: bool, asked: Asked, prefix: str
) -> Value:
    url = asked.without(name, value) if chosen else prefix + parameter(name, value)
    return Value(text, count.count if count else 0, count.exact if count else True, chosen, url)
