"""Work plans of a register: the plan of a year, a task, and one possible innovation (R-REG-11)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import not_taken
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Entry, Register
from samspill.registry.policies import curates_register
from samspill.reviews import policies
from samspill.reviews.domain import plans
from samspill.reviews.models import PlannedInnovation, WorkTask
from samspill.workspace.drafts import version_in
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.watched import watch
from samspill.workspace.forms.work_plans import AnswerForm, PlannedForm, TaskForm
from samspill.workspace.users import signed_in
from samspill.workspace.views.assessment_calls import find_register

Outcome = PlannedInnovation.Outcome


@login_required
@require_safe
def work_plan_now(request: HttpRequest, code: str) -> HttpResponse:
    """The plan of this year."""
    register = find_register(code)
    require(policies.may_see_plan(acting_for(signed_in(request)), register))
    return redirect("workspace:work_plan", register.code, timezone.localdate().year)


@login_required
@takes_form
def work_plan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The plan of a year, task by task; what became of last year's; a new task. ``?outcome=`` shows one kind."""
    if not 2000 <= year <= 2100:
        raise Http404
    user, register = signed_in(request), find_register(code)
    acting = acting_for(user)
    require(policies.may_see_plan(acting, register))
    curates = curates_register(acting, register)
    form = TaskForm(request.POST if request.method == "POST" else None, register=register)
    if request.method == "POST":
        not_taken.remember(request, form)
        require(curates)
        if form.is_valid():
            try:
                plans.add_task(register=register, actor=user, year=year, **form.cleaned_data)
            except RuleError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("The task is in the plan."))
                return redirect("workspace:work_plan", register.code, year)
    asked = request.GET.get("outcome", "")
    shown = PlannedInnovation.objects.select_related("entry", "moved_from__task", "moved_to__task").order_by("pk")
    if asked in Outcome.values:
        shown = shown.filter(outcome=asked)
    tasks = list(
        WorkTask.objects.filter(register=register, year=year)
        .select_related("leader")
        .prefetch_related(Prefetch("planned", queryset=shown))
        .order_by("name", "pk")
    )
    visible = _visible(tasks, acting)
    for task in tasks:
        task.may_plan = curates or task.leader_id == user.pk  # type: ignore[attr-defined]
        for one in task.planned.all():
            one.may_open = one.entry_id in visible  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "register": register,
        "curates": bool(curates),
        "year": year,
        "year_text": str(year),
        "form": form,
        "tasks": tasks,
        "asked": Outcome(asked) if asked in Outcome.values else None,
        "sums": _sums(register, year),
        "last_year": _sums(register, year - 1),
        "is_late": year < timezone.localdate().year,
    }
    return render(request, "workspace/reviews/plan.html", context, status=status_of(form))


def _visible(tasks: list[WorkTask], acting: Any) -> set[int]:
    entries = {one.entry_id for task in tasks for one in task.planned.all() if one.entry_id}
    return set(Entry.objects.visible_to(acting).filter(pk__in=entries).values_list("pk", flat=True))


def _sums(register: Register, year: int) -> list[tuple[str, str, int]]:
    """Code, name and number of each outcome; empty when nothing is planned. One query."""
    rows = PlannedInnovation.objects.filter(task__register=register, task__year=year).order_by().values_list("outcome")
    found = dict(rows.annotate(number=Count("pk")))
    return [(one.value, str(one.label), found[one.value]) for one in Outcome if one.value in found]


