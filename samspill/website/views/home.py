"""The front page and the page about Samspill."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Kind
from samspill.website import beside, figures
from samspill.website.kept_lists import page_kept_for_strangers
from samspill.website.rows import Seen, rows_of
from samspill.website.sources import sources

NEWEST = 6


@require_safe
@page_kept_for_strangers()
def home(request: HttpRequest) -> HttpResponse:
    """What Samspill is, the newest innovations, the registers and the key figures."""
    acting = acting_for(request.user)
    newest = figures.newest(acting, NEWEST, seen := Seen(acting), kind=Kind.INNOVATION)
    context = {
        "figures": figures.of_site(newest, acting),
        "rows": rows_of(newest, seen=seen),
        "registers": beside.first_registers(acting),
    }
    return render(request, "website/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Samspill is, what it promises, and where its data come from."""
    return render(request, "website/about.html", {"section": "about", "sources": sources()})
