"""Which words a group of small kinds holds, known by the process: what none of its documents holds is not looked for.

Most of what is searched for is a subject, and beside entries there is no person, unit or organisation of that name.
The words are read together with the stamp of their kinds (`changes`), and only what has the stamp that whoever asks
has just seen is believed: a document that is written or withdrawn is found or not from that moment, as everywhere.
"""

from dataclasses import dataclass

from samspill.core.kept import KeptBy
from samspill.core.search import changes, known
from samspill.core.search.contract import Term
from samspill.core.search.plans import fetch
from samspill.core.search.probing import lexemes
from samspill.core.search.questions import Question

SECONDS = 60.0
LEAST = 1_000  # documents that make it worth while
MOST = 8_000


_groups: list[tuple[str, ...]] = []


def hold(kinds: tuple[str, ...]) -> None:
    """Hold the words of these kinds, which are searched together: from ``AppConfig.ready()``."""
    _groups.append(kinds)


@dataclass(frozen=True)
class _Words:
    stamp: str
    lexemes: frozenset[str]


def lacks(question: Question) -> bool:
    """Whether no document of the kinds matches, whoever asks; False also where the process cannot tell."""
    stamp = changes.stamp_of(question.kinds) if question.kinds in _groups else None
    if stamp is None:
        return False
    words = _words(question.kinds)
    return words is not None and words.stamp == stamp and not _may_match(question, words.lexemes)


def _may_match(question: Question, held: frozenset[str]) -> bool:
    return all(_may_hold(term, held) for term in question.loosely().asked.wanted if term.keys)


def _may_hold(term: Term, held: frozenset[str]) -> bool:
    return bool(term.beside) or not held.isdisjoint(lexemes(term, title=False))


def _read(kinds: tuple[str, ...]) -> _Words | None:
    counts = known.counts_of_kinds(kinds).all
    if not LEAST <= sum(counts.get(f"@{kind}", 0) for kind in kinds) <= MOST:
        return None
    [(stamp, found)] = fetch(
        f"""
        SELECT ({changes.WRITTEN}), ARRAY(
            SELECT DISTINCT lexeme FROM core_searchdocument, unnest(tsvector_to_array(vector)) AS lexeme
            WHERE kind = ANY(%s) AND lexeme !~ '^\\^'
        )
        """,  # noqa: S608 (no user text)
        [list(kinds), changes.NAME, list(kinds)],
    )
    return _Words(stamp or "", frozenset(found))


_words = KeptBy(_read, seconds=SECONDS, most=4, beside=True)


def get_ready() -> None:
    """Read what the first search would wait for."""
    for kinds in _groups:
        _words(kinds)
