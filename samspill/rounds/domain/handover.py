"""Handing innovations in a round over to somebody else: by the leader with a note, or because the owner has left."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.rounds import policies
from samspill.rounds.domain.owners import candidates, owners_of, those_here
from samspill.rounds.models import RoundItem, UpdateRound
from samspill.rounds.queries import waiting


@transaction.atomic
def hand_over(*, found: UpdateRound, items: Collection[int], actor: User, to: User, note: str) -> int:
    """Give the items (ids) that nobody has answered to ``to``, who keeps them in the rounds to come.

    Returns how many. Raises `RuleError` for a closed round, no items, or somebody without a role there.
    """
    require(policies.may_lead(acting_for(actor), found.register))
    if UpdateRound.objects.select_for_update().get(pk=found.pk).is_closed:
        raise Meanwhile(_("The round is closed, and stays as it was."))
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


@transaction.atomic
def pass_on(*, found: UpdateRound, today: date) -> int:
    """Give what waits for owners who have left since the round opened to whoever is next by the rules of `owners`: in
    the end the innovation leader, who sees whose it was. What was typed and not sent stays. Returns how many."""
    if not UpdateRound.objects.select_for_update().get(pk=found.pk).is_open:
        return 0
    rows = list(waiting(RoundItem.objects.filter(round=found, owner__isnull=False)).select_related("entry"))
    here = those_here((row.owner_id for row in rows if row.owner_id), on=today)
    left = [row for row in rows if row.owner_id not in here]
    owners = owners_of([row.entry for row in left], register=found.register, on=today) if left else {}
    with acting_context(actor=None, reason=_("The owner has left")):
        for item in left:
            item.former_id = item.owner_id
            item.owner_id, item.because = owners[item.entry_id].owner, owners[item.entry_id].because
            item.save(update_fields=["owner", "because", "former"])
    return len(left)
