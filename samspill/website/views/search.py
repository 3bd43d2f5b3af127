"""The search that is always there: entries and what is around them, and who works on what was searched for."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import jinja, strange
from samspill.core.search import Loosened, Result, as_typed, complete, is_address, loosen, probe, suggestion, that_find
from samspill.core.search import search as find
from samspill.core.search.norwegian import COMMON, apart
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry.facets import BY_NAME
from samspill.website import figures, frame, typed_addresses
from samspill.website.filters import completed, cut, left_out, words_of
from samspill.website.found import KINDS, Around, groups
from samspill.website.kept_lists import kept_for_strangers
from samspill.website.lists import total_text
from samspill.website.offers import offers
from samspill.website.rows import rows_of
from samspill.website.templatetags.row_list import row_list
from samspill.website.who import Seen, best_behind, who_works_on

SHOWN = 10
WEIGHED = 50  # hits whose units and people are weighed
OTHERS = 6  # of each of units, people and organisations
LOOKED_AT = 100  # of them together, to find the best of each
NOTHING_ASKED = frozenset({"only_excluded", "no_words"})
"""Notes of a search without a word to be found: how to search is told, and not that nothing was found."""
NOT_INDEXED = mark_safe('<meta name="robots" content="noindex">')


@require_safe
@kept_for_strangers
def search(request: HttpRequest) -> HttpResponse:
    """One box, and what was found in groups. With a filter in the address it is the list that is asked for."""
    if not BY_NAME.keys().isdisjoint(request.GET):
        return redirect(f"{reverse('website:entry_list')}?{request.GET.urlencode()}")
    text = words_of(request.GET)
    acting = acting_for(request.user)
    found = _found(text, acting) if text else {}
    if text and not found["found_any"] and (meant := typed_addresses.page_of(text, acting)):
        return redirect(meant)
    offered = offers(text, acting)
    if text and not found["found_any"] and not offered:
        found |= _loosely(text, acting, found["result"].suggestion) or _one_by_one(found, acting)
    if offered and not found["found_any"]:  # which tell better what was meant than a word that is alike, or one by one
        found |= {"result": replace(found["result"], suggestion=""), "single_words": [], "parts": []}
    context = {"text": text, **found, "offers": offered}
    context["problems"] = [
        *cut(request.GET),
        *strange.told(strange.names(request.GET, BY_NAME)),
        *context.get("problems", ()),
    ]
    filled = {
        "title": _("Search for “%(text)s”") % {"text": text} if text else _("Search"),
        "robots": NOT_INDEXED,
        "main": jinja.render("website/search_main.html", context),
    }
    return frame.page(request, filled, section="")


def _found(text: str, acting: Acting) -> dict[str, Any]:
    seen = Seen(acting, rows=SHOWN)
    first, beside = probe(text, [["entry"], KINDS], audience=acting)
    result = find(
        text, kinds=["entry"], audience=acting, per_page=WEIGHED, explained=SHOWN, suggesting=False, visible=seen,
        probed=first,
    )  # fmt: skip
    best = best_behind(result, seen)  # is looked for while the rows are put together, and so on
    rows = rows_of(result, most=SHOWN, seen=seen)
    counted = who_works_on(best(), result, text, acting)
    listed, who = row_list(rows, 3), counted()
    around = Around(acting, most=OTHERS)
    others = find(
        text, kinds=KINDS, audience=acting, per_page=LOOKED_AT, explained=0, visible=around, probed=beside
    )  # fmt: skip
    meant = suggestion(text, kinds=[["entry"], KINDS], found=[result.total, others.total], audience=acting)
    result = replace(result, total=who.total, suggestion=meant)
    return {
        "problems": [*left_out(result), *completed(result, others)],
        "result": result,
        "total": total_text(result),
        "rows": listed,
        "more": result.total > len(rows),
        "who": who,
        "groups": groups(others, around),
        "asks": NOTHING_ASKED.isdisjoint(result.notes),
        "found_any": bool(result.hits or others.hits),
        "single_words": _single_words(text, result),
        "parts": _parts(result),
        "entries_url": figures.entry_list_url(q=text),
    }


def _loosely(text: str, acting: Acting, suggested: str) -> dict[str, Any]:
    """What some of the words find, when all of them find nothing."""
    tried = (loosen(text, kinds=kinds, audience=acting) for kinds in (["entry"], KINDS))
    loosened = next(filter(None, tried), Loosened())
    if not loosened:
        return {}
    found = _found(loosened.text, acting)
    if not found["found_any"]:
        return {}
    return found | {"loosened": loosened, "result": replace(found["result"], suggestion=suggested)}


def _one_by_one(found: dict[str, Any], acting: Acting) -> dict[str, Any]:
    """Of the words that may be searched for one by one those that find something."""
    return {
        key: that_find(found[key], kinds=[["entry"], KINDS], audience=acting) for key in ("single_words", "parts")
    }  # fmt: skip


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Ways to go on typing, for the box that completes; the same for everyone."""
    response = JsonResponse({"suggestions": complete(request.GET.get("q", "")[:200], limit=8)})
    response["Cache-Control"] = "public, max-age=60"
    return response


def _single_words(text: str, result: Result) -> list[str]:
    """The words one by one, when together they find nothing; not those of an address."""
    if is_address(text):
        return []
    wanted = [as_typed(text, term) for term in result.terms if not term.excluded]
    return wanted if len(wanted) > 1 else []


def _parts(result: Result) -> list[str]:
    """What a compound that stands nowhere is made of."""
    wanted = [term for term in result.terms if not term.excluded and not term.phrase]
    return [part for part in apart(wanted[0].text) if part not in COMMON] if len(wanted) == 1 else []
