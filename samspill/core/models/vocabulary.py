"""Abstract rows that come from reference tables, and rows named in three languages."""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class ReferenceRow(models.Model):
    """A row that may be loaded from a reference table and edited locally.

    ``reference_values`` holds what the table last said, so that a newer table can update just the
    fields that nobody has edited here. ``reference_version`` is the date of that table (YYYY-MM-DD).
    """

    reference_version = models.CharField(max_length=10, blank=True, editable=False)
    reference_values = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


class Localised:
    """Name and description of a row that has them in three languages."""

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, else bokmål."""
        return localised(self, "name")

    @property
    def description(self) -> str:
        """The description in the active language, else bokmål."""
        return localised(self, "description")


class Named(Localised, models.Model):
    """Something that people name and describe in three languages; bokmål is enough."""

    name_nb = models.CharField(_("Name (bokmål)"), max_length=200)
    name_nn = models.CharField(_("Name (nynorsk)"), max_length=200, blank=True)
    name_en = models.CharField(_("Name (English)"), max_length=200, blank=True)
    description_nb = models.TextField(_("Description (bokmål)"), blank=True)
    description_nn = models.TextField(_("Description (nynorsk)"), blank=True)
    description_en = models.TextField(_("Description (English)"), blank=True)

    class Meta:
        abstract = True


class VocabularyRow(Localised, ReferenceRow):
    """A coded word in three languages. The code never changes; rows are switched off, not deleted."""

    code = models.SlugField(max_length=60, unique=True)
    name_nb = models.CharField(max_length=200)
    name_nn = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    description_nb = models.TextField(blank=True)
    description_nn = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        abstract = True
        ordering = ["position", "code"]


def localised(row: Any, field: str) -> str:
    """``row.field_xx`` for the active language, falling back to bokmål, then to any that is filled."""
    for language in ((get_language() or "nb")[:2], "nb", "nn", "en"):
        if value := getattr(row, f"{field}_{language}", ""):
            return str(value)
    return ""
