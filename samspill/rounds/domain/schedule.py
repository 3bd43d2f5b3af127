"""The schedule: rounds are planned from the due days of a register, its own or its profile's, and a daily job opens and
closes them (R-REG-03)."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from samspill.core.errors import RuleError
from samspill.registry.models import Register
from samspill.rounds.domain.handover import pass_on
from samspill.rounds.domain.rounds import close_round, open_round, plan_round
from samspill.rounds.models import UpdateRound

log = logging.getLogger("samspill.rounds")
OPENS_BEFORE = timedelta(days=30)
"""So long before it is due a round opens, unless an earlier one is due later than that."""
CLOSES_AFTER = timedelta(days=28)
"""So long after it was due a round takes late answers."""
MOVED = timedelta(days=14)
"""A round that is due so shortly before a due day is that day's: a leader has moved it ahead."""
State = UpdateRound.State


@dataclass
class Done:
    """How many rounds a run planned, opened and closed, and how many innovations went on from owners who have left."""

    planned: int = 0
    opened: int = 0
    closed: int = 0
    passed_on: int = 0


def next_due(register: Register, *, today: date) -> date | None:
    """The next due day of the register's rhythm, today or later; None when it has none."""
    days = [date(year, int(day[:2]), int(day[3:])) for year in (today.year, today.year + 1) for day in register.rhythm]
    return min((day for day in days if day >= today), default=None)


def next_to_plan(register: Register, *, today: date) -> date | None:
    """The next due day that no round of the register stands for. One query."""
    last = UpdateRound.objects.filter(register=register).order_by("-due").values_list("due", flat=True).first()
    return next_due(register, today=max(today, last + MOVED) if last else today)


def dates_for(register: Register, *, due: date) -> tuple[date, date, date]:
    """When a round that is due then opens, is due and closes by itself; it opens after the one before was due."""
    before = UpdateRound.objects.filter(register=register, due__lt=due).order_by("-due").first()
    opens = due - OPENS_BEFORE
    if before:
        opens = max(opens, before.due + timedelta(days=1))
    return opens, due, due + CLOSES_AFTER


def keep_schedule(*, today: date) -> Done:
    """Plan what comes next, close what has waited long enough, open what is to open. May be called again and again."""
    done = Done()
    for found in UpdateRound.objects.filter(state=State.OPEN, closes__lt=today).select_related("register"):
        done.closed += _tried(close_round, found, today)
    has_rhythm = Q(profile__due_days__len__gt=0) | Q(due_days__len__gt=0)
    registers = Register.objects.filter(has_rhythm).select_related("profile")
    for register in registers.order_by("pk"):
        done.planned += plan_next(register, today=today) is not None
    to_open = UpdateRound.objects.filter(state=State.PLANNED, opens__lte=today, due__gte=today)
    for found in to_open.select_related("register").order_by("due"):
        _close_former(found, today, done)
        done.opened += _tried(open_round, found, today)
    for found in UpdateRound.objects.filter(state=State.OPEN).select_related("register__unit"):
        done.passed_on += pass_on(found=found, today=today)
    return done


def plan_next(register: Register, *, today: date) -> UpdateRound | None:
    """The round of the next due day, unless there is one for it or one that crosses it."""
    due = next_to_plan(register, today=today)
    if due is None or UpdateRound.objects.filter(register=register, due__gte=today).exists():
        return None
    opens, due, closes = dates_for(register, due=due)
    try:
        return plan_round(register=register, actor=None, opens=opens, due=due, closes=closes)
    except RuleError as error:
        log.warning("no round is planned for register %s: %s", register.code, error.message)
        return None


def _close_former(found: UpdateRound, today: date, done: Done) -> None:
    """A round that is over makes room for the next one."""
    former = UpdateRound.objects.filter(register=found.register, state=State.OPEN, due__lt=found.opens).first()
    if former:
        done.closed += _tried(close_round, former, today)


def _tried(act: Callable[..., UpdateRound], found: UpdateRound, today: date) -> bool:
    """One round that cannot be taken on does not stop the others."""
    try:
        act(found=found, actor=None, today=today)
    except RuleError as error:
        log.warning("round %s: %s", found.public_id, error.message)
        return False
    return True
