"""Entries as rows of a list: everything a template shows, read at a fixed number of queries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from samspill.registry.models import Entry, EntryType, ReadinessLevel, ReadinessReading, ReadinessScale


@dataclass(frozen=True)
class Row:
    """One entry in a list."""

    entry: Entry
    types: list[EntryType]
    partners: list[str]
    readiness: str
    note: str = ""


def rows(entries: Iterable[Entry], notes: dict[int, str] | None = None) -> list[Row]:
    """Rows of entries that came through `queries.with_list_parts`; ``notes`` by entry id. One query, for the types."""
    found = list(entries)
    types = types_by_code(code for entry in found for code in entry.types)
    return [
        Row(
            entry=entry,
            types=[types[code] for code in entry.types if code in types],
            partners=_partners(entry),
            readiness=_readiness(entry),
            note=(notes or {}).get(entry.pk, ""),
        )
        for entry in found
    ]


def types_by_code(codes: Iterable[str]) -> dict[str, EntryType]:
    """Entry types by code."""
    return {row.code: row for row in EntryType.objects.filter(code__in=set(codes))}


def short_level(level: ReadinessLevel) -> str:
    """A level as people say it: "TRL 4", or the scale's name and the level where it has no short name."""
    return f"{short_scale(level.scale)} {level.level}"


def short_scale(scale: ReadinessScale) -> str:
    """What stands in brackets at the end of the scale's name, else the name."""
    found = re.search(r"\(([^()]+)\)$", scale.name)
    return found[1] if found else scale.name


def _partners(entry: Entry) -> list[str]:
    names = [part.organisation.short_name or part.organisation.name for part in entry.participations.all()]
    return list(dict.fromkeys(names))


def _readiness(entry: Entry) -> str:
    standing: list[ReadinessReading] = getattr(entry, "standing", [])
    return short_level(standing[0].level) if standing else ""
