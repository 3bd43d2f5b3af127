"""What is known of a scope's entries over the years: when each came in, how far it had come, and when it stopped.

Four queries for a whole scope, made once for an edition. Nothing here is in a language.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from samspill.core.reporting import Record, Scope
from samspill.core.sorting import by_name
from samspill.registry.choices import Kind, Status
from samspill.registry.models import ReadinessReading, StatusChange
from samspill.registry.reporting.scopes import UNFINISHED, entries_of, record

STOPPED = (Status.WITHDRAWN, Status.ARCHIVED)


@dataclass(frozen=True)
class Reading:
    """A reading that stands: when, and the id of its level."""

    date: date
    level: int


@dataclass(frozen=True)
class Facts:
    """One entry. ``first``: the earliest date known of it (its start, its first reading, or when it was registered).

    ``stopped``: since when it is withdrawn or archived; None while it is not.
    """

    pk: int
    public_id: str
    title: str
    kind: str
    types: tuple[str, ...]
    status: str
    unit: int | None
    version: int
    first: date
    published: date | None
    stopped: date | None
    withdrawn_reason: str
    readings: tuple[Reading, ...] = field(default=())

    @property
    def record(self) -> Record:
        """As reports name it."""
        return record(self.public_id, self.title)

    @property
    def is_innovation(self) -> bool:
        """Whether readiness is read of it."""
        return self.kind == Kind.INNOVATION

    def is_there(self, year: int) -> bool:
        """Whether it is in the collection at the end of the year."""
        return self.first.year <= year and (self.stopped is None or self.stopped.year > year)

    def level_at(self, day: date, levels: Iterable[int]) -> Reading | None:
        """The newest reading up to a day among levels of one scale."""
        wanted = set(levels)
        return next((one for one in reversed(self.readings) if one.date <= day and one.level in wanted), None)


def facts_of(scope: Scope) -> list[Facts]:
    """All entries of the scope, in the order of their titles."""
    return scope.keep("registry.facts", lambda: _read(scope))


def there(scope: Scope, year: int) -> list[Facts]:
    """What the collection holds at the end of the year."""
    return [one for one in facts_of(scope) if one.is_there(year)]


def new_in(scope: Scope, year: int) -> list[Facts]:
    """What came in within the year."""
    return [one for one in facts_of(scope) if one.first.year == year]


def published_in(scope: Scope, year: int) -> list[Facts]:
    """What was published within the year."""
    return [one for one in facts_of(scope) if one.published and one.published.year == year]


def stopped_in(scope: Scope, year: int) -> list[Facts]:
    """What was withdrawn or archived within the year, and still is."""
    return [one for one in facts_of(scope) if one.stopped and one.stopped.year == year and one.first.year <= year]


def years_known(scope: Scope) -> list[int]:
    """From the first year with something in it to this one; empty when there is nothing at all."""
    facts = facts_of(scope)
    if not facts:
        return []
    return list(range(min(one.first.year for one in facts), timezone.localdate().year + 1))


def first_year(scope: Scope) -> int | None:
    """The first year of which something is known, by one query; None when there is nothing."""
    found = entries_of(scope).aggregate(Min("start_date"), Min("created_at"), Min("readings__date"))
    known = [day.year for day in found.values() if day]
    return min(known) if known else None


def _read(scope: Scope) -> list[Facts]:
    entries = entries_of(scope)
    steps = _stops(scope)
    readings: dict[int, list[Reading]] = {}
    for entry, day, level in (
        ReadinessReading.objects.filter(entry__in=entries, corrected_by=None)
        .order_by("date", "pk")
        .values_list("entry_id", "date", "level_id")
    ):
        readings.setdefault(entry, []).append(Reading(day, level))
    found = []
    for row in entries.order_by(by_name("title"), "pk").values_list(
        "pk", "public_id", "title", "kind", "types", "status", "unit_id", "version", "start_date", "published_at",
        "created_at", "withdrawn_reason",
    ):  # fmt: skip
        pk, public_id, title, kind, types, status, unit, version, start, published, created, reason = row
        step = steps.get(pk)
        if status == Status.WITHDRAWN and step and step[0] in UNFINISHED:
            continue  # given up before anybody else had seen it
        registered = timezone.localtime(created).date()
        known = [registered, *filter(None, [start, _day(published)]), *(r.date for r in readings.get(pk, [])[:1])]
        found.append(
            Facts(
                pk=pk,
                public_id=public_id,
                title=title,
                kind=kind,
                types=tuple(types),
                status=status,
                unit=unit,
                version=version,
                first=min(known),
                published=_day(published),
                stopped=((step[1] if step else None) or registered) if status in STOPPED else None,
                withdrawn_reason=reason,
                readings=tuple(readings.get(pk, ())),
            )
        )
    return found


def _stops(scope: Scope) -> dict[int, tuple[str, date | None]]:
    """Entry -> where it stood before it was last withdrawn or archived, and when that was."""
    rows = (
        StatusChange.objects.filter(entry__in=entries_of(scope), to_status__in=STOPPED)
        .order_by("at", "pk")
        .values_list("entry_id", "from_status", "at")
    )
    return {entry: (before, _day(at)) for entry, before, at in rows}


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None
