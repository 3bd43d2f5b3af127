"""Orders of lists, and places in them: what a cursor in an address says.

A place is the last row seen: what it is sorted by, and its id. Nothing in it is secret, and whatever somebody writes
there instead is either a place too or none (`is_place`).
"""

from dataclasses import dataclass
from datetime import datetime

END = "end"
"""As ``before``: the last page."""


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


ORDERS = {"newest": Order("fresh", falling=True), "oldest": Order("fresh"), "title": Order("title_key")}
Place = tuple[datetime | str, int]


def cursor_of(value: datetime | str, object_id: int) -> str:
    """A place, for an address."""
    return f"{object_id}~{value.isoformat() if isinstance(value, datetime) else value}"


def read_cursor(text: str, order: str) -> Place | None:
    """The place that a cursor names; None when it is none of this order."""
    number, tilde, value = text.partition("~")
    if not tilde or not (number.isascii() and number.isdecimal() and len(number) < 19) or len(value) > 600:
        return None
    if ORDERS[order].column != "fresh":
        return None if "\x00" in value else (value, int(number))
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (at, int(number)) if at.tzinfo else None


def is_place(text: str, order: str) -> bool:
    """Whether a cursor can be read."""
    return text == END or read_cursor(text, order) is not None
