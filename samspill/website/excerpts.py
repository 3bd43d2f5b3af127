"""Excerpts of what was found, in the reader's words."""

import re
from collections.abc import Sequence
from datetime import date

from samspill.core.jinja import written
from samspill.core.search import Term

BETWEEN = " … "
NUMBER = re.compile(r"[\s…]*\d[\d.,]*[\s…]*")

DAY = re.compile(r"(?:(?<=^)|(?<=… ))[0-9]{4}-[0-9]{2}-[0-9]{2}(?= …|$)")
"""What a field holds stands between dots; a day within a sentence is somebody's own words."""


def with_days(snippet: str) -> str:
    """The text with days that stand in fields of an entry as its reader writes days."""
    return DAY.sub(_in_words, snippet) if "-" in snippet else snippet


def without_bare_numbers(snippet: str, terms: Sequence[Term]) -> str:
    """The text without numbers that stand by themselves: counts from fields of an entry, that say nothing unlabelled.

    One that was asked for is left where it was found.
    """
    pieces = snippet.split(BETWEEN)
    if len(pieces) == 1:
        return snippet
    asked = {word for term in terms for word in term.words}
    return BETWEEN.join(piece for piece in pieces if not NUMBER.fullmatch(piece) or not asked.isdisjoint(piece.split()))


def _in_words(found: re.Match[str]) -> str:
    try:
        return written(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
