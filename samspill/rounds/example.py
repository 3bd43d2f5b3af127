"""The example's rounds: the half-years that are over, with targets and what became of them, and one that is open now.

Everything goes through the same acts as a leader's and an owner's own work, done for the days when it was.
"""

from datetime import date, timedelta
from typing import Any
from zlib import crc32

from django.db.models import Q
from django.utils import timezone

from samspill.accounts.models import User
from samspill.registry import words
from samspill.registry.example import read_all
from samspill.registry.models import ReadinessReading, Register
from samspill.registry.shown import standing_readings
from samspill.rounds import measured
from samspill.rounds.domain import updates
from samspill.rounds.domain.rounds import close_round, open_round, plan_round
from samspill.rounds.domain.schedule import CLOSES_AFTER, OPENS_BEFORE
from samspill.rounds.models import RoundItem, UpdateRound

HALF_YEARS = 6
"""So many rounds are over, unless the file says another number."""
OPEN_FOR = timedelta(days=24)
DUE_IN = timedelta(days=6)
"""The open round is near its day, so that the leader is told of who is missing."""
Data = dict[str, Any]


def load() -> int:
    """All rounds of the example. Returns how many."""
    return sum(_load(data) for data in read_all("rounds.json"))


def _load(data: Data) -> int:
    register = Register.objects.select_related("profile").filter(code=data["register"], is_example=True).first()
    leader = User.objects.filter(email=data["leader"]).first()
    if register is None or leader is None or UpdateRound.objects.filter(register=register).exists():
        return 0
    today = timezone.localdate()
    readings = _readings(register)
    days = _due_days(register, today)[-data.get("rounds", HALF_YEARS) :]
    for due in days:
        found = _begin(register, leader, due=due, data=data, today=due - OPENS_BEFORE)
        was_there = Q(entry__published_at__date__lte=due)
        RoundItem.objects.filter(~was_there, round=found).delete()
        for item in _items(found):
            _answer(item, data, readings.get(item.entry_id, []))
        close_round(found=found, actor=leader, today=due + CLOSES_AFTER)
    if not data.get("is_open"):
        return len(days)
    found = _begin(register, leader, due=today + DUE_IN, data=data, today=today - OPEN_FOR)
    for item in _items(found):
        if _chance(item, "open", 2):
            _answer(item, data, readings.get(item.entry_id, []), today=today)
    return len(days) + 1


def _due_days(register: Register, today: date) -> list[date]:
    """The profile's days that are over with all that follows them, oldest first."""
    days = [
        date(year, int(day[:2]), int(day[3:]))
        for year in range(today.year - 5, today.year + 1)
        for day in register.rhythm
    ]
    return [day for day in days if day + CLOSES_AFTER < today - OPEN_FOR]


def _begin(register: Register, leader: User, *, due: date, data: Data, today: date) -> UpdateRound:
    planned = plan_round(
        register=register, actor=leader, opens=today, due=due, closes=due + CLOSES_AFTER, intro=data["intro"]
    )
    return open_round(found=planned, actor=leader, today=today)


def _items(found: UpdateRound) -> list[RoundItem]:
    rows = RoundItem.objects.filter(round=found, owner__isnull=False)
    return list(rows.select_related("entry", "owner", "round__register__profile", "target__level").order_by("pk"))


def _readings(register: Register) -> dict[int, list[ReadinessReading]]:
    found: dict[int, list[ReadinessReading]] = {}
    for reading in standing_readings().filter(entry__register=register).order_by("date", "pk"):
        found.setdefault(reading.entry_id, []).append(reading)
    return found


def _answer(item: RoundItem, data: Data, readings: list[ReadinessReading], today: date | None = None) -> None:
    """One owner's update; some are late, some never come."""
    due = item.round.due
    if today is None and _chance(item, "missing", 8):
        return
    late = today is None and _chance(item, "late", 7)
    day = today or due + timedelta(days=9 if late else -5)
    scales = measured.scale_ids(item.entry, item.round.register)
    until = [one for one in readings if one.date <= day and one.level.scale_id in scales]
    new = until[-1] if until and until[-1].date > due - timedelta(days=183) else None
    level = until[-1].level if until else None
    data = data | data.get("by_scale", {}).get(level.scale.code if level else "", {})
    answer, why = _about_target(item, level.level if level else 0, data)
    aim = _next_level(level.pk) if level else next(iter(measured.levels_of(scales)), None)
    assert item.owner is not None
    updates.answer(
        item=item,
        actor=item.owner,
        seen=updates.Seen(0),
        today=day,
        told=updates.Told(
            target_answer=answer,
            target_reason=why,
            progress=_pick(item, data["progress"]),
            level=new.level if new else None,
            on=new.date if new else None,
            no_reading_reason="" if new else _pick(item, data["no_reading"]),
            target_level=aim if item.round.sets_targets else None,
            reaches=_pick(item, data["reaches"]) if item.round.sets_targets else "",
        ),
    )


def _about_target(item: RoundItem, level: int, data: Data) -> tuple[str, str]:
    if item.target is None:
        return "", ""
    if item.target.level and level >= item.target.level.level:
        return "reached", ""
    answer = ("partly", "not", "changed", "partly")[crc32(f"{item.entry.title}{item.round.due}".encode()) % 4]
    return answer, _pick(item, data["why"])


def _next_level(now: int) -> Any:
    levels = words.levels()
    higher = [one for one in levels.values() if one.scale_id == levels[now].scale_id and one.level > levels[now].level]
    return min(higher, key=lambda one: one.level, default=levels[now])


def _pick(item: RoundItem, texts: list[str]) -> str:
    return texts[crc32(f"{item.round.due}{item.entry.title}".encode()) % len(texts)]


def _chance(item: RoundItem, what: str, one_in: int) -> bool:
    """The same for the same innovation and round, whenever the example is loaded."""
    return crc32(f"{what}{item.entry.title}{item.round.due.month}{item.round.due.year % 3}".encode()) % one_in == 0
