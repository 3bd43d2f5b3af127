"""A funnel: lying bars in the middle, each step a part of the one above."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspill.core.charts.bars import BAR, LETTERS, ROW, TEXT, Datum, shorten

WIDEST = 100.0  # percent of the width
NARROWEST = 1.5  # percent: a step that holds anything can be seen


@dataclass(frozen=True)
class Step:
    """One drawn step. ``x`` and ``width`` in percent, the others in pixels. ``share``: percent of the first step."""

    datum: Datum
    label: str
    share: int
    text_y: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class FunnelChart:
    """What the template draws, and the headings of the table twin."""

    key: str
    title: str
    description: str
    label_heading: str
    value_heading: str
    steps: tuple[Step, ...]
    height: float
    note: str = ""


def funnel_chart(
    *,
    key: str,
    title: str,
    description: str,
    label_heading: str,
    value_heading: str,
    data: Sequence[Datum],
    note: str = "",
) -> FunnelChart:
    """The geometry; the first step is the widest. ``key`` is unique on the page."""
    first = max((datum.value for datum in data), default=0) or 1
    steps = tuple(_step(place, datum, first) for place, datum in enumerate(data))
    return FunnelChart(key, title, description, label_heading, value_heading, steps, ROW * len(steps), note)


def _step(place: int, datum: Datum, first: int) -> Step:
    if datum.value < 0:
        raise ValueError("a step cannot hold fewer than none")
    width = max(WIDEST * datum.value / first, NARROWEST) if datum.value else 0.0
    top = place * ROW
    return Step(
        datum=datum,
        label=shorten(datum.label, LETTERS),
        share=round(100 * datum.value / first),
        text_y=top + TEXT,
        x=round((WIDEST - width) / 2, 3),
        y=top + TEXT + 6,
        width=round(width, 3),
        height=BAR,
    )
