"""What a word is: as written, in its normal form, and the parts of a compound."""

from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

_stemmer = snowballstemmer.stemmer("norwegian")


@dataclass(frozen=True)
class Analysis:
    """``key`` is the normal form, the same for all inflections and for bokmål and nynorsk; ``parts`` are the normal
    forms of what a compound is made of, empty for a simple word."""

    word: str
    key: str
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=200_000)
def analyse(word: str) -> Analysis:
    """The analysis of one word in lower case, as `tokens` gives it."""
    return Analysis(word, _stemmer.stemWord(word))
