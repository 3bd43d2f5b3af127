"""Registers: a centre's or unit's collection of entries."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.models import Named
from samspill.core.sorting import by_name
from samspill.parties.models import Organisation, Unit
from samspill.registry.models.profile import RegisterProfile, check_due_day, free_profile
from samspill.registry.models.vocabulary import ReadinessScale


@track()
class Register(Named):
    """A collection with an owner and curators. ``code`` never changes: addresses and roles use it."""

    code = models.SlugField(_("Code"), max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="registers")
    profile = models.ForeignKey(
        RegisterProfile, on_delete=models.PROTECT, default=free_profile, related_name="registers"
    )  # fields, rhythm and method (R-REG-18)
    scale = models.ForeignKey(ReadinessScale, on_delete=models.PROTECT)  # what a reading is on unless the type says
    contact_email = models.EmailField(_("Contact e-mail"), blank=True)
    due_days = ArrayField(  # a rhythm of its own; none: the profile's
        models.CharField(max_length=5, validators=[check_due_day]), default=list, blank=True
    )
    sets_targets = models.BooleanField(_("Targets are set for the next update"), default=False)  # also: by the profile
    is_public = models.BooleanField(_("Shown to everyone"), default=True)
    is_example = models.BooleanField(default=False)
    column_mapping = models.JSONField(default=dict, blank=True)  # spreadsheet heading -> field, as last corrected

    class Meta:
        ordering = [by_name("name_nb")]

    @property
    def rhythm(self) -> list[str]:
        """The days (MM-DD) on which rounds are due each year: the register's own, else the profile's; none: no rounds
        but those that its innovation leader plans (R-REG-03)."""
        return self.due_days or self.profile.due_days

    @property
    def asks_targets(self) -> bool:
        """Whether rounds ask for a target until the next one (R-REG-04)."""
        return self.sets_targets or self.profile.sets_targets
