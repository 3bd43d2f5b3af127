"""Standing columns, one for each step of a scale from the first to the last: how many stand where."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspill.core.charts.bars import Datum

TOP, PLOT, FOOT = 22.0, 150.0, 24.0  # pixels: room for the number, the columns, the step's own number
FILL = 0.72  # part of a step's width that the column takes


@dataclass(frozen=True)
class Column:
    """One drawn column. ``x``, ``width`` and ``middle`` in percent; the others in pixels."""

    step: int
    datum: Datum
    x: float
    width: float
    middle: float
    y: float
    height: float
    number_y: float


@dataclass(frozen=True)
class ColumnChart:
    """What the template draws, and the headings of the table twin."""

    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    columns: tuple[Column, ...]
    floor: float
    foot: float
    height: float
    note: str = ""


def column_chart(
    *,
    key: str,
    title: str,
    description: str,
    label_heading: str,
    value_heading: str,
    data: Sequence[Datum],
    note: str = "",
) -> ColumnChart:
    """The geometry; ``data`` has one datum per step in order, zeros included.

    ``key`` is unique on the page; ``note`` stands below the chart and says what the steps are.
    """
    largest = max((datum.value for datum in data), default=0)
    band = 100 / len(data) if data else 100.0
    columns = tuple(_column(place, datum, largest, band) for place, datum in enumerate(data))
    floor = TOP + PLOT
    return ColumnChart(
        key, title, description, label_heading, value_heading, columns, floor, floor + 18, floor + FOOT, note
    )


def _column(place: int, datum: Datum, largest: int, band: float) -> Column:
    if datum.value < 0:
        raise ValueError("a column cannot be lower than nothing")
    height = round(PLOT * datum.value / largest, 2) if largest else 0.0
    return Column(
        step=place + 1,
        datum=datum,
        x=round((place + (1 - FILL) / 2) * band, 3),
        width=round(FILL * band, 3),
        middle=round((place + 0.5) * band, 3),
        y=TOP + PLOT - height,
        height=height,
        number_y=TOP + PLOT - height - 6,
    )
