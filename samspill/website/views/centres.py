"""Centres: the list, what an organisation is in them, and the page of one."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.centres import policies
from samspill.centres.exporting import centre_table
from samspill.centres.filters import NAMES, Narrowed, narrowed
from samspill.centres.models import Centre, Milestone, Scheme
from samspill.core import strange
from samspill.core.downloads import download
from samspill.core.exporting import respond
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation
from samspill.website import centre_page
from samspill.website.centre_roles import roles_of
from samspill.website.kept_lists import page_kept_for_strangers


@require_safe
@page_kept_for_strangers(*NAMES)
def centre_list(request: HttpRequest) -> HttpResponse:
    """All centres that the reader may see; with ``?organisation=`` also how many it hosts and takes part in."""
    acting = acting_for(request.user)
    found = narrowed(request.GET, acting)
    chosen, organisation = found.chosen, found.organisation
    visible = Centre.objects.visible_to(acting)
    context = {
        "section": "environments",
        "centres": list(found.rows.select_related("scheme", "organisation", "unit")),
        "chosen": chosen,
        "problems": _problems(request, found),
        "query": _query(chosen),
        "is_filtered": any(chosen.values()),
        "organisation": organisation,
        "roles": roles_of(visible, organisation, timezone.localdate()) if organisation else None,
        "schemes": Scheme.objects.filter(centres__in=visible).distinct(),
        "organisations": Organisation.objects.filter(hosted_centres__in=visible)
        .union(Organisation.objects.filter(centre_partnerships__centre__in=visible))
        .order_by("name_nb"),
        "may_make": bool(policies.makes_any(acting)),
    }
    return render(request, "website/centres/list.html", context)


def _problems(request: HttpRequest, found: Narrowed) -> list[str]:
    return strange.told(found.unknown + strange.names(request.GET, NAMES))


def _query(chosen: dict[str, str]) -> str:
    return urlencode({name: value for name, value in chosen.items() if value})


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file, as it is filtered."""
    acting = acting_for(request.user)
    found = narrowed(request.GET, acting)
    return respond(
        request,
        form=form,
        title=_("Centres"),
        filters=[(name, value) for name, value in found.chosen.items() if value],
        problems=_problems(request, found),
        understood=_query(found.chosen),
        make=lambda: centre_table(found.rows, acting),
    )


@require_safe
@page_kept_for_strangers()
def centre(request: HttpRequest, code: str) -> HttpResponse:
    """A centre: facts, its term with milestones, partners, innovations, what was recommended and what came of it."""
    rows = Centre.objects.select_related("scheme", "organisation", "unit__organisation", "predecessor")
    found = get_object_or_404(rows, code=code)
    acting = acting_for(request.user)
    require(policies.may_see(acting, found))
    return render(request, "website/centres/centre.html", centre_page.context(found, acting, request.GET))


@require_safe
def milestone_report(request: HttpRequest, public_id: str) -> FileResponse:
    """The report of a milestone as a download; never run by the browser."""
    rows = Milestone.objects.select_related("centre", "initiative")
    found = get_object_or_404(rows, public_id=public_id)
    require(policies.may_see_report(acting_for(request.user), found))
    return download(found.report_file, name=found.report_name or found.public_id, content_type=found.report_type)
