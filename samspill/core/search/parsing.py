"""Reading what somebody typed: words, "quoted phrases" and -exclusions. Never fails; says what it left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from samspill.core.search.contract import Term
from samspill.core.search.norwegian import ASKING, COMMON, analyse, as_name, near, shortened, tokens, written_out

LONGEST = 400  # characters that are read
MOST_TERMS = 16
MOST_PHRASE_WORDS = 12
PIECE = re.compile(
    r'(?P<minus>(?<![^\s(])[-–−])?(?:["“”«»](?P<quoted>[^"“”«»]*)(?:["“”«»]|$)'
    r'|(?P<number>[1-9]\d{0,2}(?:[\s.]\d{3})+)(?!\w)|(?P<bare>[^\s"“”«»]+))'
)
EMAIL = re.compile(r"(?P<name>[^@\s]+)@[^@\s.]+(?:\.[^@\s.]+)+\.?")  # told in one go: there is one way to part it
ADDRESS = re.compile(r"\s*(?:\w+://|10\.\d{4})")
QUOTES = frozenset('"“”«»')
LETTER_AND_WORD = re.compile(r"[^\W\d_]-[^\W\d_]{3}")


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
        written = quoted if quoted is not None else piece["bare"] or re.sub(r"\D", "", piece["number"])
        words = tuple(token.word for token in tokens(written) if token.word)
        terms += _terms(words, phrase=quoted is not None, excluded=bool(piece["minus"]))
        if LETTER_AND_WORD.match(written) and quoted is None and not piece["minus"]:
            terms[-len(words) :] = _in_one(terms[-len(words) :])
    terms = list(dict.fromkeys(terms))
    telling = [term for term in terms if term.phrase or term.excluded or term.text not in COMMON]
    if any(not term.excluded for term in telling):
        more = [term for term in telling if term.phrase or term.excluded or term.text not in ASKING]
        terms = _shortened(more if any(not term.excluded for term in more) else telling)
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
    if phrase or excluded:
        named = as_name(words[0]) if len(words) == 1 else ()
        return Term(" ".join(words), words, keys, excluded=excluded, phrase=phrase, near=named)
    return plain_term(words[0])


def plain_term(word: str) -> Term:
    """A word that must be found, or what means the same."""
    return Term(word, (word,), (analyse(word).key,), near=near(word), beside=written_out(word))


def _shortened(terms: Sequence[Term]) -> list[Term]:
    """The terms, with the abbreviation beside each of the words that it stands for."""
    found = list(terms)
    keys = ["" if term.phrase or term.excluded else term.keys[0] for term in terms]
    for start, end, short in shortened(keys):
        found[start:end] = (replace(term, near=(*term.near, short)) for term in found[start:end])
    return found


def _in_one(terms: Sequence[Term]) -> list[Term]:
    """The parts of e-helse, with ehelse beside the letter and the word behind it."""
    if len(terms) < 2:
        return list(terms)
    whole = analyse("".join(term.text for term in terms[:2])).key
    return [*(replace(term, near=(*term.near, whole)) for term in terms[:2]), *terms[2:]]


def is_address(text: str) -> bool:
    """Whether it is the address of a page or of somebody, or a DOI: some of its words together mean nothing."""
    return bool(EMAIL.fullmatch(text.strip()) or ADDRESS.match(text))


def as_typed(text: str, term: Term) -> str:
    """The words of a term as they stand in the text that it was read from, in capitals too."""
    words, number = [token for token in tokens(text) if token.word], len(term.words)
    for at in range(len(words)):
        if tuple(token.word for token in words[at : at + number]) == term.words:
            typed = text[words[at].start : words[at + number - 1].end]
            if number == 1 or (not QUOTES & {*typed} and QUOTES & {*text[: words[at].start].rstrip()[-1:]}):
                return typed
    return term.text
