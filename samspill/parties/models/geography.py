"""Norway's regions, counties and municipalities, and what became of the municipalities of 2020.

Two pairs of municipalities share a name (Herøy, Våler): the number is the key, never the name.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.models import ReferenceRow, VocabularyRow


class Region(VocabularyRow):
    """A region of the country (landsdel)."""


class County(ReferenceRow):
    """A county (fylke) with its two-digit number."""

    number = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=100)
    name_official = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="counties")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Municipality(ReferenceRow):
    """Facts about a municipality of 2024; the organisation that takes part is `Organisation`."""

    class LanguageForm(models.TextChoices):
        BOKMAL = "bokmal", _("Bokmål")
        NYNORSK = "nynorsk", _("Nynorsk")
        NEUTRAL = "neutral", _("Neutral")

    number = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=100)
    name_official = models.CharField(max_length=200, blank=True)
    name_south_sami = models.CharField(max_length=100, blank=True)
    name_lule_sami = models.CharField(max_length=100, blank=True)
    name_north_sami = models.CharField(max_length=100, blank=True)
    name_kven = models.CharField(max_length=100, blank=True)
    county = models.ForeignKey(County, on_delete=models.PROTECT, related_name="municipalities")
    area_km2 = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_date = models.DateField(null=True, blank=True)
    centrality_index = models.PositiveSmallIntegerField(null=True, blank=True)  # 0–1000, Statistics Norway
    centrality_class = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 most central, 6 least
    language_form = models.CharField(max_length=10, choices=LanguageForm.choices, blank=True)
    sami_administrative_area = models.BooleanField(default=False)
    administrative_centre = models.CharField(max_length=100, blank=True)
    latitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(centrality_class__range=(1, 6)) | models.Q(centrality_class=None),
                name="centrality_class_1_to_6",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class MunicipalityChange(ReferenceRow):
    """What became of an earlier municipality: one row for each municipality of 2024 that took over any of it."""

    class Kind(models.TextChoices):
        UNCHANGED = "unchanged", _("Unchanged")
        RENUMBERED = "renumbered", _("New number")
        MERGED = "merged", _("Merged")
        SPLIT = "split", _("Split")

    old_number = models.CharField(max_length=4)
    old_name = models.CharField(max_length=100)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="origins")
    date = models.DateField(null=True, blank=True)  # none when unchanged
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        ordering = ["old_number", "municipality"]
        constraints = [models.UniqueConstraint(fields=["old_number", "municipality"], name="one_change_per_pair")]

    def __str__(self) -> str:
        return f"{self.old_number} → {self.municipality_id}"
