"""Assessments: probability of success and potential impact, never edited (R-REG-08)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.core.append_only import never_changed
from samspill.registry.models import Entry
from samspill.reviews.models.call import AssessmentCall
from samspill.reviews.queries import AssessmentQuerySet

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Assessment(models.Model):
    """One person's answer about one innovation, with its date. Triggers refuse every change and deletion.

    A correction is a new row that names the one it replaces; both stay.
    """

    call = models.ForeignKey(AssessmentCall, on_delete=models.PROTECT, related_name="assessments")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments")
    probability = models.PositiveSmallIntegerField(_("Probability of success"), validators=ONE_TO_FIVE)
    probability_reason = models.TextField(_("Why this probability"))
    impact = models.PositiveSmallIntegerField(_("Potential impact"), validators=ONE_TO_FIVE)
    impact_reason = models.TextField(_("Why this impact"))
    date = models.DateField(default=timezone.localdate)
    recorded_at = models.DateTimeField(auto_now_add=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        indexes = [models.Index(fields=["entry", "date"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__gte=1, probability__lte=5, impact__gte=1, impact__lte=5), name="one_to_five"
            ),
            models.CheckConstraint(
                condition=~Q(probability_reason="") & ~Q(impact_reason=""), name="assessment_has_reasons"
            ),
            models.UniqueConstraint(
                fields=["call", "entry", "assessor"], condition=Q(corrects=None), name="first_answer_once"
            ),
        ]
        triggers = never_changed("assessments", "probability_reason", "impact_reason")

    def __str__(self) -> str:
        return f"{self.probability} × {self.impact}"
