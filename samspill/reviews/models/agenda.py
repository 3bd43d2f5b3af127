"""The items of a review meeting, what was decided, and what was to be followed up (R-REG-10)."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspill.core.append_only import never_truncated
from samspill.core.history import track
from samspill.core.personal_data.neutral import erasing_changes_only
from samspill.registry.models import Entry
from samspill.reviews.models.meeting import ReviewMeeting


@track()
class AgendaItem(models.Model):
    """One innovation on the list. ``why`` holds codes of `Why`; the first one is the heading it stands under.

    A decision takes effect when the minutes are closed. ``version`` counts saves: a save names the one it was made
    from, so that two who write at once do not overwrite one another.
    """

    class Why(models.TextChoices):
        CARRIED = "carried", _("Left over from the last review")
        NEW = "new", _("New since the last review")
        HIGH = "high", _("High on both probability and impact")
        MISSED = "missed", _("Target missed")
        CHANGED = "changed", _("Changed since the last review")
        REGISTERED = "registered", _("Nothing new")

    class Decision(models.TextChoices):
        CONSIDERABLE = "considerable", _("Continue with considerable effort")
        CONTINUE = "continue", _("Continue")
        PARK = "park", _("Park")
        STOP = "stop", _("Stop")
        TTO = "tto", _("Hand to the TTO")

    meeting = models.ForeignKey(ReviewMeeting, on_delete=models.CASCADE, related_name="items")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="review_items")
    position = models.PositiveIntegerField()
    why = ArrayField(models.CharField(max_length=20, choices=Why.choices), default=list)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )
    decision = models.CharField(_("Decision"), max_length=20, choices=Decision.choices, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    follower = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("Who follows up"),
    )  # fmt: skip
    follow_up = models.CharField(_("What is to be done"), max_length=500, blank=True)
    follow_by = models.DateField(pgettext_lazy("until", "By"), null=True, blank=True)
    tto_day = models.DateField(_("Delivered to the TTO on"), null=True, blank=True)
    tto_environment = models.CharField(_("Academic environment that delivers"), max_length=200, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "entry"], name="entry_once_per_meeting"),
            models.CheckConstraint(condition=Q(decision="") | ~Q(reason=""), name="decision_has_a_reason"),
            models.CheckConstraint(condition=Q(follower=None) | Q(follow_by__isnull=False), name="follow_up_has_a_day"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="frozen_with_the_minutes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'UPDATE' THEN
                        IF {erasing_changes_only("reason", "follow_up", "tto_environment")} THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    IF EXISTS (SELECT 1 FROM reviews_reviewmeeting
                               WHERE id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END)
                               AND closed_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'the agenda of a closed meeting is frozen';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,  # noqa: S608  # names of our own columns
            ),
            never_truncated("agendas"),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def is_decided(self) -> bool:
        """Whether the meeting has come to something; what it has not, stands on the next one's list."""
        return bool(self.decision)

    @property
    def group(self) -> str:
        """The heading that it stands under."""
        return self.why[0] if self.why else self.Why.REGISTERED


@track()
class FollowUp(models.Model):
    """What somebody took upon themselves in a closed meeting, and how it went. Due work until it is answered."""

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="follow")
    answer = models.TextField(_("What came of it"), blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(done_at=None) | ~Q(answer=""), name="done_has_an_answer")]

    def __str__(self) -> str:
        return str(self.item)
