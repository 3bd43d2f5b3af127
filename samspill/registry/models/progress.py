"""Progress indicators of an innovation: a number at a date (R-REG-16)."""

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.registry.models.entry import Entry


@track()
class Progress(models.Model):
    """What an indicator showed on a day, such as "Efficiency, 24.5 %". Indicators are in the centre's own words."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="progress")
    indicator = models.CharField(_("Indicator"), max_length=100)
    value = models.DecimalField(_("Value"), max_digits=16, decimal_places=4)
    measured_in = models.CharField(_("Unit of measure"), max_length=30, blank=True)
    date = models.DateField(_("Date"))
    note = models.TextField(_("Note"), blank=True)

    class Meta:
        ordering = ["indicator", "date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "indicator", "date"], name="one_value_per_indicator_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.date}"

    @property
    def number(self) -> str:
        """The value as the reader's language writes it, without zeros that say nothing, and its unit."""
        return f"{formats.number_format(self.value.normalize())} {self.measured_in}".strip()
