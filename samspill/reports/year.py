"""The annual report's line on the page of a register's year."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.parties.domain.acting import Acting
from samspill.registry.models import Register
from samspill.reports import policies, queries
from samspill.reports.due import AHEAD, due_day
from samspill.rounds.year import YearLine

MAKING_SEASON = 3
"""The last month in which last year's report is set in front where the profile names no day; our own choice."""


def line(register: Register, acting: Acting, today: date) -> Iterable[YearLine]:
    """How far the report of last year has come. One query. Others than those who make it see what is published."""
    year = today.year - 1
    found = list(queries.editions_of(register).filter(year=year).select_related(None).order_by("-number"))
    published = next((one for one in found if one.is_published), None)
    if not policies.may_make(acting, register):
        if published:
            url = reverse("website:report", args=[published.public_id])
            yield YearLine(_("Annual report"), _("The report for %(year)s is published.") % {"year": year}, url)
        return
    if published:
        text = _("The report for %(year)s is published.")
    elif any(one.is_ready for one in found):
        text = _("A report for %(year)s is made, and not published.")
    else:
        text = _("No report is made for %(year)s yet.")
    url = reverse("workspace:reports", args=[register.code])
    by = due_day(register, today)
    in_season = by - AHEAD <= today if by else today.month <= MAKING_SEASON
    is_now = not published and in_season
    yield YearLine(_("Annual report"), text % {"year": year}, url, is_now=is_now)
