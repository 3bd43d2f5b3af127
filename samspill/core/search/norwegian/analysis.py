"""What a word is: as written, in its normal form, and the parts of a compound."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from samspill.core.search.norwegian import compounds, lexicon, simple
from samspill.core.search.norwegian.common import COMMON

SAME_PREFIX = {"fram": "frem", "saman": "sammen", "før": "for", "føre": "for", "gjenom": "gjennom", "sjølv": "selv"}
NAME_IN_K = re.compile(r"(?<=..[aeiouyæøå])ks?$")
MADE_INTO = re.compile(r"^(.{4,}?)(?:is)?ering(?:a|en|s|ens|ar|er|ane|ene)?$")
"""What something is made into, or put into: arkivering is found by arkiv, robotisering by robot."""
SUFFIXES = ("skap", "het", "lig", "løs", "bar", "aktig", "messig")


@dataclass(frozen=True)
class Analysis:
    """``key`` is the normal form, the same for all inflections and for bokmål and nynorsk; ``parts`` are the normal
    forms of what a compound is made of and of neighbours among them, empty for a simple word."""

    word: str
    key: str
    parts: tuple[str, ...] = ()


@lru_cache(maxsize=200_000)
def analyse(word: str) -> Analysis:
    """The analysis of one word in lower case, as `tokens` gives it."""
    if not word.isalpha():
        return Analysis(word, word)
    if name := compounds.place_name(word):
        return Analysis(word, name)
    if known := simple.known(word):
        return Analysis(word, known)
    if pieces := compounds.split(word):
        keys = _keys(pieces)
        runs = [
            "".join(keys[start:end])
            for start in range(len(keys))
            for end in range(start + 1, len(keys) + 1)
            if end - start < len(keys)
        ]
        return Analysis(word, "".join(keys), tuple(dict.fromkeys(runs)))
    if (found := MADE_INTO.match(word)) and (compounds.is_whole(found[1]) or compounds.split(found[1])):
        noun = analyse(found[1])
        return Analysis(word, _of_part(word), (noun.key, *noun.parts))
    return Analysis(word, _of_part(word))


def _keys(pieces: Sequence[str]) -> list[str]:
    """The normal forms of the parts; hovud before another word is hoved-, by itself it is hode."""
    return [_of_part("hoved" if piece == "hovud" and piece is not pieces[-1] else piece) for piece in pieces]


def is_word(word: str) -> bool:
    """Whether it is the base form of a known word, and not only a name."""
    return word in COMMON or word in lexicon.base_forms()


def _of_part(word: str) -> str:
    if name := compounds.place_name(word):
        return name
    if found := simple.known(word):
        return found
    if derived := compounds.prefixed(word):
        prefix, rest = derived
        return SAME_PREFIX.get(prefix, prefix) + simple.known(rest)
    bare = simple.normal(word)
    for suffix in SUFFIXES:
        root = bare.removesuffix(suffix)
        if root != bare and (found := simple.known(root)):
            return found + suffix
    return bare


@cache
def _near() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for one, other in lexicon.synonyms():
        first, second = analyse(one).key, analyse(other).key
        if first != second:
            found.setdefault(first, []).append(second)
            found.setdefault(second, []).append(first)
    for nb, nn in lexicon.pairs():  # a nynorsk word that bokmål also has, in a meaning of its own
        first, second = analyse(nb).key, analyse(nn).key
        if first != second:
            found.setdefault(first, []).append(second)
            found.setdefault(second, []).append(first)
    return {key: tuple(dict.fromkeys(others)) for key, others in found.items()}


@cache
def _english() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word, meant in lexicon.english():
        found[word] = (*found.get(word, ()), analyse(meant).key)
    return found


def _owned(found: Analysis) -> list[str]:
    """A name that ends in a vowel and k (Gjøvik) with its genitive: the stemmer takes that s for a part of it."""
    if found.parts or found.key != found.word or not NAME_IN_K.search(found.word):
        return []
    return [found.word.removesuffix("s")] if found.word.endswith("s") else [f"{found.word}s"]


def is_place_name(word: str) -> bool:
    """Whether it is the name of a place and nothing else, as far as the tables know."""
    return word in lexicon.place_names()


def as_name(word: str) -> tuple[str, ...]:
    """How the name of a place is indexed where it is known to be one, when the word as such becomes something else."""
    return (word,) if word in lexicon.all_place_names() and analyse(word).key != word else ()


@lru_cache(maxsize=20_000)
def near(word: str) -> tuple[str, ...]:
    """Normal forms of words that often mean the same; for a compound, with one part exchanged."""
    found = analyse(word)
    others = [*_english().get(word, ()), *_near().get(found.key, ()), *_owned(found), *as_name(word)]
    pieces = _keys(compounds.split(word))
    for at, piece in enumerate(pieces):
        others += ["".join([*pieces[:at], other, *pieces[at + 1 :]]) for other in _near().get(piece, ())]
    return tuple(dict.fromkeys(others))[:12]
