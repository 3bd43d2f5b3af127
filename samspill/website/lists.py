"""A page of the list of entries, and the ways to its neighbours.

Places in a list are cursors, not numbers: the last page costs what the first does, and an entry that is published
meanwhile moves nothing. Only the best hits of words are paged by number: there are never more of them than can be read.
"""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core.search import Result, search
from samspill.core.search.orders import END, is_place
from samspill.parties.domain.acting import Acting
from samspill.registry.facets import OFFERED
from samspill.website.filters import Asked, completed, left_out, parameter
from samspill.website.rows import Seen

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


def find(asked: Asked, given: QueryDict, acting: Acting, seen: Seen) -> Result:
    """The entries that the address asks for, with the counts of all facets; the first page when its place is broken."""
    after, before = given.get("after", ""), given.get("before", "")
    by_number = asked.sort == "best"
    if (after or before) and (by_number or not is_place(after or before, asked.sort)):
        asked.problems.append(
            _("This place in the list cannot be read, or belongs to another list. Here is the beginning.")
        )
        after = before = ""
    result = search(
        asked.text,
        kinds=["entry"],
        filters=asked.filters,
        facets=OFFERED,
        audience=acting,
        per_page=PAGE_SIZE,
        page=_number(given.get("page", "")) if by_number else 1,
        after=after,
        before=before,
        order=asked.sort,
        visible=seen,
    )
    asked.problems += [*left_out(result), *completed(result)]
    return result


def pages(asked: Asked, result: Result) -> Pages:
    """The ways onward and back: by number among the best hits, which end somewhere, else by place."""
    prefix = asked.with_prefix()
    start = prefix.rstrip("?&") or "?"
    if asked.sort == "best":
        here, last = result.page, result.pages
        return Pages(
            first=start if here > 1 else "",
            previous=(prefix + parameter("page", str(here - 1)) if here > 2 else start) if here > 1 else "",
            next=prefix + parameter("page", str(here + 1)) if here < last else "",
            last=prefix + parameter("page", str(last)) if here < last else "",
        )
    return Pages(
        first=start if result.previous else "",
        previous=prefix + parameter("before", result.previous) if result.previous else "",
        next=prefix + parameter("after", result.next) if result.next else "",
        last=prefix + parameter("before", END) if result.next else "",
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def sorts(asked: Asked) -> list[Sort]:
    """The orders to choose from, each with the list in that order."""
    plain = [own for own, (name, _value) in zip(asked.written, asked.pairs, strict=True) if name != "sort"]
    return [
        Sort(
            text,
            "?" + "&".join(plain if code == asked.usual_sort else [*plain, parameter("sort", code)]),
            code == asked.sort,
        )
        for code, text in asked.sorts
    ]


def total_text(result: Result) -> str:
    """How many there are, in words; "about" when it is an estimate."""
    number = localize(result.total)
    if not result.total_is_exact:
        return _("about %(number)s entries") % {"number": number}
    return ngettext("%(number)s entry", "%(number)s entries", result.total) % {"number": number}
