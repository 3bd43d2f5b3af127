"""Days that people mean, whichever way they come in: typed in a form, or sent by a program."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST, LAST = date(1000, 1, 1), date(2999, 12, 31)
"""Typing 24 in a date picker gives the year 0024, which nobody means; 9999 leaves no room for the day after it."""
TOO_EARLY = _("Write the year with four digits, for example 2024.")
TOO_LATE = _("Choose a day before the year 3000.")


def outside_time(day: date) -> str | Promise:
    """Why nobody means this day; empty when somebody may."""
    return TOO_EARLY if day < FIRST else TOO_LATE if day > LAST else ""
