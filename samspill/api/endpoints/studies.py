"""Studies of what centres lead to, and reports of milestones."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from ninja import Router

from samspill.api import answers
from samspill.api.routing import reader, reads
from samspill.api.schemas.centres import MoneyOut, StudyOut, StudyWhole, centre_ref
from samspill.api.schemas.parties import organisation_ref
from samspill.centres import policies
from samspill.centres.models import Centre, Milestone, Study
from samspill.core.downloads import download
from samspill.core.policy import require

router = Router(tags=["centres"])


@reads(router, "/studies/{public_id}", StudyWhole, summary="A study", one=True)
def study(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it found. Where it is listed: with the centres that it is of."""
    found = get_object_or_404(Study.objects.select_related("organisation"), public_id=public_id)
    acting = reader(request)
    require(policies.may_see_study(acting, found))
    centres = Centre.objects.visible_to(acting).filter(study_links__study=found).order_by("code")
    out = StudyWhole(
        **StudyOut.of(found).model_dump(),
        findings=found.findings,
        organisation=organisation_ref(found.organisation),
        is_public=found.is_public,
        centres=[centre_ref(row) for row in centres],
        public_money=[MoneyOut.of(row) for row in found.money.all()],
    )
    return answers.one(request, out, state=answers.state_of(found))


@reads(router, "/milestones/{public_id}/report", bytes, summary="The report of a milestone")
def milestone_report(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The file as it was uploaded; for those who may see the centre or initiative."""
    found = get_object_or_404(Milestone.objects.select_related("centre", "initiative"), public_id=public_id)
    require(policies.may_see_report(reader(request), found))
    return download(found.report_file, name=found.report_name or found.public_id, content_type=found.report_type)
