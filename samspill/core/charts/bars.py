"""Lying bars: one row per thing counted, its name above the bar, the number at the bar's end."""

from collections.abc import Sequence
from dataclasses import dataclass

ROW = 46.0  # pixels from one row to the next
BAR = 16.0  # pixels
TEXT = 15.0  # pixels from a row's top to the foot of its text
LONGEST = 90.0  # percent of the width; the rest is the number's
LETTERS = 38  # of a name; the whole name is in the table and for screen readers


@dataclass(frozen=True)
class Datum:
    """Something counted: its name, the number (not negative), and the address of the list that was counted."""

    label: str
    value: int
    url: str = ""


@dataclass(frozen=True)
class Bar:
    """One drawn row. ``width`` and ``number_x`` in percent, the others in pixels."""

    datum: Datum
    label: str
    text_y: float
    y: float
    width: float
    height: float
    number_x: float
    number_y: float


@dataclass(frozen=True)
class BarChart:
    """What the template draws, and the headings of the table twin."""

    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    bars: tuple[Bar, ...]
    height: float


def bar_chart(
    *, key: str, title: str, description: str, label_heading: str, value_heading: str, data: Sequence[Datum]
) -> BarChart:
    """The geometry. ``key`` is unique on the page (ids are made from it)."""
    largest = max((datum.value for datum in data), default=0)
    bars = tuple(_bar(place, datum, largest) for place, datum in enumerate(data))
    return BarChart(key, title, description, label_heading, value_heading, bars, ROW * len(bars))


def _bar(place: int, datum: Datum, largest: int) -> Bar:
    if datum.value < 0:
        raise ValueError("a bar cannot be shorter than nothing")
    top = place * ROW
    width = round(LONGEST * datum.value / largest, 3) if largest else 0.0
    y = top + TEXT + 6
    return Bar(
        datum=datum,
        label=shorten(datum.label, LETTERS),
        text_y=top + TEXT,
        y=y,
        width=width,
        height=BAR,
        number_x=width + 1.5,
        number_y=y + BAR - 3,
    )


def shorten(text: str, letters: int) -> str:
    """At most ``letters`` characters, the last one an ellipsis when something was cut."""
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"
