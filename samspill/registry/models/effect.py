"""Effects of an entry and for whom: vocabularies that a register may add to, and the tags themselves (R-REG-12)."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.models import VocabularyRow
from samspill.registry.models.entry import Entry
from samspill.registry.models.register import Register

WHEN_LOADED = ["reference_version", "reference_values"]


class OwnWord(VocabularyRow):
    """A word for everybody, or one that a register has added for itself. Never deleted, only switched off."""

    register = models.ForeignKey(
        Register, on_delete=models.PROTECT, null=True, blank=True, related_name="own_%(class)ss"
    )  # none: for everybody

    class Meta(VocabularyRow.Meta):
        abstract = True


@track(exclude=WHEN_LOADED)
class Effect(OwnWord):
    """What an innovation changes: value creation, less emission, knowledge for research …"""

    class Meta(OwnWord.Meta):
        triggers = [pgtrigger.Protect(name="effect_never_deleted", operation=pgtrigger.Delete)]


@track(exclude=WHEN_LOADED)
class Recipient(OwnWord):
    """For whom: industry, municipality, citizens, research, environment …"""

    class Meta(OwnWord.Meta):
        triggers = [pgtrigger.Protect(name="recipient_never_deleted", operation=pgtrigger.Delete)]


@track()
class EffectTag(models.Model):
    """An effect of an entry for a recipient: hoped for, or reached since a date."""

    class Stage(models.TextChoices):
        EXPECTED = "expected", _("Expected")
        ACHIEVED = "achieved", _("Achieved")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="effect_tags")
    effect = models.ForeignKey(Effect, on_delete=models.PROTECT, related_name="tags")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="tags")
    stage = models.CharField(_("Stage"), max_length=10, choices=Stage.choices, default=Stage.EXPECTED)
    note = models.TextField(_("What shows it, or why we expect it"), blank=True)
    since = models.DateField(_("Achieved since"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "effect", "recipient"], name="one_tag_per_effect_and_recipient"),
            models.CheckConstraint(condition=Q(since=None) | Q(stage="achieved"), name="only_achieved_has_a_date"),
        ]

    def __str__(self) -> str:
        return f"{self.effect_id}: {self.recipient_id}"
