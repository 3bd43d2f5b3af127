"""A page of the list of entries, and the ways to its neighbours.

Places in a list are cursors, not numbers: the last page costs what the first does, and an entry that is published
meanwhile moves nothing.
"""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core.search import Result, search
from samspill.parties.domain.acting import Acting
from samspill.registry.facets import OFFERED
from samspill.website.filters import Asked, parameter

PAGE_SIZE = 20


@dataclass(frozen=True)
class Pages:
    """Addresses of the pages around this one; empty where there is none."""

    first: str = ""
    previous: str = ""
    next: str = ""
    last: str = ""


@dataclass(frozen=True)
class Sort:
    """An order to choose."""

    text: str | Promise
    url: str
    chosen: bool


def find(asked: Asked, given: QueryDict, acting: Acting) -> Result:
    """The entries that the address asks for, with the counts of all facets; the first page when its place is broken."""
    return search(
        asked.text,
        kinds=["entry"],
        filters=asked.filters,
        facets=OFFERED,
        audience=acting,
        per_page=PAGE_SIZE,
        after=given.get("after", ""),
        before=given.get("before", ""),
        newest_first=asked.sort == "newest",
    )


def pages(asked: Asked, result: Result) -> Pages:
    """The ways onward and back."""
    prefix = asked.with_prefix()
    return Pages(
        first=prefix.rstrip("?&") or "?" if result.previous else "",
        previous=prefix + parameter("before", result.previous) if result.previous else "",
        next=prefix + parameter("after", result.next) if result.next else "",
        last="",
    )


def sorts(asked: Asked) -> list[Sort]:
    """The orders to choose from, each with the list in that order."""
    plain = [pair for pair in asked.pairs if pair[0] != "sort"]
    return [
        Sort(text, "?" + urlencode(plain if code == asked.usual_sort else [*plain, ("sort", code)]), code == asked.sort)
        for code, text in asked.sorts
    ]


def total_text(result: Result) -> str:
    """How many there are, in words; "about" when it is an estimate."""
    number = localize(result.total)
    if not result.total_is_exact:
        return _("about %(number)s entries") % {"number": number}
    return ngettext("%(number)s entry", "%(number)s entries", result.total) % {"number": number}
