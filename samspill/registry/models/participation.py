"""An organisation's part in an entry."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.parties.models import Organisation
from samspill.registry.models.entry import Entry
from samspill.registry.models.vocabulary import ParticipationRole


@track()
class Participation(models.Model):
    """An organisation takes part in a role; an adopter may have taken the innovation into use on a date."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    role = models.ForeignKey(ParticipationRole, on_delete=models.PROTECT, to_field="code")
    start_date = models.DateField(_("From"), null=True, blank=True)
    end_date = models.DateField(_("To"), null=True, blank=True)
    in_use_since = models.DateField(_("Taken into use"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "organisation", "role"], name="one_participation_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.role_id}"
