"""The due work of a user in the order in which it should be read: late, soon, and the rest by kind (R-NFR-08)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.core.due import Due, Group, due_for

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Line:
    """One thing to do, its kind, and how long there is left, in words."""

    due: Due
    group: Group
    when: str
    is_late: bool
    is_soon: bool


@dataclass(frozen=True)
class Agenda:
    """What waits for a user. ``first``: the one thing to begin with; it stands in none of the lists that follow.

    ``late``: the last day is over, longest ago first. ``soon``: within a fortnight, soonest first. ``rest``: by kind.
    """

    first: Line | None
    late: list[Line]
    soon: list[Line]
    rest: list[tuple[Group, list[Line]]]
    counts: dict[str, int]  # code of a kind -> how many single things
    late_count: int

    @property
    def count(self) -> int:
        """How many single things wait."""
        return sum(self.counts.values())

    @property
    def lines(self) -> list[Line]:
        """All of it, in order."""
        first = [self.first] if self.first else []
        return [*first, *self.late, *self.soon, *(line for _group, lines in self.rest for line in lines)]


def agenda_of(user: Any, *, today: date, only_reminded: bool = False) -> Agenda:
    """All that waits for the user; with ``only_reminded`` what mail may tell of."""
    groups = due_for(user, today=today)
    every = [
        Line(item, group, words_for(item.by, today=today), item.is_late(today), _is_soon(item, today))
        for group, items in groups
        for item in items
        if item.reminded or not only_reminded
    ]
    counts: dict[str, int] = {}
    for line in every:
        counts[line.group.code] = counts.get(line.group.code, 0) + line.due.count
    dated = sorted((line for line in every if line.due.by), key=lambda line: line.due.by or today)  # stable: by kind
    late = [line for line in dated if line.is_late]
    soon = [line for line in dated if line.is_soon]
    others = [line for line in every if not line.is_late and not line.is_soon]
    first = next(iter([*late, *soon, *others]), None)
    rest = [(group, [line for line in others if line.group is group and line is not first]) for group, _items in groups]
    return Agenda(
        first,
        [line for line in late if line is not first],
        [line for line in soon if line is not first],
        [(group, lines) for group, lines in rest if lines],
        counts,
        sum(line.due.count for line in late),
    )


def _is_soon(item: Due, today: date) -> bool:
    return item.by is not None and today <= item.by <= today + SOON


def words_for(by: date | None, *, today: date) -> str:
    """How long there is left: “today”, “in 3 days”, “4 days late”; a day more than a fortnight ahead as its date."""
    if by is None:
        return ""
    days = (by - today).days
    if days < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days <= SOON.days:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return _("by %(day)s") % {"day": formats.date_format(by)}
