"""A lexeme for each pair of neighbouring words, so that the index alone tells nearly all about a quoted phrase.

Without it every document that holds the words somewhere must be read to see whether they stand beside each other. Words
that tell nothing are passed over: «barn og unge» is the pair barn, unge; how far apart they stand is looked at in the
few documents that are left. There are some thousand lexemes for all pairs together (a hash): the index grows little.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, product
from string import ascii_uppercase, digits
from zlib import crc32

from samspill.core.search.norwegian import COMMON

NAMES = ["".join(one) for one in product(ascii_uppercase, ascii_uppercase + digits, ascii_uppercase + digits)]
"""Words are in lower case, so that none of them looks like these."""


def pair(first: str, second: str) -> str:
    """The lexeme of two normal forms, the one before the other."""
    return NAMES[crc32(f"{first} {second}".encode()) % len(NAMES)]


@lru_cache(maxsize=256)
def pairs_of(words: Sequence[str], keys: Sequence[str]) -> tuple[str, ...]:
    """The lexemes of a phrase; none when only one of its words tells something."""
    telling = [key for word, key in zip(words, keys, strict=True) if word not in COMMON]
    return tuple(dict.fromkeys(pair(*two) for two in pairwise(telling)))
