"""What rounds wait for: owners to update, leaders to look after those who have not, and to plan."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samspill.accounts.models import User
from samspill.core import due
from samspill.core.due import Due
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry.queries import led
from samspill.rounds.models import RoundItem, UpdateRound
from samspill.rounds.queries import ALIVE, rounds, waiting


def register() -> None:
    """Called when Django is ready."""
    due.register("rounds", gettext_lazy("Rounds: your innovations to update"), owners, order=10)
    due.register("rounds_led", gettext_lazy("Rounds that you lead"), leaders, order=15)


def owners(user: User, today: date) -> Iterator[Due]:
    """One thing for each open round in which the user has innovations left. One query."""
    left = waiting(RoundItem.objects.filter(owner=user))
    rows = UpdateRound.objects.filter(items__in=left).select_related("register").defer("content", "intro")
    for found in rows.annotate(number=Count("items")).order_by("due", "public_id"):
        number = found.number
        yield Due(
            code=f"round-{found.public_id}",
            what=ngettext("Update %(number)s innovation", "Update %(number)s innovations", number) % {"number": number},
            url=reverse("workspace:round_mine", args=[found.public_id]),
            why=_("You own them in “%(register)s”, and the round is open") % {"register": found.register.name},
            by=found.due,
            count=number,
        )


def leaders(user: User, today: date) -> Iterator[Due]:
    """Each open round of registers that the user curates, from a week before it is due, while updates are missing.

    One query, besides the roles.
    """
    acting = acting_for(user)
    if not leads_something(acting):
        return
    missing = Count("items", filter=Q(items__told__answered_at=None) & Q(items__entry__status__in=ALIVE))
    rows = rounds().filter(led(acting), state=UpdateRound.State.OPEN).annotate(missing=missing).order_by("due", "pk")
    for found in rows:
        number = found.missing
        if not number or (found.due - today).days > 7:
            continue
        yield Due(
            code=f"round-led-{found.public_id}",
            what=ngettext(
                "%(number)s innovation is not updated in %(round)s",
                "%(number)s innovations are not updated in %(round)s",
                number,
            )
            % {"number": number, "round": found.name},
            url=reverse("workspace:round_overview", args=[found.register.code, found.public_id]),
            why=_("You lead “%(register)s”; the owners are reminded by themselves") % {"register": found.register.name},
            by=found.due,
        )


def leads_something(acting: Acting) -> bool:
    """Whether there can be a round that the user leads. Administrators are told of none: they would hear of all."""
    return bool(acting.curates_registers or acting.curates_units or acting.curates_organisations)
