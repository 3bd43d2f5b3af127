"""Giving an assessment, independently of the others', and correcting one's own (R-REG-08)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Status
from samspill.registry.models import Entry
from samspill.reviews import policies
from samspill.reviews.models import Assessment, AssessmentCall, CallEntry

STOPPED = (Status.ARCHIVED, Status.WITHDRAWN)


@transaction.atomic
def assess(
    *,
    call: AssessmentCall,
    entry: Entry,
    actor: User,
    probability: int,
    probability_reason: str,
    impact: int,
    impact_reason: str,
    on: date | None = None,
) -> Assessment:
    """The actor's answer; a later one takes the place of the earlier, and both stay with their dates.

    ``on``: when it was given, if not today. The same answer again records nothing new. Raises `RuleError` or `Refusal`.
    """
    # Locked, so that closing waits for it, or it for closing: nobody answers after the others are shown.
    call = AssessmentCall.objects.select_for_update(of=("self",)).select_related("register").get(pk=call.pk)
    require(policies.may_assess(acting_for(actor), call))
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if not CallEntry.objects.filter(call=call, entry=entry).exists():
        raise RuleError(_("“%(title)s” is not on the list of this assessment.") % {"title": entry.title})
    if entry.status in STOPPED:
        raise RuleError(
            _("“%(title)s” has stopped: it is %(status)s. Only living innovations are assessed.")
            % {"title": entry.title, "status": entry.get_status_display().lower()}
        )
    given = {
        "probability": probability,
        "probability_reason": probability_reason.strip(),
        "impact": impact,
        "impact_reason": impact_reason.strip(),
    }
    _check(given)
    before = own_answer(call, entry, actor)
    if before and all(getattr(before, name) == value for name, value in given.items()):
        return before
    with acting_context(actor=actor):
        return Assessment.objects.create(
            call=call, entry=entry, assessor=actor, date=on or timezone.localdate(), corrects=before, **given
        )


def own_answer(call: AssessmentCall, entry: Entry, user: User) -> Assessment | None:
    """The user's answer that stands, if any."""
    return Assessment.objects.filter(call=call, entry=entry, assessor=user).standing().first()


def _check(given: dict[str, object]) -> None:
    for name in ("probability", "impact"):
        if given[name] not in (1, 2, 3, 4, 5):
            raise RuleError(_("Choose a number from 1 to 5."), field=name)
        if not given[f"{name}_reason"]:
            raise RuleError(_("Say why, in a sentence. The meeting reads it."), field=f"{name}_reason")
