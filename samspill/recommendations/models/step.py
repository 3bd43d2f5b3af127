"""Steps of a recommendation: written once."""

from django.conf import settings
from django.db import models

from samspill.core.append_only import never_changed
from samspill.recommendations.choices import Status
from samspill.recommendations.models.recommendation import Recommendation


class Step(models.Model):
    """A step with what was said. Triggers refuse every change and deletion, also by SQL."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=30)
    from_status = models.CharField(max_length=20, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    message = models.TextField(blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        triggers = never_changed("steps of recommendations", "message", forgets="actor_id")

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
