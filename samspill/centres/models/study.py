"""Studies of what centres lead to, and the public money behind a field (R-CEN-05, R-CEN-06, R-REG-15)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from samspill.centres.models.centre import Centre
from samspill.core.history import track
from samspill.core.short_codes import new_short_code
from samspill.parties.models import Organisation


@track()
class Study(models.Model):
    """An effect study of one or several centres, or the innovation study with which a centre closes."""

    class Kind(models.TextChoices):
        EFFECT = "effect", _("Effect study")
        CLOSING = "closing", _("Closing innovation study")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("Title"), max_length=300)
    made_by = models.CharField(_("Who made it"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("Year"))
    url = models.URLField(_("Link"), max_length=500, blank=True)
    findings = models.TextField(_("What it found"), blank=True)  # Markdown
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # who keeps the record
    is_public = models.BooleanField(_("Shown to everyone"), default=True)

    class Meta:
        ordering = ["-year", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def centre_codes(self) -> list[str]:
        """Codes of the centres that it is of, in the order of the alphabet. One query."""
        return sorted(self.centre_links.values_list("centre__code", flat=True))


@track()
class StudyCentre(models.Model):
    """A centre that a study is of."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="centre_links")
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="study_links")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["study", "centre"], name="a_study_has_a_centre_once")]

    def __str__(self) -> str:
        return f"{self.study_id}: {self.centre_id}"


@track()
class PublicMoney(models.Model):
    """Public money behind the field that a centre or a study is about, with its source and years (R-CEN-06)."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, null=True, blank=True, related_name="money")
    study = models.ForeignKey(Study, on_delete=models.CASCADE, null=True, blank=True, related_name="money")
    field = models.CharField(_("Field"), max_length=200)
    amount = models.PositiveBigIntegerField(_("Amount in kroner"))
    is_at_least = models.BooleanField(_("More than this, without saying how much"), default=False)
    first_year = models.PositiveSmallIntegerField(_("From year"))
    last_year = models.PositiveSmallIntegerField(_("To year"))
    source = models.CharField(_("Source"), max_length=300)
    source_url = models.URLField(_("Link to the source"), max_length=500, blank=True)

    class Meta:
        ordering = ["-last_year", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(centre=None) ^ Q(study=None), name="money_behind_a_centre_or_a_study"),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")),
                name="money_years_in_order",
                violation_error_message=_("The last year is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.field
