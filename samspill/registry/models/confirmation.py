"""A party's own word that a contribution, a participation or use is true – or that it is not."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core.personal_data.neutral import erasing_changes_only
from samspill.registry.models.contribution import Contribution
from samspill.registry.models.participation import Participation


@pghistory.track(pghistory.DeleteEvent())
class Confirmation(models.Model):
    """One answer, never edited: a change of mind is a new row, and the newest counts.

    A contributor confirms certain roles and a certain share, kept in ``about``; when somebody changes them, the
    confirmation no longer stands, and the contributor is asked again. An answer goes when its part is taken out of the
    entry; its delete event keeps what was said for the history.
    """

    class Statement(models.TextChoices):
        CONTRIBUTED = "contributed", _("Contributed")
        PARTICIPATED = "participated", _("Took part")
        TAKEN_INTO_USE = "taken_into_use", _("Taken into use")

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        DISPUTED = "disputed", _("Disputed")

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="confirmations"
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, null=True, blank=True, related_name="confirmations"
    )
    statement = models.CharField(max_length=20, choices=Statement.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    date = models.DateField(null=True, blank=True)  # when it was taken into use
    message = models.TextField(blank=True)
    about = models.TextField(blank=True)  # Contribution.what_is_said when it was answered
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contribution=None, participation__isnull=False)
                | Q(contribution__isnull=False, participation=None),
                name="confirmation_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(answer="disputed") | ~Q(message=""), name="dispute_says_why"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="never_edited",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf(
                    "contribution_id", "participation_id", "statement", "answer", "date", "message", "about", "at"
                ),
                func=f"""
                    -- The name of somebody who is erased may go from the message; nothing else may change.
                    IF {erasing_changes_only("message")} THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'answers are never edited';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.answer}"

    @property
    def stands(self) -> bool:
        """Whether it is still an answer to what is said. A dispute stands until the party itself answers anew."""
        if self.answer == self.Answer.DISPUTED or self.contribution is None or not self.about:
            return True
        return self.about == self.contribution.what_is_said
