"""The text vector of a document, and the query on it.

PostgreSQL sees lexemes of our own making, so that it needs no dictionary. For a word there is

    key      its normal form, wherever it stands
    +key     a part of a compound
    ^key     normal form or compound part in the title
    =word    as it is written, in the title and the names
    ABC      two words beside each other (`pairs`)

with positions for phrases (a gap of ten between fields) and weights A title, B names, C summary, D text.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from samspill.core.search.contract import Document, Field, Term
from samspill.core.search.norwegian import COMMON, analyse, as_name, tokens
from samspill.core.search.pairs import pair, pairs_of

FIELDS: tuple[tuple[Field, str], ...] = (("title", "A"), ("names", "B"), ("summary", "C"), ("text", "D"))
WRITTEN = ("title", "names")
"""The fields of which the words are held as they are written too."""
MOST_WORDS = 8_000  # of one document; PostgreSQL's positions end at 16,383
MOST_PLACES = 60  # positions kept of one lexeme; PostgreSQL keeps 255
GAP = 10


def fields_of(document: Document) -> Iterator[tuple[Field, str, list[str]]]:
    """(field, weight, texts) in the order of their weight."""
    texts = {
        "title": [document.title], "names": list(document.names),
        "summary": [document.summary], "text": [document.text],
    }  # fmt: skip
    for name, weight in FIELDS:
        yield name, weight, texts[name]


def vector(document: Document, words: set[str] | None = None) -> str:
    """The literal of the document's tsvector; the words as written are added to ``words``."""
    places: dict[str, list[str]] = {}
    pairs: set[str] = set()
    proper = {*document.proper}
    position = count = 0
    for name, weight, texts in fields_of(document):
        for text in texts:
            before, is_proper = "", name in WRITTEN and text in proper
            alone = is_proper and " " not in text
            for token in tokens(text):
                position, count = position + 1, count + 1
                if count > MOST_WORDS:
                    break
                if words is not None:
                    words.add(token.word)
                place = f"{position}{weight}"
                for lexeme in _lexemes(token.word, name, is_proper, alone):
                    at = places.get(lexeme)
                    if at is None:
                        places[lexeme] = [place]
                    elif len(at) < MOST_PLACES:
                        at.append(place)
                if token.word not in COMMON:
                    key = analyse(token.word).key
                    if before:
                        pairs.add(pair(before, key))
                    before = key
            position += GAP
    words_there = (f"{_quoted(lexeme)}:{','.join(at)}" for lexeme, at in places.items())
    return " ".join((*words_there, *sorted(pairs)))


@lru_cache(maxsize=200_000)
def _lexemes(word: str, field: Field, is_proper: bool, alone: bool) -> tuple[str, ...]:
    written = (f"={word}",) if field in WRITTEN else ()
    if word in COMMON:
        return written
    found = analyse(word)
    key, parts = found.key, found.parts[:1] if is_proper else found.parts  # fjord is the beginning of Fjordheim
    if alone and (named := as_name(word)):  # Torsken is no fish
        key = named[0]
    keys = (key, *(f"+{part}" for part in parts))
    in_title = tuple(f"^{one}" for one in (key, *parts)) if field == "title" else ()
    return (*written, *keys, *in_title)


def _quoted(lexeme: str) -> str:
    """A lexeme between quotes; quotes and backslashes are doubled, though our words hold none."""
    if "'" in lexeme or "\\" in lexeme:
        lexeme = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{lexeme}'"


def query(terms: tuple[Term, ...], *, title: str = "", paired: bool = False) -> str:
    """The literal of the tsquery: every term must be found, those excluded must not. Empty without terms.

    ``title``: "all" terms, or "any" of them, in the title (quoted phrases are left out there, unless there is no more).
    ``paired``: all documents hold their pairs of words, by which phrases are found.
    """
    wanted = [term for term in terms if not term.excluded and term.keys]
    unwanted = [f"!({_term(term)})" for term in terms if term.excluded and term.keys]
    if title:
        wanted = [term for term in wanted if not _is_phrase(term)]
    if not wanted:
        return ""
    both = " | " if title == "any" else " & "
    found = both.join(f"({_term(term, title=bool(title))})" for term in wanted)
    pairs = [name for term in wanted if paired and _is_phrase(term) for name in pairs_of(term.words, term.keys)]
    return " & ".join([*map(_quoted, pairs), f"({found})", *unwanted])


def _is_phrase(term: Term) -> bool:
    return term.phrase and len(term.words) > 1


def _term(term: Term, *, title: bool = False) -> str:
    if _is_phrase(term):
        return _phrase(term)
    word, key = term.words[0], term.keys[0]
    if word in COMMON:
        return _quoted(f"={word}")
    if term.phrase and not title:
        return " | ".join(map(_quoted, (key, *term.near)))
    marks = ("^",) if title else ("", "+")
    found = [_quoted(mark + one) for one in (key, *term.near) for mark in marks]
    return " | ".join([*found, *(_beside(words, title=title) for words in term.beside)])


def lexemes_beside(words: Sequence[str], *, title: bool) -> tuple[str, ...]:
    """What every document holds where these words stand beside each other."""
    keys = [analyse(word).key for word in words]
    held = tuple(f"^{key}" if title else key for word, key in zip(words, keys, strict=True) if word not in COMMON)
    return held if _is_letter_and_word(words) else (*pairs_of(tuple(words), tuple(keys)), *held)


def _beside(words: Sequence[str], *, title: bool) -> str:
    """The words and their pairs, which the index alone tells. After a letter, a part of a compound will do."""
    if _is_letter_and_word(words):
        mark = "^" if title else ""
        first, last = (analyse(word).key for word in words)
        ways = [f"{mark}{last}"] if title else [last, f"+{last}"]
        return f"({_quoted(mark + first)} <1> ({' | '.join(map(_quoted, ways))}))"
    return f"({' & '.join(map(_quoted, lexemes_beside(words, title=title)))})"


def _is_letter_and_word(words: Sequence[str]) -> bool:
    return len(words) == 2 and len(words[0]) == 1


def _phrase(term: Term) -> str:
    """The telling words at their distances; common words count as a place each."""
    found, gap = "", 0
    for word, key in zip(term.words, term.keys, strict=True):
        gap += 1
        if word in COMMON:
            continue
        found = f"{found} <{gap}> {_quoted(key)}" if found else _quoted(key)
        gap = 0
    return found or " & ".join(_quoted(f"={word}") for word in term.words)
