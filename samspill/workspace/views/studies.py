"""Studies of what centres lead to, and the closing study of a centre that ends (R-CEN-05, R-REG-15)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.accounts.models import User
from samspill.centres import policies
from samspill.centres.domain import parts as domain
from samspill.centres.models import Centre, Study
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import refused, require
from samspill.parties.domain.acting import acting_for
from samspill.workspace.forms.centre_parts import PartForm
from samspill.workspace.forms.centres import StudyForm
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.watched import SEEN
from samspill.workspace.kept_forms import NEW, Keeping, keeping
from samspill.workspace.users import signed_in
from samspill.workspace.views import centre_parts
from samspill.workspace.views.centre_frame import Frame, find_centre

MONEY = centre_parts.Kind(
    centre_parts.MONEY.title,
    centre_parts.MONEY.add,
    centre_parts.MONEY.who,
    centre_parts.MONEY.empty,
    "money",
    "study",
    centre_parts.MONEY.form,
    centre_parts.MONEY.line,
    centre_parts.MONEY.table,
)


@require_safe
@login_required
def centre_studies(request: HttpRequest, code: str) -> HttpResponse:
    """The studies that the centre is part of."""
    frame = find_centre(request, code)
    return render(request, "workspace/centres/studies.html", frame.context("studies", studies=list(studies_of(frame))))


def studies_of(frame: Frame) -> QuerySet[Study]:
    """The studies that a centre is part of, the newest first."""
    return Study.objects.filter(centre_links__centre=frame.subject.pk)


@takes_form
@login_required
def study_new(request: HttpRequest) -> HttpResponse:
    """A new study; ``?centre=`` ticks a centre, ``?kind=closing`` makes it the closing one."""
    user = signed_in(request)
    acting = acting_for(user)
    first = Centre.objects.run_by(acting).first()
    if first is None:
        require(refused(_("Only those who run a centre can add a study. Ask its leader.")))
        raise AssertionError("not reached")
    initial = {"centres": [request.GET.get("centre", "")], "kind": request.GET.get("kind", "effect")}
    centre = Centre.objects.run_by(acting).filter(code=request.GET.get("centre", "")).first() or first
    study = Study(organisation=centre.organisation)
    form = StudyForm(request.POST or None, instance=study, acting=acting, initial=initial)
    kept = keeping(request, user, "study-new", NEW)
    kept.show(form)
    if request.method == "POST" and _save(request, form, user, kept):
        messages.success(request, _("The study is saved."))
        return redirect("workspace:study", form.instance.public_id)
    context = {"form": form, "study": None, "keeping": kept}
    return render(request, "workspace/centres/study.html", context, status=status_of(form))


@takes_form
@login_required
def study(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change a study, and the public money that stands beside it."""
    user = signed_in(request)
    acting = acting_for(user)
    found = get_object_or_404(Study.objects.select_related("organisation"), public_id=public_id)
    require(policies.keeps_study(acting, found))
    bound: dict[str, PartForm] = {}
    is_money = request.POST.get("do") in ("add", "change", "remove")
    form = StudyForm(
        request.POST if request.method == "POST" and not is_money else None,
        instance=Study.objects.get(pk=found.pk),
        acting=acting,
    )
    kept = keeping(request, user, "study", public_id, row=found, names=domain.STUDY_EDITABLE)
    kept.show(form)
    if is_money:
        bound = centre_parts.act(request, found, MONEY, user, "midler")
        if not bound:
            return redirect(request.path)
    elif request.method == "POST" and _save(request, form, user, kept):
        messages.success(request, _("Saved."))
        return redirect(request.path)
    context = {"form": form, "study": found, "keeping": kept} | centre_parts.rows(
        request, found, MONEY, user, bound, "midler"
    )
    return render(request, "workspace/centres/study.html", context, status=status_of(form, *bound.values()))


def _save(request: HttpRequest, form: StudyForm, user: User, kept: Keeping) -> bool:
    """Whether it was saved; else the form says what is wrong, and what was typed is kept."""
    if not form.is_valid():
        kept.refused(request, form)
        return False
    centres = Centre.objects.filter(code__in=form.cleaned_data["centres"])
    try:
        domain.save_study(study=form.instance, actor=user, centres=centres, seen=request.POST.get(SEEN, ""))
    except (RuleError, ValidationError) as error:
        add_errors(form, error)
        kept.refused(request, form, error)
        return False
    kept.done(request)
    return True
