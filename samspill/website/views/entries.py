"""The list of entries, and an entry's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from samspill.core import jinja
from samspill.core.policy import require
from samspill.core.search import Result, loosen
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry import policies
from samspill.registry.shown import is_tombstone
from samspill.website import entry_html, entry_record, filters, frame, kept_pages, lists, page_version, shared_pages
from samspill.website import entry_page as page
from samspill.website.entry_record import EntryRecord
from samspill.website.facet_column import column
from samspill.website.kept_lists import kept_for_strangers
from samspill.website.offers import offers
from samspill.website.rows import Seen, rows_of
from samspill.website.templatetags.row_list import row_list

NOT_INDEXED = mark_safe('<meta name="robots" content="noindex, follow">')


@require_safe
@kept_for_strangers
def entry_list(request: HttpRequest) -> HttpResponse:
    """All entries with filters in the address, a page at a time."""
    acting = acting_for(request.user)
    asked = filters.read(request.GET, acting)
    result = lists.find(asked, request.GET, acting, seen := Seen(acting))
    query = "" if not (given := request.GET.urlencode()) else f"?{given}"
    title = _("Innovations, activities and results")
    context = {
        "title": title,
        "asked": asked,
        "offers": offers(asked.text, acting, asked.filters, asked.chosen_sort) if asked.text else [],
        **_loosened(asked, result, acting),
        "active": asked.active,
        "result": result,
        "total": lists.total_text(result),
        "rows": row_list(rows_of(result, seen=seen), 2),
        "facets": column(asked, result, acting, request.GET.getlist("all")),
        "pages": lists.pages(asked, result),
        "words": {"first": pgettext("page", "First"), "last": pgettext("page", "Last")},
        "sorts": lists.sorts(asked),
        "export": f"?{'&'.join(asked.written)}" if asked.written else "",
    }
    filled = {
        "title": title,
        "robots": NOT_INDEXED if asked.pairs or result.previous else "",
        "alternates": frame.feed_link(query),
        "main": jinja.render("website/list_main.html", context),
    }
    return frame.page(request, filled, section="entries")


def _loosened(asked: filters.Asked, result: Result, acting: Acting) -> dict[str, object]:
    """Where all words together find nothing: those of them that do, and the list of it."""
    nothing: dict[str, object] = {"loosened": None, "loosened_url": ""}
    if result.hits or not asked.text:
        return nothing
    found = loosen(asked.text, kinds=["entry"], filters=asked.filters, audience=acting)
    if not found:
        return nothing
    rest = [own for own, (name, _value) in zip(asked.written, asked.pairs, strict=True) if name != "q"]
    return {"loosened": found, "loosened_url": "?" + "&".join([filters.parameter("q", found.text), *rest])}


@require_safe
def entry(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    """An entry's page; for strangers it is kept ready as long as it holds."""
    if kept_pages.is_for_everyone(request):
        return _for_everyone(request, public_id, slug)
    record = entry_record.read(public_id)
    if record is None:
        raise Http404
    return _entry(request, record, slug, for_everyone=False)


def _for_everyone(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """The page from this process, from the table of all processes, or made and kept in both."""
    path = request.path
    if kept := kept_pages.find(path, public_id):
        return kept
    version, where = page_version.version(), shared_pages.spot(path, entry_html.TEMPLATE)
    if where and (shared := shared_pages.find(where, public_id)):
        stamp, content = shared
        response = HttpResponse(content)
        kept_pages.keep(path, stamp, version, response)
        return response
    record = entry_record.read(public_id)
    if record is None:
        raise Http404
    response = _entry(request, record, slug, for_everyone=True)
    if kept_pages.may_be_kept(response) and version == page_version.version():
        kept_pages.keep(path, record.stamp, version, response)
        if where:
            return shared_pages.to_keep(response, where, public_id, record.stamp)
    return response


def _entry(request: HttpRequest, record: EntryRecord, slug: str, *, for_everyone: bool) -> HttpResponse:
    """Another tail than today's title leads there, once the reader is known to have access."""
    found = record.entry
    acting = acting_for(request.user)
    if acting.is_known:
        record.hold()
    if is_tombstone(found):
        tombstone = {
            "section": "entries",
            "entry": found,
            "may_see_history": acting.is_known and policies.may_see_history(acting, found),
        }
        return render(request, "website/tombstone.html", tombstone, status=410)
    require(policies.may_see(acting, found))
    if slug != found.slug:
        return redirect("website:entry", public_id=found.public_id, slug=found.slug, permanent=True)
    if for_everyone and found.is_public:
        return HttpResponse(entry_html.for_strangers(request.path, record))
    return render(request, entry_html.TEMPLATE, entry_html.parts(page.entry_page(record, acting)))
