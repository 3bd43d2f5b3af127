"""Size figures of a party: dated, sourced, old values kept (R-PAR-03)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.parties.models.organisation import Organisation
from samspill.parties.models.unit import Unit


@track()
class SizeFigure(models.Model):
    """One figure about a party (or a unit of it, such as a campus) at a date. A newer figure is a new row."""

    class Measure(models.TextChoices):
        INHABITANTS = "inhabitants", _("Inhabitants")
        EMPLOYEES = "employees", _("Employees")
        STUDENTS = "students", _("Students")
        WORKPLACES = "workplaces", _("Workplaces")
        AREA_KM2 = "area_km2", _("Area (km²)")
        BUDGET_NOK = "budget_nok", _("Budget (NOK)")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="size_figures")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="size_figures")
    measure = models.CharField(_("Figure"), max_length=20, choices=Measure.choices)
    value = models.DecimalField(_("Value"), max_digits=16, decimal_places=2)
    is_approximate = models.BooleanField(_("Approximately"), default=False)
    date = models.DateField(_("As of"))
    source = models.CharField(_("Source"), max_length=300)
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)  # corrected by a newer row, same date

    class Meta:
        ordering = ["measure", "-date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(value__gte=0), name="size_figure_not_negative"),
            models.UniqueConstraint(
                fields=["organisation", "unit", "measure", "date"],
                condition=models.Q(replaced_at=None),
                nulls_distinct=False,
                name="one_figure_per_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.value}"
