"""Orders of lists, and places in them: what a cursor in an address says.

A place is the last row seen: what it is sorted by, its id, and in a list of several kinds its kind, as each kind has
numbers of its own. Nothing in it is secret, and whatever somebody writes there instead is either a place too or none
(`is_place`).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from samspill.core.sorting import LETTERS, PLACES

TITLE = f"translate(lower(title), '{LETTERS}', '{PLACES}') COLLATE \"C\""  # as `core.sorting`, and as its index
END = "end"
"""As ``before``: the last page."""


class Placed(Protocol):
    """A row of a list."""

    @property
    def kind(self) -> str:
        """What kind of thing it is."""

    @property
    def object_id(self) -> int:
        """Its id."""

    @property
    def place(self) -> datetime | str:
        """What the list is sorted by."""


@dataclass(frozen=True)
class Order:
    """A column and its direction; ids decide between equals, and then kinds if it is ``mixed``, in the same direction.

    Of one kind there is one thing with a number, and its index knows the order without the kind.
    """

    column: str
    falling: bool = False
    mixed: bool = False

    @property
    def along(self) -> str:
        """For ORDER BY."""
        return self._by("DESC" if self.falling else "ASC")

    @property
    def against(self) -> str:
        """For ORDER BY, from the other end."""
        return self._by("ASC" if self.falling else "DESC")

    def _by(self, direction: str) -> str:
        return f"{self.column} {direction}, object_id {direction}{f', kind {direction}' if self.mixed else ''}"

    def beyond(self, *, back: bool) -> str:
        """The condition on rows after a place; before it with ``back``. Takes the values of a place."""
        columns, values = ("object_id, kind", "%s, %s, %s") if self.mixed else ("object_id", "%s, %s")
        return f"({self.column}, {columns}) {'<' if self.falling != back else '>'} ({values})"


ORDERS = {"newest": Order("fresh", falling=True), "oldest": Order("fresh"), "title": Order(TITLE)}
Place = tuple[datetime | str, int] | tuple[datetime | str, int, str]


def cursor_of(row: Placed, order: Order) -> str:
    """Where a row stands, for an address."""
    value = row.place.isoformat() if isinstance(row.place, datetime) else row.place
    return f"{row.object_id}{f'.{row.kind}' if order.mixed else ''}~{value}"


def read_cursor(text: str, order: Order) -> Place | None:
    """The place that a cursor names; None when it is none of this order."""
    row, tilde, value = text.partition("~")
    number, _dot, kind = row.partition(".")
    if not tilde or not (number.isascii() and number.isdecimal() and len(number) < 19) or "\x00" in text:
        return None
    place = _value(value, order)
    if place is None or bool(kind) != order.mixed:
        return None
    return (place, int(number), kind) if order.mixed else (place, int(number))


def _value(value: str, order: Order) -> datetime | str | None:
    if order.column != "fresh":
        return value or None
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):  # no moment, or one before or after all time
        return None


def is_place(text: str, order: str, *, kinds: int = 1) -> bool:
    """Whether a cursor can be read in the list of this order, of so many kinds."""
    if order not in ORDERS:
        return False
    return text == END or read_cursor(text, replace(ORDERS[order], mixed=kinds > 1)) is not None
