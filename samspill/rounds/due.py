"""What rounds wait for: owners to update, leaders to look after those who have not, and to plan."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from samspill.accounts.models import User
from samspill.core import due
from samspill.core.due import Due
from samspill.core.prepared_rows import Prepared
from samspill.parties.domain.acting import acting_for
from samspill.registry.queries import led
from samspill.rounds.models import RoundItem, UpdateRound
from samspill.rounds.policies import is_here
from samspill.rounds.queries import ALIVE, rounds, waiting


def register() -> None:
    """Called when Django is ready."""
    own, led_by = gettext_lazy("Rounds: your innovations to update"), gettext_lazy("Rounds that you lead")
    due.register("rounds", own, owners, order=10, waits=lambda user, today: [_left(user)])
    due.register("rounds_led", led_by, leaders, order=15, waits=lambda user, today: [_open(user, today)])


def _left(user: User) -> "QuerySet[RoundItem]":
    return waiting(RoundItem.objects.filter(owner=user))


def _open(user: User, today: date) -> "QuerySet[UpdateRound]":
    """Rounds that the user leads and that are due within a week, or were due."""
    return rounds().filter(led(acting_for(user)), state=UpdateRound.State.OPEN, due__lte=today + timedelta(days=7))


_OWN = Prepared(
    lambda user: (
        UpdateRound.objects.filter(items__in=waiting(RoundItem.objects.filter(owner=user)))
        .select_related("register")
        .defer("content", "intro", "register__description_nb", "register__description_nn", "register__description_en")
        .annotate(number=Count("items"))
        .order_by("due", "public_id")
    ),
    int,
)


def owners(user: User, today: date) -> Iterator[Due]:
    """One thing for each open round in which the user, who is here, has innovations left. One query."""
    rows = list(_OWN(user.pk))
    for found in rows if rows and is_here(acting_for(user)) else ():
        number = found.number
        yield Due(
            code=f"round-{found.public_id}",
            what=ngettext("Update %(number)s innovation", "Update %(number)s innovations", number) % {"number": number},
            url=reverse("workspace:round_mine", args=[found.public_id]),
            why=ngettext(
                "You own it in “%(register)s”, and the round is open",
                "You own them in “%(register)s”, and the round is open",
                number,
            )
            % {"register": found.register.name},
            by=found.due,
            count=number,
        )


def leaders(user: User, today: date) -> Iterator[Due]:
    """Each open round of registers that the user curates, from a week before it is due, while updates are missing.

    One query, besides the roles.
    """
    missing = Count("items", filter=Q(items__told__answered_at=None) & Q(items__entry__status__in=ALIVE))
    for found in _open(user, today).annotate(missing=missing).filter(missing__gt=0).order_by("due", "pk"):
        number = found.missing
        yield Due(
            code=f"round-led-{found.public_id}",
            what=ngettext(
                "%(number)s innovation is not updated in %(round)s",
                "%(number)s innovations are not updated in %(round)s",
                number,
            )
            % {"number": number, "round": found.name},
            url=reverse("workspace:round_overview", args=[found.register.code, found.public_id]),
            why=ngettext(
                "You lead “%(register)s”; the owner is reminded without you",
                "You lead “%(register)s”; the owners are reminded without you",
                number,
            )
            % {"register": found.register.name},
            by=found.due,
        )
