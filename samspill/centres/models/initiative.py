"""Initiatives such as SKI: a programme of an organisation with its instruments and phases, and innovation leaders.

"Programme" is what a student is admitted to, so this is called an initiative.
"""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samspill.centres.queries import InitiativeQuerySet
from samspill.core.history import track
from samspill.core.models import Named
from samspill.core.sorting import by_name
from samspill.parties.models import Organisation, Person, Unit


@track()
class Initiative(Named):
    """An organisation's own programme for innovation (R-SKI-01). ``code`` never changes."""

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="initiatives")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="initiatives")
    decided = models.DateField(_("Decided"), null=True, blank=True)
    website = models.URLField(_("Website"), blank=True)
    is_public = models.BooleanField(_("Shown to everyone"), default=True)
    is_example = models.BooleanField(default=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = [by_name("name_nb"), "pk"]


@track()
class Phase(models.Model):
    """A phase of an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="phases")
    name = models.CharField(_("Name"), max_length=100)
    start = models.DateField(_("From"))
    end = models.DateField(_("To"), null=True, blank=True)
    note = models.TextField(_("What it is about"), blank=True)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="phase_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@track()
class Instrument(models.Model):
    """What an initiative works with: innovation leaders, competence gatherings."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="instruments")
    name = models.CharField(_("Name"), max_length=150)
    description = models.TextField(_("Description"), blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


@track()
class Appointment(models.Model):
    """A person is innovation leader in a unit, with a focus and tasks, from one day to another (R-SKI-02).

    An appointment says what somebody is; what they may do in Samspill is a role (`parties.Role`).
    """

    class Focus(models.TextChoices):
        TECHNOLOGY = "technology", _("Technology and products")
        SERVICE = "service", _("Services")  # R-SKI-03: may be the main focus, above all in public sector and health
        ORGANISATION = "organisation", _("Organisation and work processes")
        SOCIAL = "social", _("Social innovation")
        ARTISTIC = "artistic", _("Artistic innovation")
        BROAD = "broad", _("Several kinds")

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="innovation_leadership")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="innovation_leaders")
    focus = models.CharField(_("Main focus"), max_length=20, choices=Focus.choices)
    focus_note = models.CharField(_("Focus in own words"), max_length=200, blank=True)
    tasks = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # codes of LeaderTask
    start = models.DateField(_("From"))
    end = models.DateField(_("To"), null=True, blank=True)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="appointment_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.unit})"

    def holds_on(self, day: date) -> bool:
        """Whether it holds on the day."""
        return self.start <= day and (self.end is None or self.end >= day)
