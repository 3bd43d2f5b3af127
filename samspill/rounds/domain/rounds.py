"""Rounds: planned, opened and closed, by an innovation leader or by the schedule."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Entry, Register
from samspill.rounds import frozen, policies
from samspill.rounds.domain.moments import moment_of
from samspill.rounds.domain.owners import owners_of
from samspill.rounds.models import RoundItem, UpdateRound
from samspill.rounds.queries import ANSWERED, STOPPED, living, targets_before

State = UpdateRound.State
STEPS: dict[tuple[str, str], str] = {(State.PLANNED, "open"): State.OPEN, (State.OPEN, "close"): State.CLOSED}
"""The workflow: where it stands and what is done -> where it stands then. There is no way back."""
EDITABLE = ("label", "opens", "due", "closes", "intro")


@transaction.atomic
def plan_round(
    *,
    register: Register,
    actor: User | None,
    opens: date,
    due: date,
    closes: date,
    label: str = "",
    intro: str = "",
) -> UpdateRound:
    """A round to come. ``actor`` None is the schedule. Raises `RuleError` when its dates cross another's."""
    if actor is not None:
        require(policies.may_lead(acting_for(actor), register))
    _lock(register)
    planned = UpdateRound(
        register=register, opens=opens, due=due, closes=closes, label=label.strip(), intro=intro.strip()
    )
    _check_dates(planned)
    with acting_context(actor=actor):
        planned.save()
    return planned


@transaction.atomic
def change_round(
    *, found: UpdateRound, actor: User, opens: date, due: date, closes: date, label: str, intro: str, seen: str = ""
) -> UpdateRound:
    """Other dates or words for a round that is not closed. Once it is open, the day it opened stays.

    ``seen``: the mark of what the form showed. Raises `Stale`, `RuleError` or `Refusal`.
    """
    require(policies.may_lead(acting_for(actor), found.register))
    current = _locked(found)
    if current.is_closed:
        raise Meanwhile(_("The round is closed, and stays as it was."))
    if current.is_open and opens != current.opens:
        raise RuleError(_("The round is open already: the day it opened cannot be changed."), field="opens")
    values = {"label": label.strip(), "opens": opens, "due": due, "closes": closes, "intro": intro.strip()}
    seen_forms.check(current, EDITABLE, seen, values)
    for name, value in values.items():
        setattr(current, name, value)
    _check_dates(current)
    with acting_context(actor=actor):
        current.save()
    return current


@transaction.atomic
def remove_round(*, found: UpdateRound, actor: User) -> None:
    """Take a planned round away. One that was opened stays for good."""
    require(policies.may_lead(acting_for(actor), found.register))
    current = _locked(found)
    if current.state != State.PLANNED:
        raise RuleError(_("The round was opened: it is closed, not removed."))
    with acting_context(actor=actor):
        current.delete()


@transaction.atomic
def open_round(*, found: UpdateRound, actor: User | None, today: date, sets_targets: bool | None = None) -> UpdateRound:
    """Ask the owners of all living innovations of the register. ``actor`` None is the schedule.

    Whether targets are set is as the register or its profile says, unless ``sets_targets`` says else.
    """
    if actor is not None:
        require(policies.may_lead(acting_for(actor), found.register))
    current = _locked(found)
    check_opening(current, today=today)
    current.state = State.OPEN
    current.opens = min(current.opens, today)
    current.opened_at, current.opened_by = moment_of(today), actor
    current.sets_targets = current.register.asks_targets if sets_targets is None else sets_targets
    _check_dates(current)
    with acting_context(actor=actor):
        current.save()
        add_items(current, list(living(current.register)), on=today)
    return current


def check_opening(found: UpdateRound, *, today: date) -> None:
    """Raises `RuleError` when the round cannot be opened today, with why, and what helps."""
    _step(found, "open")
    if other := _other_open(found):
        raise RuleError(_("“%(round)s” is still open. Close it first.") % {"round": other.name})
    if found.due < today:
        raise RuleError(_("The round was due %(day)s. Give it a later day first.") % {"day": _day(found.due)})
    before = UpdateRound.objects.filter(register=found.register, due__lt=found.due).order_by("-due").first()
    if before is None or before.due < today:
        return
    said = {"round": before.name, "due": _day(before.due), "day": _day(before.due + timedelta(days=1))}
    if before.is_closed:
        raise RuleError(
            _(
                "“%(round)s” is closed, but stands for all days until %(due)s: rounds never share days, so that each "
                "target is answered in the round after. This one can be opened from %(day)s."
            )
            % said
        )
    raise RuleError(
        _(
            "“%(round)s” is planned before this one, and stands for all days until %(due)s. Open or remove that one, "
            "or wait until %(day)s."
        )
        % said
    )


