"""A party's own word on its part."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.models import Confirmation, Contribution, Participation

Statement, Answer = Confirmation.Statement, Confirmation.Answer


@transaction.atomic
def answer_contribution(*, contribution: Contribution, actor: User, answer: str, message: str = "") -> Confirmation:
    """A contributor confirms or disputes their own part; a dispute says what is wrong."""
    require(policies.may_confirm_contribution(acting_for(actor), contribution))
    _check(answer, message)
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
) -> Confirmation:
    """A partner representative confirms or disputes participation, or that it was taken into use on a date."""
    require(policies.may_confirm_participation(acting_for(actor), participation))
    _check(answer, message)
    if statement not in (Statement.PARTICIPATED, Statement.TAKEN_INTO_USE):
        raise RuleError(_("Choose what you answer: that you took part, or that it is in use."), field="statement")
    if statement == Statement.TAKEN_INTO_USE and answer == Answer.CONFIRMED:
        if on is None:
            raise RuleError(_("Give the date when it was taken into use."), field="date")
        if on > timezone.localdate():
            raise RuleError(_("The date lies in the future. Confirm when it has been taken into use."), field="date")
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


def _check(answer: str, message: str) -> None:
    if answer not in Answer.values:
        raise RuleError(_("Choose whether you confirm or dispute."), field="answer")
    if answer == Answer.DISPUTED and not message.strip():
        raise RuleError(_("Say what is not right, so that it can be mended."), field="message")
