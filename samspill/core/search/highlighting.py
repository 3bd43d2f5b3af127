"""Marking what matched, and saying why."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from samspill.core.search.contract import Document, Match, Term
from samspill.core.search.norwegian import COMMON, JOINING, Token, analyse, as_name, tokens
from samspill.core.search.vector import WRITTEN, fields_of


def highlight(text: str, terms: Sequence[Term]) -> SafeString:
    """The text, escaped, with <mark> around every word that one of the terms found."""
    out, at = [], 0
    for token in matching(text, terms):
        out += [escape(text[at : token.start]), "<mark>", escape(text[token.start : token.end]), "</mark>"]
        at = token.end
    out.append(escape(text[at:]))
    return SafeString("".join(out))  # every piece of the text is escaped


def matching(text: str, terms: Sequence[Term]) -> Sequence[Token]:
    """The words of the text that a term found, in order."""
    return [token for token, _term in _found(text, tuple(terms))]


Words = Sequence[tuple[Token, str]]  # words of a text, and the term that found each
Beside = tuple[tuple[str, ...], str]  # normal forms, and the term that asks for them


@dataclass
class _Search:
    """What the process remembers of the last search: a page looks into the same texts for the same words twice.

    ``known``: what the process had met when it was told which of those words are hits, and these.
    """

    MOST = 500  # texts

    terms: tuple[Term, ...]
    wanted: dict[str, str]
    beside: Mapping[str, Sequence[Beside]]
    number: int  # of terms that something may be found by
    texts: dict[str, Words] = field(default_factory=dict)
    known: tuple[tuple[int, int], frozenset[str]] = ((0, 0), frozenset())


def _found(text: str, terms: tuple[Term, ...]) -> Words:
    """The words of the text that a term found, and which. A page holds a thousand words: most are passed by at once."""
    search = _search_for(terms)
    if not search.wanted:
        return ()
    found = search.texts.get(text)
    if found is None:
        if len(search.texts) >= search.MOST:
            search.texts.clear()
        found = [*_look(text, search)]
        if search.beside:
            found = _in_order([*found, *_look_beside(text, search.beside)])
        search.texts[text] = found
    return found


def _look_beside(text: str, wanted: Mapping[str, Sequence[Beside]]) -> Iterator[tuple[Token, str]]:
    """Words that stand beside each other, as one, with common words between them.

    After a letter (e-helse) the next may be the first part of a compound.
    """
    words = [token for token in tokens(text) if token.word not in COMMON]
    forms = [analyse(word.word) for word in words]
    for at, first in enumerate(forms):
        for keys, term in wanted.get(first.key, ()):
            there = forms[at : at + len(keys)]
            if len(there) == len(keys) and all(
                key == found.key or (len(first.key) == 1 and key in found.parts)
                for key, found in zip(keys, there, strict=True)
            ):
                start, end = words[at].start, words[at + len(keys) - 1].end
                yield Token(text[start:end], start, end), term


def _in_order(found: Sequence[tuple[Token, str]]) -> Words:
    """By their places; of those that overlap, the first and longest."""
    kept: list[tuple[Token, str]] = []
    for token, term in sorted(found, key=lambda one: (one[0].start, -one[0].end)):
        if not kept or token.start >= kept[-1][0].end:
            kept.append((token, term))
    return kept


def _look(text: str, search: _Search) -> Iterator[tuple[Token, str]]:
    wanted, found = search.wanted, dict[int, tuple[Token, str]]()
    # cut at spaces, which takes half as long as looking for words; most pieces end with a stop or comma if with a sign
    pieces = f"{text} ".replace(". ", " ").replace(", ", " ").split()
    for written in _met.among(pieces, search):
        for place in _places(written, text):
            for word, start, end, forms in _forms(written)[1]:
                if term := next((wanted[form] for form in forms if form in wanted), ""):
                    found[place + start] = Token(word, place + start, place + end), term
    return (found[place] for place in sorted(found))


def _places(written: str, text: str) -> Iterator[int]:
    """Where the piece stands as a whole, so that no word in it goes on before or behind it."""
    start = text.find(written)
    while start >= 0:
        end = start + len(written)
        if not _goes_on(text[max(0, start - 2) : start][::-1]) and not _goes_on(text[end : end + 2]):
            yield start
        start = text.find(written, end)


def _goes_on(two: str) -> bool:
    """Whether a word goes on with these letters, seen from its end outwards."""
    return two[:1].isalnum() or (two[:1] in JOINING and two[1:].isalnum())


class _Met:
    """The pieces of text that the process has met, as they were written, by what may find a word in them."""

    MOST = 100_000

    def __init__(self) -> None:
        self._held: tuple[set[str], dict[str, set[str]]] = set(), {}
        self._learned = 0

    def among(self, written: Collection[str], search: _Search) -> frozenset[str]:
        """Those of the words that one of the forms finds."""
        by_form = self.learn(written)
        (met, hits), learned = search.known, (id(by_form), self._learned)
        if met != learned:
            hits = frozenset().union(*(by_form[form] for form in search.wanted if form in by_form))
            search.known = learned, hits  # both at once: another thread may look into the same search
        return hits.intersection(written)

    def learn(self, words: Collection[str]) -> dict[str, set[str]]:
        """Take up the words that are new; all words by their forms."""
        met, by_form = self._held
        if not met.issuperset(words):
            if len(met) > self.MOST:
                met, by_form = self._held = set(), {}
            new = set(words) - met
            for word in new:
                for form in _forms(word)[0]:
                    by_form.setdefault(form, set()).add(word)
            self._learned += 1  # before another thread can see that the words have been met
            met |= new
        return by_form


_met = _Met()
_last: list[_Search] = []
"""Of the last search, since a page asks for the same one hundred times; another thread may take its place."""


def _search_for(terms: tuple[Term, ...]) -> _Search:
    last = next(iter(_last), None)
    if last is None or last.terms is not terms:
        wanted = _wanted(terms)
        last = _Search(terms, wanted, _beside(terms), len({*wanted.values()}))
        _last[:] = [last]
    return last


def learn(word: str) -> None:
    """Analyse a word now, as it is written within a sentence and at its beginning."""
    _met.learn({word, word.capitalize()})


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


@lru_cache(maxsize=32)
def _beside(terms: tuple[Term, ...]) -> Mapping[str, Sequence[Beside]]:
    """Words that are asked for beside each other, by the first of them."""
    wanted: dict[str, list[Beside]] = {}
    for term in terms:
        for words in () if term.excluded else term.beside:
            keys = tuple(analyse(word).key for word in words if word not in COMMON)
            wanted.setdefault(keys[0], []).append((keys, term.text))
    return wanted


def _names(token: Token, text: str, wanted: Mapping[str, str]) -> bool:
    """Whether a word found in the name of somebody or a place is held of it (`vector`): nobody is found by its end."""
    if not token.word.isalnum():
        return True  # several words, beside each other
    found = analyse(token.word)
    keys = () if " " in text else as_name(token.word)
    return any(form in wanted for form in (f"={token.word}", *(keys or (found.key,)), *found.parts[:1]))


def snippet(body: str, terms: Sequence[Term], *, length: int = 220) -> str:
    """About so many characters of the text around the first word that matched; the beginning when none did."""
    first = next(iter(matching(body, terms)), None) if terms else None
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
    asked, proper = tuple(terms), {*document.proper}
    search = _search_for(asked)
    every = search.number
    found: dict[str, Match] = {}
    for name, _weight, texts in fields_of(document):
        for text in texts:
            is_proper = name in WRITTEN and text in proper
            for token, term in _found(text, asked):
                if term not in found and (not is_proper or _names(token, text, search.wanted)):
                    found[term] = Match(term, text[token.start : token.end], name)
                    if len(found) == every:
                        return tuple(found.values())
    return tuple(found.values())
