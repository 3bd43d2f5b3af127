"""A party's own word on its part."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.models import Confirmation, Contribution, Entry, Participation

Statement, Answer = Confirmation.Statement, Confirmation.Answer
CONTRIBUTION_ASKED, PARTICIPATION_ASKED = ("what_is_said",), ("role",)
"""What an answer is about."""


@transaction.atomic
def answer_contribution(
    *, contribution: Contribution, actor: User, answer: str, message: str = "", seen: str = ""
) -> Confirmation:
    """A contributor confirms or disputes their own part; a dispute says what is wrong.

    ``seen``: the mark of what was asked about (`CONTRIBUTION_ASKED`), so that nobody answers for something else than
    they read. Raises `TakenAway`, `RuleError` or `Refusal`.
    """
    _lock(contribution)
    contribution = seen_forms.still_there(Contribution.objects.select_related("entry", "person", "unit"), contribution)
    require(policies.may_confirm_contribution(acting_for(actor), contribution))
    _check(answer, message)
    _check_seen(contribution, CONTRIBUTION_ASKED, seen)
    with acting_context(actor=actor, reason=message.strip()):
        return Confirmation.objects.create(
            contribution=contribution,
            statement=Statement.CONTRIBUTED,
            about=contribution.what_is_said,
            answer=answer,
            message=message.strip(),
            by=actor,
        )


@transaction.atomic
def answer_participation(
    *,
    participation: Participation,
    actor: User,
    answer: str,
    statement: str = Statement.PARTICIPATED,
    on: date | None = None,
    message: str = "",
    seen: str = "",
) -> Confirmation:
    """A partner representative confirms or disputes participation, or that it was taken into use on a date.

    ``seen``: the mark of what was asked about (`PARTICIPATION_ASKED`). Raises `TakenAway`, `RuleError` or `Refusal`.
    """
    _lock(participation)
    participation = seen_forms.still_there(
        Participation.objects.select_related("entry", "organisation", "role"), participation
    )
    require(policies.may_confirm_participation(acting_for(actor), participation))
    _check(answer, message)
    if statement not in (Statement.PARTICIPATED, Statement.TAKEN_INTO_USE):
        raise RuleError(_("Choose what you answer: that you took part, or that it is in use."), field="statement")
    if statement == Statement.TAKEN_INTO_USE and answer == Answer.CONFIRMED:
        if on is None:
            raise RuleError(_("Give the date when it was taken into use."), field="date")
        if on > timezone.localdate():
            raise RuleError(_("The date lies in the future. Confirm when it has been taken into use."), field="date")
    _check_seen(participation, PARTICIPATION_ASKED, seen)
    with acting_context(actor=actor, reason=message.strip()):
        if statement == Statement.TAKEN_INTO_USE and answer == Answer.CONFIRMED:
            participation.in_use_since = on
            participation.save(update_fields=["in_use_since"])
        return Confirmation.objects.create(
            participation=participation,
            statement=statement,
            answer=answer,
            date=on if statement == Statement.TAKEN_INTO_USE else None,
            message=message.strip(),
            by=actor,
        )


def _lock(part: Contribution | Participation) -> None:
    """What is said of the part, and whether it is there, stays as it is until the answer is kept."""
    Entry.objects.select_for_update().get(pk=part.entry_id)


def _check_seen(part: Contribution | Participation, names: tuple[str, ...], seen: str) -> None:
    if seen and seen != seen_forms.mark(part, names):
        raise Meanwhile(_("What you answer about was changed while you read it. Look at it again, and answer then."))


def _check(answer: str, message: str) -> None:
    if answer not in Answer.values:
        raise RuleError(_("Choose whether you confirm or dispute."), field="answer")
    if answer == Answer.DISPUTED and not message.strip():
        raise RuleError(_("Say what is not right, so that it can be mended."), field="message")
