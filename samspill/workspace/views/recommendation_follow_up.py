"""The page on which one recommendation is followed up: answered, handed over, tied to what followed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.recommendations import policies, subjects
from samspill.recommendations.domain import recommendations as domain
from samspill.recommendations.domain import workflow
from samspill.recommendations.models import Followed, Recommendation, Step
from samspill.recommendations.sources import find_source
from samspill.registry.models import Entry
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.recommendations import FollowedForm, OwnerForm, StepForm
from samspill.workspace.forms.watched import watch
from samspill.workspace.kept_forms import Keeping, keepings
from samspill.workspace.users import signed_in

Bound = dict[str, forms.Form]
OWNER, FOLLOW = "recommendation-owner", "recommendation-follow"
KEPT = (*(f"step-{code}" for code in workflow.TRANSITIONS), OWNER, FOLLOW)
"""Forms of the page whose typing is kept."""


@takes_form
@login_required
def recommendation(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is recommended, where it stands, the next step, and all steps so far."""
    user = signed_in(request)
    rows = Recommendation.objects.select_related(
        "organisation", "unit__organisation", "owner_user", "owner_person", "created_by"
    )
    found = get_object_or_404(rows, public_id=public_id)
    acting = acting_for(user)
    require(policies.may_see(acting, found))
    if not policies.concerns(acting, found):  # who has it, and what was said meanwhile, is not for everyone
        return redirect("website:recommendation", found.public_id)
    bound: Bound = {}
    kept = keepings(request, user, KEPT, found.public_id)
    if request.method == "POST":
        bound = _act(request, found, user)
        for key, form in bound.items():
            kept[_form_code(key)].refused(request, form)
        if not bound:
            if code := _form_code(request.POST.get("do", "")):
                kept[code].done(request)
            return redirect("workspace:recommendation", found.public_id)
    return _page(request, found, bound, kept)


def _form_code(key: str) -> str:
    """What the kept typing of a form or a button of this page goes under; empty for buttons without typing."""
    if key in workflow.TRANSITIONS:
        return f"step-{key}"
    return {"owner": OWNER, "hand_over": OWNER, "follow": FOLLOW}.get(key, "")


def _act(request: HttpRequest, found: Recommendation, user: User) -> Bound:
    do = request.POST.get("do", "")
    if do in workflow.TRANSITIONS:
        form: forms.Form = StepForm(request.POST, step=workflow.TRANSITIONS[do], prefix=do)
        return _try(
            form,
            do,
            lambda: workflow.take_step(
                recommendation=found, action=do, actor=user, message=form.cleaned_data["message"]
            ),
            request,
            _("The step is taken."),
        )
    if do == "hand_over":
        owner = _owner_form(found, request.POST)

        def hand_over() -> object:
            given = {name: owner.cleaned_data[name] for name in ("user", "person", "due", "message", "seen")}
            return domain.hand_over(recommendation=found, actor=user, **given)

        return _try(owner, "owner", hand_over, request, _("The owner is saved."))
    if do == "follow":
        form = FollowedForm(request.POST, prefix="follow")

        def follow() -> object:
            entry = Entry.objects.filter(public_id=form.cleaned_data["entry"]).first()
            if entry is None:
                raise RuleError(_("There is no such entry that you may see."), field="entry")
            return domain.add_followed(recommendation=found, entry=entry, actor=user)

        return _try(form, "follow", follow, request, _("Saved."))
    if do == "unfollow":
        number = request.POST.get("followed", "")
        row = row_or_gone(found.followed, pk=whole_number(number))
        domain.remove_followed(followed=row, actor=user)
        messages.success(request, _("It is taken away. The history keeps it."))
        return {}
    messages.error(request, _("Nothing was done: the button is not known here. Reload the page and try again."))
    return {}


def _owner_form(found: Recommendation, posted: QueryDict | None = None) -> OwnerForm:
    form = OwnerForm(posted, recommendation=found, prefix="owner")
    watch(form, found, domain.OWNED)
    return form


def _try(form: forms.Form, key: str, act: Callable[[], object], request: HttpRequest, told: str) -> Bound:
    """Empty when it was done; else the form with what is wrong."""
    if form.is_valid():
        try:
            act()
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
    if form.errors:
        return {key: form}
    messages.success(request, told)
    return {}


def _page(request: HttpRequest, found: Recommendation, bound: Bound, kept: dict[str, Keeping]) -> HttpResponse:
    acting = acting_for(request.user)
    steps = workflow.available(found, acting)
    taken = [workflow.TRANSITIONS[key] for key in bound if key in workflow.TRANSITIONS]
    steps = [*(step for step in taken if step not in steps), *steps]  # another was faster: what was typed stays
    looks_after, may_answer = policies.looks_after(acting, found), policies.may_answer(acting, found)
    seen = set(
        Entry.objects.visible_to(acting).filter(followed_from__recommendation=found).values_list("pk", flat=True)
    )
    context: dict[str, Any] = {
        "recommendation": found,
        "subject": subjects.find(found.subject_kind, found.subject_code),
        "source": find_source(found.source_code) if found.source_code else None,
        "next_steps": [
            (step, bound.get(step.code) or StepForm(step=step, prefix=step.code), kept[_form_code(step.code)])
            for step in steps
        ],
        "open_step": _open_step(bound, steps, kept),
        "owner_form": bound.get("owner") or (_owner_form(found) if looks_after else None),
        "owner_is_open": "owner" in bound or bool(kept[OWNER].draft) or (looks_after and found.owner is None),
        "follow_form": bound.get("follow") or (FollowedForm(prefix="follow") if may_answer else None),
        "follow_is_open": "follow" in bound or bool(kept[FOLLOW].draft),
        "followed": [one for one in _followed(found) if one.entry_id in seen],
        "steps": [(step, _step_name(step)) for step in found.steps.select_related("actor")],
        "looks_after": bool(looks_after),
        "may_answer": bool(may_answer),
        "is_late": found.is_open and found.due is not None and found.due < timezone.localdate(),
        "failed_form": next(iter(bound.values()), None),
        "owner_keeping": kept[OWNER],
        "follow_keeping": kept[FOLLOW],
    }
    for _step, form, one in context["next_steps"]:
        one.show(form)
    for name, form in ((OWNER, context["owner_form"]), (FOLLOW, context["follow_form"])):
        if form:
            kept[name].show(form)
    return render(request, "workspace/recommendations/one.html", context, status=status_of(*bound.values()))


def _open_step(bound: Bound, steps: list[workflow.Transition], kept: dict[str, Keeping]) -> str:
    """What was sent and is wrong, else what was begun on, else the first."""
    begun = [step.code for step in steps if kept[_form_code(step.code)].draft]
    sent = [key for key in bound if key in workflow.TRANSITIONS]
    return next(iter([*sent, *begun, *(step.code for step in steps)]), "")


def _followed(found: Recommendation) -> list[Followed]:
    return list(found.followed.select_related("entry"))


def _step_name(step: Step) -> str:
    """What was done: where it led."""
    named = {workflow.ADDED: _("Added"), workflow.HANDED_OVER: _("Owner or day changed")}
    return named.get(step.action) or step.get_to_status_display()
