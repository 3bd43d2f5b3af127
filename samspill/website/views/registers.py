"""Registers: a centre's or unit's collection, with its figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.core.prepared_rows import Prepared
from samspill.parties.domain.acting import acting_for
from samspill.registry import profiles
from samspill.registry.shown import successors
from samspill.website import beside, figures
from samspill.website.kept_lists import page_kept_for_strangers
from samspill.website.linked_data import register_data
from samspill.website.register_charts import readiness_charts, types_charts
from samspill.website.rows import Seen, rows_of

NEWEST = 10
SUCCESSORS = Prepared(successors, int)


@require_safe
@page_kept_for_strangers()
def register_list(request: HttpRequest) -> HttpResponse:
    """All registers that the reader may see."""
    shown = beside.registers(acting_for(request.user))
    return render(request, "website/register_list.html", {"section": "registers", "registers": shown})


@require_safe
@page_kept_for_strangers()
def register(request: HttpRequest, code: str) -> HttpResponse:
    """A register: who keeps it, how far its innovations have come, and what is in it."""
    acting = acting_for(request.user)
    found = beside.register_or_404(acting, code)
    newest = figures.newest(acting, NEWEST, seen := Seen(acting), facets=["kind", "type", "level"], register=found.code)
    levels = {one.value: one.count for one in newest.facets["level"]}
    context = {
        "section": "registers",
        "register": found,
        "centres": beside.centres_of_register(acting, found),
        "linked": register_data(found),
        "figures": figures.of_entries(newest, acting, register=found.code),
        "readiness": readiness_charts(levels, register=found.code),
        "asks_readiness": profiles.READINESS not in profiles.left_out_by(found.profile),
        "without_reading": figures.Figure(
            "", levels.get("none", 0), figures.entry_list_url(register=found.code, level="none")
        ),
        "types": types_charts({one.value: one.count for one in newest.facets["type"]}, register=found.code),
        "rows": rows_of(newest, seen=seen),
        "carried_on": [(one, one.count) for one in SUCCESSORS(found.pk)],  # type: ignore[attr-defined]
        "all": figures.of_all(newest, register=found.code),
    }
    return render(request, "website/register.html", context)
