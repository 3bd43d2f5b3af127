"""The geometry of charts: everything lies inside the box, whatever the numbers are."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from samspill.core import jinja
from samspill.core.charts import Datum, Reading, bar_chart, column_chart, step_chart

WORDS: dict[str, Any] = {"key": "k", "title": "Tittel", "description": "Beskrivelse"}
HEADINGS: dict[str, Any] = WORDS | {"label_heading": "Hva", "value_heading": "Antall"}
counts = st.lists(st.integers(min_value=0, max_value=10**9), max_size=40)
readings = st.lists(
    st.builds(
        Reading,
        date=st.dates(date(1950, 1, 1), date(2100, 12, 31)),
        level=st.integers(1, 30),
        label=st.text(max_size=10),
        year_only=st.booleans(),
        corrected=st.booleans(),
    ),
    max_size=30,
)


@given(counts)
def test_bars_stay_inside_and_the_largest_fills_the_width(values: list[int]) -> None:
    chart = bar_chart(**HEADINGS, data=[Datum("x", value) for value in values])
    for bar in chart.bars:
        assert 0 <= bar.width <= 90
        assert bar.y >= 0
        assert bar.y + bar.height <= chart.height
    if any(values):
        assert max(bar.width for bar in chart.bars) == 90
    lengths = {bar.datum.value: bar.width for bar in chart.bars}
    assert [lengths[value] for value in sorted(lengths)] == sorted(lengths.values())


@given(counts)
def test_columns_stay_inside_and_do_not_overlap(values: list[int]) -> None:
    chart = column_chart(**HEADINGS, data=[Datum("x", value) for value in values])
    for column in chart.columns:
        assert column.number_y > 0
        assert column.y + column.height == pytest.approx(chart.floor)
        assert column.x >= 0
        assert column.x + column.width <= 100
    for before, after in pairwise(chart.columns):
        assert before.x + before.width < after.x


@given(readings, st.integers(1, 12))
def test_readings_stay_inside_and_a_higher_level_stands_higher(found: list[Reading], highest: int) -> None:
    chart = step_chart(**WORDS, readings=found, highest=highest)
    if not found:
        assert chart is None
        return
    assert chart is not None
    marks = [*chart.marks, *chart.corrected]
    assert len(marks) == len(found)
    for mark in marks:
        assert chart.left <= mark.x <= chart.right
        assert 0 < mark.y <= chart.floor < chart.height
    by_level = sorted(marks, key=lambda mark: mark.reading.level)
    assert [mark.y for mark in by_level] == sorted((mark.y for mark in marks), reverse=True)
    for line in chart.lines:
        assert chart.left <= line.x1 <= line.x2 <= chart.right
        assert line.x1 == line.x2 or line.y1 == line.y2
    assert 1 <= len(chart.years) <= 7


def test_one_reading_is_a_mark_without_a_line() -> None:
    chart = step_chart(**WORDS, readings=[Reading(date(2024, 5, 1), 4, "TRL 4")], highest=9)
    assert chart is not None
    assert len(chart.marks) == 1
    assert chart.lines == ()


def test_a_reading_of_a_year_stands_over_its_year() -> None:
    found = [Reading(date(2023, 12, 31), 2, "", year_only=True), Reading(date(2024, 12, 31), 3, "", year_only=True)]
    chart = step_chart(**WORDS, readings=found, highest=9)
    assert chart is not None
    assert [mark.x for mark in chart.marks] == [year.at for year in chart.years]


def test_what_was_corrected_is_not_on_the_stair() -> None:
    found = [Reading(date(2022, 1, 1), 7, "wrong", corrected=True), Reading(date(2022, 1, 1), 3, "right")]
    chart = step_chart(**WORDS, readings=found, highest=9)
    assert chart is not None
    assert [mark.reading.label for mark in chart.marks] == ["right"]
    assert [mark.reading.label for mark in chart.corrected] == ["wrong"]


def test_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        bar_chart(**HEADINGS, data=[Datum("x", -1)])
    with pytest.raises(ValueError, match="lower"):
        column_chart(**HEADINGS, data=[Datum("x", -1)])


@pytest.mark.parametrize("kind", ["bars", "columns"])
def test_a_drawn_chart_is_named_has_its_numbers_as_a_table_and_no_style_of_its_own(kind: str) -> None:
    make = {"bars": bar_chart, "columns": column_chart}[kind]
    chart = make(**HEADINGS, data=[Datum("Én <ting>", 1234, "/liste/?type=a"), Datum("To", 3)])  # type: ignore[operator]
    html = render_to_string(f"core/charts/{kind}.html", {"chart": chart})
    assert 'aria-labelledby="k-title k-desc"' in html
    assert '<title id="k-title">Tittel</title>' in html
    assert '<desc id="k-desc">Beskrivelse</desc>' in html
    assert "style=" not in html
    assert "Én &lt;ting&gt;" in html
    assert html.count('href="/liste/?type=a"') == 2  # on the drawing and in the table
    assert "1\xa0234</a></td>" in html
    assert "," not in "".join(part for part in html.split('"') if part.endswith("%"))  # points, not commas, in SVG


def test_a_drawn_stair_uses_points_in_any_language() -> None:
    found = [Reading(date(2022, 3, 1), 3, "a"), Reading(date(2024, 9, 9), 7, "b")]
    html = jinja.render("core/charts/steps.html", {"chart": step_chart(**WORDS, readings=found, highest=9)})
    assert 'role="img"' in html
    attributes = html.split('"')[1::2]
    assert not [value for value in attributes if "," in value]
