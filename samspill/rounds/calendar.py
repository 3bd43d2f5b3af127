"""Days to know of: when rounds open. That they are due comes into the calendar by itself, as due work."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import calendar_items
from samspill.core.calendar_items import CalendarItem
from samspill.parties.domain.acting import acting_for
from samspill.rounds.models import RoundItem
from samspill.rounds.queries import rounds

BACK = timedelta(days=180)


def register() -> None:
    """Called when Django is ready."""
    calendar_items.register("rounds", openings)


def openings(user: User, today: date) -> Iterator[CalendarItem]:
    """When rounds open, for those who follow the register or answer in the round. One query, besides the roles."""
    acting = acting_for(user)
    followed = (
        Q(register__code__in=acting.sees_registers)
        | Q(register__unit__in=acting.sees_units)
        | Q(register__organisation__in=acting.sees_organisations)
    )
    answers = Exists(RoundItem.objects.filter(round=OuterRef("pk"), owner=user))
    for found in rounds().filter(followed | Q(answers), due__gte=today - BACK).order_by("opens", "pk"):
        yield CalendarItem(
            uid=f"round-opens-{found.public_id}",
            title=_("%(register)s: %(round)s opens") % {"register": found.register.name, "round": found.name},
            url=reverse("workspace:register_year", args=[found.register.code]),
            day=found.opens,
            about=_("It is due %(day)s.") % {"day": formats.date_format(found.due)},
        )
