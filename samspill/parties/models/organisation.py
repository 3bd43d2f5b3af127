"""Organisations: universities, municipalities, companies and all others, equal records (R-PAR-01)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.models import ReferenceRow
from samspill.core.models.vocabulary import localised
from samspill.core.sorting import by_name
from samspill.parties.models.geography import County, Municipality
from samspill.parties.models.validators import validate_country, validate_organisation_number, validate_ror


@track(exclude=["reference_values"])
class Organisation(ReferenceRow):
    """A party. ``code`` is its lasting address; ``number`` the Norwegian organisation number, if it has one."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        UNIVERSITY_COLLEGE = "university_college", _("University college")
        MUNICIPALITY = "municipality", _("Municipality")
        COUNTY = "county", _("County")
        COMPANY = "company", _("Company")
        HEALTH_TRUST = "health_trust", _("Health trust")
        RESEARCH_INSTITUTE = "research_institute", _("Research institute")
        VOLUNTARY = "voluntary", _("Voluntary organisation")
        PUBLIC_AGENCY = "public_agency", _("Public agency")
        FOREIGN = "foreign", _("Foreign organisation")

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name_nb = models.CharField(_("Name (bokmål)"), max_length=250)
    name_nn = models.CharField(_("Name (nynorsk)"), max_length=250, blank=True)
    name_en = models.CharField(_("Name (English)"), max_length=250, blank=True)
    short_name = models.CharField(_("Short name"), max_length=60, blank=True)
    number = models.CharField(
        _("Organisation number"), max_length=9, blank=True, validators=[validate_organisation_number]
    )
    ror = models.CharField(_("ROR id"), max_length=9, blank=True, validators=[validate_ror])
    country = models.CharField(_("Country"), max_length=2, default="NO", validators=[validate_country])
    email_domain = models.CharField(max_length=100, blank=True)
    website = models.URLField(_("Website"), blank=True)
    contact_email = models.EmailField(_("Contact e-mail"), blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )  # the municipality that it is, or lies in
    county = models.ForeignKey(County, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    is_example = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = [by_name("name_nb")]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_organisation_per_number"),
            models.UniqueConstraint(fields=["ror"], condition=~Q(ror=""), name="one_organisation_per_ror"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, else bokmål."""
        return localised(self, "name")
