"""Milestones of a centre or an initiative: the list, and the page of one with its report and findings (R-CEN-03)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.centres.domain import milestones as domain
from samspill.centres.models import Milestone
from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.recommendations.models import Recommendation
from samspill.workspace.forms.centres import MilestoneForm
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.watched import SEEN
from samspill.workspace.kept_forms import Keeping, keeping
from samspill.workspace.views.centre_frame import Frame, find_centre, find_initiative


@takes_form
@login_required
def centre_milestones(request: HttpRequest, code: str) -> HttpResponse:
    """Milestones of a centre, and a form for a new one."""
    return _list(request, find_centre(request, code))


@takes_form
@login_required
def initiative_milestones(request: HttpRequest, code: str) -> HttpResponse:
    """Milestones of an initiative, and a form for a new one."""
    return _list(request, find_initiative(request, code))


def _list(request: HttpRequest, frame: Frame) -> HttpResponse:
    code = frame.subject.code
    form = MilestoneForm(request.POST or None, request.FILES or None)
    kept = keeping(request, frame.user, "milestone-new", f"{'centre' if frame.is_centre else 'initiative'}-{code}")
    kept.show(form)
    if request.method == "POST" and (made := _save(request, form, frame, kept, None)):
        messages.success(request, _("The milestone is saved."))
        return redirect("workspace:milestone", made.public_id)
    today = timezone.localdate()
    listed = [(one, one.is_late(today)) for one in frame.subject.milestones.all()]
    context = frame.context("milestones", form=form, milestones=listed, keeping=kept)
    return render(request, "workspace/centres/milestones.html", context, status=status_of(form))


@takes_form
@login_required
def milestone(request: HttpRequest, public_id: str) -> HttpResponse:
    """One milestone: when it was held, by whom, the report, and its findings one by one."""
    rows, onward = Milestone.objects.select_related("centre", "initiative"), reverse("workspace:my_work")
    found = row_or_gone(rows, removing=request.POST.get("do") == "remove", onward=onward, public_id=public_id)
    subject = found.centre or found.initiative
    assert subject is not None  # a constraint of the database
    frame = find_centre(request, subject.code) if found.centre else find_initiative(request, subject.code)
    if request.method == "POST" and request.POST.get("do") == "remove":
        try:
            domain.remove_milestone(milestone=found, actor=frame.user)
        except RuleError as error:
            messages.error(request, error.message)
            return redirect("workspace:milestone", public_id)
        messages.success(request, _("It is taken away. The history keeps it."))
        route = "workspace:centre_milestones" if found.centre else "workspace:initiative_milestones"
        return redirect(route, subject.code)
    form = MilestoneForm(request.POST or None, request.FILES or None, milestone=found)
    kept = keeping(request, frame.user, "milestone", public_id, row=found, names=domain.EDITABLE)
    kept.show(form)
    if request.method == "POST" and _save(request, form, frame, kept, found):
        messages.success(request, _("Saved."))
        return redirect("workspace:milestone", public_id)
    context = frame.context(
        "milestones",
        form=form,
        milestone=Milestone.objects.get(pk=found.pk),
        findings=list(
            Recommendation.objects.filter(source_code=found.source_code).select_related("owner_user", "owner_person")
        ),
        new_finding=f"{reverse('workspace:recommendation_new')}?source={found.source_code}",
        keeping=kept,
    )
    return render(request, "workspace/centres/milestone.html", context, status=status_of(form))


def _save(
    request: HttpRequest, form: MilestoneForm, frame: Frame, kept: Keeping, found: Milestone | None
) -> Milestone | None:
    """The saved milestone; None when the form says what is wrong, and what was typed is kept."""
    if not form.is_valid():
        kept.refused(request, form)
        return None
    try:
        saved = domain.save_milestone(
            subject=frame.subject,
            actor=frame.user,
            values=form.values(),
            milestone=found,
            file=form.cleaned_data.get("file"),
            seen=request.POST.get(SEEN, ""),
        )
    except (RuleError, ValidationError) as error:
        add_errors(form, error)
        kept.refused(request, form, error)
        return None
    kept.done(request)
    return saved
