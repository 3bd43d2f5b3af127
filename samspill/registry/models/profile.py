"""Profiles of registers: how a centre works with its entries, chosen as data (R-REG-18)."""

import re

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.models import VocabularyRow
from samspill.registry.models.vocabulary import ReadinessScale

FREE = "free"
"""Code of the profile that asks for everything and demands nothing; registers have it until another is chosen."""


def check_due_day(value: str) -> None:
    """A day of every year, as MM-DD; 29 February is not."""
    if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2\d|3[01])", value) or value in (
        "02-29", "02-30", "02-31", "04-31", "06-31", "09-31", "11-31",
    ):  # fmt: skip
        raise ValidationError(
            _("“%(day)s” is not a day that every year has. Write month and day, for example 05-31."),
            params={"day": value},
        )


def twice_a_year() -> list[str]:
    """The rhythm of a new profile (R-REG-03): due on the last days of May and November."""
    return ["05-31", "11-30"]


@track(exclude=["reference_version", "reference_values"])
class RegisterProfile(VocabularyRow):
    """A way of working: which fields, scale, rhythm, assessment, tags and report a register has.

    A profile decides what is asked and shown, never what is kept: whatever was recorded under another one stays.
    ``fields`` hold codes of `registry.profiles.CHOSEN`, and of details asked for beside what the type asks for; empty
    for all. ``scale`` becomes the register's when it takes the profile; without one the register keeps its own.
    ``tags`` are keywords that the form offers. ``report_sections`` are codes of sections of the annual report, in
    their order; empty for all that there are.
    """

    class Assessment(models.TextChoices):
        NONE = "none", _("None")
        PROBABILITY_IMPACT = "probability_impact", _("Probability of success and potential impact, 1–5 each")

    source = models.TextField(_("Where the method is described (bokmål)"), blank=True)
    source_nn = models.TextField(_("Where the method is described (nynorsk)"), blank=True)
    source_en = models.TextField(_("Where the method is described (English)"), blank=True)
    scale = models.ForeignKey(
        ReadinessScale, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("Readiness scale")
    )  # none: the register's own
    fields = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    due_days = ArrayField(  # the year's update rounds are due on them; none: no rounds
        models.CharField(max_length=5, validators=[check_due_day]), default=twice_a_year, blank=True
    )
    sets_targets = models.BooleanField(_("Targets are set for the next update"), default=False)
    assessment = models.CharField(_("Assessment"), max_length=30, choices=Assessment.choices, default=Assessment.NONE)
    assessment_threshold = models.PositiveSmallIntegerField(
        _("High is from"), default=4, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )  # both at least this high: wanted for considerable further effort (R-REG-09)
    review_months = ArrayField(  # 1–12: when the leadership goes through the list
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(12)]),
        default=list,
        blank=True,
    )
    has_work_plans = models.BooleanField(_("Possible innovations are planned in yearly work plans"), default=False)
    has_effects = models.BooleanField(_("Effects are marked, and for whom"), default=False)
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    report_due = models.CharField(  # MM-DD of the year after; empty: nobody waits for one
        _("The annual report is due"), max_length=5, blank=True, default="", validators=[check_due_day]
    )
    report_sections = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta(VocabularyRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(assessment_threshold__gte=1, assessment_threshold__lte=5), name="threshold_1_to_5"
            ),
        ]
        triggers = [pgtrigger.Protect(name="profile_never_deleted", operation=pgtrigger.Delete)]

    @property
    def described_in(self) -> str:
        """Where the method is described, in the active language, else as it was first written."""
        return getattr(self, f"source_{(get_language() or 'nb')[:2]}", "") or self.source

    @property
    def assesses(self) -> bool:
        """Whether innovations are valued by probability and impact."""
        return self.assessment != self.Assessment.NONE

    @property
    def is_shipped(self) -> bool:
        """Whether it came with Samspill, from profiles.csv; others were made here."""
        return bool(self.reference_version)


def free_profile() -> int:
    """The id of the profile that a register has from the start."""
    found = RegisterProfile.objects.filter(code=FREE).values_list("pk", flat=True).first()
    if found is None:
        names = {"name_nb": "Fri", "name_nn": "Fri", "name_en": "Free"}
        found = RegisterProfile.objects.create(code=FREE, due_days=[], **names).pk
    return found
