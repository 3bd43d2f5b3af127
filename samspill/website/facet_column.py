"""The column of facets beside a list: values with counts, each a link to the list it counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samspill.core.search import FacetCount, Result
from samspill.parties.domain.acting import Acting
from samspill.registry.facets import FACETS, Facet
from samspill.website.filters import Asked, parameter

TOP = 8
MOST = 500
OPEN = ("kind", "type", "level", "year")


@dataclass(frozen=True)
class Group:
    """A facet with its values as list items; ``all_url`` when there are more than are shown."""

    name: str
    label: str | Promise
    values: SafeString
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
        _items(facet.name, [(value, texts[value], by_value.get(value)) for value in order], chosen, asked, prefix),
        is_open=bool(chosen) or show_all or facet.name in OPEN,
        all_url=f"{prefix}{parameter('all', facet.name)}#facet-{facet.name}" if len(counts) > len(shown) else "",
        total=len(counts),
    )


def _items(
    name: str,
    values: Sequence[tuple[str, str, FacetCount | None]],
    chosen: Collection[str],
    asked: Asked,
    prefix: str,
) -> SafeString:
    """Each value with how many entries hold it, linked to the list with it on, or off when it is chosen.

    A page has a hundred of these: a template takes longer for them than for all the rest.
    """
    about, remove, made = escape(_("about")), escape(_("Remove the filter")), []
    for value, text, found in values:
        if value in chosen:
            url, on = asked.without(name, value), ' aria-current="true"'
            says = f'<span class="ds-sr-only">{remove} </span>{escape(text)}'
        else:
            url, on, says = prefix + parameter(name, value), "", escape(text)
        count = found.count if found else 0
        number = str(count) if count < 1000 else localize(count)
        made.append(
            f'<li><a href="{escape(url)}" rel="nofollow"{on}><span class="s-facet__text">{says}</span> <span '
            f'class="s-facet__count">{about + " " if found and not found.exact else ""}{number}</span></a></li>'
        )
    return mark_safe("".join(made))  # noqa: S308 (texts and addresses are escaped)
