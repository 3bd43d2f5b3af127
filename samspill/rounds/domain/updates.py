"""The update of an innovation in a round: typed, sent, and changed until the round closes (R-REG-04, R-REG-05)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.personal_data.neutral import erasing
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.domain import readiness
from samspill.registry.models import ReadinessLevel, ReadinessReading
from samspill.rounds import measured, policies
from samspill.rounds.domain.moments import moment_of
from samspill.rounds.models import RoundItem, Target, Update, UpdateRound
from samspill.rounds.queries import ALIVE

KEPT_FOR = timedelta(days=30)
"""So long after its round closed, what was typed and never sent is kept."""


@dataclass(frozen=True)
class Told:
    """What somebody tells of an innovation. ``on``: the day of the reading."""

    target_answer: str = ""
    target_reason: str = ""
    progress: str = ""
    level: ReadinessLevel | None = None
    on: date | None = None
    no_reading_reason: str = ""
    correction_reason: str = ""
    target_level: ReadinessLevel | None = None
    below_reason: str = ""
    reaches: str = ""


@dataclass(frozen=True)
class Seen:
    """What the form was made from: how often the update was sent, which page it is (``tab``), and on which page the
    typing that it began with was typed (``began``)."""

    version: int
    tab: str = ""
    began: str = ""


class Superseded(Exception):
    """Somebody, or another tab, has saved this update since the form was made. Nothing is written over."""

    def __init__(self, current: Update) -> None:
        super().__init__()
        self.current = current


@transaction.atomic
def keep_typed(*, item: RoundItem, actor: User, typed: dict[str, str], seen: Seen) -> Update:
    """Keep what is typed, right or wrong. Raises `Superseded`, `RuleError` (closed) or `Refusal`."""
    current = _begin(item, actor, seen)
    if (typed, seen.tab) != (current.typed, current.tab):
        current.typed, current.tab = typed, seen.tab
        current.save()
    return current


@transaction.atomic
def answer(*, item: RoundItem, actor: User, told: Told, seen: Seen, today: date) -> Update:
    """Send the update; late when the round was due before ``today``. It may be changed until the round closes.

    Raises `ValidationError` with the faults of all fields at once, `Superseded`, `RuleError` (closed) or `Refusal`.
    """
    current = _begin(item, actor, seen)
    if item.entry.status not in ALIVE:
        raise RuleError(_("The innovation is stopped: it needs no update."))
    faults = _faults(item, current, told, today)
    if faults:
        raise ValidationError(faults)
    with acting_context(actor=actor):
        reading = _reading(item, current, actor, told)
        if not current.answered_at:
            current.is_late = item.round.is_late(today)
        current.target_answer = told.target_answer if item.target_id else ""
        current.target_reason = told.target_reason.strip() if item.target_id else ""
        current.progress = told.progress.strip()
        current.reading, current.read_on = reading, reading.date if reading else None
        current.no_reading_reason = "" if reading else told.no_reading_reason.strip()
        current.answered_at, current.answered_by = moment_of(today), actor
        current.typed, current.tab = {}, ""
        current.version += 1
        current.save()
        _set_target(item, current, told)
    return current


def forget_typed(now: datetime) -> int:
    """Delete what was typed in rounds that closed long ago, and never sent. Returns how many."""
    old = Update.objects.filter(item__round__closed_at__lt=now - KEPT_FOR).exclude(typed={})
    with transaction.atomic(), erasing():
        return old.update(typed={})


def _begin(item: RoundItem, actor: User, seen: Seen) -> Update:
    """The update, locked, when the actor may answer, the round is open and nobody has saved since."""
    # Locked, so that closing waits for it, or it for closing: what is frozen is all that was taken in.
    found = (
        UpdateRound.objects.select_for_update(of=("self",))
        .select_related("register", "closed_by")
        .get(pk=item.round_id)
    )
    # Locked, so that two at once make one update, and whoever owns it is who owns it now.
    item.owner_id = RoundItem.objects.select_for_update().get(pk=item.pk).owner_id
    require(policies.may_answer(acting_for(actor), item, found.register))
    if not found.is_open:
        raise Meanwhile(_closed(found))
    current = Update.objects.filter(item=item).first() or Update(item=item)
    if seen.version != current.version or (current.typed and current.tab not in (seen.tab, seen.began)):
        raise Superseded(current)
    return current


def _closed(found: UpdateRound) -> str:
    """That it is over, and whom to speak to."""
    said = _("The round is closed: no more updates are taken.")
    if found.closed_by is None:
        return f"{said} {_('It closed by itself: speak to the innovation leader of the register.')}"
    return f"{said} {_('%(name)s closed it: speak to them.') % {'name': found.closed_by}}"


def _faults(item: RoundItem, current: Update, told: Told, today: date) -> dict[str, str]:
    """Field -> what is wrong with it and how to mend it."""
    found: dict[str, str] = {}
    register = item.round.register
    scales = measured.scale_ids(item.entry, register)
    if item.target_id:
        if told.target_answer not in Update.Answer.values:
            found["target_answer"] = _("Say whether the target was reached.")
        elif told.target_answer != Update.Answer.REACHED and not told.target_reason.strip():
            found["target_reason"] = _("Say why, in a sentence.")
    if not told.progress.strip():
        found["progress"] = _("Say in a sentence what has happened, or that nothing has.")
    if told.level is not None:
        found |= _reading_faults(scales, current, told)
    elif current.reading:
        found["level"] = _("The reading was sent already. Choose the right level, and say why it was wrong.")
    elif scales and not told.no_reading_reason.strip():
        found["no_reading_reason"] = _("Choose the level now, or say why there is no new reading.")
    if item.round.sets_targets:
        found |= _target_faults(item, scales, told, today)
    return found


def _reading_faults(scales: list[int], current: Update, told: Told) -> dict[str, str]:
    assert told.level is not None
    if told.level.scale_id not in scales:
        return {"level": _("This level is on another scale than the innovation is measured on.")}
    if told.on is None:
        return {"on": _("Give the day of the reading.")}
    if told.on > timezone.localdate():
        return {"on": _("A reading cannot be later than today.")}
    changed = current.reading and (current.reading.level_id, current.reading.date) != (told.level.pk, told.on)
    if changed and not told.correction_reason.strip():
        return {"correction_reason": _("The reading was sent already. Say why it was wrong; both stay visible.")}
    return {}


def _target_faults(item: RoundItem, scales: list[int], told: Told, today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    if not told.reaches.strip():
        found["reaches"] = _("Say how it will reach users as something useful to society.")
    if scales and told.target_level is None:
        found["target_level"] = _("Choose the level that you aim at until the next round.")
    elif told.target_level is not None and told.target_level.scale_id not in scales:
        found["target_level"] = _("This level is on another scale than the innovation is measured on.")
    elif told.target_level is not None and not told.below_reason.strip():
        now = _level_now(item, told, told.target_level.scale_id, today)
        if now is not None and told.target_level.level < now:
            found["below_reason"] = _("The target is below the level now (%(level)s). Say why.") % {"level": now}
    return found


def _level_now(item: RoundItem, told: Told, scale: int, today: date) -> int | None:
    if told.level is not None and told.level.scale_id == scale:
        return told.level.level
    reading = measured.standing([item.entry_id], until=today).get((item.entry_id, scale))
    return reading.level.level if reading else None


def _reading(item: RoundItem, current: Update, actor: User, told: Told) -> ReadinessReading | None:
    """The reading of this update: a new one, or the one that was sent, corrected where it differs."""
    if told.level is None:
        return None
    assert told.on is not None
    sent = current.reading
    try:
        if sent is None:
            return readiness.record_reading(
                entry=item.entry, actor=actor, level=told.level, on=told.on, note=told.progress.strip()
            )
        if (sent.level_id, sent.date) == (told.level.pk, told.on):
            return sent
        return readiness.correct_reading(
            reading=sent, actor=actor, level=told.level, on=told.on, reason=told.correction_reason.strip()
        )
    except RuleError as error:
        field = {"date": "on", "reason": "correction_reason"}.get(error.field, "level")
        raise ValidationError({field: error.message}) from error


def _set_target(item: RoundItem, current: Update, told: Told) -> None:
    if not item.round.sets_targets:
        return
    values: dict[str, Any] = {
        "entry": item.entry,
        "level": told.target_level,
        "below_reason": told.below_reason.strip(),
        "reaches": told.reaches.strip(),
    }
    Target.objects.update_or_create(update=current, defaults=values)
