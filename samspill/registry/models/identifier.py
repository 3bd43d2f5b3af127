"""Identifiers that an entry has elsewhere: in the national research archive, by DOI and the like (R-CHN-07)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspill.core.history import track
from samspill.registry.models.entry import Entry


@track()
class EntryIdentifier(models.Model):
    """The same thing in another archive. ``value`` is the bare identifier, checked by `registry.identifiers`."""

    class Scheme(models.TextChoices):
        NVA = "nva", _("National research archive (NVA)")
        CRISTIN = "cristin", _("Cristin (before NVA)")
        DOI = "doi", "DOI"
        HANDLE = "handle", "Handle"
        ISBN = "isbn", "ISBN"
        URN = "urn", "URN"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("Kind of identifier"), max_length=10, choices=Scheme.choices)
    value = models.CharField(_("Identifier"), max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "scheme", "value"], name="an_identifier_once"),
            models.CheckConstraint(condition=~models.Q(value=""), name="identifier_has_a_value"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def url(self) -> str:
        """Where the identifier leads; empty when it leads nowhere."""
        return ADDRESSES[self.scheme] + self.value if self.scheme in ADDRESSES else ""


ADDRESSES = {
    "nva": "https://nva.sikt.no/registration/",
    "cristin": "https://app.cristin.no/results/show.jsf?id=",
    "doi": "https://doi.org/",
    "handle": "https://hdl.handle.net/",
    "urn": "https://urn.nb.no/",
}
"""What stands in front of an identifier in its web address."""
