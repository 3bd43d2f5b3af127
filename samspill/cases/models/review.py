"""A partner reads an impact case before it is published, and says what it thinks."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.personal_data.neutral import erasing_changes_only
from samspill.core.short_codes import new_short_code
from samspill.parties.models import Organisation
from samspill.registry.models import Entry


@track()
class CaseReview(models.Model):
    """A question to an organisation that takes part, and its answer, which is never changed: who has more to say is
    asked anew. ``comments`` holds what is said of single parts, by code of the part."""

    class Answer(models.TextChoices):
        APPROVED = "approved", _("Approves the case")
        CHANGES = "changes", _("Asks for changes")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="case_reviews")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="case_reviews")
    message = models.TextField(_("Message"), blank=True)
    due = models.DateField(_("Answer by"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("Answer"), max_length=10, choices=Answer.choices, blank=True)
    comment = models.TextField(_("Comment"), blank=True)
    comments = models.JSONField(default=dict, blank=True)
    read = models.CharField(max_length=64, blank=True)  # checksum of the case that was answered
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="case_review_answered_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["entry", "organisation"],
                condition=Q(answer="", taken_back_at=None),
                name="one_open_case_review_per_organisation",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answers_never_changed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
                func=f"""
                    -- Users who are erased may be forgotten, and names in the texts; nothing else may change.
                    IF to_jsonb(NEW) - ARRAY['asked_by_id', 'answered_by_id']
                        = to_jsonb(OLD) - ARRAY['asked_by_id', 'answered_by_id'] THEN
                        RETURN NEW;
                    END IF;
                    IF {erasing_changes_only("message", "comment", "comments")} THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'answers are never edited';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.answer or '–'}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return not self.answer and self.taken_back_at is None
