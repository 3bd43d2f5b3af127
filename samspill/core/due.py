"""Due work: what a user must do now, and why it is theirs, told by every module that waits for somebody.

A module registers a provider from ``AppConfig.ready()``. My work, the calendar feed and the mail that reminds all read
the same list, so that none of them tells of something the others do not know (R-NFR-08).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True)
class Due:
    """One thing to do, in the active language.

    ``code`` is the same every day as long as it is the same thing, and different from all others. ``what`` is an
    invitation to act ("Update 6 innovations"), ``why`` says why it is this user's ("You own them"), ``by`` the last
    day. ``count``: how many single things it stands for. ``reminded``: whether mail may tell of it.
    """

    code: str
    what: str
    url: str
    why: str
    by: date | None = None
    count: int = 1
    reminded: bool = True

    def is_late(self, today: date) -> bool:
        """Whether the last day is over."""
        return self.by is not None and self.by < today


Provider = Callable[[Any, date], Iterable[Due]]
"""Gets the user and today's date; a constant number of queries."""

Waits = Callable[[Any, date], "Iterable[QuerySet[Any, Any]]"]
"""Gets the same; gives the rows without any of which the provider has nothing to tell, none to begin with if there can
be nothing. They are looked for in one query for all kinds, and only providers with some are asked."""


@dataclass(frozen=True)
class Group:
    """Due work of one kind, with its heading."""

    code: str
    title: str | Promise
    provider: Provider
    order: int = 50
    waits: Waits | None = None


_groups: dict[str, Group] = {}


def register(
    code: str, title: str | Promise, provider: Provider, *, order: int = 50, waits: Waits | None = None
) -> None:
    """Add a kind of due work; a code that is taken is replaced. A lower ``order`` stands first."""
    _groups[code] = Group(code, title, provider, order, waits)


def groups() -> list[Group]:
    """All kinds, in order."""
    return sorted(_groups.values(), key=lambda one: (one.order, one.code))


def due_for(user: Any, *, today: date) -> list[tuple[Group, list[Due]]]:
    """What waits for the user, kind by kind; kinds with nothing are left out. Late things first, then by day."""
    found = []
    for group in _with_something(user, today):
        if items := sorted(group.provider(user, today), key=lambda one: (one.by or date.max, one.code)):
            found.append((group, items))
    return found


def _with_something(user: Any, today: date) -> list[Group]:
    """The kinds that may have something to tell. One query."""
    every = groups()
    tests, given, told = list[str](), list[Any](), list[str]()
    for group in every:
        for rows in group.waits(user, today) if group.waits else ():
            try:
                statement, values = rows.query.exists().get_compiler(connection=connection).as_sql()
            except EmptyResultSet:  # as where somebody has no role at all
                continue
            tests.append(f"EXISTS ({statement})")
            given += values
            told.append(group.code)
    there: set[str] = set()
    if tests:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(tests)}", given)
            there = {code for code, is_there in zip(told, cursor.fetchone() or (), strict=True) if is_there}
    return [group for group in every if group.waits is None or group.code in there]
