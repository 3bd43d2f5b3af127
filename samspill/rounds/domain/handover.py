"""Handing innovations in a round over to somebody else, with a note."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.rounds import policies
from samspill.rounds.domain.owners import candidates
from samspill.rounds.models import RoundItem, UpdateRound


@transaction.atomic
def hand_over(*, found: UpdateRound, items: Collection[int], actor: User, to: User, note: str) -> int:
    """Give the items (ids) that nobody has answered to ``to``, who keeps them in the rounds to come.

    Returns how many. Raises `RuleError` for a closed round, no items, or somebody without a role there.
    """
    require(policies.may_lead(acting_for(actor), found.register))
    if UpdateRound.objects.select_for_update().get(pk=found.pk).is_closed:
        raise RuleError(_("The round is closed, and stays as it was."))
    unanswered = RoundItem.objects.filter(round=found, pk__in=items, told__answered_at=None)
    rows = list(unanswered.select_for_update(of=("self",)))
    if not rows:
        raise RuleError(_("Tick at least one innovation that is not updated yet."), field="items")
    if to.pk not in {user.pk for user in candidates(found.register, on=timezone.localdate())}:
        raise RuleError(
            _("%(name)s has no role where the register belongs. Give them one first.") % {"name": to}, field="to"
        )
    with acting_context(actor=actor, reason=note.strip()):
        for item in rows:
            if item.owner_id != to.pk:
                item.former_id = item.owner_id or item.former_id
            item.owner, item.because, item.note = to, RoundItem.Because.HANDED, note.strip()
            item.save()
    return len(rows)
