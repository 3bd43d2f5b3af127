"""The search that is always there: entries, people, organisations and units."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.parties.domain.acting import acting_for
from samspill.website import figures, queries
from samspill.website.rows import rows

SHOWN = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Every word must be found, in upper or lower case."""
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    if not text:
        return render(request, "website/search.html", {"text": ""})
    entries = queries.matching(queries.listed(acting_for(request.user)), text)
    people, units = queries.people_named(text), queries.units_named(text)
    organisations = queries.organisations_named(text)
    totals = {
        "entries": entries.count(),
        "people": people.count(),
        "organisations": organisations.count(),
        "units": units.count(),
    }
    context = {
        "text": text,
        "rows": rows(queries.with_list_parts(entries)[:SHOWN]),
        "people": people.prefetch_related("affiliations__organisation")[:SHOWN],
        "organisations": organisations.select_related("county")[:SHOWN],
        "units": units[:SHOWN],
        "totals": totals,
        "total": sum(totals.values()),
        "entries_url": figures.entry_list_url(q=text),
    }
    return render(request, "website/search.html", context)
