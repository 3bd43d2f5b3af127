"""About how many documents hold words, told by a process of itself: it holds the words of a small sample of them.

Only how to look for what matches is decided by it, never what is found: some minutes old is as good as new.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from samspill.core.kept import KeptBy
from samspill.core.search import known
from samspill.core.search.contract import Term
from samspill.core.search.known import ONE
from samspill.core.search.norwegian import COMMON
from samspill.core.search.plans import fetch
from samspill.core.search.questions import SAMPLED, SAMPLES, SHARE, TELLING, Question
from samspill.core.search.vector import lexemes_beside

SECONDS = 300.0
LEAST = 10_000  # documents that make it worth while
HELD = 1_000  # documents in the sample, at least
SEEN = 2  # of them that must hold a word, which no facet value is; what fewer hold is looked for in full


@dataclass(frozen=True)
class HeldWords:
    """For each lexeme and facet value a number whose bits say which documents of the sample have it."""

    size: int
    level: int
    bits: dict[str, int]
    ids: Sequence[int]  # of the documents, in random order

    @property
    def times(self) -> int:
        """What a figure from the sample is multiplied with."""
        return int(SHARE**self.level)

    def count(self, question: Question) -> int:
        """How many of the sample match, quoted phrases as words that stand anywhere."""
        return self.matching(question).bit_count()

    def matching(self, question: Question) -> int:
        """Which of the sample match, as bits."""
        asked = question.asked if question.title else question.loosely().asked
        wanted = [term for term in asked.wanted if term.keys]
        if question.title:
            wanted = [term for term in wanted if not (term.phrase and len(term.words) > 1)]
        each = [self._of(term, title=bool(question.title)) for term in wanted]
        found = reduce(or_, each, 0) if question.title == "any" else self._all(each)
        for term in question.asked.terms:
            if term.excluded and len(term.words) == 1:
                found &= ~self._of(term, title=False)
        for name, values in question.filters:
            found &= self._any(f"{name}:{value}" for value in values)
        return found

    def has(self, term: Term) -> bool:
        """Whether one of the sample holds it."""
        return bool(self._of(term, title=False))

    def ids_of(self, matching: int, most: int) -> list[int]:
        """The documents that bits stand for, or so many of them, by chance."""
        return [self.ids[place] for place in islice(places_in(matching), most)]

    def _of(self, term: Term, *, title: bool) -> int:
        found = self._any(lexemes(term, title=title))
        for words in term.beside:
            found |= self._all([self.bits.get(lexeme, 0) for lexeme in lexemes_beside(words, title=title)])
        return found

    def _any(self, alternatives: Iterable[str]) -> int:
        return reduce(or_, [self.bits.get(lexeme, 0) for lexeme in alternatives], 0)

    def _all(self, each: Sequence[int]) -> int:
        found = (1 << self.size) - 1
        for one in each:
            found &= one
        return found


def lexemes(term: Term, *, title: bool) -> list[str]:
    """What the search looks for, one of which must be there: as `vector.query`."""
    word, key = term.words[0], term.keys[0]
    if word in COMMON:
        return [f"={word}"]
    if title:
        return [f"^{one}" for one in (key, *term.near)]
    if term.phrase:
        return [key, *term.near]
    return [mark + one for one in (key, *term.near) for mark in ("", "+")]


def _read(kinds: tuple[str, ...]) -> HeldWords | None:
    counts = known.counts_of_kinds(kinds).public
    size = sum(counts.get(f"@{kind}", 0) for kind in kinds)
    if size < LEAST:
        return None
    level = next((one for one in range(SAMPLES, 0, -1) if size // SHARE**one >= HELD), 1)
    rows = fetch(
        "SELECT * FROM (WITH documents AS MATERIALIZED ("
        "SELECT row_number() OVER (ORDER BY shuffle, id) - 1 AS place, id, tsvector_to_array(vector) || facets AS held"
        " FROM core_searchdocument WHERE public AND facets @> %s::text[] AND kind = ANY(%s))"
        " SELECT '' AS lexeme, array_agg(id ORDER BY place) AS places FROM documents UNION ALL"
        " SELECT lexeme, array_agg(place) FROM (SELECT place, unnest(held) AS lexeme FROM documents) AS every"
        " GROUP BY lexeme HAVING count(*) >= %s OR position(':' IN lexeme) > 0) AS found",
        [[f"~{level}"], list(kinds), SEEN],
    )
    ids = rows.pop(0)[1] or []
    return HeldWords(len(ids), level, {lexeme: as_bits(places, len(ids)) for lexeme, places in rows}, ids)


def as_bits(places: Sequence[int], size: int) -> int:
    """A number in which the bits of these places are set."""
    taken = bytearray(size // 8 + 1)
    for place in places:
        taken[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(taken, "little")


def places_in(bits: int) -> Iterator[int]:
    """The places of the bits that are set, in order."""
    return (found.start() for found in ONE.finditer(bin(bits)[:1:-1]))


_held = KeptBy(_read, seconds=SECONDS, most=4, beside=True)


def held(question: Question) -> HeldWords | None:
    """The words of a sample of what everyone may see; None for those who see more, and where there is little."""
    return _held(question.kinds) if question.is_public else None


def matches(question: Question, level: int) -> tuple[int, Sequence[int]] | None:
    """About how many match, and ids of some of them, by chance; None where this sample of documents does not tell.

    ``level``: of the sample that would be looked in elsewhere. What is held here must be as large.
    """
    words = held(question)
    if words is None or words.level > level or question.has_phrases:
        return None
    matching = words.matching(question)
    number = matching.bit_count()
    return (number * words.times, words.ids_of(matching, SAMPLED)) if number >= TELLING else None


def get_ready(kinds: Iterable[str]) -> None:
    """Read what the first search would wait for."""
    for kind in kinds:
        _held((kind,))
