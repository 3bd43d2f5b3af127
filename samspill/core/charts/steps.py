"""A stair of readings over years: the level holds until the next reading. What was corrected is shown apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

LEFT, RIGHT = 9.0, 97.0  # percent: between them lie the years
TOP, FOOT = 16.0, 26.0  # pixels above the highest level, and below the lowest for the years
MOST_YEARS_NAMED = 7


@dataclass(frozen=True)
class Reading:
    """A level (1 and up) at a date. ``year_only``: the day is not known. ``corrected``: another reading replaced it."""

    date: date
    level: int
    label: str
    year_only: bool = False
    corrected: bool = False


@dataclass(frozen=True)
class Mark:
    """A drawn reading: ``x`` in percent, ``y`` in pixels."""

    reading: Reading
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A straight line: ``x1`` and ``x2`` in percent, ``y1`` and ``y2`` in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Tick:
    """A named place on an axis."""

    at: float
    name: str


@dataclass(frozen=True)
class StepChart:
    """What the template draws."""

    key: str
    title: str
    description: str
    marks: tuple[Mark, ...]
    corrected: tuple[Mark, ...]
    lines: tuple[Line, ...]
    levels: tuple[Tick, ...]
    years: tuple[Tick, ...]
    left: float
    right: float
    floor: float
    height: float


def step_chart(
    *, key: str, title: str, description: str, readings: Sequence[Reading], highest: int
) -> StepChart | None:
    """The geometry; None without readings. ``highest`` is the scale's last level. ``key`` is unique on the page."""
    if not readings:
        return None
    highest = max(highest, *(reading.level for reading in readings), 1)
    gap = 24.0 if highest <= 9 else 200.0 / highest
    floor = round(TOP + gap * (highest - 1), 2)
    years = range(min(r.date.year for r in readings), max(r.date.year for r in readings) + 1)
    band = (RIGHT - LEFT) / len(years)

    def mark(reading: Reading) -> Mark:
        x = LEFT + band * (reading.date.year - years[0] + _part_of_year(reading))
        return Mark(reading, round(x, 3), round(TOP + gap * (highest - reading.level), 2))

    marks = tuple(sorted((mark(r) for r in readings if not r.corrected), key=lambda m: (m.x, m.reading.level)))
    every = -(-len(years) // MOST_YEARS_NAMED)
    return StepChart(
        key=key,
        title=title,
        description=description,
        marks=marks,
        corrected=tuple(mark(r) for r in readings if r.corrected),
        lines=_stair(marks),
        levels=_levels(highest, gap),
        years=tuple(
            Tick(round(LEFT + band * (place + 0.5), 3), str(year))
            for place, year in enumerate(years)
            if (len(years) - 1 - place) % every == 0
        ),
        left=LEFT,
        right=RIGHT,
        floor=floor,
        height=floor + FOOT,
    )


@lru_cache(maxsize=100)
def _levels(highest: int, gap: float) -> tuple[Tick, ...]:
    return tuple(Tick(round(TOP + gap * (highest - level), 2), str(level)) for level in range(1, highest + 1))


def _part_of_year(reading: Reading) -> float:
    """0 to 1; the middle when just the year is known."""
    return 0.5 if reading.year_only else (reading.date.timetuple().tm_yday - 1) / 366


def _stair(marks: Sequence[Mark]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for before, after in pairwise(marks):
        if after.x > before.x:
            lines.append(Line(before.x, before.y, after.x, before.y))
        if after.y != before.y:
            lines.append(Line(after.x, before.y, after.x, after.y))
    return tuple(lines)
