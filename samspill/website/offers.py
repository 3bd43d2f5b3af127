"""Filters that somebody may have meant by words of a search, each as a link to the list that it leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from samspill.core.jinja import url
from samspill.core.search import search
from samspill.parties.domain.acting import Acting
from samspill.registry.facets import BY_NAME
from samspill.registry.meant import Meant, meant, without
from samspill.website.filters import Asked
from samspill.website.lists import total_text

MOST = 4


@dataclass(frozen=True)
class Offer:
    """``text`` says what the filters are, ``words`` what is still searched for, ``total`` how many there are."""

    text: str
    words: str
    url: str
    total: str


def offers(
    text: str, acting: Acting, filters: Mapping[str, Sequence[str]] | None = None, sort: str = ""
) -> list[Offer]:  # fmt: skip
    """All that was meant at once, when that leaves something, and each by itself. Two queries each, mostly none.

    ``filters`` are those that are on already: they stay, but for those of which another value is typed. ``sort``: the
    order that is chosen, which stays too.
    """
    every = meant(text)[:MOST]
    if not every:
        return []
    tried = ([every] if len(every) > 1 else []) + [[one] for one in every]
    made = (_offer(text, some, filters or {}, sort, acting) for some in tried)
    return [one for one in made if one]


def _offer(
    text: str, some: Sequence[Meant], filters: Mapping[str, Sequence[str]], sort: str, acting: Acting
) -> Offer | None:  # fmt: skip
    asked = {one.facet for one in some}
    chosen = {name: [*values] for name, values in filters.items() if name not in asked}
    said: dict[str, list[str]] = {}
    for one in some:
        names = ", ".join(_said(one, acting))
        if one.formerly:
            names = _("%(names)s (formerly %(name)s)") % {"names": names, "name": one.formerly}
        said.setdefault(one.facet, []).append(names)
        own = chosen.setdefault(one.facet, [])
        own += [value for value in one.values if value not in own]
    words = without(text, some)
    found = search(words, kinds=["entry"], filters=chosen, audience=acting, per_page=1, explained=0)
    if not found.total:
        return None
    by = Asked(words, sort=sort).chosen_sort
    pairs = chain([("q", words)] if words else [], chosen.items(), [("sort", by)] if by else [])
    address = f"{url('website:entry_list')}?{urlencode([*pairs], doseq=True)}"
    said_of = (f"{BY_NAME[name].label}: {', '.join(dict.fromkeys(values))}" for name, values in said.items())
    return Offer(" · ".join(said_of), words, address, total_text(found))


def _said(one: Meant, acting: Acting) -> list[str]:
    """What the values are called; of several years the first and last, of several levels their short names."""
    names = BY_NAME[one.facet].texts(one.values, acting)
    shown = [str(names[value]) for value in one.values if value in names]
    if one.facet == "year" and len(shown) > 1:
        return [f"{shown[0]}–{shown[-1]}"]
    return [name.partition(":")[0] for name in shown] if one.facet == "level" and len(shown) > 1 else shown
