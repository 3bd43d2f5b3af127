"""Charts as SVG templates of our own: pure geometry here, drawn by ``core/templates/core/charts/``.

Across is percent of the width, down is pixels: a chart fills any width and its letters keep their size. Each chart
carries its table twin, a title and a description; what a figure counted opens by its address.
"""

from samspill.core.charts.bars import Bar, BarChart, Datum, bar_chart
from samspill.core.charts.columns import Column, ColumnChart, column_chart
from samspill.core.charts.flows import FlowChart, Movement, flow_chart
from samspill.core.charts.funnel import FunnelChart, funnel_chart
from samspill.core.charts.grid import GridChart, grid_chart
from samspill.core.charts.steps import Mark, Reading, StepChart, step_chart

__all__ = [
    "Bar",
    "BarChart",
    "Column",
    "ColumnChart",
    "Datum",
    "FlowChart",
    "FunnelChart",
    "GridChart",
    "Mark",
    "Movement",
    "Reading",
    "StepChart",
    "bar_chart",
    "column_chart",
    "flow_chart",
    "funnel_chart",
    "grid_chart",
    "step_chart",
]
