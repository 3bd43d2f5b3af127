"""Splitting compounds by the lexicon: samarbeids|avtale, velferds|teknologi, kommune|direktør.

Between the parts may stand -s- or -e-. A first part that is unknown is accepted before a well-known longer one, so
that blokkjede|teknologi is split too. Prefixes (inn-, ut-, for-) make no compound: innkjøp is not found by kjøp.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from samspill.core.search.norwegian import lexicon, simple

SHORTEST = 3
SHORT_HEADS = frozenset({"by", "øy", "år", "bo", "bu", "ny", "is", "el"})
PREFIXES = frozenset(
    "an av be bi etter for fore fra frem fram før gjen gjennom inn inne med mellom mis mot ned opp over på sam sammen "
    "til tilbake u under unn ut ute van ved å om".split()
)
NO_TAIL = frozenset({"skap", "dom", "sel", "ler", "ide"})  # vennskap has no cupboard in it
UNKNOWN_HEAD, NAMED_HEAD, TAIL_AFTER_S, TAIL_AFTER_UNKNOWN = 4, 5, 5, 6  # letters
LEAST_BEGUN, PART_BEGUN = 4, 3  # letters of a word, or of its last part, that is not typed to its end
LAST = chr(0x10FFFF)
VOWELS = frozenset("aeiouyæøå")
MOST_PARTS = 5


@lru_cache(maxsize=100_000)
def split(word: str) -> tuple[str, ...]:
    """The parts of a compound, as they are written without the letters that join them; empty for a simple word."""
    if len(word) < 2 * SHORTEST or not word.isalpha() or is_whole(word) or place_name(word):
        return ()
    return _split(word) or ()


@lru_cache(maxsize=100_000)
def is_whole(word: str) -> bool:
    """Whether the lexicon knows the word as it is."""
    return bool(simple.known(word))


def place_name(word: str) -> str:
    """The name of a place that this is, as it stands or in the genitive; empty for any other word."""
    names = lexicon.place_names()
    if word in names:
        return word
    own = word.removesuffix("s")
    is_genitive = own != word and own in names and len(own) >= SHORTEST and (is_whole(own) or not is_whole(word))
    return own if is_genitive else ""


@lru_cache(maxsize=100_000)
def _split(word: str, parts: int = 2) -> tuple[str, ...] | None:
    best: tuple[tuple[int, int, int], tuple[str, ...]] | None = None
    for at in range(2, len(word) - SHORTEST + 1):
        for tail in _tails(word, at):
            for head in _heads(word[:at], tail, parts):
                found = (*head, tail)
                unknown = sum(not is_whole(part) for part in found)
                inflected = sum(part not in lexicon.base_forms() for part in found)
                rank = (unknown * 3 + len(found), inflected, -len(tail))
                if best is None or rank < best[0]:
                    best = (rank, found)
    return best[1] if best else None


def _tails(word: str, at: int) -> list[str]:
    """The last part; of three equal consonants only two are written: vass|skuter."""
    if word[at - 1 : at + 4] == "ering":  # arkivering is no ring
        return []
    found = [word[at:]]
    if word[at - 1] == word[at - 2] and word[at - 1] not in VOWELS:
        found.append(word[at - 1 :])
    return [tail for tail in found if _is_part(tail)]


def _heads(head: str, tail: str, parts: int) -> list[tuple[str, ...]]:
    """The ways to read what stands before the last part."""
    bare = [head]
    joined = head[-1] == "s" or (head[-1] == "e" and head[-2] not in VOWELS)  # skole|elever is no skole-e-lever
    if joined and len(head) > SHORTEST:
        bare.insert(head in lexicon.words(), head[:-1])
    found: list[tuple[str, ...]] = [(one,) for one in bare if one in SHORT_HEADS or _is_part(one) or _is_named(one)]
    if found:
        return found
    if parts < MOST_PARTS:
        deeper = [inner for one in bare if len(one) >= 2 * SHORTEST and (inner := _split(one, parts + 1))]
        if deeper:
            return deeper
    if head in PREFIXES or parts > 2 or not VOWELS & set(head):
        return []
    if head.endswith("s") and len(head) > UNKNOWN_HEAD and len(tail) >= TAIL_AFTER_S and _is_listed(tail):
        return [(head[:-1],)]
    if len(head) >= UNKNOWN_HEAD and len(tail) >= TAIL_AFTER_UNKNOWN and _is_listed(tail):
        return [(head,)]
    return []


@lru_cache(maxsize=100_000)
def _is_part(word: str) -> bool:
    return len(word) >= SHORTEST and word not in PREFIXES and word not in NO_TAIL and is_whole(word)


def begun(word: str, most: int) -> list[str]:
    """Words that begin so as far as the lexicon knows, or compounds whose last part does: helsetenest, helseteneste.

    So a word finds what is written in the other language before it is typed to its end.
    """
    found = [*_longer(word)] if len(word) >= LEAST_BEGUN else []
    found += [head + longer for head, tail in _heads_of_begun(word) for longer in _longer(tail)]
    return list(dict.fromkeys(found))[:most]


def apart(word: str) -> tuple[str, ...]:
    """The parts of a compound, the last as it was typed where it has no end yet: helse and tenest, not helset, nest."""
    if is_whole(word) or place_name(word):
        return ()
    parts = split(word)
    if parts and lexicon.base_forms().issuperset(parts):
        return parts
    for head, tail in _heads_of_begun(word):
        if _longer(tail):
            bare = head[:-1] if head.endswith("s") and _is_part(head[:-1]) else head
            return (*(split(bare) or (bare,)), tail)
    return parts


def _heads_of_begun(word: str) -> Iterator[tuple[str, str]]:
    """The ways to cut a compound before its last part, which may lack its end."""
    for at in range(SHORTEST, len(word) - PART_BEGUN + 1):
        if _is_head(word[:at]):
            yield word[:at], word[at:]


def _is_head(word: str) -> bool:
    bare = (word, word[:-1]) if word.endswith("s") else (word,)
    return any(_is_part(one) or bool(split(one)) for one in bare)


def _longer(begun: str) -> Sequence[str]:
    words = _in_order()
    first = bisect_right(words, begun)
    return words[first : bisect_left(words, begun + LAST, lo=first)]


@lru_cache(maxsize=1)
def _in_order() -> list[str]:
    return sorted(lexicon.base_forms())


def _is_named(word: str) -> bool:
    """A name of a place before a word: of shorter names too many words begin so."""
    return len(word) >= NAMED_HEAD and word in lexicon.place_names()


def _is_listed(word: str) -> bool:
    return simple.stem(word) in _stems()


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(simple.stem(word) for word in lexicon.base_forms())


@lru_cache(maxsize=100_000)
def prefixed(word: str) -> tuple[str, str] | None:
    """(prefix, rest) of a derived word whose rest is known: ut|leige."""
    for prefix in sorted(PREFIXES, key=len, reverse=True):
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= 4 and is_whole(rest):
            return prefix, rest
    return None
