"""What the register's year tells of its centre: the next milestone, the self-check, and open recommendations."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspill.centres.models import Centre, SelfCheckScore
from samspill.parties.domain.acting import Acting
from samspill.recommendations.models import Recommendation
from samspill.registry.models import Register
from samspill.rounds import year
from samspill.rounds.year import YearLine


def register() -> None:
    """Called when Django is ready."""
    year.register("centre", lines, order=80)


def lines(found: Register, acting: Acting, today: date) -> Iterator[YearLine]:
    """For a centre that the user runs. At most four queries."""
    centre = Centre.objects.run_by(acting).filter(register_links__register=found).first()
    if centre is None:
        return
    if milestone := centre.milestones.filter(held=None).order_by("due").first():
        yield YearLine(
            title=milestone.name,
            text=_("Carry it out, and record what came of it"),
            url=reverse("workspace:milestone", args=[milestone.public_id]),
            by=milestone.due,
            is_now=milestone.due <= today,
        )
    open_now = Recommendation.objects.about("centre", centre.code).open().count()
    yield YearLine(
        title=_("Recommendations"),
        text=ngettext("%(number)s is open", "%(number)s are open", open_now) % {"number": open_now},
        url=f"{reverse('workspace:recommendations')}?subject=centre:{centre.code}&status=open",
    )
    scored = SelfCheckScore.objects.filter(centre=centre, year=today.year).exists()
    yield YearLine(
        title=_("Self-check"),
        text=_("Made this year") if scored else _("Not made this year"),
        url=reverse("workspace:self_check", args=[centre.code]),
    )
