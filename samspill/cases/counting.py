"""Words, counted as a reader counts them.

Marks of Markdown are no words, and neither are addresses behind links; a number with spaces in it, a word with hyphens
and a bare address are one each. ``cases.js`` counts by the same rules, and a test holds the two together.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext_lazy

from samspill.cases.models import CasePart
from samspill.core.kept import KeptRows

_STEPS = (
    partial(re.compile(r"^[ \t]*(```|~~~).*$", re.MULTILINE).sub, ""),
    partial(re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)").sub, r"\1"),  # [text](address)
    partial(re.compile(r"^[ \t]*\d{1,9}[.)][ \t]+", re.MULTILINE).sub, ""),  # 1. a list
    partial(re.compile(r"[*`~#>\\]").sub, ""),
    partial(re.compile(r"[|—…]|&nbsp;|<br ?/?>?").sub, " "),
    partial(
        re.compile(r"(?<![0-9])[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?![0-9])").sub,
        lambda found: re.sub(r"\D", "", found[0]),
    ),
)


def count_words(text: str) -> int:
    """How many words a reader meets in a Markdown text."""
    for step in _STEPS:
        text = step(text)
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


@dataclass(frozen=True)
class Length:
    """How long something is, and how long it should be at most (None: no limit)."""

    number: int
    most: int | None

    @property
    def over(self) -> int:
        """By how much it is too long; 0 when it is not."""
        return max(self.number - self.most, 0) if self.most is not None else 0

    @property
    def left(self) -> int:
        """How much there is room for still."""
        return max(self.most - self.number, 0) if self.most is not None else 0


def length_of(text: str, most: int | None) -> Length:
    """The length of a text in words."""
    return Length(count_words(text), most)


PATTERNS = {
    "free": gettext_lazy("Words: %(number)s"),
    "within": gettext_lazy("Words: %(number)s of at most %(most)s"),
    "over": gettext_lazy("Words: %(number)s of at most %(most)s – %(over)s too many, but it is saved all the same"),
}
"""How a length is said; the script on the page says it with the same words."""


def said(length: Length) -> str:
    """The length in words of the active language; what is too much is said, and is allowed."""
    pattern = PATTERNS["free" if length.most is None else "over" if length.over else "within"]
    return str(pattern) % {"number": length.number, "most": length.most, "over": length.over}


def _parts() -> dict[str, CasePart]:
    return {row.code: row for row in CasePart.objects.all()}


parts: KeptRows[str, CasePart] = KeptRows(_parts, CasePart)
"""The parts of a case by code, in their order; kept by the process."""


def too_long(texts: Mapping[str, str]) -> list[tuple[CasePart, Length]]:
    """The parts whose text is over the limit."""
    found = [(row, length_of(texts[code], row.most_words)) for code, row in parts().items() if code in texts]
    return [(row, length) for row, length in found if length.over]
