"""What changed in a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_WORDS = 4000
"""Longer texts are compared line by line: comparing words costs the square of their number."""


@dataclass(frozen=True)
class Piece:
    """A run of text that is the same in both, was taken out, or was put in."""

    kind: Literal["same", "del", "ins"]
    text: str


def diff(before: str, after: str) -> list[Piece]:
    """The pieces that lead from one text to the other, in order."""
    old, new = _words(before), _words(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", _shortened("".join(old[i1:i2]))))
            continue
        if i2 > i1:
            pieces.append(Piece("del", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("ins", "".join(new[j1:j2])))
    return pieces


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def _shortened(text: str, most: int = 400) -> str:
    """A long run that did not change, with its middle left out."""
    return text if len(text) <= most else f"{text[: most // 2]} […] {text[-most // 2 :]}"
