"""What the formats share: names in two parts, languages, addresses."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from samspill.registry.models import Entry

PLACES = {"entry": "e", "person": "personer", "organisation": "partnere", "unit": "miljoer"}
"""Where the public page of each source of records lies."""


def address(source: str, key: str) -> str:
    """The lasting address of a public page, by public id or code."""
    return f"{settings.SITE_URL}/{PLACES[source]}/{key}/"


def family_and_given(name: str) -> tuple[str, str]:
    """The last word is taken to be the family name, unless the name is written “Family, Given”."""
    if "," in name:
        family, _comma, given = name.partition(",")
        return family.strip(), given.strip()
    given, _space, family = name.strip().rpartition(" ")
    return family, given


def language(entry: Entry) -> str:
    """BCP 47 tag of the entry's text; ``und`` when it is another than we know."""
    return "und" if entry.language == "xx" else entry.language


def happened(entry: Entry) -> date | None:
    """The day to cite: when it began; else when it was published here."""
    if entry.start_date:
        return entry.start_date
    return timezone.localdate(entry.published_at) if entry.published_at else None


def in_languages(row: object) -> list[tuple[str, str]]:
    """The names of a row with columns name_nb, name_nn, name_en, as (language, name), each name once."""
    found: dict[str, str] = {}
    for code in ("nb", "nn", "en"):
        if name := getattr(row, f"name_{code}", ""):
            found.setdefault(name, code)
    return [(code, name) for name, code in found.items()]