@login_required
@takes_form
def work_task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: enter possible innovations; an innovation leader changes its name and leader too."""
    user = signed_in(request)
    tasks = WorkTask.objects.select_related("register__unit", "register__organisation", "register__profile", "leader")
    task = get_object_or_404(tasks, pk=pk)
    acting = acting_for(user)
    require(policies.may_plan(acting, task))
    curates, do = bool(curates_register(acting, task.register)), request.POST.get("do", "")
    form = PlannedForm(request.POST if do == "plan" else None)
    about = TaskForm(
        request.POST if do == "task" else None,
        register=task.register,
        initial={"name": task.name, "leader": task.leader_id},
    )
    watch(about, task, plans.TASK_EDITABLE)
    if request.method == "POST" and _task_saved(request, task, form, about):
        messages.success(request, _("Saved."))
        return redirect("workspace:work_task", task.pk)
    is_unknown = request.method == "POST" and do not in ("plan", "task")
    context = {
        "register": task.register,
        "curates": curates,
        "task": task,
        "form": form,
        "about": about,
        "failed": about if about.errors else form,
        "planned": task.planned.select_related("entry").order_by("pk"),
    }
    return render(request, "workspace/reviews/task.html", context, status=422 if is_unknown else status_of(form, about))


def _task_saved(request: HttpRequest, task: WorkTask, form: PlannedForm, about: TaskForm) -> bool:
    user = signed_in(request)
    used: PlannedForm | TaskForm = form if form.is_bound else about
    if not used.is_bound or not used.is_valid():
        return False
    try:
        if used is form:
            plans.plan(task=task, actor=user, **form.cleaned_data)
        else:
            plans.change_task(task=task, actor=user, **about.cleaned_data)
    except RuleError as error:
        add_errors(used, error)
        return False
    return True


@login_required
@takes_form
def planned_innovation(request: HttpRequest, pk: int) -> HttpResponse:
    """One possible innovation: say it better, and say what became of it."""
    user = signed_in(request)
    rows = PlannedInnovation.objects.select_related(
        "task__register__unit", "task__register__organisation", "task__leader", "entry", "answered_by",
        "moved_from__task", "moved_to__task",
    )  # fmt: skip
    planned = get_object_or_404(rows, pk=pk)
    acting, register = acting_for(user), planned.task.register
    require(policies.may_plan(acting, planned.task))
    do = request.POST.get("do", "")
    version = {"version": planned.version}
    form = AnswerForm(
        request.POST if do == "answer" else None, register=register, acting=acting, initial=version
    )  # fmt: skip
    words = PlannedForm(
        request.POST if do == "words" else None, initial={"title": planned.title, "about": planned.about}
    )  # fmt: skip
    if request.method == "POST":
        try:
            if done := _planned_saved(request, planned, form, words):
                return done
        except RuleError as error:
            used: AnswerForm | PlannedForm = form if form.is_bound else words
            if not used.is_bound:
                messages.error(request, error.message)
                return redirect("workspace:planned", planned.pk)
            add_errors(used, error)
            if isinstance(error, plans.StalePlan):  # what was typed stays; the next save knows what it replaces
                planned.refresh_from_db()
                used.data = posted = request.POST.copy()
                posted["version"] = str(planned.version)
    is_unknown = request.method == "POST" and not (form.errors or words.errors)
    context = {
        "register": register,
        "curates": bool(curates_register(acting, register)),
        "planned": planned,
        "task": planned.task,
        "form": form,
        "words": words,
        "failed": words if words.errors else form,
        "onward": getattr(planned, "moved_to", None),
        "may_open": planned.entry_id is not None
        and Entry.objects.visible_to(acting).filter(pk=planned.entry_id).exists(),
    }
    return render(
        request, "workspace/reviews/planned.html", context, status=422 if is_unknown else status_of(form, words)
    )


def _planned_saved(
    request: HttpRequest, planned: PlannedInnovation, form: AnswerForm, words: PlannedForm
) -> HttpResponse | None:
    """Where to go once it is saved; None when something must be mended. Raises `RuleError`."""
    seen: dict[str, Any] = {"planned": planned, "actor": signed_in(request), "seen_version": version_in(request.POST)}
    if request.POST.get("do") == "reopen":
        plans.reopen(**seen)
        messages.success(request, _("It waits for an answer again."))
        return redirect("workspace:planned", planned.pk)
    if words.is_bound and words.is_valid():
        plans.rename(**seen, **words.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("workspace:planned", planned.pk)
    if not form.is_bound or not form.is_valid():
        return None
    given = form.cleaned_data
    if given["outcome"] == AnswerForm.MAKE:
        made = plans.make_entry(**seen).entry
        assert made is not None
        messages.success(request, _("It is a draft in the register now. Describe it, and submit it when it is ready."))
        return redirect("workspace:entry_edit", made.public_id)
    if given["outcome"] == AnswerForm.LINK:
        plans.link_entry(**seen, entry=given["entry"])
    elif given["outcome"] == AnswerForm.LATER:
        plans.put_off(**seen, reason=given["reason"])
    else:
        plans.drop(**seen, reason=given["reason"])
    messages.success(request, _("The answer is saved."))
    return redirect("workspace:work_plan", planned.task.register.code, planned.task.year)
