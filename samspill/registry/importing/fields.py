"""What a column of a sheet can be. Codes are kept in mappings, so they never change."""

from dataclasses import dataclass
from functools import cache

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samspill.registry.fields import DETAIL_FIELDS

FIRST_YEAR = 1990


@dataclass(frozen=True)
class ImportField:
    """One thing that a column can hold. ``several``: more than one column may hold it."""

    code: str
    label: str | Promise
    group: str | Promise
    several: bool = False


_WHAT, _WHO, _READY, _MORE = _("What it is"), _("Who takes part"), _("Readiness"), _("More about it")
_OWN = _("From an export of Samspill")

_FIELDS = (
    ImportField("identifier", _("Own number or identifier"), _WHAT),
    ImportField("title", _("Title"), _WHAT),
    ImportField("own_word", _("What you call it yourselves"), _WHAT),
    ImportField("summary", _("Description"), _WHAT),
    ImportField("type", _("Type"), _WHAT, several=True),
    ImportField("start_date", _("From (date)"), _WHAT),
    ImportField("end_date", _("To (date)"), _WHAT),
    ImportField("language", _("Language of the text"), _WHAT),
    ImportField("status", _("Status"), _WHAT),
    ImportField("contributors", _("People or units involved"), _WHO, several=True),
    ImportField("contributor_role", _("The people's role"), _WHO),
    ImportField("partners", _("Partners"), _WHO, several=True),
    ImportField("partner_org_number", _("The partner's organisation number"), _WHO),
    ImportField("partner_role", _("The partner's role"), _WHO),
    ImportField("municipality_number", _("The partner's municipality number"), _WHO),
    ImportField("unit", _("The unit that owns it"), _WHO),
    ImportField("trl", _("Readiness level"), _READY),
    ImportField("year", _("Year of the row"), _READY),
    ImportField("readiness_date", _("Date of the readiness level"), _READY),
    ImportField("readiness_scale", _("Readiness scale"), _READY),
    ImportField("market_potential", _("Market and use potential"), _MORE),
    ImportField("potential_effect", _("Potential effect"), _MORE),
    ImportField("effects", _("Effects so far"), _MORE),
    ImportField("beneficiaries", _("For whom"), _MORE),
    ImportField("keywords", _("Keywords"), _MORE, several=True),
    ImportField("sdg", _("Sustainable development goals"), _MORE, several=True),
    ImportField("discipline", _("Disciplines"), _MORE, several=True),
    ImportField("service_area", _("Service areas"), _MORE, several=True),
    ImportField("marked_effects", _("Effects, and for whom"), _MORE, several=True),
    ImportField("url", _("Web page"), _MORE, several=True),
    ImportField("evidence_url", _("Evidence (link)"), _MORE, several=True),
    ImportField("comment", _("Internal note (confidential evidence)"), _MORE, several=True),
    ImportField("samspill_id", _("Samspill’s own number"), _OWN),
    ImportField("samspill_state", _("Samspill’s mark of what stood"), _OWN),
)
TEXTS = ("summary", "market_potential", "potential_effect", "effects", "beneficiaries")
LISTS = {"type": "types", "sdg": "sdgs", "discipline": "disciplines", "service_area": "service_areas",
         "keywords": "keywords"}  # fmt: skip
"""Field code -> the entry's list."""

ENTRY_FIELDS = (
    "types", "title", "own_word", "summary", "language", "start_date", "end_date", "sdgs", "disciplines",
    "service_areas", "keywords", "market_potential", "potential_effect", "effects", "beneficiaries",
)  # fmt: skip
RENAMED = {"project_name": "project", "status": "status"}
"""Field names in import_headings.csv that have another code here."""


@cache
def fields() -> dict[str, ImportField]:
    """Every field but the yearly ones, by code. Details of entries carry their own code."""
    details = (
        ImportField(detail.code, detail.label, _("Details"))
        for detail in DETAIL_FIELDS.values()
        if detail.code != "identifier"
    )
    return {field.code: field for field in (*_FIELDS, *details)}


def yearly(year: int) -> str:
    """The code of a column with the readiness level of one year."""
    return f"trl@{year}"


def year_of(code: str) -> int | None:
    """The year of a yearly column, else None."""
    return int(code[4:]) if code.startswith("trl@") and code[4:].isdecimal() else None


def known(code: str) -> bool:
    """Whether a column can be this; "" is to leave it out."""
    year = year_of(code)
    return code == "" or code in fields() or (year is not None and FIRST_YEAR <= year <= timezone.localdate().year)


def takes_several(code: str) -> bool:
    """Whether several columns may be this. Years may: TRL and another scale may each have a column."""
    return year_of(code) is not None or fields()[code].several


def label(code: str) -> str:
    """The name of a field in the active language."""
    if (year := year_of(code)) is not None:
        return str(_("Readiness level in %(year)s")) % {"year": year}
    if code.startswith("details."):
        code = code.removeprefix("details.")
    special = {"types": "type", "sdgs": "sdg", "disciplines": "discipline", "service_areas": "service_area",
               "readings": "trl", "links": "evidence_url", "notes": "comment"}  # fmt: skip
    field = fields().get(special.get(code, code))
    return str(field.label) if field else code
