"""Channels, and what was shown in them (R-CHN-01, R-CHN-02)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.models import VocabularyRow
from samspill.registry.models import Entry

WHEN_LOADED = ["reference_version", "reference_values"]


@track(exclude=WHEN_LOADED)
class Channel(VocabularyRow):
    """Where innovation work can be told of, and what it suits: codes of entry types, or whole kinds of entry.

    ``is_own``: added on this site. Never deleted, only switched off.
    """

    suits_types = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    suits_kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    url = models.URLField(_("Address"), max_length=500, blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_own = models.BooleanField(default=False)

    class Meta(VocabularyRow.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(url="") | Q(url__iregex=r"^https?://"), name="channel_links_to_the_web")
        ]


@track()
class Shown(models.Model):
    """An entry was shown in a channel on a date; ``title`` is what it was called there."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="shown_in")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, to_field="code", related_name="shown")
    date = models.DateField(_("Date"))
    title = models.CharField(_("What it was called there"), max_length=300, blank=True)
    url = models.URLField(_("Link"), max_length=1000, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name_plural = "shown"
        constraints = [
            models.UniqueConstraint(fields=["entry", "channel", "date", "url"], name="shown_once_a_day_at_an_address"),
            models.CheckConstraint(condition=Q(url="") | Q(url__iregex=r"^https?://"), name="shown_links_to_the_web"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.channel_id} {self.date}"
