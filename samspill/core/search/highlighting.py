"""Marking what matched, and saying why."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from samspill.core.search.contract import Document, Match, Term
from samspill.core.search.norwegian import WORD, Token, analyse, tokens
from samspill.core.search.vector import fields_of


def highlight(text: str, terms: Sequence[Term]) -> SafeString:
    """The text, escaped, with <mark> around every word that one of the terms found."""
    out, at = [], 0
    for token in matching(text, terms):
        out += [escape(text[at : token.start]), f"<mark>{escape(text[token.start : token.end])}</mark>"]
        at = token.end
    out.append(escape(text[at:]))
    return mark_safe("".join(out))  # noqa: S308 (every piece of the text is escaped)


def matching(text: str, terms: Sequence[Term]) -> Iterator[Token]:
    """The words of the text that a term found, in order."""
    return (token for token, _term in _found(text, tuple(terms)))


def _found(text: str, terms: tuple[Term, ...]) -> Iterator[tuple[Token, str]]:
    """The words of the text that a term found, and which. A page holds a thousand words: most are passed by at once."""
    wanted = _wanted(terms) if terms else {}
    misses = wanted.keys().isdisjoint
    for piece in WORD.finditer(text) if wanted else ():
        every, words = _forms(piece.group())
        if misses(every):
            continue
        for word, start, end, forms in words:
            if term := next((wanted[form] for form in forms if form in wanted), ""):
                yield Token(word, piece.start() + start, piece.start() + end), term


def learn(word: str) -> None:
    """Analyse a word now, as it is written within a sentence and at its beginning."""
    _forms(word)
    _forms(word.capitalize())


@lru_cache(maxsize=50_000)
def _forms(written: str) -> tuple[tuple[str, ...], tuple[tuple[str, int, int, tuple[str, ...]], ...]]:
    """What may find a word as it is written: of all words in it, and of each with its place."""
    words = []
    for word, start, end in tokens(written):
        found = analyse(word)
        words.append((word, start, end, (f"={word}", found.key, *found.parts)))
    return tuple(form for *_place, forms in words for form in forms), tuple(words)


@lru_cache(maxsize=32)
def _wanted(terms: tuple[Term, ...]) -> dict[str, str]:
    """Normal form, or word as written after "=", -> the term that asks for it."""
    wanted: dict[str, str] = {}
    for term in terms:
        if not term.excluded:
            for key in (*term.keys, *term.near):
                wanted.setdefault(key, term.text)
            for word in term.words:
                wanted.setdefault(f"={word}", term.text)
    return wanted


def snippet(body: str, terms: Sequence[Term], *, length: int = 220) -> str:
    """About so many characters of the text around the first word that matched; the beginning when none did."""
    first = next(matching(body, terms), None)
    start = max(0, first.start - length // 3) if first else 0
    if start:
        start = body.find(" ", start, start + 30) + 1 or start
    end = min(len(body), start + length)
    if end < len(body):
        end = body.rfind(" ", start + length // 2, end) if " " in body[start + length // 2 : end] else end
    cut = body[start:end].strip()
    cut = f"{cut.rstrip(' …')} …" if end < len(body) else cut
    return f"… {cut.lstrip(' …')}" if start else cut


def why(document: Document, terms: Sequence[Term]) -> tuple[Match, ...]:
    """Which term was found in which word of which field; the weightiest field of each term."""
    asked = tuple(terms)
    every = len({*_wanted(asked).values()})
    found: dict[str, Match] = {}
    for name, _weight, texts in fields_of(document):
        for text in texts:
            for token, term in _found(text, asked):
                if term not in found:
                    found[term] = Match(term, text[token.start : token.end], name)
                    if len(found) == every:
                        return tuple(found.values())
    return tuple(found.values())
