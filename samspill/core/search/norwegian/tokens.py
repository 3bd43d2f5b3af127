"""Cutting text into words."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

LONGEST = 60  # letters of a word; the rest of a longer one is dropped
JOINING = ".'’&/"
"""What may stand within a word, between letters."""
WORD = re.compile(rf"[^\W_]+(?:[{JOINING}][^\W_]+)*", re.UNICODE)
HIDDEN = "\u00ad\u200b-\u200f\u2060\ufeff"
"""Soft hyphens and signs without width. What is copied from a web page or a PDF may hold them; they part no word."""
A_HIDDEN = re.compile(f"[{HIDDEN}]")
LETTERS = rf"[^\W_](?:[{HIDDEN}]*[^\W_])*"
WORD_WITH_HIDDEN = re.compile(rf"{LETTERS}(?:[{HIDDEN}]*[{JOINING}][{HIDDEN}]*{LETTERS})*", re.UNICODE)
PIECE_WITH_HIDDEN = re.compile(LETTERS, re.UNICODE)
ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W_]{1,3}\.[^\W_]{1,2}")
PIECE = re.compile(r"[^\W_]+", re.UNICODE)


class Token(NamedTuple):
    """A word in lower case, and where it stands in the text."""

    word: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order. Short abbreviations with stops (ph.d., e.l.) are one word without the stops."""
    has_hidden = not text.isascii() and bool(A_HIDDEN.search(text))
    pattern, pieces = (WORD_WITH_HIDDEN, PIECE_WITH_HIDDEN) if has_hidden else (WORD, PIECE)
    for found in pattern.finditer(text):
        whole = found.group()
        seen = A_HIDDEN.sub("", whole) if has_hidden else whole
        if not seen.isalnum() and not ABBREVIATION.fullmatch(seen):
            for piece in pieces.finditer(whole):
                yield Token(normal(piece.group()), found.start() + piece.start(), found.start() + piece.end())
        else:
            yield Token(normal(whole), found.start(), found.end())


@lru_cache(maxsize=100_000)
def normal(word: str) -> str:
    """Lower case, composed letters, without accents that Norwegian may leave out, ä and ö as æ and ø."""
    lowered = unicodedata.normalize("NFKC", word).casefold()
    if not lowered.isascii():
        lowered = "".join(_plain(letter) for letter in lowered)
    return "".join(letter for letter in lowered if letter.isalnum())[:LONGEST]


def _plain(letter: str) -> str:
    if letter in "æøå":
        return letter
    if letter in "äö":
        return {"ä": "æ", "ö": "ø"}[letter]
    if letter.isascii():
        return letter
    base = unicodedata.normalize("NFD", letter)
    bare = "".join(part for part in base if not unicodedata.combining(part))
    return bare or letter
