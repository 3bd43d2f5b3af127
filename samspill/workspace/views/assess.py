"""Assessing one innovation, and what has been assessed of it (R-REG-08)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.core import not_taken
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.domain.readiness import current_readings
from samspill.registry.policies import curates, may_see
from samspill.reviews import matrix, policies
from samspill.reviews.domain.assessing import STOPPED, assess, own_answer
from samspill.reviews.models import Assessment, AssessmentCall, CallEntry
from samspill.reviews.queries import calls
from samspill.workspace import assessment_drafts
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.reviews import AssessForm
from samspill.workspace.users import signed_in
from samspill.workspace.views.frame import Frame, for_viewers


@login_required
@takes_form
def call_assess(request: HttpRequest, public_id: str, entry_id: str) -> HttpResponse:
    """The form for one innovation; saving goes on to the next that is not answered."""
    user = signed_in(request)
    call, row = _find(public_id, entry_id)
    acting = acting_for(user)
    before = own_answer(call, row.entry, user)
    form = AssessForm(request.POST if request.method == "POST" else None, initial=_initial(request, call, row, before))
    not_taken.remember(request, form)
    may = policies.may_assess(acting, call)
    over = _why_over(call, row) if policies.is_asked(acting, call) else ""
    if over and request.method == "POST":
        assessment_drafts.keep(user, call, row.entry, request.POST)
    texts = not_taken.typed_in(AssessForm(), assessment_drafts.kept(user, call, row.entry)) if over else []
    if not texts:
        require(may)
    if request.method == "POST" and not over:
        if request.POST.get("do") == "draft":
            assessment_drafts.keep(user, call, row.entry, request.POST)
            messages.success(request, _("The draft is kept. Only you see it."))
            return redirect("workspace:assessment_call", call.public_id)
        if form.is_valid():
            try:
                assess(call=call, entry=row.entry, actor=user, **form.cleaned_data)
            except RuleError as error:
                add_errors(form, error)
            else:
                assessment_drafts.discard(user, call, row.entry)
                messages.success(request, _("Your assessment of “%(title)s” is given.") % {"title": row.entry.title})
                return _onward(call, user.pk, row)
        assessment_drafts.keep(user, call, row.entry, request.POST)
    readings = current_readings(row.entry)
    context: dict[str, Any] = {
        "register": call.register,
        "curates": False,
        "call": call,
        "row": row,
        "entry": row.entry,
        "form": form,
        "before": before,
        "reading": readings[-1] if readings else None,
        "partners": row.entry.participations.select_related("organisation", "role").order_by("pk"),
        "may_open": bool(may_see(acting, row.entry)),
        "others": Assessment.objects.filter(call=call, entry=row.entry)
        .visible_to(acting)
        .standing()
        .exclude(assessor=user)
        .select_related("assessor"),
        "number": call.entries.filter(position__lt=row.position).count() + 1,
        "listed": call.entries.count(),
    }
    if over:  # nothing more is taken in: what was typed stays kept as any draft, and stands there for copying
        context |= {"why": over, "texts": texts}
        refused = (422 if call.is_open else 403) if request.method == "POST" else 200
        return render(request, "workspace/reviews/assess_over.html", context, status=refused)
    return render(request, "workspace/reviews/assess.html", context, status=status_of(form))


def _why_over(call: AssessmentCall, row: CallEntry) -> str:
    """Why nothing more is taken in about it; empty while it is."""
    if not call.is_open:
        return policies.closed_call(call)
    if row.entry.status in STOPPED:
        return _("This innovation has stopped: it is %(status)s. Only living innovations are assessed.") % {
            "status": row.entry.get_status_display().lower()
        }
    return ""


def _find(public_id: str, entry_id: str) -> tuple[AssessmentCall, CallEntry]:
    call = get_object_or_404(calls(), public_id=public_id)
    rows = call.entries.select_related("entry__register__profile", "entry__organisation", "entry__unit")
    return call, get_object_or_404(rows, entry__public_id=entry_id)


def _initial(
    request: HttpRequest, call: AssessmentCall, row: CallEntry, before: Assessment | None
) -> dict[str, object]:
    said: dict[str, object] = {}
    if before:
        said = {name: getattr(before, name) for name in assessment_drafts.FIELDS}
    return said | assessment_drafts.kept(signed_in(request), call, row.entry)


def _onward(call: AssessmentCall, user_id: int, row: CallEntry) -> HttpResponse:
    given = Assessment.objects.filter(call=call, assessor=user_id, entry=OuterRef("entry"))
    left = call.entries.exclude(Exists(given)).exclude(entry__status__in=STOPPED).select_related("entry")
    after = left.filter(position__gt=row.position).first() or left.first()
    if after is None:
        return redirect("workspace:assessment_call", call.public_id)
    return redirect("workspace:call_assess", call.public_id, after.entry.public_id)


@login_required
@require_POST
def call_draft(request: HttpRequest, public_id: str, entry_id: str) -> HttpResponse:
    """What is typed so far, kept by itself. Answers JSON for the script that saves."""
    user = signed_in(request)
    call, row = _find(public_id, entry_id)
    may = policies.may_assess(acting_for(user), call)
    if policies.is_asked(acting_for(user), call) and (over := _why_over(call, row)):
        assessment_drafts.keep(user, call, row.entry, request.POST)
        text = f"{over} {_('What you typed is kept, for you to copy.')}"
        return JsonResponse({"state": "closed", "text": text}, status=409)
    require(may)
    assessment_drafts.keep(user, call, row.entry, request.POST)
    return JsonResponse({"state": "kept", "text": _("The draft is kept. Only you see it.")})


@require_safe
@for_viewers
def entry_assessments(request: HttpRequest, frame: Frame) -> HttpResponse:
    """All that has been assessed of an entry and may be seen, each with its date; later ones stand beside earlier."""
    found = list(
        Assessment.objects.filter(entry=frame.entry)
        .visible_to(frame.acting)
        .select_related("call", "assessor", "corrected_by")
        .order_by("-date", "-pk")
    )
    may = bool(curates(frame.acting, frame.entry))
    require(policies.may_see_assessments(frame.acting, frame.entry, sees_any=bool(found)))
    results = (
        CallEntry.objects.filter(entry=frame.entry, given__gt=0, call__closed_at__isnull=False)
        .select_related("call")
        .order_by("-call__closed_at")
    )
    newest = results.first() if may else None
    profile = frame.entry.register.profile if frame.entry.register else None
    context = frame.context(
        "assessments",
        assessments=found,
        newest=newest,
        is_high=bool(
            newest and profile and matrix.is_high(newest.probability, newest.impact, profile.assessment_threshold)
        ),
    )
    return render(request, "workspace/entry_assessments.html", context)
