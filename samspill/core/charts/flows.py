"""Movement on a scale: from each level on the left to each on the right, the more the thicker."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspill.core.charts.bars import Datum

LEFT, RIGHT = 22.0, 78.0  # percent: where lines begin and end
TOP, FOOT = 42.0, 12.0  # pixels: room for the headings, and below the lowest level
GAP = 30.0  # pixels from level to level
THINNEST, THICKEST = 2.0, 16.0  # pixels


@dataclass(frozen=True)
class Movement:
    """How many went from a level (1 and up) to another, with the list that was counted."""

    start: int
    end: int
    datum: Datum


@dataclass(frozen=True)
class FlowLine:
    """One drawn movement, in percent across and pixels down. ``way``: "up", "still" or "down"."""

    movement: Movement
    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float
    way: str

    @property
    def datum(self) -> Datum:
        """For the table twin."""
        return self.movement.datum


@dataclass(frozen=True)
class Level:
    """A level's place, and how many were there before and after."""

    number: int
    y: float
    before: int
    after: int


@dataclass(frozen=True)
class FlowChart:
    """What the template draws, and the headings of the table twin. ``ends``: what is left, what is right."""

    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    lines: tuple[FlowLine, ...]
    levels: tuple[Level, ...]
    ends: tuple[str, str]
    left: float
    right: float
    height: float
    note: str = ""


def flow_chart(
    *,
    key: str,
    title: str,
    description: str,
    label_heading: str,
    value_heading: str,
    movements: Sequence[Movement],
    highest: int,
    ends: tuple[str, str],
    note: str = "",
) -> FlowChart:
    """The geometry; the scale's highest level is at the top. ``key`` is unique on the page."""
    highest = max([highest, *(max(one.start, one.end) for one in movements), 1])
    most = max((one.datum.value for one in movements), default=1) or 1

    def y(level: int) -> float:
        return TOP + GAP * (highest - level)

    thin_last = sorted(movements, key=lambda one: (-one.datum.value, one.start, one.end))
    lines = tuple(
        FlowLine(
            one, LEFT, y(one.start), RIGHT, y(one.end),
            round(THINNEST + (THICKEST - THINNEST) * one.datum.value / most, 2),
            "up" if one.end > one.start else "down" if one.end < one.start else "still",
        )
        for one in thin_last
        if one.datum.value
    )  # fmt: skip
    levels = tuple(
        Level(
            level,
            y(level),
            sum(one.datum.value for one in movements if one.start == level),
            sum(one.datum.value for one in movements if one.end == level),
        )
        for level in range(1, highest + 1)
    )
    height = TOP + GAP * (highest - 1) + FOOT
    return FlowChart(
        key, title, description, label_heading, value_heading, lines, levels, ends, LEFT, RIGHT, height, note
    )
