"""What reports wait for: last year's, of registers whose profile names a day for it (R-REG-06)."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.accounts.models import User
from samspill.core import due
from samspill.core.due import Due
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Entry, Register
from samspill.registry.queries import led
from samspill.reports.models import Edition

AHEAD = timedelta(days=60)
"""So long before its day a report is asked for; our own choice."""


def register() -> None:
    """Called when Django is ready."""
    title = gettext_lazy("Annual reports to make")
    due.register("reports", title, missing, order=40, waits=lambda user, today: [_not_made(user, today)])


def due_day(register: Register, today: date) -> date | None:
    """When the report of last year is due, by the register's profile; None when it says nothing."""
    if not (said := register.profile.report_due):
        return None
    month, day = (int(part) for part in said.split("-"))
    return date(today.year, month, day)


def missing(user: User, today: date) -> Iterator[Due]:
    """Each register that the user curates of which there is no edition of last year, though it had entries then.

    One query, besides the roles. Administrators are told of none: they would hear of all.
    """
    year = today.year - 1
    for found in _not_made(user, today).select_related("profile").order_by("code"):
        by = due_day(found, today)
        if by is None or today < by - AHEAD:
            continue
        yield Due(
            code=f"report-{found.code}-{year}",
            what=_("Make the annual report for %(year)s") % {"year": year},
            url=reverse("workspace:reports", args=[found.code]),
            why=_("You lead “%(register)s”, and no edition of that year is made") % {"register": found.name},
            by=by,
        )


def _not_made(user: User, today: date) -> "QuerySet[Register]":
    over = date(today.year, 1, 1)
    known = Entry.objects.filter(
        Q(created_at__date__lt=over) | Q(start_date__lt=over) | Q(readings__date__lt=over), register=OuterRef("pk")
    )
    made = Edition.objects.filter(register=OuterRef("pk"), year=today.year - 1, state=Edition.State.READY)
    return Register.objects.filter(led(acting_for(user), ""), Exists(known.order_by()), ~Exists(made)).exclude(
        profile__report_due=""
    )
