"""Affiliations that a login service tells of, waiting for the person's own word."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from samspill.parties.models.organisation import Organisation
from samspill.parties.models.unit import Unit


class ProposedAffiliation(models.Model):
    """“Feide says that you work here.” Nothing hangs on it before the user has said yes; a no is kept, so that the
    same is not asked at every login. ``service`` is the login service's name in the settings."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="proposed_affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True)
    service = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(default=False)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "unit", "service"],
                name="one_proposal_per_place",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(accepted=False) | Q(answered_at__isnull=False), name="accepted_is_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.unit or self.organisation}"
