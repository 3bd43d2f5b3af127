"""What somebody may have meant: misspelt words, and words that are not typed to their end."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from samspill.core.kept import KeptBy
from samspill.core.search import changes, parsing, probing, sampling, words
from samspill.core.search.asking import question
from samspill.core.search.contract import Term
from samspill.core.search.norwegian import COMMON, analyse, as_name, begun, is_word, tokens
from samspill.core.search.parsing import Asked, is_address
from samspill.core.search.questions import Question

FEW = 3  # hits below which a misspelling is looked for
STARTS = 16  # words that a beginning is completed to
SHORTEST = 3
WHOLE = 4  # letters of a word that is as likely meant as it stands: ski is no beginning of skille, nor sol of Solund
SPARE = 12  # words asked for beside those to be offered: as many may be too common


def complete(prefix: str, limit: int) -> list[str]:
    """``prefix`` with its last word completed; nothing while the last word has ended or is a letter long.

    Words that a search passes over are not offered: by themselves they find nothing.
    """
    last = next(reversed(list(tokens(prefix[-200:]))), None)
    if last is None or len(last.word) < 2 or not prefix[-1:].isalnum():
        return []
    start = len(prefix) - (len(prefix[-200:]) - last.start)
    limit = max(1, min(limit, 50))
    telling = (word for word in words.completions(last.word, limit + SPARE) if word not in COMMON)
    return [prefix[:start] + word for word in islice(telling, limit)]


def with_prefix(asked: Asked, text: str) -> Asked:
    """The search with its last word taken as the beginning of a word too."""
    last = _begun(asked, text)
    return _longer(asked, words.completions(last.text, STARTS)) if last else asked


def otherwise(asked: Asked, text: str) -> Asked:
    """The search for when nothing was found: its last word a beginning, unless it is a short word of its own, and
    letters that a keyboard lacks put back.

    Where nothing has changed since the same was asked, as on a page that searches among several kinds, it is known.
    """
    key = (asked, text, changes.seen.get())
    return _read_otherwise(key) if key[2] is None else _otherwise(key)


def _read_otherwise(key: tuple[Asked, str, str | None]) -> Asked:
    asked, text, _stamp = key
    last = _begun(asked, text)
    if last and len(last.text) <= WHOLE and is_word(last.text):
        last = None
    typed = [term.text for term in asked.wanted if not term.phrase]
    completed, lettered = words.completed_and_lettered(last.text if last else "", STARTS if last else 0, typed)
    longer = _longer(asked, [*completed, *begun(last.text, STARTS)]) if last else asked
    if not lettered:
        return longer
    return replace(longer, terms=tuple(_also(term, lettered.get(term.text, ())) for term in longer.terms))


_otherwise = KeptBy(_read_otherwise, most=16)


def may_be_unknown(asking: Question) -> bool:
    """Whether one of the words is likely to stand nowhere: one that no document of the sample holds which the process
    knows, and that is not spelt as words are. False of searches with filters."""
    held = None if asking.filters else probing.held(asking)
    return held is not None and any(
        not held.has(term) and not words.is_spelt_right(term.text) for term in asking.asked.wanted if not term.phrase
    )


def _begun(asked: Asked, text: str) -> Term | None:
    """The last word, where it may be the beginning of one: “no” of an e-mail address is none of “norsk”."""
    last = asked.terms[-1] if asked.terms and not is_address(text) else None
    if last is None or last.phrase or last.excluded or len(last.text) < SHORTEST or not text.rstrip()[-1:].isalnum():
        return None
    return last


def _longer(asked: Asked, completed: Sequence[str]) -> Asked:
    last = asked.terms[-1]
    more = tuple(dict.fromkeys(key for key in (*last.near, *_keys(completed)) if key != last.keys[0]))
    if more == last.near:
        return asked
    return replace(asked, terms=(*asked.terms[:-1], replace(last, near=more, prefix=True)))


def _also(term: Term, others: Sequence[str]) -> Term:
    if term.excluded or term.phrase or not others:
        return term
    return replace(term, near=tuple(dict.fromkeys((*term.near, *_keys(others)))))


def _keys(words: Sequence[str]) -> Iterator[str]:
    """What documents hold in which these stand, also as names of places."""
    return (key for word in words for key in (analyse(word).key, *as_name(word)))


def suggestion(text: str, *, kinds: Sequence[Sequence[str]], found: Sequence[int], audience: Any = None) -> str:
    """What may have been meant by searches among groups of kinds that found so many each; empty when that is enough."""
    asked = parsing.read(text)
    if not asked.wanted or not may_suggest(asked, sum(found)):
        return ""
    questions = [question(asked, own, None, audience) for own in kinds]
    if sum(found) and (other := with_letters(asked, text, questions)):
        return other
    return misspelt(asked, text, questions, found) if sum(found) < FEW else ""


def may_suggest(asked: Asked, found: int) -> bool:
    """Whether there is something to look for: little was found, or one of the words may lack letters. No statement."""
    return found < FEW or any(words.lettered(term.text) for term in asked.wanted if not term.phrase)


def with_letters(asked: Asked, text: str, questions: Sequence[Question]) -> str:
    """The search with the letters put back that a keyboard lacks, if one of the questions then finds something.

    Of a search that finds nothing that is done unasked; one that finds somebody called Tromso hides all in Tromsø.
    """
    other = {term.text: words.lettered(term.text) for term in asked.wanted if not term.phrase}
    other = {word: meant for word, meant in other.items() if meant}
    meant = replace(asked, terms=tuple(_changed(term, other) for term in asked.terms))
    if not other or not any(sampling.more_than(replace(one, asked=meant, level=0), 0) for one in questions):
        return ""
    return _rewritten(text, other)


def suggest(asked: Asked, text: str, asking: Question, found: int) -> str:
    """What may have been meant by a search that found so many."""
    if found and (other := with_letters(asked, text, [asking])):
        return other
    return misspelt(asked, text, [asking], [found]) if found < FEW else ""


def misspelt(asked: Asked, text: str, questions: Sequence[Question], found: Sequence[int]) -> str:
    """The search with words that stand nowhere changed into the most alike that do; empty when that finds no more, by
    any of the questions that ``found`` so many each."""
    changed = {}
    for term in asked.wanted:
        if not term.phrase and term.text not in COMMON and len(term.text) > SHORTEST and term.text.isalpha():
            better = words.alike(term.text)
            if begun(term.text, 1) and not better.startswith(term.text):
                continue  # it is a word that is not typed to its end
            if better and analyse(better).key != term.keys[0]:
                changed[term.text] = better
    meant = replace(asked, terms=tuple(_changed(term, changed) for term in asked.terms))
    asking = (replace(one, asked=meant, level=0) for one in questions)
    if not changed or not any(sampling.more_than(*one) for one in zip(asking, found, strict=True)):
        return ""
    return _rewritten(text, changed)


def _changed(term: Term, changed: dict[str, str]) -> Term:
    if term.text not in changed or term.phrase or term.excluded:
        return term
    return parsing.plain_term(changed[term.text])


def _rewritten(text: str, changed: dict[str, str]) -> str:
    out, at = [], 0
    for token in tokens(text):
        if token.word in changed:
            meant = changed[token.word]
            out += [text[at : token.start], meant.capitalize() if text[token.start].isupper() else meant]
            at = token.end
    return "".join([*out, text[at:]]).strip()
