"""Initiatives: an organisation's own programmes for innovation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from samspill.api import answers, cursors
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.base import href
from samspill.api.schemas.centres import (
    InitiativeList,
    InitiativeOut,
    InitiativeRow,
    InstrumentOut,
    LeaderOut,
    MilestoneOut,
    PhaseOut,
)
from samspill.centres import policies
from samspill.centres.models import Initiative
from samspill.centres.queries import leaders_shown
from samspill.core.policy import require

router = Router(tags=["initiatives"])


@reads(router, "", InitiativeList, summary="Initiatives, by code")
def initiative_list(
    request: HttpRequest,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Those shown to everyone, and those that you run."""
    rows = Initiative.objects.visible_to(reader(request)).select_related("organisation", "unit")
    page, after = cursors.cut(rows, cursors.BY_CODE, cursor=cursor, limit=limit)
    return answers.rows(request, InitiativeList, [InitiativeRow(**InitiativeRow.values(row)) for row in page], after)


@reads(router, "/{code}", InitiativeOut, summary="An initiative", one=True)
def initiative(request: HttpRequest, code: str) -> HttpResponse:
    """With its phases, instruments, innovation leaders and milestones."""
    found = get_object_or_404(Initiative.objects.select_related("organisation", "unit"), code=code)
    acting = reader(request)
    require(policies.may_see(acting, found))
    runs = bool(policies.runs(acting, found))
    out = InitiativeOut(
        **InitiativeRow.values(found),
        description_nb=found.description_nb,
        description_nn=found.description_nn,
        description_en=found.description_en,
        website=found.website,
        phases=[PhaseOut.of(row) for row in found.phases.all()],
        instruments=[InstrumentOut.of(row) for row in found.instruments.all()],
        leaders=[LeaderOut.of(row) for row in leaders_shown(found, runs=runs)],
        milestones=[MilestoneOut.of(row) for row in found.milestones.all()],
        recommendations=href("recommendations") + f"?subject=initiative:{found.code}",
    )
    return answers.one(request, out, state=answers.state_of(found))
