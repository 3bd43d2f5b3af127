"""What holds for all templates."""

import re

from django.conf import settings

ROW_NUMBER = re.compile(r'"[^"<>]*\{\{ (?!question\.)(?:\w+\.)*(?:pk|version) \}\}')
"""A row's number in an attribute, unformatted. `question.pk` is a text already."""


TEMPLATES = list((settings.BASE_DIR / "samspill").glob("*/templates/**/*.html"))
TIED = re.compile(r"<ds-field(?:(?!</ds-field>).)*data-field=", re.DOTALL)


def test_help_in_a_field_is_not_tied_to_it_a_second_time_by_the_design_systems_script() -> None:
    assert [str(one) for one in TEMPLATES if TIED.search(one.read_text())] == []


def test_numbers_of_rows_are_not_written_as_amounts() -> None:
    """1234 would become 1 234, and no row is found by that when it is sent back."""
    assert len(TEMPLATES) > 200
    assert [str(one) for one in TEMPLATES if ROW_NUMBER.search(one.read_text())] == []
