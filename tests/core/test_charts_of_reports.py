"""Funnels, movements and matrices: what is drawn where, on the page and in print."""

import pytest
from defusedxml.ElementTree import fromstring

from samspill.core.charts import Datum, Movement, bar_chart, column_chart, flow_chart, funnel_chart, grid_chart
from samspill.core.charts.print_svg import Chart, svg

NAMES = {"key": "k", "title": "t", "description": "d", "label_heading": "l", "value_heading": "v"}
HOSTILE = "<script>\"&' æøå"


def flows(*movements: tuple[int, int, int]) -> Chart:
    made = [Movement(start, end, Datum(HOSTILE, value)) for start, end, value in movements]
    return flow_chart(**NAMES, movements=made, highest=9, ends=("Før", "Nå"))


def grid(columns: int = 3) -> Chart:
    labels = [f"Kolonne nummer {number}" for number in range(columns)]
    cells = [(0, 0, Datum(HOSTILE, 4), True), (1, 1, Datum("b", 1), False), (2, 1, Datum("c", 0), False)]
    return grid_chart(
        key="k", title="t", description="d", x_heading="x", y_heading="y", value_heading="v",
        x_labels=labels, y_labels=["Nederst", "Øverst"], cells=cells,
    )  # fmt: skip


def test_a_funnel_narrows_from_the_first_step() -> None:
    chart = funnel_chart(**NAMES, data=[Datum("a", 10), Datum("b", 5), Datum("c", 0)])
    assert [(step.width, step.x, step.share) for step in chart.steps] == [(100, 0, 100), (50, 25, 50), (0, 50, 0)]


def test_a_funnel_of_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="fewer than none"):
        funnel_chart(**NAMES, data=[Datum("a", -1)])


def test_movements_go_up_still_and_down_and_more_is_thicker() -> None:
    chart = flow_chart(
        **NAMES,
        movements=[Movement(4, 6, Datum("a", 3)), Movement(5, 5, Datum("b", 1)), Movement(7, 2, Datum("c", 1))],
        highest=9,
        ends=("", ""),
    )
    assert [line.way for line in chart.lines] == ["up", "still", "down"]
    assert chart.lines[0].thickness > chart.lines[1].thickness == chart.lines[2].thickness
    assert chart.lines[0].y2 < chart.lines[0].y1
    assert [(level.number, level.before, level.after) for level in chart.levels if level.before or level.after] == [
        (2, 0, 1), (4, 3, 0), (5, 1, 1), (6, 0, 3), (7, 1, 0),
    ]  # fmt: skip


def test_a_long_name_of_a_row_takes_two_lines() -> None:
    chart = grid_chart(
        key="k", title="t", description="d", x_heading="x", y_heading="y", value_heading="v", x_labels=["a"],
        y_labels=["Berekraftig bruk av natur og ressursar", "Kort"], cells=[(0, 0, Datum("a", 1), False)],
    )  # fmt: skip
    assert [name.text for name in chart.rows] == ["Berekraftig bruk av natur", "og ressursar", "Kort"]
    assert chart.rows[0].y < chart.squares[0].y + chart.squares[0].height / 2 < chart.rows[1].y


def test_a_matrix_has_its_first_row_at_the_bottom_and_draws_no_empty_cell() -> None:
    chart = grid()
    assert [square.datum.value for square in chart.squares] == [4, 1]  # type: ignore[union-attr]
    low, high = chart.squares  # type: ignore[union-attr]
    assert low.y > high.y
    assert low.marked
    assert not chart.legend  # type: ignore[union-attr]


def test_many_columns_get_numbers_and_a_legend() -> None:
    chart = grid(8)
    assert [line.text for line in chart.columns] == [str(number) for number in range(1, 9)]  # type: ignore[union-attr]
    assert len(chart.legend) == 8  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "chart",
    [
        bar_chart(**NAMES, data=[Datum(HOSTILE, 3), Datum("b", 0)]),
        column_chart(**NAMES, data=[Datum(HOSTILE, 3), Datum("b", 0)]),
        funnel_chart(**NAMES, data=[Datum(HOSTILE, 3), Datum("b", 0)]),
        flows((1, 2, 3), (3, 3, 1), (9, 1, 2)),
        grid(),
        grid(9),
    ],
)
def test_print_is_a_picture_of_fixed_size_in_which_words_are_words(chart: Chart) -> None:
    picture = fromstring(svg(chart))
    assert picture.attrib["viewBox"].startswith("0 0 640 ")
    assert "%" not in "".join(str(value) for one in picture.iter() for value in one.attrib.values())
    assert {one.tag.rpartition("}")[2] for one in picture.iter()} <= {"svg", "text", "rect", "path"}
