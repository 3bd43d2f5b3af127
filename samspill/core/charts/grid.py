"""Two scales against each other: how many stand in each meeting of a column and a row."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspill.core.charts.bars import Datum, shorten

LEFT = 30.0  # percent of the width, for the names of the rows
ROW = 44.0  # pixels
HEAD = 30.0  # pixels above, for the names of the columns
LETTERS_LEFT, LETTERS_ABOVE = 22, 14


@dataclass(frozen=True)
class Square:
    """One drawn cell. ``x``, ``width`` and ``middle`` in percent, the others in pixels. ``strength``: 0 to 1."""

    datum: Datum
    x: float
    width: float
    middle: float
    y: float
    height: float
    strength: float
    marked: bool


@dataclass(frozen=True)
class Name:
    """The name of a column or a row, where it stands."""

    text: str
    short: str
    at: float


@dataclass(frozen=True)
class GridChart:
    """What the template draws, and the headings of the table twin."""

    key: str
    title: str
    description: str
    x_heading: str
    y_heading: str
    label_heading: str
    value_heading: str
    squares: tuple[Square, ...]
    columns: tuple[Name, ...]
    rows: tuple[Name, ...]
    left: float
    height: float
    marked_means: str = ""
    note: str = ""


def grid_chart(
    *,
    key: str,
    title: str,
    description: str,
    x_heading: str,
    y_heading: str,
    value_heading: str,
    x_labels: Sequence[str],
    y_labels: Sequence[str],
    cells: Sequence[tuple[int, int, Datum, bool]],
    marked_means: str = "",
    note: str = "",
) -> GridChart:
    """The geometry. A cell: column from the left, row from the bottom (from 0), what was counted, marked or not."""
    band = (100 - LEFT) / len(x_labels)
    most = max((datum.value for _x, _y, datum, _marked in cells), default=1) or 1

    def top(row: int) -> float:
        return HEAD + ROW * (len(y_labels) - 1 - row)

    squares = tuple(
        Square(
            datum, round(LEFT + band * x + 0.3, 3), round(band - 0.6, 3), round(LEFT + band * (x + 0.5), 3),
            top(y) + 2, ROW - 4, round(datum.value / most, 3), marked,
        )
        for x, y, datum, marked in cells
        if datum.value or marked
    )  # fmt: skip
    return GridChart(
        key=key,
        title=title,
        description=description,
        x_heading=x_heading,
        y_heading=y_heading,
        label_heading=f"{y_heading} × {x_heading}",
        value_heading=value_heading,
        squares=squares,
        columns=tuple(
            Name(text, shorten(text, LETTERS_ABOVE), round(LEFT + band * (place + 0.5), 3))
            for place, text in enumerate(x_labels)
        ),
        rows=tuple(
            Name(text, shorten(text, LETTERS_LEFT), top(place) + ROW / 2) for place, text in enumerate(y_labels)
        ),
        left=LEFT,
        height=HEAD + ROW * len(y_labels) + 24,
        marked_means=marked_means,
        note=note,
    )
