"""Decisions of a review meeting, item by item (R-REG-10)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import Refusal, require
from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Status
from samspill.reviews import policies
from samspill.reviews.domain.effects import record_delivery
from samspill.reviews.domain.meetings import locked
from samspill.reviews.models import AgendaItem, FollowUp, ReviewMeeting
from samspill.reviews.people import people_of

Decision = AgendaItem.Decision
STOPPED = (Status.ARCHIVED, Status.WITHDRAWN)


class StaleItem(Meanwhile):
    """Somebody else has written about the same innovation meanwhile. ``current`` is what it says now."""

    def __init__(self, current: AgendaItem) -> None:
        super().__init__(
            _("Somebody else has written about this innovation meanwhile. See what it says now, and save yours again.")
        )
        self.current = current


@dataclass(frozen=True)
class Decided:
    """What was decided about one item. ``decision`` empty: it is not decided after all."""

    decision: str = ""
    reason: str = ""
    follower: User | None = None
    follow_up: str = ""
    follow_by: date | None = None
    tto_day: date | None = None
    tto_environment: str = ""


@transaction.atomic
def decide(*, item: AgendaItem, actor: User, seen_version: int, decided: Decided) -> AgendaItem:
    """Write a decision. It takes effect when the minutes are closed; until then it may be changed.

    ``seen_version``: the item's version that the user had before them. Raises `StaleItem`, `RuleError` or `Refusal`.
    """
    meeting = locked(item.meeting)
    require(policies.may_decide(acting_for(actor), meeting))
    current = AgendaItem.objects.select_for_update(of=("self",)).select_related("entry", "follower").get(pk=item.pk)
    current.meeting = meeting
    if current.version != seen_version:
        raise StaleItem(current)
    if decided.decision:
        _check(meeting, current, decided)
    else:
        decided = Decided(reason=decided.reason.strip())
    is_tto = decided.decision == Decision.TTO
    current.decision, current.reason = decided.decision, decided.reason.strip()
    current.follower, current.follow_up = decided.follower, decided.follow_up.strip()
    current.follow_by = decided.follow_by if decided.follower else None
    current.tto_day = decided.tto_day if is_tto else None
    current.tto_environment = decided.tto_environment.strip() if is_tto else ""
    current.decided_by, current.decided_at = (actor, timezone.now()) if decided.decision else (None, None)
    current.version += 1
    with acting_context(actor=actor):
        current.save()
    return current


def _check(meeting: ReviewMeeting, item: AgendaItem, decided: Decided) -> None:
    if decided.decision not in Decision.values:
        raise RuleError(_("Choose one of the decisions."), field="decision")
    if item.entry.status in STOPPED:
        raise RuleError(
            _("“%(title)s” is %(status)s already. Bring the list up to date, and it goes away.")
            % {"title": item.entry.title, "status": item.entry.get_status_display().lower()}
        )
    if not decided.reason.strip():
        raise RuleError(_("Say why. The minutes tell it to those who were not there."), field="reason")
    if decided.follower and decided.follow_by is None:
        raise RuleError(_("By which day is it followed up?"), field="follow_by")
    if decided.follow_by and decided.follower is None:
        raise RuleError(_("Who follows it up?"), field="follower")
    if decided.follow_up.strip() and decided.follower is None:
        raise RuleError(_("Who follows it up?"), field="follower")
    if decided.follow_by and decided.follow_by < meeting.date:
        raise RuleError(_("Choose the day of the meeting or a later one."), field="follow_by")
    if decided.follower and not (
        decided.follower.pk == item.follower_id
        or people_of(meeting.register).filter(pk=decided.follower.pk).exists()
        or meeting.participants.filter(user=decided.follower).exists()
    ):
        raise RuleError(
            _("%(name)s has no role in the register or its organisation. Give them one first.")
            % {"name": decided.follower.name},
            field="follower",
        )
    if decided.decision == Decision.TTO:
        _check_delivery(decided)


def _check_delivery(decided: Decided) -> None:
    """R-REG-22: an idea is recorded with the day it was delivered and the environment that did it."""
    if decided.tto_day is None:
        if decided.follower is None:
            raise RuleError(
                _("When was it delivered? If it is not yet, say who delivers it and by when."), field="tto_day"
            )
        return
    if decided.tto_day > timezone.localdate():
        raise RuleError(
            _("It cannot be delivered later than today. Leave the day empty, and say who delivers it and by when."),
            field="tto_day",
        )
    if not decided.tto_environment.strip():
        raise RuleError(_("Which academic environment delivers the idea?"), field="tto_environment")


@transaction.atomic
def answer_follow_up(
    *, follow: FollowUp, actor: User, answer: str, tto_day: date | None = None, tto_environment: str = ""
) -> FollowUp:
    """Say what came of it; then it is done. Raises `RuleError` or `Refusal`.

    An idea that was to be handed to the TTO is recorded with its day and environment, if it was delivered.
    """
    follow = (
        FollowUp.objects.select_for_update(of=("self",))
        .select_related("item__entry", "item__meeting__register")
        .get(pk=follow.pk)
    )
    require(policies.may_answer_follow_up(acting_for(actor), follow))
    if follow.done_at is not None:
        raise Meanwhile(_("This is answered already. Reload the page to see what was answered."))
    if not answer.strip():
        raise RuleError(_("Say in a sentence what came of it."), field="answer")
    if tto_day:
        _check_delivery(Decided(tto_day=tto_day, tto_environment=tto_environment))
    with acting_context(actor=actor):
        follow.answer, follow.done_by, follow.done_at = answer.strip(), actor, timezone.now()
        follow.save(update_fields=["answer", "done_by", "done_at"])
        if tto_day:
            _record(follow, actor, tto_day, tto_environment)
    return follow


def _record(follow: FollowUp, actor: User, on: date, environment: str) -> None:
    try:
        record_delivery(entry=follow.item.entry, actor=actor, on=on, environment=environment, why=follow.answer)
    except Refusal as refusal:
        raise RuleError(
            _(
                "A delivery is registered as an entry, and you may not register here. "
                "Ask an innovation leader to answer."
            ),
            field="tto_day",
        ) from refusal
