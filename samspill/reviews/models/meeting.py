"""The leadership's review meeting of a register (R-REG-10)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.append_only import never_truncated
from samspill.core.history import track
from samspill.core.personal_data.neutral import erasing_changes_only
from samspill.core.short_codes import new_short_code
from samspill.registry.models import Register


@track()
class ReviewMeeting(models.Model):
    """Prepared, held, closed. ``minutes`` are plain data in three languages, frozen with the closing.

    ``since``: what has happened after this day is news to the meeting. ``version`` counts changes of the meeting
    itself; each item of its agenda has one of its own.
    """

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="review_meetings")
    date = models.DateField(_("Date"))
    since = models.DateField(_("News since"))
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next")
    others = models.CharField(_("Others who take part"), max_length=500, blank=True)
    notes = models.TextField(_("Other matters"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-date", "-pk"]
        triggers = [
            pgtrigger.Trigger(
                name="closed_minutes_are_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF OLD.closed_at IS NOT NULL THEN
                        IF TG_OP = 'UPDATE' THEN
                            -- The name of somebody who is erased may go; nothing else may change.
                            IF {erasing_changes_only("minutes", "others", "notes")} THEN
                                RETURN NEW;
                            END IF;
                        END IF;
                        RAISE EXCEPTION 'the minutes of a closed meeting are frozen';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            ),
            never_truncated("minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.register.name} {self.date}"

    @property
    def is_open(self) -> bool:
        """Whether decisions can still be written."""
        return self.closed_at is None


@track()
class MeetingParticipant(models.Model):
    """Somebody with an account who takes part, and so may write decisions while the meeting is open."""

    meeting = models.ForeignKey(ReviewMeeting, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_meetings")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="participant_once_per_meeting")]

    def __str__(self) -> str:
        return str(self.user)
