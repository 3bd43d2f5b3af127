"""Readiness readings: a level on a scale at a date, never edited (R-REG-02)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from samspill.core.append_only import never_changed
from samspill.registry.models.entry import Entry
from samspill.registry.models.vocabulary import ReadinessLevel


class ReadinessReading(models.Model):
    """A reading. Triggers refuse every change and deletion, also by SQL; a correction is a new reading with a reason.

    ``year_only`` says that just the year is known; ``date`` is then 31 December of that year.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="readings")
    level = models.ForeignKey(ReadinessLevel, on_delete=models.PROTECT, related_name="readings")
    date = models.DateField()
    year_only = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    reason = models.TextField(blank=True)  # why the earlier reading was wrong
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["date", "pk"]
        indexes = [models.Index(fields=["entry", "date"])]
        constraints = [
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(reason=""), name="correction_has_a_reason"),
        ]
        triggers = never_changed("readiness readings", "note", "reason")

    def __str__(self) -> str:
        return f"{self.level_id} {self.date}"
