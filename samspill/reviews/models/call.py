"""A call for assessment: which innovations of a register, by whom, until when (R-REG-08)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.append_only import never_truncated
from samspill.core.history import track
from samspill.core.short_codes import new_short_code
from samspill.registry.models import Entry, Register


@track()
class AssessmentCall(models.Model):
    """Open until an innovation leader closes it; then everybody's answers are shown, and nobody adds to them."""

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="assessment_calls")
    title = models.CharField(_("Name"), max_length=120)
    due_day = models.DateField(_("Last day"))
    message = models.TextField(_("To the assessors"), blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    threshold = models.PositiveSmallIntegerField(null=True, blank=True)  # what was high when it was closed

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["register", "closed_at"])]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="call_has_a_name")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether answers are still given, each without sight of the others."""
        return self.closed_at is None

    @property
    def least(self) -> int:
        """From where a mean is high: as it was when the call was closed; until then as the profile says now."""
        return self.threshold or self.register.profile.assessment_threshold


@track()
class CallAssessor(models.Model):
    """Somebody who is asked."""

    call = models.ForeignKey(AssessmentCall, on_delete=models.CASCADE, related_name="assessors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessment_calls")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["call", "user"], name="assessor_once_per_call")]

    def __str__(self) -> str:
        return str(self.user)


RESULT = ["given", "probability", "impact", "probability_low", "probability_high", "impact_low", "impact_high"]
"""Fields that closing a call fills in."""


@track(exclude=RESULT)
class CallEntry(models.Model):
    """An innovation that is to be assessed; and, once the call is closed, what came out of it.

    ``given``: how many assessed it. ``probability`` and ``impact`` are the means of the assessors' standing answers
    (1.00–5.00), ``…_low`` and ``…_high`` the least and the greatest: the spread is shown, never hidden in the mean.
    """

    call = models.ForeignKey(AssessmentCall, on_delete=models.CASCADE, related_name="entries")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="assessment_calls")
    position = models.PositiveIntegerField(default=0)
    given = models.PositiveSmallIntegerField(default=0)
    probability = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    impact = models.DecimalField(max_digits=3, decimal_places=2, null=True)
    probability_low = models.PositiveSmallIntegerField(null=True)
    probability_high = models.PositiveSmallIntegerField(null=True)
    impact_low = models.PositiveSmallIntegerField(null=True)
    impact_high = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "entry"], name="entry_once_per_call")]
        triggers = [
            pgtrigger.Trigger(
                name="kept_with_the_call",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT FROM reviews_assessmentcall WHERE closed_at IS NOT NULL AND id IN (
                            CASE WHEN TG_OP <> 'INSERT' THEN OLD.call_id END,
                            CASE WHEN TG_OP <> 'DELETE' THEN NEW.call_id END)) THEN
                        RAISE EXCEPTION 'what a closed call for assessments came to is never changed';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            ),
            never_truncated("results of calls for assessments"),
        ]

    def __str__(self) -> str:
        return str(self.entry)
