"""Registers: a centre's or unit's collection, with its figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Kind
from samspill.website import figures, queries
from samspill.website.linked_data import register_data
from samspill.website.register_charts import readiness_charts, types_charts
from samspill.website.rows import rows

NEWEST = 10


@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """All registers that the reader may see."""
    shown = queries.registers_shown(acting_for(request.user)).select_related("organisation", "unit")
    return render(request, "website/register_list.html", {"section": "registers", "registers": shown})


@require_safe
def register(request: HttpRequest, code: str) -> HttpResponse:
    """A register: who keeps it, how far its innovations have come, and what is in it."""
    acting = acting_for(request.user)
    found = get_object_or_404(queries.registers_shown(acting).select_related("organisation", "unit"), code=code)
    entries = queries.listed(acting).filter(register=found)
    innovations = entries.filter(kind=Kind.INNOVATION)
    context = {
        "section": "registers",
        "register": found,
        "linked": register_data(found),
        "figures": figures.of_entries(entries, register=found.code),
        "readiness": readiness_charts(innovations, register=found.code),
        "without_reading": figures.Figure(
            "",
            innovations.filter(queries.without_reading()).count(),
            figures.entry_list_url(register=found.code, level="none"),
        ),
        "types": types_charts(entries, register=found.code),
        "rows": rows(entries[:NEWEST]),
        "all": figures.Figure("", entries.count(), figures.entry_list_url(register=found.code)),
    }
    return render(request, "website/register.html", context)
