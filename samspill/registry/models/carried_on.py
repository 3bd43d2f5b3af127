"""Entries that a successor register has carried on: the old register keeps telling where they went (R-REG-15)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from samspill.core.personal_data.neutral import erasing_changes_only
from samspill.registry.models.entry import Entry
from samspill.registry.models.register import Register


class CarriedOn(models.Model):
    """An entry went from a register to the one that carries it on. Written once, never changed.

    ``version`` is the entry's number when it left: what it said then stands in its history.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="carried_on")
    source = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="carried_away")
    target = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="carried_here")
    version = models.PositiveIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="carried_to_another_register"),
            models.CheckConstraint(condition=~Q(reason=""), name="carried_on_for_a_reason"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="never_edited",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("entry_id", "source_id", "target_id", "version", "reason", "at"),
                func=f"""
                    -- The name of somebody who is erased may go from the reason; nothing else may change.
                    IF {erasing_changes_only("reason")} THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'what was carried on is never edited';
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.source_id} → {self.target_id}"


class CarriedOnSeen(models.Model):
    """Somebody has seen that an entry was carried on, and is not told of it any more."""

    carried = models.ForeignKey(CarriedOn, on_delete=models.CASCADE, related_name="seen")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["carried", "user"], name="carried_on_seen_once")]

    def __str__(self) -> str:
        return f"{self.carried_id}: {self.user_id}"
