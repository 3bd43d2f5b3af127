"""Pages by key: the next page begins after the last row of this one, however far in it is."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext as _

from samspill.api.problems import Fault, Problem

M = TypeVar("M", bound=Model)
LIMIT, MOST = 50, 100


@dataclass(frozen=True)
class Order:
    """A stable order: by fields that together are unique, all up or all down. ``code`` marks its cursors."""

    code: str
    fields: tuple[str, ...]
    kinds: tuple[type, ...]
    down: bool = False


BY_NUMBER = Order("n", ("pk",), (int,))
NEWEST_MADE = Order("m", ("pk",), (int,), down=True)
NEWEST_PUBLISHED = Order("p", ("published_at", "pk"), (datetime, int), down=True)
NEWEST_DUE = Order("d", ("due", "pk"), (date, int), down=True)
FIRST_DUE = Order("f", ("due_on", "pk"), (date, int))
NEWEST_HELD = Order("h2", ("date", "pk"), (date, int), down=True)
BY_CODE = Order("c", ("code",), (str,))
BY_ROW = Order("i", ("number",), (int,))
BY_OFFICIAL_NUMBER = Order("o", ("number",), (str,))


def cut(rows: "QuerySet[M]", order: Order, *, cursor: str | None, limit: int) -> tuple[list[M], str | None]:
    """One page and the cursor of the next (None at the end). Costs the same on every page."""
    sign = "-" if order.down else ""
    found = rows.order_by(*(f"{sign}{name}" for name in order.fields))
    if cursor:
        found = found.filter(_after(order, read(cursor, order)))
    page = list(found[: limit + 1])
    if len(page) <= limit:
        return page, None
    page = page[:limit]
    return page, write(order, *(getattr(page[-1], name) for name in order.fields))


def _after(order: Order, values: list[Any]) -> Any:
    if len(values) == 1:
        return Q(**{f"{order.fields[0]}__{'lt' if order.down else 'gt'}": values[0]})
    compare = TupleLessThan if order.down else TupleGreaterThan
    return compare(tuple(order.fields), tuple(values))


def write(order: Order, *values: Any) -> str:
    """A cursor, opaque to those who get it."""
    plain = [order.code, *(value.isoformat() if isinstance(value, date) else value for value in values)]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def read(cursor: str, order: Order) -> list[Any]:
    """The values in a cursor. Raises `Problem` 400 when we did not write it, or wrote it for another list."""
    try:
        plain = json.loads(
            base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
        if not isinstance(plain, list) or plain[:1] != [order.code] or len(plain) != len(order.kinds) + 1:
            raise ValueError
        return [_value(value, kind) for value, kind in zip(plain[1:], order.kinds, strict=True)]
    except (ValueError, binascii.Error, UnicodeError, RecursionError) as error:
        raise unreadable() from error


def unreadable() -> Problem:
    """A cursor that we did not write, or wrote for another list."""
    return Problem(
        "bad-cursor",
        _("Use the address in “next” as it stands, or begin on the first page, without a cursor."),
        [Fault(_("This cursor cannot be read."), parameter="cursor")],
    )


def _value(value: Any, kind: type[Any]) -> Any:
    if kind is datetime and isinstance(value, str):
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
        return moment
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    if type(value) is not kind or (kind is int and not 0 <= int(value) < 2**63):
        raise ValueError
    if kind is str and "\x00" in str(value).encode().decode():  # half a character (a surrogate) cannot be encoded
        raise ValueError
    return value
