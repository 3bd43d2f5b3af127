"""The cells of an entry's row, written so that the importer's readers understand them again."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from samspill.core.exporting import Value
from samspill.core.exporting.cells import plain_text
from samspill.registry.exporting.words import Names, Words

Record = dict[str, Any]


def cell(code: str, record: Record, words: Words) -> Value:
    """The value of a column in a row; what is not known to be anything else is written as it is."""
    if writer := WRITERS.get(code):
        return writer(record, words)
    value = record.get(code)
    if isinstance(value, list):
        return joined(str(one) for one in value)
    if isinstance(value, datetime):
        return timezone.localtime(value).date()
    return value if isinstance(value, str | int | float | Decimal | date) else None


def level(record: Record, year: int, scale: str) -> Value:
    """The last level of a year on a scale. The number alone, unless the entry was read on several scales that year."""
    of_year = [one for one in record.get("readings") or () if year_of(one) == year]
    found = [one for one in of_year if one["scale"] == scale]
    if not found:
        return None
    number = int(found[-1]["level"])
    return number if scale == "trl" or len(found) == len(of_year) else f"{scale} {number}"


def year_of(reading: Record) -> int:
    """The year of a reading, whose date is a date or ISO text."""
    return int(str(reading["date"])[:4])


def joined(texts: Iterable[str]) -> str:
    """Several values in one cell."""
    return "; ".join(texts)


def contributors(parts: Sequence[Record], words: Words) -> str:
    """ "Kari Nordmann (idéhaver) [k7m2p9xq]", once for each role; a unit as "veileder: Instituttet [inst]"."""
    found = []
    for part in parts:
        for role in part.get("roles") or [""]:
            name = words.roles.get(role, role)
            number = part.get("code") if "unit" in part else part.get("id")  # not of everybody: `record_of`
            mark = f" [{number}]" if number else ""
            if "unit" in part:
                found.append(f"{f'{name}: ' if name else ''}{part['unit']}{mark}")
            else:
                found.append(f"{part['name']}{f' ({name})' if name else ''}{mark}")
    return joined(found)


def partners(parts: Sequence[Record], words: Words) -> str:
    """ "Fjordvik kommune [958935420] (medskaper)", once for each role."""
    return joined(
        f"{part['name']} [{part['number'] or part['code']}] ({words.partner_roles.get(part['role'], part['role'])})"
        for part in parts
    )


def _coded(code: str, names: Callable[[Words], Names]) -> "Writer":
    return lambda record, words: joined(names(words).get(one, one) for one in record.get(code) or ())


def _choice(code: str) -> "Writer":
    return lambda record, words: words.choices.get(record.get(code) or "", record.get(code))


def _goals(record: Record, words: Words) -> Value:
    numbers: list[int] = record.get("sdg") or []
    return numbers[0] if len(numbers) == 1 else joined(str(number) for number in numbers)


def _place(code: str) -> "Writer":
    def write(record: Record, words: Words) -> Value:
        value = record.get(code)
        return f"{value['name']} [{value['code']}]" if value else None

    return write


def _shares(record: Record, words: Words) -> Value:
    return joined(
        f"{part.get('name') or part.get('unit')}: {plain_text(part['share'])} %"
        for part in record["contributors"]
        if "share" in part
    )


def _in_use(record: Record, words: Words) -> Value:
    return joined(
        f"{part['name']}: {plain_text(part['in_use_since'])}" for part in record["partners"] if "in_use_since" in part
    )


def _readings(record: Record, words: Words) -> Value:
    return joined(
        f"{year_of(one) if one['year_only'] else one['date']}: "
        f"{words.scales.get(one['scale'], one['scale'])} {one['level']}"
        for one in record["readings"]
    )


def _evidence(record: Record, words: Words) -> Value:
    return joined(" ".join(filter(None, (one["title"], one["url"]))) for one in record["evidence"])


def marked_effects(record: Record, words: Words) -> str:
    """ "Energieffektivisering – Kommuner (Oppnådd 2024-05-01)", once for each tag."""
    found = []
    for one in record.get("marked_effects") or ():
        effect, recipient = words.effects.get(one["effect"]), words.recipients.get(one["recipient"])
        stage = words.choices.get(one["stage"], one["stage"])
        since = f" {plain_text(one['since'])}" if "since" in one else ""
        found.append(f"{effect or one['effect']} – {recipient or one['recipient']} ({stage}{since})")
    return joined(found)


def _progress(record: Record, words: Words) -> Value:
    return joined(
        f"{one['indicator']} {plain_text(one['date'])}: {plain_text(one['value'])} {one['measured_in']}".strip()
        for one in record.get("progress") or ()
    )


def _related(record: Record, words: Words) -> Value:
    return joined(
        f"{words.choices.get(one['word'], one['word'])}: {one['title']} ({one['address']})" for one in record["related"]
    )


Writer = Callable[[Record, Words], Value]
WRITERS: dict[str, Writer] = {
    "type": _coded("type", lambda words: words.types),
    "discipline": _coded("discipline", lambda words: words.disciplines),
    "service_area": _coded("service_area", lambda words: words.service_areas),
    "ways": _coded("ways", lambda words: words.choices),
    "sdg": _goals,
    "kind": _choice("kind"),
    "language": _choice("language"),
    "status": _choice("status"),
    "visibility": _choice("visibility"),
    "unit": _place("unit"),
    "register": _place("register"),
    "organisation": _place("organisation"),
    "contributors": lambda record, words: contributors(record.get("contributors") or (), words),
    "partners": lambda record, words: partners(record.get("partners") or (), words),
    "shares": _shares,
    "in_use": _in_use,
    "all_readings": _readings,
    "evidence": _evidence,
    "marked_effects": marked_effects,
    "progress": _progress,
    "related": _related,
}
