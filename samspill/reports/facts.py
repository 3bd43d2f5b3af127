"""What a cover says of an edition, and how values are written."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samspill.core.reporting.plain import Json


def about(document: Json, checksum: str, made_at: datetime, language: str) -> list[tuple[str, str]]:
    """Label and value, in a language, which is the active one."""
    return [
        (_("Year"), str(document["year"])),
        (_("Edition"), str(document["number"])),
        (_("Made"), date_format(made_at, "DATETIME_FORMAT")),
        (_("By"), document["languages"][language]["organisation"]),
        (_("Made with"), f"{document['software']}, {document['site']['url']}"),
        (_("Checksum (SHA-256)"), " ".join(checksum[place : place + 8] for place in range(0, len(checksum), 8))),
    ]


def description(document: Json, language: str) -> list[str]:
    """Sentences below the title: what is counted, and what a reader must know."""
    said = [
        _("This edition is frozen: what is changed in the register later changes nothing here."),
        _("It counts what everyone may see.")
        if document["everyone"]
        else _("It counts what innovation leaders may see, also what is not public. It is not for everyone."),
    ]
    if localtime(datetime.fromisoformat(document["made_at"])).year <= document["year"]:
        said.append(_("It was made before the year was over."))
    if not any(one["first"][:4] <= str(document["year"]) for one in document["data"]["entries"]):
        said.append(_("There is nothing in the register for %(year)s.") % {"year": document["year"]})
    if document["scope"].get("is_example"):
        said.append(_("Example data: people, organisations and results are invented."))
    return said


def shown(value: Any) -> str:
    """A cell's or a figure's value as people read it."""
    if value is None:
        return "–"
    if isinstance(value, int | float):
        return number_format(value, use_l10n=True, force_grouping=abs(value) >= 10_000)
    return str(value)


def names_of_data() -> dict[str, str]:
    """What the fields of an entry in ``data`` are called."""
    return {
        "title": _("Title"),
        "kind": _("Kind"),
        "types": _("Types"),
        "status": _("Status"),
        "first": _("First known"),
        "published": _("When it was published"),
        "stopped": _("When it stopped"),
        "readings": _("Readings"),
        "partners": _("Partners"),
    }
