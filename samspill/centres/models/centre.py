"""Centres: who hosts, who takes part, for how long, and which registers they keep (R-CEN-01)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.centres.models.vocabulary import Scheme
from samspill.centres.queries import CentreQuerySet
from samspill.core.history import track
from samspill.core.models import Named
from samspill.core.sorting import by_name
from samspill.parties.models import Organisation, Unit
from samspill.registry.models import Register


class State(models.TextChoices):
    """Where a centre is in its life, from its dates alone."""

    PLANNED = "planned", _("Not begun")
    FIRST = "first", _("First term")
    SECOND = "second", _("Second term")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


@track()
class Centre(Named):
    """A centre. ``code`` never changes: addresses use it. ``split`` is the first day of the second term."""

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="centres")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="hosted_centres")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="centres")
    start = models.DateField(_("Begins"))
    split = models.DateField(_("Second term begins"), null=True, blank=True)
    end = models.DateField(_("Ends"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors"
    )  # whose work it carries on (R-REG-15)
    website = models.URLField(_("Website"), blank=True)
    contact_email = models.EmailField(_("Contact e-mail"), blank=True)
    is_public = models.BooleanField(_("Shown to everyone"), default=True)
    shows_check = models.BooleanField(_("The self-check is shown to everyone"), default=False)
    is_example = models.BooleanField(default=False)

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = [by_name("name_nb"), "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="centre_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(split=None) | Q(split__gt=F("start")) & (Q(end=None) | Q(split__lte=F("end"))),
                name="centre_is_split_within_its_term",
            ),
            models.CheckConstraint(
                condition=Q(predecessor=None) | ~Q(predecessor=F("pk")), name="no_centre_succeeds_itself"
            ),
        ]

    @property
    def state(self) -> State:
        """Where it is today."""
        return self.state_on(timezone.localdate())

    def state_on(self, day: date) -> State:
        """Where it is on a day."""
        if day < self.start:
            return State.PLANNED
        if self.end is not None and day > self.end:
            return State.ENDED
        if self.split is None:
            return State.RUNNING
        return State.FIRST if day < self.split else State.SECOND


@track()
class CentrePartner(models.Model):
    """An organisation in the consortium, in a role, from one day to another."""

    class Role(models.TextChoices):
        RESEARCH = "research", _("Research partner")
        USER = "user", _("User partner from business")
        PUBLIC = "public", _("User partner from the public sector")
        INTERNATIONAL = "international", _("International partner")
        ASSOCIATED = "associated", _("Associated partner")

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="centre_partnerships")
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    start = models.DateField(_("From"), null=True, blank=True)
    end = models.DateField(_("To"), null=True, blank=True)

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "organisation", "role", "start"],
                name="one_partner_row_per_role_and_start",
                nulls_distinct=False,
                violation_error_message=_("This partner has this role from this day already."),
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(start=None) | Q(end__gte=F("start")),
                name="partner_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"

    def holds_on(self, day: date) -> bool:
        """Whether it takes part on the day."""
        return (self.start is None or self.start <= day) and (self.end is None or self.end >= day)


@track()
class CentreRegister(models.Model):
    """A register that holds the centre's entries."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="register_links")
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="centre_links")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "register"],
                name="a_centre_has_a_register_once",
                violation_error_message=_("The centre has this register already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.centre_id}: {self.register_id}"
