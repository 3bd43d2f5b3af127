"""The column of facets beside a list: values with counts, each a link to the list it counts.

A page has a hundred of these: put together here, since templates took longer for them than for all the rest.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache
from html import escape

from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markupsafe import Markup

from samspill.core.jinja import texts
from samspill.core.search import FacetCount, Result
from samspill.parties.domain.acting import Acting
from samspill.registry.facets import BY_NAME, FACETS, Facet
from samspill.website.filters import Asked, parameter

TOP = 8
MOST = 500
OPEN = ("kind", "type", "level", "year")
END = "</span></a></li>"
END_OF_NONE = f"0{END}"


def column(asked: Asked, result: Result, acting: Acting, show_all: Collection[str] = ()) -> SafeString:
    """The facets that have something to offer, each folded or open."""
    language, prefix, words = get_language() or "", asked.with_prefix(), texts()
    groups = [
        _group(facet, asked, counts, acting, facet.name in show_all, prefix, language, words)
        for facet in FACETS
        if facet.offered and ((counts := result.facets.get(facet.name, ())) or facet.name in asked.filters)
    ]
    return mark_safe("".join(groups))  # noqa: S308 (texts and addresses are escaped)


def _group(
    facet: Facet,
    asked: Asked,
    counts: Sequence[FacetCount],
    acting: Acting,
    show_all: bool,
    prefix: str,
    language: str,
    _: Callable[..., Markup],
) -> str:
    """A facet with its values; nothing when it has none. A link to all when there are more than are shown."""
    name, chosen = facet.name, asked.filters.get(facet.name, [])
    if facet.order == "new":
        counts = sorted(counts, key=lambda one: one.value, reverse=True)
    shown = counts[: MOST if show_all else TOP]
    by_value = {one.value: one for one in shown}
    wanted = [*by_value]
    if chosen:
        if any(value not in by_value for value in chosen):
            by_value = {one.value: one for one in counts}
        wanted = [*dict.fromkeys([*chosen, *wanted])]
    names = facet.texts(wanted, acting)
    order = [value for value in (names if facet.order == "known" else wanted) if value in names]
    if not order:
        return ""
    values = [(value, names[value], by_value.get(value)) for value in order]
    items = _items(name, values, chosen, asked, prefix, language, _)
    is_open = bool(chosen) or show_all or name in OPEN
    label, more = _label(name, language), ""
    if len(counts) > len(shown):
        url = escape(f"{prefix}{parameter('all', name)}#facet-{name}")
        every = _("Show all %(number)s", number=_localized(len(counts), language))
        more = (
            f'<p class="s-facet__all"><a href="{url}" rel="nofollow">{every}<span class="ds-sr-only"> ({label})</span>'
            "</a></p>"
        )
    return (
        f'<details class="s-facet" id="facet-{name}"{" open" if is_open else ""}>'
        f"<summary>{label}</summary> <ul>{items}</ul>{more}</details>\n"
    )


def _items(
    name: str,
    values: Sequence[tuple[str, str, FacetCount | None]],
    chosen: Collection[str],
    asked: Asked,
    prefix: str,
    language: str,
    _: Callable[..., Markup],
) -> str:
    """Each value with how many entries hold it, linked to the list with it on, or off when it is chosen."""
    begin, about, made = f'<li><a href="{escape(prefix)}', f"{_('about')} ", []
    for value, text, found in values:
        if value in chosen:
            made.append(
                f'<li><a href="{escape(asked.without(name, value))}" rel="nofollow" aria-current="true"><span '
                f'class="s-facet__text"><span class="ds-sr-only">{_("Remove the filter")} </span>{escape(text)}'
                '</span> <span class="s-facet__count">'
            )
        else:
            made.append(begin + _to_add(name, value, text))
        if found is None:
            made.append(END_OF_NONE)
        else:
            count = found.count
            number = str(count) if count < 1000 else _localized(count, language)
            made.append(f"{'' if found.exact else about}{number}{END}")
    return "".join(made)


@lru_cache(maxsize=8192)
def _to_add(name: str, value: str, text: str) -> str:
    """What is the same of a value on all pages: from behind the beginning of its address to where its number stands."""
    return (
        f'{escape(parameter(name, value))}" rel="nofollow"><span class="s-facet__text">{escape(text)}</span> <span '
        'class="s-facet__count">'
    )


@cache
def _label(facet: str, language: str) -> str:
    return escape(str(BY_NAME[facet].label))


@lru_cache(maxsize=8192)
def _localized(number: int, language: str) -> str:
    return localize(number)
