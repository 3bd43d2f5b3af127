"""Steps of a recommendation: written once."""

import pgtrigger
from django.conf import settings
from django.db import models

from samspill.core.personal_data.neutral import erasing_changes_only
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
        triggers = [
            pgtrigger.Trigger(
                name="never_changed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'UPDATE' THEN
                        -- A user who is erased may be forgotten, and a name in the message; nothing else may change.
                        IF NEW.actor_id IS NULL AND to_jsonb(NEW) - 'actor_id' = to_jsonb(OLD) - 'actor_id' THEN
                            RETURN NEW;
                        END IF;
                        IF {erasing_changes_only("message")} THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'steps of recommendations are never changed or removed';
                """,
            ),
            pgtrigger.Trigger(
                name="never_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'steps of recommendations are never removed';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
