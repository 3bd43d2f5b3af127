"""Calendar items: days that a user should know of without having to do anything, told by every module that has some.

A meeting, the opening of a round, a midterm evaluation. What must be *done* by a day is due work (`core.due`) and comes
into the calendar by itself; a module does not tell of it twice. The personal calendar feed reads both (R-NFR-08).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class CalendarItem:
    """One whole-day thing, in the active language.

    ``uid`` is the same as long as it is the same thing, also when its day is moved, and different from all others
    ("review-meeting-17"). ``end`` is the last day, included; None: it lasts ``day`` only. ``url`` is the path of the
    page that tells more. ``about`` is a sentence or two.
    """

    uid: str
    title: str
    url: str
    day: date
    end: date | None = None
    about: str = ""

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.day:
            raise ValueError(f"{self.uid} ends before it begins")


Provider = Callable[[Any, date], Iterable[CalendarItem]]
"""Gets the user and today's date; gives what the user may see today; a constant number of queries."""

_providers: dict[str, Provider] = {}


def register(code: str, provider: Provider) -> None:
    """Add a provider; a code that is taken is replaced."""
    _providers[code] = provider


def items_for(user: Any, *, today: date) -> list[CalendarItem]:
    """All that the user may know of, by day."""
    found = [item for code in sorted(_providers) for item in _providers[code](user, today)]
    return sorted(found, key=lambda item: (item.day, item.uid))
