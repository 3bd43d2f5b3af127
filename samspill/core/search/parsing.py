"""Reading what somebody typed: words, "quoted phrases" and -exclusions. Never fails; says what it left out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from samspill.core.search.contract import Term
from samspill.core.search.norwegian import COMMON, analyse, near, tokens

LONGEST = 400  # characters that are read
MOST_TERMS = 16
MOST_PHRASE_WORDS = 12
PIECE = re.compile(r'(?P<minus>(?<![^\s(])[-–−])?(?:["“”«»](?P<quoted>[^"“”«»]*)(?:["“”«»]|$)|(?P<bare>[^\s"“”«»]+))')


@dataclass(frozen=True)
class Asked:
    """A search as it was understood. ``notes`` are codes of `Result.notes`."""

    terms: tuple[Term, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[Term, ...]:
        """The terms that must be found."""
        return tuple(term for term in self.terms if not term.excluded)


@lru_cache(maxsize=64)
def read(text: str) -> Asked:
    """The terms of a search. Unbalanced quotes end with the text; what is too long or too much is cut and told of."""
    notes = []
    if len(text) > LONGEST:
        text, notes = text[:LONGEST].rsplit(" ", 1)[0], ["too_long"]
    terms: list[Term] = []
    for piece in PIECE.finditer(text.replace("\x00", " ")):
        quoted = piece["quoted"]
        words = tuple(token.word for token in tokens(quoted if quoted is not None else piece["bare"]) if token.word)
        terms += _terms(words, phrase=quoted is not None, excluded=bool(piece["minus"]))
    terms = list(dict.fromkeys(terms))
    telling = [term for term in terms if term.phrase or term.excluded or term.text not in COMMON]
    if any(not term.excluded for term in telling):
        terms = telling
    elif any(not term.excluded for term in terms):
        notes.append("only_common_words")
    elif terms:
        notes.append("only_excluded")
    if len(terms) > MOST_TERMS:
        terms = terms[:MOST_TERMS]
        notes.append("too_many_words")
    return Asked(tuple(terms), tuple(notes))


def _terms(words: tuple[str, ...], *, phrase: bool, excluded: bool) -> list[Term]:
    if phrase and words:
        kept = words[:MOST_PHRASE_WORDS]
        return [_term(kept, phrase=True, excluded=excluded)]
    return [_term((word,), phrase=False, excluded=excluded) for word in words]


def _term(words: tuple[str, ...], *, phrase: bool, excluded: bool) -> Term:
    keys = tuple(analyse(word).key for word in words)
    others = near(words[0]) if not phrase and not excluded else ()
    return Term(" ".join(words), words, keys, excluded=excluded, phrase=phrase, near=others)
