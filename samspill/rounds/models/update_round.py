"""Update rounds: a register's half-year, with its dates (R-REG-03)."""

from datetime import date
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core.append_only import never_truncated
from samspill.core.history import track
from samspill.core.personal_data.neutral import erasing_changes_only
from samspill.core.short_codes import new_short_code
from samspill.registry.models import Register


def _range(name: str, first: str, last: str, output: Any) -> Func:
    return Func(F(first), F(last), Value("[]"), function=name, output_field=output)


@track(exclude=["content", "counts"])
class UpdateRound(models.Model):
    """A round: all living innovations of a register are updated between two days.

    ``closes`` is the day after which the job closes it: late answers are taken until then, and shown as late. Once
    closed it has ``content``, canonical JSON of all that was answered and of what was not, and its SHA-256; a trigger
    then refuses every change of it, of its items, its updates and their targets. It is never opened again.
    """

    class State(models.TextChoices):
        PLANNED = "planned", gettext_lazy("Planned")
        OPEN = "open", gettext_lazy("Open")
        CLOSED = "closed", gettext_lazy("Closed")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="rounds")
    label = models.CharField(gettext_lazy("Name of the round"), max_length=100, blank=True)
    opens = models.DateField(gettext_lazy("Opens"))
    due = models.DateField(gettext_lazy("Due"))
    closes = models.DateField(gettext_lazy("Closes by itself after"))
    intro = models.TextField(gettext_lazy("What you want to say to the owners"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    sets_targets = models.BooleanField(default=True)  # what the profile said when it opened
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # none: by the schedule
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.TextField(blank=True, editable=False)
    counts = models.JSONField(default=dict, blank=True, editable=False)  # of the content, for lists of rounds
    checksum = models.CharField(max_length=64, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)  # when a name was taken out of the content

    class Meta:
        ordering = ["-due", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due__gte=F("opens")), name="round_is_due_after_it_opens"),
            models.CheckConstraint(condition=Q(closes__gte=F("due")), name="round_closes_after_it_is_due"),
            models.UniqueConstraint(fields=["register"], condition=Q(state="open"), name="one_open_round"),
            models.CheckConstraint(
                condition=Q(state="planned") | Q(opened_at__isnull=False), name="open_round_was_opened"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(content="") & ~Q(checksum="") & Q(closed_at__isnull=False)),
                name="closed_round_is_frozen",
            ),
            ExclusionConstraint(
                name="rounds_never_cross",
                expressions=[
                    (
                        _range("int8range", "register_id", "register_id", BigIntegerRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                    (_range("daterange", "opens", "due", DateRangeField()), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="never_changed_once_closed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="closed"),
                func=f"""
                    IF TG_OP = 'UPDATE' THEN
                        -- The name of somebody who is erased may go from the texts, and it is kept when that was.
                        IF {erasing_changes_only("content", "intro", "label")} THEN
                            NEW.erased_at = now();
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'a round that is closed is never changed, removed or opened again'
                        USING ERRCODE = 'check_violation';
                """,
            ),
            pgtrigger.Trigger(
                name="never_removed_once_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="open"),
                func="RAISE EXCEPTION 'a round that is open is closed, not removed' USING ERRCODE = 'check_violation';",
            ),
            never_truncated("rounds"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The label, else the month in which it is due, in the active language."""
        return self.label or _("Round of %(month)s") % {"month": formats.date_format(self.due, "F Y")}

    @property
    def is_open(self) -> bool:
        """Whether updates are taken."""
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        """Whether it is frozen."""
        return self.state == self.State.CLOSED

    def is_late(self, day: date) -> bool:
        """Whether an answer on that day comes after the round was due."""
        return day > self.due
