"""Updates: what is told of an innovation in a round, and the target for the next one (R-REG-03..05)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from samspill.core.append_only import never_truncated
from samspill.core.history import track
from samspill.registry.models import Entry, ReadinessLevel, ReadinessReading
from samspill.rounds.models.frozen import never_changed_once_closed
from samspill.rounds.models.item import RoundItem

OF_ITEM = """EXISTS (
    SELECT FROM rounds_rounditem item JOIN rounds_updateround round ON round.id = item.round_id
    WHERE item.id = ROW.item_id AND round.state = 'closed'
)"""
OF_UPDATE = """EXISTS (
    SELECT FROM rounds_update told
        JOIN rounds_rounditem item ON item.id = told.item_id
        JOIN rounds_updateround round ON round.id = item.round_id
    WHERE told.id = ROW.update_id AND round.state = 'closed'
)"""


@track(exclude=["typed", "tab", "version"])
class Update(models.Model):
    """The one update of an innovation in a round: a draft until it is sent (``answered_at``).

    ``typed`` is what somebody has written and not sent yet, field by field as typed, right or wrong; ``tab`` names the
    page that it was typed on. ``version`` counts what was sent. Both are so that two people or two tabs never write
    over one another.
    """

    class Answer(models.TextChoices):
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly")
        NOT = "not", _("Not reached")
        CHANGED = "changed", _("Changed")

    item = models.OneToOneField(RoundItem, on_delete=models.CASCADE, related_name="told")
    target_answer = models.CharField(_("Was it reached?"), max_length=8, choices=Answer.choices, blank=True)
    target_reason = models.TextField(_("Why"), blank=True)
    progress = models.TextField(_("What has happened since"), blank=True)
    reading = models.ForeignKey(
        ReadinessReading, on_delete=models.PROTECT, null=True, blank=True, related_name="told_in"
    )
    read_on = models.DateField(null=True, blank=True)  # the reading's date
    no_reading_reason = models.TextField(_("Why there is no new reading"), blank=True)
    is_late = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    typed = models.JSONField(default=dict, blank=True)
    tab = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(target_answer__in=["partly", "not", "changed"]) | ~Q(target_reason=""),
                name="target_not_reached_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(reading=None, read_on=None) | Q(reading__isnull=False, read_on__isnull=False),
                name="update_reading_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(read_on=None) | Q(read_on__lte=TruncDate(F("answered_at"))),
                name="update_reading_not_later_than_the_answer",
            ),
        ]
        triggers = [
            never_changed_once_closed(OF_ITEM, "progress", "target_reason", "no_reading_reason", "typed"),
            never_truncated("rounds"),
        ]

    def __str__(self) -> str:
        return f"update of item {self.item_id}"


@track()
class Target(models.Model):
    """What is aimed at until the next round: a level, and how it will reach users as something useful to society."""

    update = models.OneToOneField(Update, on_delete=models.CASCADE, related_name="next_target")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="targets")
    level = models.ForeignKey(
        ReadinessLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="targets"
    )  # none where nothing is measured
    below_reason = models.TextField(_("Why it is below the level now"), blank=True)
    reaches = models.TextField(_("How it will reach users"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reaches=""), name="target_says_how_it_reaches_users")]
        triggers = [never_changed_once_closed(OF_UPDATE, "below_reason", "reaches"), never_truncated("rounds")]

    def __str__(self) -> str:
        return f"target of entry {self.entry_id}"
