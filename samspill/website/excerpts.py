"""Excerpts of what was found, in the reader's words."""

import re
from datetime import date

from samspill.core.jinja import written

DAY = re.compile(r"(?:(?<=^)|(?<=… ))[0-9]{4}-[0-9]{2}-[0-9]{2}(?= …|$)")
"""What a field holds stands between dots; a day within a sentence is somebody's own words."""


def with_days(snippet: str) -> str:
    """The text with days that stand in fields of an entry as its reader writes days."""
    return DAY.sub(_in_words, snippet) if "-" in snippet else snippet


def _in_words(found: re.Match[str]) -> str:
    try:
        return written(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
