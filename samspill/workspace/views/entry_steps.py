"""Steps of the workflow, the parties' answers, and the history."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspill.core import not_taken
from samspill.core.enumerating import in_a_row
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.core.policy import Answer, refused, require
from samspill.core.seen import mark
from samspill.registry import policies
from samspill.registry.choices import Kind, Status, Visibility
from samspill.registry.domain import confirmations, workflow
from samspill.registry.history import timeline
from samspill.registry.history_words import describe
from samspill.registry.models import Confirmation, Contribution, ContributionRole, Entry, Participation
from samspill.registry.notices import receivers
from samspill.registry.shown import is_tombstone
from samspill.workspace.views.case_reviews import told
from samspill.workspace.views.frame import Frame, find, for_viewers, standing_answers

STEPS_ON_A_PAGE = 50
Statement = Confirmation.Statement


@takes_form
@for_viewers
def entry_step(request: HttpRequest, frame: Frame, action: str) -> HttpResponse:
    """Take one step of the workflow; GET, and a step that is refused, show what it needs."""
    step = workflow.TRANSITIONS.get(action)
    if step is None:
        raise Http404
    message, error, status = request.POST.get("message", ""), "", 200
    not_taken.remember(request, [not_taken.Text(_("Message"), message)] if message.strip() else [])
    require(step.who(frame.acting, frame.entry))
    if request.method == "POST":
        try:
            entry = workflow.change_status(
                entry=frame.entry,
                action=action,
                actor=frame.user,
                message=message,
                seen_version=whole_number(request.POST.get("version")),
            )
        except RuleError as problem:
            error, status = problem.message, problem.status
            frame = find(request, frame.entry.public_id)  # with what others did
        else:
            messages.success(request, _done(entry))
            to_queue = action in ("publish", "return") and policies.curates(frame.acting, entry)
            if to_queue and request.POST.get("next") == "queue":
                return redirect("workspace:queue")
            if policies.may_edit(frame.acting, entry):
                return redirect("workspace:entry_edit", entry.public_id)
            return redirect("workspace:entry_history", entry.public_id)
    is_possible = frame.entry.status in step.sources
    context = frame.context(
        "step",
        step=step,
        message=message,
        error=error,
        is_possible=is_possible,
        texts=[] if is_possible else not_taken.keep(request, reason=error),
        missing_here=step.needs_complete,
        why=error or workflow.why_message_is_needed(frame.entry, step),
        reviews=told(frame.entry) if action == "publish" and frame.entry.kind == Kind.IMPACT_CASE else [],
    )
    return render(request, "workspace/entry_step.html", context, status=status)


@takes_form
@for_viewers
def entry_answer(request: HttpRequest, frame: Frame) -> HttpResponse:
    """A contributor answers for their part, a representative for the organisation's and for its use."""
    message = request.POST.get("message", "")
    if message.strip():  # the part may be taken out while somebody writes
        not_taken.remember(request, [not_taken.Text(_("What is not right?"), message)])
    error, failed, status = "", "", 200
    questions = _questions(frame)
    if request.method == "POST":
        failed = "-".join(request.POST.get(name, "") for name in ("part_kind", "part", "statement"))
        try:
            _answer(request, frame)
        except RuleError as problem:
            error, status = problem.message, problem.status
            frame = find(request, frame.entry.public_id)  # with what others did
            questions = _questions(frame)
        else:
            messages.success(request, _("Thank you. Your answer is recorded."))
            return redirect("workspace:entry_answer", frame.entry.public_id)
    context = frame.context("answer", questions=questions, error=error, failed=failed, posted=request.POST)
    return render(request, "workspace/entry_answer.html", context, status=status)


def _questions(frame: Frame) -> list[dict[str, Any]]:
    """Those that the user may answer. Raises `Refusal` when there is none."""
    contributions = [
        part for part in frame.entry.contributions.all() if policies.may_confirm_contribution(frame.acting, part)
    ]
    participations = [
        part for part in frame.entry.participations.all() if policies.may_confirm_participation(frame.acting, part)
    ]
    if not contributions and not participations:
        require(_refusal(frame))
    questions = [_about_contribution(part) for part in contributions]
    for part in participations:
        questions += _about_participation(part)
    return questions


