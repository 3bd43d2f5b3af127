"""What holds for all templates."""

import re

from django.conf import settings

ROW_NUMBER = re.compile(r'"[^"<>]*\{\{ (?!question\.)(?:\w+\.)*(?:pk|version) \}\}')
"""A row's number in an attribute, unformatted. `question.pk` is a text already."""


def test_numbers_of_rows_are_not_written_as_amounts() -> None:
    """1234 would become 1 234, and no row is found by that when it is sent back."""
    templates = list((settings.BASE_DIR / "samspill").glob("*/templates/**/*.html"))
    assert len(templates) > 200
    assert [str(one) for one in templates if ROW_NUMBER.search(one.read_text())] == []
