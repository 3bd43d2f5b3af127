"""On which scales an innovation is measured in its register, and where it stands; for many at once."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from samspill.core.prepared_rows import Keys, Prepared
from samspill.registry import profiles, words
from samspill.registry.models import Entry, ReadinessLevel, ReadinessReading, Register


def scale_ids(entry: Entry, register: Register) -> list[int]:
    """The scales of its types; the register's own for types that have none and are not tied elsewhere (R-REG-19).

    Empty where nothing is measured: the register does not ask for readiness, or the type knows none. No queries beyond
    the vocabularies that the process keeps.
    """
    if not profiles.measures(register.profile):
        return []
    known = words.types.holding(entry.types)
    kinds = [known[code] for code in entry.types if code in known]
    scales = list(dict.fromkeys(kind.scale_id for kind in kinds if kind.scale_id))
    if not scales and any("readiness" in kind.fields for kind in kinds):
        scales = [register.scale_id]
    return scales


def levels_of(scales: Iterable[int]) -> list[ReadinessLevel]:
    """The levels in use of the scales, in order, from what the process keeps."""
    wanted = list(scales)
    return [level for level in words.levels().values() if level.scale_id in wanted and level.is_active]


Standing = dict[tuple[int, int], ReadinessReading]
"""(entry, scale) -> the newest reading that stands."""


def standing(entries: Iterable[int], *, until: date | None = None) -> Standing:
    """Where the entries stand now, or stood at the end of a day. One query."""
    newest = _NEWEST(list(entries), until or date.max)
    found: Standing = {(reading.entry_id, reading.level.scale_id): reading for reading in newest}
    return found


def _newest(entries: list[int], until: date) -> QuerySet[ReadinessReading]:
    rows = ReadinessReading.objects.filter(corrected_by=None, entry__in=entries, date__lte=until)
    rows = rows.select_related("level").order_by("entry_id", "level__scale_id", "-date", "-pk")
    return rows.distinct("entry_id", "level__scale_id")


_NEWEST = Prepared(_newest, Keys, date)


def present(entry: Entry, scales: Iterable[int], found: Standing) -> ReadinessReading | None:
    """The newest reading of an entry on any of its scales."""
    there = [found[entry.pk, scale] for scale in scales if (entry.pk, scale) in found]
    return max(there, key=lambda reading: (reading.date, reading.pk), default=None)
