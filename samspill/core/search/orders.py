"""Orders of lists, and places in them: what a cursor in an address says.

A place is the last row seen: what it is sorted by, and its id. Nothing in it is secret, and whatever somebody writes
there instead is either a place too or none (`is_place`).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from samspill.core.sorting import LETTERS, PLACES

TITLE = f"translate(lower(title), '{LETTERS}', '{PLACES}') COLLATE \"C\""  # as `core.sorting`, and as its index
END = "end"
"""As ``before``: the last page."""


class Placed(Protocol):
    """A row of a list."""

    @property
    def object_id(self) -> int:
        """Its id."""

    @property
    def place(self) -> datetime | str:
        """What the list is sorted by."""


@dataclass(frozen=True)
class Order:
    """A column and its direction; ids decide between equals, in the same direction."""

    column: str
    falling: bool = False

    @property
    def along(self) -> str:
        """For ORDER BY."""
        return self._by("DESC" if self.falling else "ASC")

    @property
    def against(self) -> str:
        """For ORDER BY, from the other end."""
        return self._by("ASC" if self.falling else "DESC")

    def _by(self, direction: str) -> str:
        return f"{self.column} {direction}, object_id {direction}"

    def beyond(self, *, back: bool) -> str:
        """The condition on rows after a place; before it with ``back``. Takes the two values of a place."""
        return f"({self.column}, object_id) {'<' if self.falling != back else '>'} (%s, %s)"


ORDERS = {"newest": Order("fresh", falling=True), "oldest": Order("fresh"), "title": Order(TITLE)}
Place = tuple[datetime | str, int]


def cursor_of(row: Placed) -> str:
    """Where a row stands, for an address."""
    value = row.place.isoformat() if isinstance(row.place, datetime) else row.place
    return f"{row.object_id}~{value}"


def read_cursor(text: str, order: Order) -> Place | None:
    """The place that a cursor names; None when it is none of this order."""
    number, tilde, value = text.partition("~")
    if not tilde or not (number.isascii() and number.isdecimal() and len(number) < 19) or "\x00" in value:
        return None
    if order.column != "fresh":
        return (value, int(number)) if value else None
    try:
        at = datetime.fromisoformat(value)
        return (at.astimezone(UTC), int(number)) if at.tzinfo else None
    except (ValueError, OverflowError):  # no moment, or one before or after all time
        return None


def is_place(text: str, order: str) -> bool:
    """Whether a cursor can be read in the list of this order."""
    return order in ORDERS and (text == END or read_cursor(text, ORDERS[order]) is not None)