@transaction.atomic
def close_round(*, found: UpdateRound, actor: User | None, today: date) -> UpdateRound:
    """Freeze it: what was answered, and what was not, stays as it is now for good."""
    if actor is not None:
        require(policies.may_lead(acting_for(actor), found.register))
    current = _locked(found)
    _step(current, "close")
    with acting_context(actor=actor):
        RoundItem.objects.filter(~ANSWERED, STOPPED, round=current).update(was_stopped=True)
    current.state = State.CLOSED
    document = frozen.document(current, closed=today.isoformat())
    content = frozen.canonical(document)
    current.content, current.checksum = content, frozen.checksum(content)
    current.counts = {"items": len(document["items"]), **document["counts"], **document["answers"]}
    current.closed_at, current.closed_by = moment_of(today), actor
    with acting_context(actor=actor):
        current.save()
    return current


def add_items(found: UpdateRound, entries: Sequence[Entry], *, on: date) -> list[RoundItem]:
    """The innovations in the round, each with its owner and the target that is to be answered."""
    owners = owners_of(entries, register=found.register, on=on)
    targets = targets_before(found, [entry.pk for entry in entries])
    return RoundItem.objects.bulk_create(
        RoundItem(
            round=found,
            entry=entry,
            owner_id=owners[entry.pk].owner,
            because=owners[entry.pk].because,
            former_id=owners[entry.pk].former,
            target_id=targets.get(entry.pk),
        )
        for entry in entries
    )


@transaction.atomic
def add_new(*, found: UpdateRound, actor: User, today: date) -> int:
    """Take innovations in that came into the register after the round opened. Returns how many."""
    require(policies.may_lead(acting_for(actor), found.register))
    current = _locked(found)
    if not current.is_open:
        raise RuleError(_("Only an open round takes more innovations."))
    entries = list(living(current.register).exclude(round_items__round=current))
    with acting_context(actor=actor):
        return len(add_items(current, entries, on=today))


def _step(found: UpdateRound, act: str) -> None:
    if (found.state, act) in STEPS:
        return
    if found.is_closed:
        raise Meanwhile(_("The round is closed. A closed round is never opened again: plan a new one."))
    if act == "open":
        raise Meanwhile(_("The round is open already."))
    raise RuleError(_("The round is not open yet."))


def _locked(found: UpdateRound) -> UpdateRound:
    """One act at a time in a register, and none while somebody answers."""
    _lock(found.register)
    rows = UpdateRound.objects.select_for_update(of=("self",)).select_related("register__profile", "register__unit")
    return rows.get(pk=found.pk)


def _lock(register: Register) -> None:
    Register.objects.select_for_update().get(pk=register.pk)


def _other_open(found: UpdateRound) -> UpdateRound | None:
    return UpdateRound.objects.filter(register=found.register, state=State.OPEN).exclude(pk=found.pk).first()


def _check_dates(found: UpdateRound) -> None:
    if found.due < found.opens:
        raise RuleError(_("It must be due after it opens (%(day)s).") % {"day": _day(found.opens)}, field="due")
    if found.closes < found.due:
        raise RuleError(_("It cannot close before it is due (%(day)s).") % {"day": _day(found.due)}, field="closes")
    crossing = (
        UpdateRound.objects.filter(register=found.register, opens__lte=found.due, due__gte=found.opens)
        .exclude(pk=found.pk)
        .first()
    )
    if crossing and crossing.is_closed:
        raise RuleError(
            _(
                "These days cross those of “%(round)s” (%(opens)s to %(due)s). It is closed, but stands for all its "
                "days, so that each target is answered in the round after. Choose days before or after it."
            )
            % {"round": crossing.name, "opens": _day(crossing.opens), "due": _day(crossing.due)},
            field="opens",
        )
    if crossing:
        raise RuleError(
            _("These days cross those of “%(round)s” (%(opens)s to %(due)s). Choose days before or after it.")
            % {"round": crossing.name, "opens": _day(crossing.opens), "due": _day(crossing.due)},
            field="opens",
        )


def _day(day: date) -> str:
    return formats.date_format(day)
