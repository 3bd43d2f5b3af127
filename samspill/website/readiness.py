"""Readiness readings as a chart and a table twin, one of each per scale. Corrected ones are shown with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samspill.core.charts import Reading, StepChart, step_chart
from samspill.core.jinja import written
from samspill.registry import words
from samspill.registry.models import ReadinessReading, ReadinessScale


@dataclass(frozen=True)
class TableRow:
    """A reading in the table: ``when`` in words; ``corrected_by`` is the reading that replaced it."""

    reading: ReadinessReading
    when: str
    corrected_by: ReadinessReading | None


@dataclass(frozen=True)
class ScaleReadings:
    """An entry's readings on one scale, oldest first. ``now`` is the newest that stands."""

    scale: ReadinessScale
    short: str
    highest: int
    now: TableRow | None
    rows: list[TableRow]
    chart: StepChart | None


def readings_by_scale(readings: Sequence[ReadinessReading]) -> list[ScaleReadings]:
    """All readings of an entry, given oldest first."""
    levels = words.levels.holding(reading.level_id for reading in readings)
    for reading in readings:
        reading.level = levels[reading.level_id]
    replaced_by: dict[int | None, ReadinessReading] = {
        reading.corrects_id: reading for reading in readings if reading.corrects_id
    }
    scales: dict[int, list[ReadinessReading]] = {}
    for reading in readings:
        scales.setdefault(reading.level.scale_id, []).append(reading)
    return [_on_scale(found, replaced_by) for found in scales.values()]


def when(reading: ReadinessReading) -> str:
    """The year alone when just the year is known, else the date."""
    return str(reading.date.year) if reading.year_only else written(reading.date)


def _on_scale(
    readings: list[ReadinessReading], replaced_by: dict[int | None, ReadinessReading]
) -> ScaleReadings:  # fmt: skip
    scale = readings[0].level.scale
    highest = max(level.level for level in words.levels().values() if level.scale_id == scale.pk)
    rows = [TableRow(reading, when(reading), replaced_by.get(reading.pk)) for reading in readings]
    standing = [row for row in rows if row.corrected_by is None]
    short = words.short_scale(scale)
    chart = step_chart(
        key=f"readiness-{scale.code}",
        title=_("%(scale)s over time") % {"scale": scale.name},
        description=_described(standing, short, highest),
        readings=[
            Reading(
                row.reading.date,
                row.reading.level.level,
                f"{row.when}: {short} {row.reading.level.level}",
                year_only=row.reading.year_only,
                corrected=row.corrected_by is not None,
            )
            for row in rows
        ],
        highest=highest,
    )
    return ScaleReadings(scale, short, highest, standing[-1] if standing else None, rows, chart)


def _described(standing: list[TableRow], short: str, highest: int) -> str:
    if not standing:
        return ""
    first, last = standing[0], standing[-1]
    return _("From level %(first)s in %(then)s to level %(last)s of %(highest)s in %(now)s.") % {
        "first": first.reading.level.level,
        "then": first.when,
        "last": last.reading.level.level,
        "highest": highest,
        "now": last.when,
    }
