"""A person's or a unit's part in an entry."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.parties.models import Person, Unit
from samspill.registry.models.entry import Entry


@track()
class Contribution(models.Model):
    """Who did what, in one or more roles, when, and how large a share (percent; all shares sum to at most 100)."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="contributions")
    roles = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # codes of ContributionRole
    share = models.DecimalField(
        _("Share in percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    start_date = models.DateField(_("From"), null=True, blank=True)
    end_date = models.DateField(_("To"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None),
                name="contribution_by_person_or_unit",
            ),
            models.UniqueConstraint(
                fields=["entry", "person", "unit"], nulls_distinct=False, name="one_contribution_per_contributor"
            ),
            models.CheckConstraint(condition=Q(share=None) | Q(share__gte=0, share__lte=100), name="share_0_to_100"),
            models.CheckConstraint(
                condition=Q(end_date=None) | Q(start_date=None) | Q(end_date__gte=F("start_date")),
                name="contribution_ends_after_it_begins",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                # At commit, so that shares can be moved about inside a transaction. The lock makes two who add
                # shares at once take turns; else neither would see the other's.
                name="shares_sum_to_100",
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("share", "entry_id"),
                condition=pgtrigger.Q(new__share__isnull=False),
                func="""
                    PERFORM 1 FROM registry_entry WHERE id = NEW.entry_id FOR NO KEY UPDATE;
                    IF (SELECT SUM(share) FROM registry_contribution WHERE entry_id = NEW.entry_id) > 100 THEN
                        RAISE check_violation USING MESSAGE = 'the shares of an entry sum to more than 100 percent';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.unit)

    @property
    def what_is_said(self) -> str:
        """What the contributor is said to have done, in one line: roles and share. A confirmation is of this."""
        return f"{','.join(self.roles)}|{'' if self.share is None else f'{self.share:.2f}'}"
