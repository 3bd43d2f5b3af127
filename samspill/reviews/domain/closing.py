"""Closing the minutes: decisions take effect, follow-ups become due, and what was said stays said (R-REG-10)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.policies import curates_register
from samspill.reviews import policies
from samspill.reviews.domain.effects import take_effect
from samspill.reviews.domain.meetings import locked
from samspill.reviews.minutes import in_all_languages
from samspill.reviews.models import FollowUp, ReviewMeeting


@transaction.atomic
def close_minutes(*, meeting: ReviewMeeting, actor: User, at: datetime | None = None) -> ReviewMeeting:
    """Freeze the minutes; all or nothing. What is not decided stands first on the next meeting's list.

    ``at``: when it was done, if not now. Raises `RuleError` or `Refusal`.
    """
    meeting = locked(meeting)
    acting = acting_for(actor)
    require(curates_register(acting, meeting.register))
    require(policies.may_decide(acting, meeting))
    if meeting.date > timezone.localdate():
        raise RuleError(_("The meeting is not held yet. Its minutes can be closed from that day on."))
    items = list(meeting.items.select_related("entry__register", "entry__organisation", "entry__unit"))
    if not any(item.is_decided for item in items):
        raise RuleError(_("Nothing is decided yet. Write at least one decision before you close the minutes."))
    with acting_context(actor=actor, reason=_("Review %(day)s") % {"day": meeting.date.isoformat()}):
        meeting.minutes = in_all_languages(meeting)  # before anything takes effect: what the meeting had before it
        for item in items:
            take_effect(item=item, actor=actor)
        FollowUp.objects.bulk_create(FollowUp(item=item) for item in items if item.is_decided and item.follower_id)
        meeting.closed_at, meeting.closed_by = at or timezone.now(), actor
        meeting.version += 1
        meeting.save(update_fields=["minutes", "closed_at", "closed_by", "version"])
    return meeting
