"""Assessments, reviews and work plans as files: what the pages show to this user, with the same filters (R-NFR-07)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import strange
from samspill.core.exporting import respond
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.policies import curates_register
from samspill.reviews import exporting, matrix, policies
from samspill.reviews.models import Assessment, AssessmentCall, PlannedInnovation, ReviewMeeting
from samspill.reviews.queries import calls, with_decided, with_progress
from samspill.workspace.users import signed_in
from samspill.workspace.views.assessment_calls import find_register, narrowed_results
from samspill.workspace.views.reviews import find_meeting


@require_safe
@login_required
def results(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """What assessments of a register came to; ``?high=1``, ``?p=&i=`` as on the page."""
    register = find_register(code)
    require(policies.may_see_results(acting_for(signed_in(request)), register))
    shown, chosen = narrowed_results(request.GET, matrix.results_of(register), register.profile)
    filters = [(_("Register"), register.name)]
    if chosen and "p" in chosen:
        filters.append((_("Cell"), _("Probability %(p)s, impact %(i)s") % chosen))
    elif chosen:
        filters.append((_("Cell"), _("High on both")))
    rows = shown.order_by("-probability", "-impact", "entry__title", "pk")
    return respond(
        request,
        form=form,
        title=_("Assessment"),
        filters=filters,
        make=lambda: exporting.result_table(rows, register.profile),
    )


@require_safe
@login_required
def assessments(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The assessments of a register so far, as the page of its results lists them."""
    register = find_register(code)
    require(policies.may_see_results(acting_for(signed_in(request)), register))
    rows = with_progress(AssessmentCall.objects.filter(register=register))
    return respond(
        request,
        form=form,
        title=_("Assessments so far"),
        filters=[(_("Register"), register.name)],
        problems=strange.told(strange.names(request.GET, ())),
        page=reverse("workspace:register_assessment", args=[code]),
        make=lambda: exporting.call_table(rows),
    )


@require_safe
@login_required
def reviews(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The reviews of a register."""
    register = find_register(code)
    require(curates_register(acting_for(signed_in(request)), register))
    rows = with_decided(ReviewMeeting.objects.filter(register=register))
    return respond(
        request,
        form=form,
        title=_("Reviews"),
        filters=[(_("Register"), register.name)],
        problems=strange.told(strange.names(request.GET, ())),
        make=lambda: exporting.meeting_table(rows),
    )


@require_safe
@login_required
def answers(request: HttpRequest, public_id: str, form: str) -> HttpResponseBase:
    """The answers of a call that the user may see: of an open one, as little as on the page."""
    call = get_object_or_404(calls(), public_id=public_id)
    acting = acting_for(signed_in(request))
    require(policies.may_see_call(acting, call))
    rows = Assessment.objects.filter(call=call).visible_to(acting).order_by("entry__title", "date", "pk")
    return respond(
        request,
        form=form,
        title=call.title,
        filters=[(_("Register"), call.register.name)],
        make=lambda: exporting.answer_table(rows),
    )


@require_safe
@login_required
def review(request: HttpRequest, public_id: str, form: str) -> HttpResponseBase:
    """The list of a review with what is decided."""
    meeting, _acting = find_meeting(request, public_id)
    return respond(
        request,
        form=form,
        title=_("Review %(day)s") % {"day": formats.date_format(meeting.date)},
        filters=[(_("Register"), meeting.register.name)],
        make=lambda: exporting.agenda_table(meeting.items.order_by("position", "pk")),
    )


@require_safe
@login_required
def work_plan(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The plan of ``?year=``, this year's without."""
    register = find_register(code)
    require(policies.may_see_plan(acting_for(signed_in(request)), register))
    asked = request.GET.get("year", "")
    is_year = asked.isascii() and asked.isdecimal() and len(asked) == 4
    year = int(asked) if is_year else timezone.localdate().year
    rows = PlannedInnovation.objects.filter(task__register=register, task__year=year).order_by("task__name", "pk")
    outcome, filters = request.GET.get("outcome", ""), [(_("Register"), register.name)]
    unknown = strange.names(request.GET, ["year", "outcome"])
    if asked and not is_year:
        unknown.append(f"{_('Year')}: {asked[: strange.LONGEST]}")
    if outcome in PlannedInnovation.Outcome.values:
        rows = rows.filter(outcome=outcome)
        filters.append((_("What became of it"), str(PlannedInnovation.Outcome(outcome).label)))
    elif outcome:
        unknown.append(f"{_('What became of it')}: {outcome[: strange.LONGEST]}")
    return respond(
        request,
        form=form,
        title=_("Work plan %(year)s") % {"year": year},
        filters=filters,
        problems=strange.told(unknown),
        understood=f"year={year}",
        make=lambda: exporting.plan_table(rows),
    )
