"""Which words stand in which documents of a group of small kinds, known by the process: only those are looked at.

Most of what is searched for is a subject, and beside entries there is no person, unit or organisation of that name.
Where there is, the index would walk along all entries with the same words to come to them.
The words are read together with the stamp of their kinds (`changes`), and only what has the stamp that whoever asks
has just seen is believed: a document that is written or withdrawn is found or not from that moment, as everywhere.
Who may see them, and whether they match, is told by the database all the same.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_

from samspill.core.kept import KeptBy
from samspill.core.search import changes, known
from samspill.core.search.contract import Term
from samspill.core.search.norwegian import COMMON, analyse
from samspill.core.search.plans import fetch
from samspill.core.search.probing import as_bits, lexemes, places_in
from samspill.core.search.questions import Question

SECONDS = 60.0
LEAST = 1_000  # documents that make it worth while
MOST = 8_000
FEW = 1_000  # documents that are sooner looked at one by one than through the index
COMMON_AS_WRITTEN = f"'{{{','.join(f'={word}' for word in sorted(COMMON))}}}'::text[]"


_groups: list[tuple[str, ...]] = []


def hold(kinds: tuple[str, ...]) -> None:
    """Hold the words of these kinds, which are searched together: from ``AppConfig.ready()``."""
    _groups.append(kinds)


@dataclass(frozen=True)
class _Words:
    """For each lexeme a number whose bits say which documents have it. Neither of titles alone nor of pairs."""

    stamp: str
    bits: dict[str, int]
    ids: Sequence[int]  # of the documents

    def of(self, question: Question) -> int:
        """Those that may match, as bits: of quoted phrases all that hold their words."""
        asked = replace(question, paired=False).loosely().asked
        found = reduce(and_, [self._of(term) for term in asked.wanted if term.keys], (1 << len(self.ids)) - 1)
        for term in question.asked.terms:
            if term.excluded and len(term.words) == 1:
                found &= ~self._any(lexemes(term, title=False))
        return found

    def _of(self, term: Term) -> int:
        found = self._any(lexemes(term, title=False))
        for words in term.beside:
            keys = [analyse(word).key for word in words if word not in COMMON]
            found |= reduce(and_, [self._any((key, f"+{key}")) for key in keys])
        return found

    def _any(self, alternatives: Iterable[str]) -> int:
        return reduce(or_, [self.bits.get(lexeme, 0) for lexeme in alternatives], 0)


def lacks(question: Question) -> bool:
    """Whether no document of the kinds matches, whoever asks; False also where the process cannot tell."""
    words = _words_of(question)
    return words is not None and not words.of(question)


def may_match(question: Question) -> list[int] | None:
    """The documents of the kinds that may match, whoever asks; None where the process cannot tell, or too many may."""
    words = _words_of(question)
    found = words.of(question) if words else 0
    return [words.ids[place] for place in places_in(found)] if words and found.bit_count() <= FEW else None


def _words_of(question: Question) -> _Words | None:
    """Those of its kinds, where they are as they were when whoever asks has looked."""
    stamp = changes.stamp_of(question.kinds) if question.kinds in _groups else None
    if stamp is None:
        return None
    words = _words(question.kinds)
    return words if words and words.stamp == stamp else None


def _read(kinds: tuple[str, ...]) -> _Words | None:
    counts = known.counts_of_kinds(kinds).all
    if not LEAST <= sum(counts.get(f"@{kind}", 0) for kind in kinds) <= MOST:
        return None
    rows = fetch(
        f"""
        SELECT * FROM (WITH documents AS MATERIALIZED (
            SELECT row_number() OVER (ORDER BY id) - 1 AS place, id, vector FROM core_searchdocument
            WHERE facets && %s::text[]
        )
        SELECT ({changes.WRITTEN}), array_agg(id ORDER BY place) FROM documents
        UNION ALL SELECT lexeme, array_agg(place) FROM documents, unnest(tsvector_to_array(vector)) AS lexeme
        WHERE lexeme !~ '^[A-Z^=]' OR lexeme = ANY({COMMON_AS_WRITTEN}) GROUP BY lexeme) found
        """,  # noqa: S608 (no user text)
        [[f"@{kind}" for kind in kinds], list(kinds), changes.NAME],
    )
    ids = array("q", rows[0][1] or ())
    return _Words(rows[0][0] or "", {lexeme: as_bits(places, len(ids)) for lexeme, places in rows[1:]}, ids)


_words = KeptBy(_read, seconds=SECONDS, most=4, beside=True)


def get_ready() -> None:
    """Read what the first search would wait for."""
    for kinds in _groups:
        _words(kinds)
