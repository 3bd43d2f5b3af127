"""Charts of a section, as `core.charts` draws them, from the plain data that an edition keeps."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from samspill.core import charts
from samspill.core.charts.print_svg import Chart
from samspill.core.reporting.plain import cell_name, flow_name

Address = Callable[[Any], str]
"""Gets a datum, flow or cell: the address of the list that it counted, or nothing."""


def nowhere(one: Any) -> str:
    """For print: nothing opens."""
    return ""


def draw(block: dict[str, Any], *, key: str, address: Address = nowhere) -> Chart:
    """The geometry of a chart or a matrix. ``key`` is unique on the page."""
    named: dict[str, Any] = {
        "key": key, "title": block["title"], "description": block["description"],
    }  # fmt: skip
    if block["type"] == "matrix":
        return _matrix(block, named, address)
    named |= {"label_heading": block["label_heading"], "value_heading": block["value_heading"]}
    data = [charts.Datum(datum["label"], datum["value"], address(datum)) for datum in block.get("data", [])]
    note = block.get("note", "")
    if block["kind"] == "bars":
        return charts.bar_chart(**named, data=data)
    if block["kind"] == "columns":
        return charts.column_chart(**named, data=data, note=note)
    if block["kind"] == "funnel":
        return charts.funnel_chart(**named, data=data, note=note)
    movements = [
        charts.Movement(flow["start"], flow["end"], charts.Datum(flow_name(flow), flow["value"], address(flow)))
        for flow in block["flows"]
    ]
    return charts.flow_chart(
        **named, movements=movements, highest=block["highest"], ends=tuple(block["ends"]), note=note
    )


def _matrix(block: dict[str, Any], named: dict[str, Any], address: Address) -> charts.GridChart:
    return charts.grid_chart(
        **named,
        x_heading=block["x_heading"],
        y_heading=block["y_heading"],
        value_heading=_("Number"),
        x_labels=block["x_labels"],
        y_labels=block["y_labels"],
        cells=[
            (
                cell["x"],
                cell["y"],
                charts.Datum(cell_name(block, cell), cell["value"], address(cell)),
                bool(cell.get("marked")),
            )
            for cell in block["cells"]
        ],
        marked_means=block.get("marked_means", ""),
        note=block.get("note", ""),
    )
