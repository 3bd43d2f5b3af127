"""Single cells: what they may hold, how it is written, and how a text is kept from being run as a formula."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

Value = str | int | float | Decimal | date | datetime | None
RISKY = frozenset("=+-@\t\r\n＝＋－＠")
"""A spreadsheet program may take a text that begins with one of these for a formula (the wide ones in East Asia)."""
SKIPPED = "' \u00a0"


def guarded(text: str) -> str:
    """The text with an apostrophe in front when it could be taken for a formula; `unguarded` takes it off again."""
    return f"'{text}" if text.lstrip(SKIPPED)[:1] in RISKY else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if text[:1] == "'" and text.lstrip(SKIPPED)[:1] in RISKY else text


def by_clocks_here(value: datetime) -> datetime:
    """A moment as clocks here show it, without its zone: what spreadsheet programs take for a time."""
    return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value


def plain_text(value: Value) -> str:
    """Any value as text: dates in ISO form, times by clocks here, numbers without needless decimals and with a decimal
    comma."""
    if value is None:
        return ""
    if isinstance(value, Decimal | float):
        return f"{Decimal(str(value)).normalize():f}".replace(".", ",")
    if isinstance(value, datetime):
        return by_clocks_here(value).isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else str(value)
