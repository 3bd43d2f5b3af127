"""Other ways to write what is typed: abbreviations and their words, numbers with spaces, e-helse as ehelse.

All is answered when something is asked: documents are indexed as they are written.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from samspill.core.search.norwegian import compounds, lexicon
from samspill.core.search.norwegian.analysis import analyse
from samspill.core.search.norwegian.common import COMMON

LONGEST_NUMBER = 9  # digits
Words = tuple[str, ...]


@lru_cache(maxsize=20_000)
def written_out(word: str) -> tuple[Words, ...]:
    """Words that stand beside each other where others write this one; common words among them count as a place."""
    if word.isdecimal():
        return _in_thousands(word)
    found = _by_short().get(word, ())
    rest = word[1:]
    if word[0] == "e" and len(rest) > 3 and not compounds.is_whole(word) and _is_known(rest):
        found = (*found, ("e", rest))
    return found


def _is_known(word: str) -> bool:
    return compounds.is_whole(word) or bool(compounds.split(word))


def _in_thousands(number: str) -> tuple[Words, ...]:
    """10 000 of 10000; not of years and of codes that begin with 0."""
    if not 4 <= len(number) <= LONGEST_NUMBER or number[0] == "0" or (len(number) == 4 and number[:2] in ("19", "20")):
        return ()
    first = len(number) % 3 or 3
    return ((number[:first], *(number[at : at + 3] for at in range(first, len(number), 3))),)


def shortened(keys: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where an abbreviation's words stand among the normal forms of telling words: (start, end, its normal form)."""
    for start, key in enumerate(keys):
        for telling, short in _by_first().get(key, ()):
            if tuple(keys[start : start + len(telling)]) == telling:
                yield start, start + len(telling), short


@cache
def _by_short() -> dict[str, tuple[Words, ...]]:
    found: dict[str, tuple[Words, ...]] = {}
    for short, words, _both in lexicon.abbreviations():
        found[short] = (*found.get(short, ()), words)
    return found


@cache
def _by_first() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for short, words, both in lexicon.abbreviations():
        if both:
            telling = tuple(analyse(word).key for word in words if word not in COMMON)
            found.setdefault(telling[0], []).append((telling, analyse(short).key))
    return found
