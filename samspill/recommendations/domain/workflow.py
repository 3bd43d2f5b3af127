"""The way of a recommendation, as a table: who may take which step from where, and what must be said (R-CEN-04)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import Answer, require
from samspill.parties.domain.acting import Acting, acting_for
from samspill.recommendations import policies
from samspill.recommendations.choices import Status
from samspill.recommendations.models import Recommendation, Step

Who = Callable[[Acting, Recommendation], Answer]


@dataclass(frozen=True)
class Transition:
    """One step. ``asks``: what is to be written, and ``must``: whether it has to be. ``answers``: it becomes the
    answer to whoever gave the recommendation."""

    code: str
    label: str | Promise
    sources: tuple[Status, ...]
    target: Status
    who: Who
    asks: str | Promise
    must: bool = False
    answers: bool = False


TRANSITIONS: dict[str, Transition] = {
    step.code: step
    for step in (
        Transition(
            "accept", gettext_lazy("Accept it"), (Status.RECEIVED,), Status.ACCEPTED, policies.may_answer,
            gettext_lazy("Answer: what will you do?"), answers=True,
        ),
        Transition(
            "accept_partly", gettext_lazy("Accept in part"), (Status.RECEIVED,), Status.PARTLY, policies.may_answer,
            gettext_lazy("Answer: which part, and why not the rest?"), must=True, answers=True,
        ),
        Transition(
            "decline", gettext_lazy("Decline"), (Status.RECEIVED,), Status.DECLINED, policies.may_answer,
            gettext_lazy("Answer: why not?"), must=True, answers=True,
        ),
        Transition(
            "begin", gettext_lazy("Start the work"), (Status.ACCEPTED, Status.PARTLY), Status.IN_PROGRESS,
            policies.may_answer, gettext_lazy("What is being done?"),
        ),
        Transition(
            "finish", gettext_lazy("It is done"), (Status.ACCEPTED, Status.PARTLY, Status.IN_PROGRESS), Status.DONE,
            policies.may_answer, gettext_lazy("What was done?"), must=True,
        ),
        Transition(
            "check", gettext_lazy("Check it off"), (Status.DONE,), Status.CHECKED, policies.looks_after,
            gettext_lazy("What shows that it is done?"),
        ),
        Transition(
            "reopen", gettext_lazy("Take it up again"), (Status.DONE, Status.CHECKED), Status.IN_PROGRESS,
            policies.looks_after, gettext_lazy("Why?"), must=True,
        ),
        Transition(
            "reconsider", gettext_lazy("Consider it again"), (Status.DECLINED, Status.ACCEPTED, Status.PARTLY),
            Status.RECEIVED, policies.looks_after, gettext_lazy("Why?"), must=True,
        ),
    )
}  # fmt: skip
"""Step -> who, from where, to where, and what it takes."""

ADDED, HANDED_OVER, CHANGED = "add", "hand_over", "change"
"""Steps that leave the status as it is."""


def available(recommendation: Recommendation, acting: Acting) -> list[Transition]:
    """The steps that this user can take now."""
    return [
        step
        for step in TRANSITIONS.values()
        if recommendation.status in step.sources and step.who(acting, recommendation)
    ]


@transaction.atomic
def take_step(*, recommendation: Recommendation, action: str, actor: User, message: str = "") -> Recommendation:
    """Take one step, kept with what was said. Raises `RuleError` or `Refusal`."""
    step = TRANSITIONS[action]
    current = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    require(step.who(acting_for(actor), current))
    if current.status not in step.sources:
        raise Meanwhile(
            _("“%(action)s” is not possible now: its status is “%(status)s”. See below what has happened since.")
            % {"action": step.label, "status": current.get_status_display()}
        )
    message = message.strip()
    if step.must and not message:
        raise RuleError(_("Write an answer to “%(asked)s”") % {"asked": step.asks}, field="message")
    before, current.status = current.status, step.target
    if step.answers:
        current.answer = message
    with acting_context(actor=actor, reason=message, action=step.code):
        current.save(update_fields=["status", "answer", "updated_at"])
        record_step(recommendation=current, action=step.code, before=before, actor=actor, message=message)
    return current


def record_step(*, recommendation: Recommendation, action: str, before: str, actor: User, message: str) -> Step:
    """Append a step."""
    return Step.objects.create(
        recommendation=recommendation,
        action=action,
        from_status=before,
        to_status=recommendation.status,
        message=message,
        actor=actor,
    )
