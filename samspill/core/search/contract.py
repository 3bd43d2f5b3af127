"""What a search takes and gives: the words that modules and pages share with the engine."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

PUBLIC = "public"
"""The audience tag of what everyone may see."""

Field = str
"""Where a word was found: title, names (names, keywords and classification), summary or text."""


@dataclass(frozen=True)
class Document:
    """One thing that can be found, as its module describes it.

    ``names`` are short texts that name it: keywords, parties, types. ``facets`` are "name:value", ancestors included.
    ``proper`` are those texts of title and names that name somebody or a place: these are found by how words begin,
    and not by how they end (Solberg), and one of a single word as it is written only (Torsken).
    ``seen_by`` holds `PUBLIC` or tags of the module's own that its `SearchSource.tags` gives those who may see it.
    ``fresh`` decides between equally good hits, and is the order of lists without words.
    """

    object_id: int
    title: str
    names: Sequence[str] = ()
    summary: str = ""
    text: str = ""
    facets: Sequence[str] = ()
    fresh: datetime | None = None
    seen_by: Sequence[str] = (PUBLIC,)
    proper: Sequence[str] = ()


@dataclass(frozen=True)
class SearchSource:
    """How a module lets its things be found.

    ``build`` makes the documents of ids; ids that it leaves out cannot be found. ``all_ids`` are those above an id, in
    rising order, at most so many. ``tags`` are the audience tags that somebody holds besides `PUBLIC`; None: sees all.
    ``visible`` tells which of the ids somebody may see at this moment: it is asked of every hit before it is shown.
    Whom these two are asked about is the ``audience`` that the caller of `search` gave, untouched.
    ``names`` are those of the documents of ids, and the proper ones among them, for a quick answer to why something
    was found.
    """

    kind: str
    build: Callable[[Sequence[int]], Iterable[Document]]
    all_ids: Callable[[int, int], Sequence[int]]
    tags: Callable[[Any], Sequence[str] | None]
    visible: Callable[[Sequence[int], Any], set[int]]
    names: Callable[[Sequence[int]], Mapping[int, tuple[Sequence[str], Sequence[str]]]] | None = None
    models: Sequence[str] = ()  # labels of models whose saving in this process is indexed at once after commit


@dataclass(frozen=True)
class Term:
    """One word or quoted phrase of a search. ``keys`` are the normal forms of its words, in order."""

    text: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    excluded: bool = False
    phrase: bool = False
    prefix: bool = False
    near: tuple[str, ...] = ()  # keys of words that mean the same
    beside: tuple[tuple[str, ...], ...] = ()  # words that mean the same where they stand beside each other


class Match(NamedTuple):
    """Why something was found: a term of the search, the word that stood there, and in which field."""

    term: str
    word: str
    field: Field


class Hit(NamedTuple):
    """Something found. ``snippet`` is text around what matched; mark it with `highlight`."""

    kind: str
    object_id: int
    title: str
    snippet: str = ""
    why: tuple[Match, ...] = ()


@dataclass(slots=True)  # not frozen: a page makes hundreds, and that takes three times as long
class FacetCount:
    """How many hits have a value. Not ``exact``: estimated from a sample, to be shown as "ca."."""

    value: str
    count: int
    exact: bool = True


@dataclass(frozen=True)
class Result:
    """The answer of a search.

    ``total_is_exact`` False: an estimate ("ca."). ``next`` and ``previous`` are cursors for ``after`` and ``before``;
    empty at the ends. ``listed`` is how many of the hits can be paged to (all of them, but for very common words).
    ``suggestion`` is the whole search with misspelt words mended, and finds something. ``notes`` are codes of what was
    left out: too_long, too_many_words, only_common_words, only_excluded, too_deep; or beginning: nothing holds all the
    words as they stand, and these hold one that begins as the last does.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    total_is_exact: bool = True
    listed: int = 0
    facets: Mapping[str, Sequence[FacetCount]] = field(default_factory=dict)
    suggestion: str = ""
    terms: tuple[Term, ...] = ()
    notes: tuple[str, ...] = ()
    page: int = 1
    pages: int = 1
    next: str = ""
    previous: str = ""

    @property
    def ids(self) -> list[int]:
        """Ids of the hits of this page, in their order (of use when one kind was asked for)."""
        return [hit.object_id for hit in self.hits]
