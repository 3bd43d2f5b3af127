"""Due work: what a user must do now, and why it is theirs, told by every module that waits for somebody.

A module registers a provider from ``AppConfig.ready()``. My work, the calendar feed and the mail that reminds all read
the same list, so that none of them tells of something the others do not know (R-NFR-08).
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise

from samspill.core import prepared
from samspill.core.kept_pieces import KeptPieces


@dataclass(frozen=True)
class Due:
    """One thing to do, in the active language.

    ``code`` is the same every day as long as it is the same thing, and different from all others. ``what`` is an
    invitation to act ("Update 6 innovations"), ``why`` says why it is this user's ("You own them"), ``by`` the last
    day. ``count``: how many single things it stands for. ``reminded``: whether mail may tell of it. ``seen_url``: for
    what is only told and asks for nothing, where a POST says that it has been seen.
    """

    code: str
    what: str
    url: str
    why: str
    by: date | None = None
    count: int = 1
    reminded: bool = True
    seen_url: str = ""

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


def decided_by(read: Callable[[Any], Hashable]) -> None:
    """``read`` gives what of a user decides what may wait for them, besides who they are: their roles today."""
    _decides.append(read)


_decides: list[Callable[[Any], Hashable]] = []
_statements = KeptPieces["tuple[str, list[Any], list[str]]"](200)
"""Of users, with their roles and the day: putting twenty questions together takes longer than asking them."""


def _with_something(user: Any, today: date) -> list[Group]:
    """The kinds that may have something to tell. One query."""
    every = groups()
    statement, values, told = _statement(every, user, today)
    there: set[str] = set()
    if told:
        [row] = prepared.fetch(statement, values)
        there = {code for code, is_there in zip(told, row, strict=True) if is_there}
    return [group for group in every if group.waits is None or group.code in there]


def _statement(every: list[Group], user: Any, today: date) -> tuple[str, list[Any], list[str]]:
    """A query that looks whether there is something, its values, and the kinds that it looks for."""
    who = (getattr(user, "pk", None), *(read(user) for read in _decides if user is not None))
    stamp = (who, today, tuple(group.waits for group in every))
    if found := _statements.find(who[0], stamp):
        return found
    tests, values, told = list[str](), list[Any](), list[str]()
    for group in every:
        for rows in group.waits(user, today) if group.waits else ():
            try:
                test, given = rows.query.exists().get_compiler(connection=connection).as_sql()
            except EmptyResultSet:  # as where somebody has no role at all
                continue
            tests.append(f"EXISTS ({test})")
            values += given
            told.append(group.code)
    made = (f"SELECT {', '.join(tests)}", values, told)
    if who[0] and _decides:
        _statements.keep(who[0], stamp, made)
    return made