def _about_contribution(part: Contribution) -> dict[str, Any]:
    names = {row.code: row.name for row in ContributionRole.objects.filter(code__in=part.roles)}
    return _question(
        part,
        "contribution",
        Statement.CONTRIBUTED,
        _("%(name)s contributed to this") % {"name": part},
        roles=", ".join(in_a_row(names.get(code, code) for code in part.roles)),
        share=part.share,
        seen=mark(part, confirmations.CONTRIBUTION_ASKED),
    )


def _about_participation(part: Participation) -> list[dict[str, Any]]:
    name, seen = part.organisation.name, mark(part, confirmations.PARTICIPATION_ASKED)
    return [
        _question(
            part,
            "participation",
            Statement.PARTICIPATED,
            _("%(name)s took part (%(role)s)") % {"name": name, "role": part.role.name.lower()},
            seen=seen,
        ),
        _question(
            part,
            "participation",
            Statement.TAKEN_INTO_USE,
            _("%(name)s has taken it into use") % {"name": name},
            needs_date=True,
            since=part.in_use_since,
            seen=seen,
        ),
    ]


def _question(part: Any, part_kind: str, statement: str, text: str, **more: Any) -> dict[str, Any]:
    answer = next((row for row in standing_answers(part) if row.statement == statement), None)
    key = f"{part_kind}-{part.pk}-{statement}"
    return {"part_kind": part_kind, "pk": str(part.pk), "statement": str(statement), "text": text} | {
        "answer": answer,
        "key": key,
        **more,
    }


def _answer(request: HttpRequest, frame: Frame) -> None:
    number = request.POST.get("part", "")
    pk = whole_number(number)
    given = {name: request.POST.get(name, "") for name in ("answer", "message", "seen")}
    if request.POST.get("part_kind") == "contribution":
        contribution = get_object_or_404(Contribution, pk=pk, entry=frame.entry)
        confirmations.answer_contribution(contribution=contribution, actor=frame.user, **given)
        return
    participation = get_object_or_404(Participation.objects.select_related("organisation"), pk=pk, entry=frame.entry)
    confirmations.answer_participation(
        participation=participation,
        actor=frame.user,
        statement=request.POST.get("statement", "participated"),
        on=_day(request.POST.get("date", "")),
        **given,
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        raise RuleError(_("This date does not exist. Write it as 2026-05-31."), field="date") from None


def _refusal(frame: Frame) -> Answer:
    """Why the user cannot answer for any part."""
    for part in frame.entry.participations.all():
        return policies.may_confirm_participation(frame.acting, part)
    for contribution in frame.entry.contributions.all():
        return policies.may_confirm_contribution(frame.acting, contribution)
    return refused(_("The entry names no contributor or organisation yet, so there is nothing to confirm."))


DONE = {
    Status.DRAFT: gettext_lazy("It is a draft again. You can change it, and submit it when it is ready."),
    Status.PUBLISHED: gettext_lazy("It is published. Those whom it is for can see it now."),
    Status.ARCHIVED: gettext_lazy("It is archived. Its page stays, marked as archived."),
    Status.WITHDRAWN: gettext_lazy("It is withdrawn. Its page says only that, and why."),
}


def _done(entry: Entry) -> str:
    """What happens next; where nothing does, how it stands."""
    if entry.status == Status.SUBMITTED:
        return _("It is submitted. Those who decide get an e-mail, and you get one when it is published or returned.")
    if entry.status == Status.PUBLISHED and entry.visibility == Visibility.PUBLIC:
        return _("It is published. Everyone can see it now.")
    if entry.status == Status.RETURNED:
        if any(map(receivers, entry.status_changes.order_by("-pk")[:1])):
            return _("It is returned. The owner gets your message by e-mail.")
        return _(
            "It is returned, and nobody gets your message: whoever registered it has no role here any more, and no "
            "contributor has an account. Mend it yourself, or name somebody who can."
        )
    if entry.status == Status.WITHDRAWN and not is_tombstone(entry):
        return _("It is withdrawn. Those who worked with it can still see it.")
    return str(DONE[Status(entry.status)])


@require_safe
@for_viewers
def entry_history(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Who changed what, from what to what, when and why."""
    require(policies.may_see_history(frame.acting, frame.entry))
    page = Paginator(timeline(frame.entry), STEPS_ON_A_PAGE).get_page(request.GET.get("page"))
    lines = describe(list(page.object_list), entry=frame.entry, acting=frame.acting)
    return render(request, "workspace/entry_history.html", frame.context("history", page=page, lines=lines))
