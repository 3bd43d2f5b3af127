"""The term of a centre as a bar: first and second term, milestones on it, and today. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LEFT, RIGHT = 2.0, 98.0  # percent
BAR_Y, BAR_HEIGHT, HEIGHT = 26.0, 16.0, 74.0  # pixels


@dataclass(frozen=True)
class Part:
    """A piece of the bar; ``x`` and ``width`` in percent."""

    code: str
    x: float
    width: float
    middle: float


@dataclass(frozen=True)
class Point:
    """A day on the bar. ``done``: it has been held."""

    x: float
    name: str
    day: date
    done: bool = False


@dataclass(frozen=True)
class Term:
    """What the template draws."""

    parts: tuple[Part, ...]
    points: tuple[Point, ...]
    years: tuple[tuple[float, int], ...]
    today: float | None
    height: float = HEIGHT


def term_of(
    *, start: date, split: date | None, end: date | None, milestones: Sequence[tuple[str, date, bool]], today: date
) -> Term | None:
    """The geometry; None while no end is set, since nothing can be drawn to scale then."""
    if end is None or end <= start:
        return None
    days = (end - start).days + 1

    def at(day: date) -> float:
        share = min(max((day - start).days / days, 0.0), 1.0)
        return round(LEFT + (RIGHT - LEFT) * share, 3)

    edges = [("first" if split else "only", at(start), at(split) if split else RIGHT)]
    if split:
        edges.append(("second", at(split), RIGHT))
    every = -(-(end.year - start.year + 1) // 8)
    return Term(
        parts=tuple(Part(code, x, round(to - x, 3), round((x + to) / 2, 3)) for code, x, to in edges),
        points=tuple(Point(at(day), name, day, done) for name, day, done in milestones),
        years=tuple(
            (at(date(year, 1, 1)), year)
            for year in range(start.year + 1, end.year + 1)
            if (end.year - year) % every == 0
        ),
        today=at(today) if start <= today <= end else None,
    )
