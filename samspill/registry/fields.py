"""The extra fields that entry types ask for (`EntryType.fields`): their labels, help and form of value.

`COLUMNS` are columns of Entry; `DETAIL_FIELDS` lie in ``Entry.details`` under their code.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Form = Literal["text", "line", "number", "date", "money"]


@dataclass(frozen=True)
class DetailField:
    """One extra field. ``form``: text (several lines), line, number (whole, ≥ 0), money (NOK) or date (ISO)."""

    code: str
    label: str | Promise
    form: Form = "line"
    help: str | Promise = ""


COLUMNS = ("market_potential", "potential_effect", "effects", "beneficiaries")
"""Field codes that are columns of Entry and are asked for only when a type names them."""

DETAIL_FIELDS: dict[str, DetailField] = {
    field.code: field
    for field in (
        DetailField("place", _("Place")),
        DetailField("participants_count", _("Number of participants"), "number"),
        DetailField("hours", _("Hours"), "number"),
        DetailField("credits", _("Credits"), "number"),
        DetailField("client", _("Client")),
        DetailField("funder", _("Funder")),
        DetailField("amount", _("Amount (NOK)"), "money"),
        DetailField("amount_eur", _("Amount (EUR)"), "number"),
        DetailField("project", _("Project it belongs to")),
        DetailField("phase", _("Status in the source")),
        DetailField("identifier", _("Identifier"), help=_("Application, patent or licence number, DOI or the like.")),
        DetailField("licence", _("Licence")),
        DetailField("edition", _("Version or edition")),
        DetailField("venue", _("Arena"), help=_("Where it was shown or took place.")),
        DetailField("archive", _("Archive material"), "text", _("Where documentation is kept, and what.")),
        DetailField("tto_date", _("Delivered to the technology transfer office"), "date"),
        DetailField("environment", _("Environment that delivered the idea")),
        DetailField("level", _("Level"), help=_("Bachelor, master, PhD or continuing education.")),
        DetailField("programme", _("Study programme")),
        DetailField("course", _("Course")),
        DetailField("challenge", _("Challenge"), "text"),
        DetailField("solutions_count", _("Solutions delivered"), "number"),
        DetailField("outlet", _("Published in")),
        DetailField("audience", _("Audience")),
        DetailField("plan", _("Plan for the stay"), "text", _("What is to come of it, for both sides.")),
        DetailField("relief", _("Relief from teaching"), help=_("How much, and in which period.")),
    )
}
