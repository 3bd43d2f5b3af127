"""A search whose words do not stand together anywhere, with those of them that do: for whole sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import log10
from typing import Any

from samspill.core.search import parsing, sampling, suggestions
from samspill.core.search.asking import question
from samspill.core.search.contract import Term
from samspill.core.search.norwegian import COMMON, apart
from samspill.core.search.parsing import EMAIL, Asked, as_typed, is_address
from samspill.core.search.plans import fetch
from samspill.core.search.questions import Question
from samspill.core.search.vector import query

LEAST = 3
"""Words that must have been asked for: of two, whoever asks chooses one sooner themselves."""
FEW = 2_000  # documents with a word, for all that hold it to be looked at
MOST_LOOKED_AT = 8  # words that are looked for in them
MOST_TRIED = 4  # words of more documents that are then tried one by one
WORD, HITS = 2.0, 2.0
"""What a word is worth that stands in every document; one ten times as rare is worth one more, ten times as many hits
two more. So as many words are kept as can be, rare ones sooner, but not one that stands beside the others just once. A
single one is the rarest of three; of more it tells too little, and whoever asks chooses it sooner themselves."""
ENOUGH = 20  # hits beyond which more are no better
COUNTED = 20_000  # documents up to which words are counted; above, samples tell


@dataclass(frozen=True)
class Loosened:
    """``text`` is the search with fewer words, which finds something.

    ``words`` are those of it, as they are told of; ``without`` are the words left out, as they were typed: with
    ``opened`` those that were taken apart, and all else is searched for.
    """

    text: str = ""
    without: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    opened: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


def loosen(
    text: str, *, kinds: Sequence[str], filters: Mapping[str, Sequence[str]] | None = None, audience: Any = None
) -> Loosened:  # fmt: skip
    """The most telling words of a search that stand together somewhere, when all of them do not.

    Many tell more than few, rare ones more than common ones, and what several documents hold more than what one does.
    Nothing when there are few words to choose among. Quoted phrases count as words; excluded ones stay excluded.
    """
    asked = parsing.read(text)
    if found := EMAIL.fullmatch(text.strip()):
        return _of_email(found["name"], text, asked, question(asked, kinds, filters, audience))
    if is_address(text):
        return Loosened()
    asking = question(asked, kinds, filters, audience)
    number = len(asked.wanted)
    size = sampling.documents(asking)
    often = _how_often(asking, size) if number > 1 else {}
    if opened := _opened(text, asked, asked.wanted if number == 1 else _nowhere(asking, often)):
        if sampling.more_than(_instead(asking, opened), 0):
            return opened
        if number == 1:
            return Loosened()
        asking = _instead(asking, opened)
        asked, often = asking.asked, _how_often(asking, size)
    if len(asked.wanted) < LEAST:
        return Loosened()
    rarest = sorted(often, key=lambda term: often[term])
    kept = _together(asking, [term for term in rarest if often[term] <= FEW][:MOST_LOOKED_AT], often, size)
    for term in [term for term in rarest if often[term] > FEW][:MOST_TRIED]:
        if sampling.more_than(_of(asking, (*kept, term)), 0):
            kept = (*kept, term)
    if all(len(term.text) == 1 or term.text.isdecimal() for term in kept) or (len(kept) == 1 and number != LEAST):
        return Loosened()
    shown = tuple(_written(text, term) for term in asked.terms if term.excluded or term in kept)
    without = tuple(as_typed(text, term) for term in asked.wanted if term not in kept)
    return Loosened(" ".join(shown), without, shown) if without else Loosened()


def _opened(text: str, asked: Asked, terms: Sequence[Term]) -> Loosened:
    """The search with compounds taken apart: who asks for overvannshåndtering also means håndtering av overvann."""
    parts = {term: [part for part in apart(term.text) if part not in COMMON] for term in terms if not term.phrase}
    opened = [term for term, own in parts.items() if len(own) > 1]
    if not opened:
        return Loosened()
    shown = [part for term in asked.terms for part in (parts[term] if term in opened else [_written(text, term)])]
    return Loosened(" ".join(shown), tuple(as_typed(text, term) for term in opened), tuple(shown), opened=True)


def _instead(asking: Question, opened: Loosened) -> Question:
    """The question for these words; of a compound that was not typed to its end the last part is not either."""
    asked = replace(asking, asked=parsing.read(opened.text))
    if sampling.more_than(asked, 0):
        return asked
    return replace(asking, asked=suggestions.otherwise(asked.asked, opened.text))


def that_find(texts: Sequence[str], *, kinds: Sequence[Sequence[str]], audience: Any = None) -> list[str]:
    """Those of some words that find something by themselves in one of the groups of kinds; of other compounds the
    parts. Single letters and digits tell nothing. A query each, or one for each group."""

    def finds(text: str) -> bool:
        asked = parsing.read(text)
        return len(text) > 1 and any(sampling.more_than(question(asked, own, None, audience), 0) for own in kinds)

    found = [[text] if finds(text) else [part for part in apart(text.lower()) if finds(part)] for text in texts]
    return list(dict.fromkeys(chain.from_iterable(found)))


def _of_email(name: str, text: str, asked: Asked, asking: Question) -> Loosened:
    """The words before the @, which often are a name."""
    own = parsing.read(name)
    for meant in (own, suggestions.otherwise(own, name)):
        if meant.wanted and sampling.more_than(replace(asking, asked=meant), 0):
            kept = {term.text for term in own.wanted}
            shown = tuple(as_typed(name, term) for term in own.wanted)
            without = tuple(as_typed(text, term) for term in asked.wanted if term.text not in kept)
            return Loosened(" ".join(shown), without, shown)
    return Loosened()


def _how_often(asking: Question, size: int) -> dict[Term, int]:
    """In how many documents each wanted term is, those that are nowhere left out where that is known."""
    terms = asking.asked.wanted
    each = [_of(asking, (term,)) for term in terms]
    if size > COUNTED:
        return {term: found.estimate for term, found in zip(terms, sampling.samples_for(each, size), strict=True)}
    return {term: number for term in terms if (number := sampling.count(_of(asking, (term,))))}


def _nowhere(asking: Question, often: Mapping[Term, int]) -> list[Term]:
    """The wanted terms that no document holds: what a sample does not hold may stand elsewhere."""
    unclear = [term for term in asking.asked.wanted if not often.get(term)]
    return [term for term in unclear if term not in often or not sampling.more_than(_of(asking, (term,)), 0)]


def _together(asking: Question, terms: Sequence[Term], often: dict[Term, int], size: int) -> tuple[Term, ...]:
    """Those of a few rare terms that stand together in documents and tell the most."""
    if not terms:
        return ()
    where, values = replace(asking, asked=replace(asking.asked, terms=())).where()
    one_by_one = [query((term,), paired=asking.paired) for term in terms]
    unwanted = [f"!({query((replace(term, excluded=False),))})" for term in asking.asked.terms if term.excluded]
    any_of = " & ".join([f"({' | '.join(f'({one})' for one in one_by_one)})", *unwanted])
    rows = fetch(
        f"SELECT held, count(*) FROM (SELECT ARRAY[{', '.join('vector @@ %s::tsquery' for _one in terms)}] AS held"  # noqa: S608
        f" FROM core_searchdocument WHERE {where} AND vector @@ %s::tsquery) AS found GROUP BY held",
        [*one_by_one, *values, any_of],
    )
    held = {
        frozenset(term for term, holds in zip(terms, flags, strict=True) if holds): number for flags, number in rows
    }

    def told(some: frozenset[Term]) -> tuple[float, list[int]]:
        hits = sum(number for own, number in held.items() if some <= own) if len(some) > 1 else 1
        worth = [WORD + log10(max(1, size / often[term])) for term in terms if term in some]
        places = [-place for place, term in enumerate(asking.asked.wanted) if term in some]
        return sum(worth) + HITS * log10(min(hits, ENOUGH)), places  # of those worth the same the first words

    best = max(held, key=told, default=frozenset[Term]())
    return tuple(term for term in terms if term in best)


def _of(asking: Question, terms: Sequence[Term]) -> Question:
    """The same question with some of its wanted terms only."""
    excluded = tuple(term for term in asking.asked.terms if term.excluded)
    return replace(asking, asked=replace(asking.asked, terms=(*terms, *excluded)))


def _written(text: str, term: Term) -> str:
    typed = as_typed(text, term)
    typed = f'"{typed}"' if term.phrase else typed
    return f"-{typed}" if term.excluded else typed
