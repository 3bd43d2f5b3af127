"""Two scales against each other: how many stand in each meeting of a column and a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from samspill.core.charts.bars import Datum, shorten

LEFT = 34.0  # percent of the width, for the names of the rows
LEFT_SHORT, SHORT = 8.0, 3  # the same where no name has more letters, such as the steps of a scale
ROW = 44.0  # pixels
LINE = 15.0  # pixels from line to line of a column's name
MOST_LINES, MOST_LINES_LEFT = 3, 2
LETTERS_LEFT = 25
LETTERS_ABOVE = 64  # of all columns beside each other
MOST_NAMED = 6
"""Columns that have room for their names; more get numbers, and a list of what they mean."""


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
    """A line of the name of a row or a column, where it stands: ``x`` in percent, ``y`` in pixels."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class GridChart:
    """What the template draws, and the headings of the table twin. ``legend``: what numbered columns mean, in order."""

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
    legend: tuple[str, ...] = ()


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
    left = LEFT if any(len(text) > SHORT for text in y_labels) else LEFT_SHORT
    band = (100 - left) / max(len(x_labels), 1)
    is_numbered = len(x_labels) > MOST_NAMED
    named = [str(place) for place in range(1, len(x_labels) + 1)] if is_numbered else x_labels
    heads = [_lines(text, max(LETTERS_ABOVE // max(len(x_labels), 1), 5)) for text in named]
    head = LINE * max((len(lines) for lines in heads), default=0) + 8
    most = max((datum.value for _x, _y, datum, _marked in cells), default=1) or 1

    def top(row: int) -> float:
        return head + ROW * (len(y_labels) - 1 - row)

    squares = tuple(
        Square(
            datum, round(left + band * x + 0.3, 3), round(band - 0.6, 3), round(left + band * (x + 0.5), 3),
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
            Name(line, round(left + band * (place + 0.5), 3), LINE * (number + 1))
            for place, lines in enumerate(heads)
            for number, line in enumerate(lines)
        ),
        rows=tuple(
            Name(line, left, top(place) + ROW / 2 + LINE * (number - (len(lines) - 1) / 2))
            for place, lines in enumerate(_lines(text, LETTERS_LEFT, MOST_LINES_LEFT) for text in y_labels)
            for number, line in enumerate(lines)
        ),
        left=left,
        height=head + ROW * len(y_labels) + 24,
        marked_means=marked_means,
        note=note,
        legend=tuple(x_labels) if is_numbered else (),
    )


def _lines(text: str, letters: int, most: int = MOST_LINES) -> list[str]:
    """The text in short lines; what does not fit ends with an ellipsis. The whole of it is in the table twin."""
    lines = wrap(text, letters, max_lines=most, placeholder="…")
    return [shorten(line, letters) for line in lines] or [""]
