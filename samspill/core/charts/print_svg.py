"""Charts drawn for print: the same geometry in a fixed picture, in colours that hold on paper and without links."""

from xml.sax.saxutils import escape

from samspill.core.charts.bars import BarChart, Datum, shorten
from samspill.core.charts.columns import ColumnChart
from samspill.core.charts.flows import FlowChart
from samspill.core.charts.funnel import FunnelChart
from samspill.core.charts.grid import GridChart

WIDTH = 640.0  # units across; text of 13 units is 9 points where the picture fills a page of A4
LETTERS = 84
FJORD, OCHRE, GREY, INK, QUIET, PALE = "#0b5a5e", "#a65a17", "#8b979e", "#1f2428", "#56606a", "#d5e3e3"
Chart = BarChart | ColumnChart | FunnelChart | FlowChart | GridChart


def svg(chart: Chart) -> str:
    """The picture. Its title and description belong to the document around it."""
    if isinstance(chart, BarChart):
        body = "".join(_bar(chart))
    elif isinstance(chart, ColumnChart):
        body = "".join(_columns(chart))
    elif isinstance(chart, FunnelChart):
        body = "".join(_funnel(chart))
    elif isinstance(chart, FlowChart):
        body = "".join(_flows(chart))
    else:
        body = "".join(_grid(chart))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {chart.height:g}" '
        f'font-family="Inter" font-size="13">{body}</svg>'
    )


def _x(percent: float) -> str:
    return f"{percent * WIDTH / 100:.2f}"


def _text(x: str, y: float, text: str, *, anchor: str = "start", fill: str = INK, weight: int = 400) -> str:
    return f'<text x="{x}" y="{y:g}" text-anchor="{anchor}" fill="{fill}" font-weight="{weight}">{escape(text)}</text>'


def _rect(x: float, y: float, width: float, height: float, fill: str = FJORD, more: str = "") -> str:
    return f'<rect x="{_x(x)}" y="{y:g}" width="{_x(width)}" height="{height:g}" rx="2" fill="{fill}"{more}/>'


def _name(datum: Datum) -> str:
    return shorten(datum.label, LETTERS)


def _bar(chart: BarChart) -> list[str]:
    return [
        _text("0", bar.text_y, _name(bar.datum))
        + _rect(0, bar.y, bar.width, bar.height)
        + _text(_x(bar.number_x), bar.number_y, str(bar.datum.value), weight=600)
        for bar in chart.bars
    ]


def _columns(chart: ColumnChart) -> list[str]:
    drawn = [
        _rect(column.x, column.y, column.width, column.height)
        + _text(
            _x(column.middle), column.number_y, str(column.datum.value), anchor="middle",
            weight=600 if column.datum.value else 400, fill=INK if column.datum.value else QUIET,
        )
        + _text(_x(column.middle), chart.foot, str(column.step), anchor="middle", fill=QUIET)
        for column in chart.columns
    ]  # fmt: skip
    return [*drawn, f'<path d="M0 {chart.floor:g}H{WIDTH:g}" stroke="{GREY}"/>']


def _funnel(chart: FunnelChart) -> list[str]:
    return [
        _text(_x(50), step.text_y, f"{_name(step.datum)}: {step.datum.value} ({step.share} %)", anchor="middle")
        + _rect(step.x, step.y, step.width, step.height)
        for step in chart.steps
    ]


def _flows(chart: FlowChart) -> list[str]:
    colours = {"up": FJORD, "still": GREY, "down": OCHRE}
    drawn = [
        _text(_x(chart.left), 16, chart.ends[0], anchor="end", weight=600),
        _text(_x(chart.right), 16, chart.ends[1], weight=600),
    ]
    for line in chart.lines:
        dashes = ' stroke-dasharray="2 7"' if line.way == "down" else ""
        drawn.append(
            f'<path d="M{_x(line.x1)} {line.y1:g}L{_x(line.x2)} {line.y2:g}" stroke="{colours[line.way]}" '
            f'stroke-width="{line.thickness:g}" stroke-linecap="round" stroke-opacity="0.85"{dashes}/>'
        )
    for level in chart.levels:
        before = f"{level.before} ·  {level.number}" if level.before else str(level.number)
        after = f"{level.number}  · {level.after}" if level.after else str(level.number)
        drawn.append(
            _text(_x(chart.left - 2.5), level.y + 5, before, anchor="end", fill=INK if level.before else QUIET)
        )
        drawn.append(_text(_x(chart.right + 2.5), level.y + 5, after, fill=INK if level.after else QUIET))
    return drawn


def _grid(chart: GridChart) -> list[str]:
    drawn = [_text(_x(line.x), line.y, line.text, anchor="middle", fill=QUIET) for line in chart.columns]
    drawn += [_text(_x(row.x - 1.5), row.y + 5, row.text, anchor="end", fill=QUIET) for row in chart.rows]
    for square in chart.squares:
        dark = square.strength > 0.5
        ring = f' stroke="{OCHRE}" stroke-width="3"' if square.marked else ""
        drawn.append(
            _rect(square.x, square.y, square.width, square.height, FJORD if dark else PALE, ring)
            + _text(
                _x(square.middle), square.y + square.height / 2 + 5, str(square.datum.value), anchor="middle",
                fill="#ffffff" if dark else INK, weight=600,
            )
        )  # fmt: skip
    return [*drawn, _text(_x(50 + chart.left / 2), chart.height - 5, chart.x_heading, anchor="middle", weight=600)]
