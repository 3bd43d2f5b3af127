"""The column of facets beside a list: values with counts, each a link to the list it counts.

A page has a hundred of these: put together here, since templates took longer for them than for all the rest.
"""

from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from html import escape

from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from samspill.core.jinja import texts
from samspill.core.search import FacetCount, Result
from samspill.parties.domain.acting import Acting
from samspill.registry.facets import BY_NAME, FACETS, Facet
from samspill.website.filters import Asked, parameter

TOP = 8
MOST = 500
OPEN = ("kind", "type", "level", "year")


def column(asked: Asked, result: Result, acting: Acting, show_all: Collection[str] = ()) -> SafeString:
    """The facets that have something to offer, each folded or open."""
    prefix = asked.with_prefix()
    groups = [_group(facet, asked, result, acting, facet.name in show_all, prefix) for facet in FACETS if facet.offered]
    return mark_safe("".join(groups))  # noqa: S308 (texts and addresses are escaped)


def _group(facet: Facet, asked: Asked, result: Result, acting: Acting, show_all: bool, prefix: str) -> str:
    """A facet with its values; nothing when it has none. A link to all when there are more than are shown."""
    counts = result.facets.get(facet.name, ())
    chosen = asked.filters.get(facet.name, [])
    if facet.order == "new":
        counts = tuple(sorted(counts, key=lambda one: one.value, reverse=True))
    shown = counts[: MOST if show_all else TOP]
    by_value = {one.value: one for one in (counts if chosen else shown)}
    wanted = [*dict.fromkeys([*chosen, *(one.value for one in shown)])]
    names = facet.texts(wanted, acting) if wanted else {}
    order = [value for value in (names if facet.order == "known" else wanted) if value in names]
    if not order:
        return ""
    items = _items(facet.name, [(value, names[value], by_value.get(value)) for value in order], chosen, asked, prefix)
    is_open = bool(chosen) or show_all or facet.name in OPEN
    label, more = _label(facet.name, get_language() or ""), ""
    if len(counts) > len(shown):
        _ = texts()
        url = escape(f"{prefix}{parameter('all', facet.name)}#facet-{facet.name}")
        every = _("Show all %(number)s", number=_localized(len(counts), get_language() or ""))
        more = (
            f'<p class="s-facet__all"><a href="{url}" rel="nofollow">{every}<span class="ds-sr-only"> ({label})</span>'
            "</a></p>"
        )
    return (
        f'<details class="s-facet" id="facet-{facet.name}"{" open" if is_open else ""}>'
        f"<summary>{label}</summary> <ul>{items}</ul>{more}</details>\n"
    )


def _items(
    name: str,
    values: Sequence[tuple[str, str, FacetCount | None]],
    chosen: Collection[str],
    asked: Asked,
    prefix: str,
) -> str:
    """Each value with how many entries hold it, linked to the list with it on, or off when it is chosen."""
    language = get_language() or ""
    _ = texts()
    about, before, made = f"{_('about')} ", escape(prefix), []
    for value, text, found in values:
        if value in chosen:
            url, on = escape(asked.without(name, value)), ' aria-current="true"'
            says = f'<span class="ds-sr-only">{_("Remove the filter")} </span>{escape(text)}'
        else:
            url, on, says = before + _parameter(name, value), "", _escaped(text)
        count = found.count if found else 0
        number = str(count) if count < 1000 else _localized(count, language)
        made.append(
            f'<li><a href="{url}" rel="nofollow"{on}><span class="s-facet__text">{says}</span> <span '
            f'class="s-facet__count">{about if found and not found.exact else ""}{number}</span></a></li>'
        )
    return "".join(made)


@cache
def _label(facet: str, language: str) -> str:
    return escape(str(BY_NAME[facet].label))


@lru_cache(maxsize=8192)
def _parameter(name: str, value: str) -> str:
    return escape(parameter(name, value))


@lru_cache(maxsize=8192)
def _localized(number: int, language: str) -> str:
    return localize(number)


@lru_cache(maxsize=8192)
def _escaped(text: str) -> str:
    return escape(text)
