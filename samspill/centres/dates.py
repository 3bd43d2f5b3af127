"""What centres wait for, and the days to know of."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.accounts.models import User
from samspill.centres.models import Centre, Initiative, Milestone
from samspill.core import calendar_items, due
from samspill.core.calendar_items import CalendarItem
from samspill.core.due import Due
from samspill.parties.domain.acting import acting_for

MOST = 100
AHEAD = timedelta(days=180)
"""An evaluation takes half a year to prepare."""


def register() -> None:
    """Called when Django is ready."""
    title = gettext_lazy("Milestones of your centres")
    due.register("milestones", title, milestones, order=45, waits=lambda user, today: [_held_soon(user, today)])
    calendar_items.register("centres", terms)


def milestones(user: User, today: date) -> Iterator[Due]:
    """Milestones that are not held and come within half a year, or should have been. One query."""
    rows = _held_soon(user, today).select_related("centre", "initiative")
    for one in rows[:MOST]:
        subject = one.centre or one.initiative
        assert subject is not None  # a constraint of the database
        yield Due(
            code=f"milestone-{one.public_id}",
            what=_("Carry it out, and record what came of it: %(milestone)s, %(subject)s")
            % {"milestone": one.name, "subject": subject.name},
            url=milestone_url(one),
            why=_("The scheme demands it") if one.is_compulsory else _("You run it"),
            by=one.due,
        )


def _held_soon(user: User, today: date) -> "QuerySet[Milestone]":
    acting = acting_for(user)
    own = Q(centre__in=Centre.objects.run_by(acting)) | Q(initiative__in=Initiative.objects.run_by(acting))
    return Milestone.objects.filter(own, held=None, due__lte=today + AHEAD)


def terms(user: User, today: date) -> Iterator[CalendarItem]:
    """When second terms begin and centres end. One query."""
    for centre in Centre.objects.run_by(acting_for(user)).exclude(end__lt=today)[:MOST]:
        url = reverse("website:centre", args=[centre.code])
        if centre.split:
            title = _("Second term begins: %(centre)s") % {"centre": centre.name}
            yield CalendarItem(f"centre-split-{centre.code}", title, url, centre.split)
        if centre.end:
            title = _("Last day: %(centre)s") % {"centre": centre.name}
            yield CalendarItem(f"centre-end-{centre.code}", title, url, centre.end)


def milestone_url(one: Milestone) -> str:
    """Where a milestone is worked on."""
    return reverse("workspace:milestone", args=[one.public_id])
