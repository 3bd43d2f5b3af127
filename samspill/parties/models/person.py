"""People and where they belong, dated."""

from collections.abc import Collection
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.core.personal_data.neutral import shown
from samspill.core.short_codes import new_short_code
from samspill.core.sorting import by_name
from samspill.parties.models.organisation import Organisation
from samspill.parties.models.unit import Unit
from samspill.parties.models.validators import validate_orcid


@track()
class Person(models.Model):
    """Somebody who takes part. A person need not be a user; a user has at most one person."""

    class Withheld(models.TextChoices):
        RESTRICTED = "restricted", _("Restricted")
        ERASED = "erased", _("Erased")

    public_id = models.CharField(max_length=8, unique=True, default=new_short_code, editable=False)
    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-mail"), blank=True)  # never shown to the public
    orcid = models.CharField(_("ORCID iD"), max_length=19, blank=True, validators=[validate_orcid])
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    former_public_ids = ArrayField(
        models.CharField(max_length=8), default=list, blank=True, editable=False
    )  # of duplicates merged into this person: their addresses still lead here
    is_public = models.BooleanField(default=True)  # may have a public page
    withheld = models.CharField(
        max_length=10, choices=Withheld.choices, blank=True, editable=False
    )  # then ``name`` is a neutral one, and what is known lies in `SealedPerson` or nowhere
    is_example = models.BooleanField(default=False)

    class Meta:
        ordering = [by_name("name"), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["orcid"], condition=~Q(orcid=""), name="one_person_per_orcid"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> "Person":
        """A neutral name is read in the reader's language."""
        person = super().from_db(db, field_names, values, **options)
        if "name" in person.__dict__:
            person.__dict__["name"] = shown(person.__dict__["name"])
        return person

    def places(self) -> list[str]:
        """Where they belong today, else where they last did, each once: what tells two of the same name apart. Of
        ``affiliations`` that are read beforehand.
        """
        rows, today = list(self.affiliations.all()), timezone.localdate()
        now = [row for row in rows if (row.valid_from or today) <= today <= (row.valid_to or today)]
        past = [(row.valid_to, place, row) for place, row in enumerate(rows) if row.valid_to and row.valid_to < today]
        last = [max(past)[-1]] if past else rows[:1]
        return list(dict.fromkeys(row.place for row in now or last))


UNIT_OF_THE_ORGANISATION = pgtrigger.Trigger(
    name="unit_of_the_organisation",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("unit_id", "organisation_id"),
    func="""
        IF NEW.unit_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM parties_unit WHERE id = NEW.unit_id AND organisation_id = NEW.organisation_id
        ) THEN
            RAISE EXCEPTION 'The unit belongs to another organisation' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


@track()
class Affiliation(models.Model):
    """A person's dated place in an organisation, and in a unit of it when known; share in percent of full time."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="affiliations")
    title = models.CharField(_("Position"), max_length=200, blank=True)
    share = models.DecimalField(
        _("Position share in percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    valid_from = models.DateField(_("From"), null=True, blank=True)
    valid_to = models.DateField(_("To"), null=True, blank=True)

    class Meta:
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="affiliation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=0, share__lte=100), name="position_share_0_to_100"
            ),
        ]
        triggers = [UNIT_OF_THE_ORGANISATION]

    def __str__(self) -> str:
        return f"{self.person} – {self.unit or self.organisation}"

    @property
    def place(self) -> str:
        """The unit, when it is known, and whose it is."""
        organisation = self.organisation.short_name or str(self.organisation)
        return f"{self.unit}, {organisation}" if self.unit else str(self.organisation)
