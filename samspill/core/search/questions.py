"""A search as a condition in SQL, always on the one index over facets and vector."""

from dataclasses import dataclass, replace
from typing import Any

from samspill.core.models.search import SAMPLES_INDEXED
from samspill.core.search.contract import PUBLIC, Term
from samspill.core.search.norwegian import COMMON
from samspill.core.search.pairs import pairs_of
from samspill.core.search.parsing import Asked
from samspill.core.search.vector import query

SAMPLES = 5  # ~1 holds a quarter of the documents, ~2 a quarter of those …
SHARE = 4
SAMPLED = 400  # matches that a sample should hold at most
TELLING = 100  # matches that a sample should hold at least


@dataclass(frozen=True)
class Question:
    """What is asked for: words, facet values, kinds and whose eyes (as tags). The parts of a condition.

    ``level`` narrows to a sample of the documents (0: all). ``title``: the words must stand in the title; "any": one
    of them. ``months`` narrows to documents that are fresh from these months.
    """

    asked: Asked
    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    level: int = 0
    title: str = ""
    months: tuple[str, ...] = ()
    also: bool = False  # the words must be found as they must without ``title``, too: where that is much less
    ids: tuple[int, ...] = ()  # of all documents that match, where they have been found already
    paired: bool = False  # all documents hold the pairs of their words

    def of(self, ids: tuple[int, ...]) -> "Question":
        """The same question, answered already: by these documents, if any are given."""
        return replace(self, ids=ids)

    def without(self, name: str) -> "Question":
        """The same question without the filter on a facet."""
        return replace(self, filters=tuple(one for one in self.filters if one[0] != name), ids=())

    @property
    def is_public(self) -> bool:
        """Whether only what everyone may see is asked for."""
        return self.tags == tuple(f"@{kind} {PUBLIC}" for kind in self.kinds)

    @property
    def sees_all(self) -> bool:
        """Whether everything of the kinds is asked for."""
        return self.tags == tuple(f"@{kind}" for kind in self.kinds)

    @property
    def has_phrases(self) -> bool:
        """Whether words must stand beside each other: to know that, documents are read."""
        return any(term.phrase and len(term.words) > 1 for term in self.asked.terms)

    @property
    def reads_much(self) -> bool:
        """Whether the index tells little of where documents that are read will be found to match."""
        return self.has_phrases and not self.paired

    def loosely(self) -> "Question":
        """With quoted phrases as their words, wherever they stand, and pairs: what the index can answer by itself."""
        if not self.has_phrases:
            return self
        terms: list[Term] = []
        for term in self.asked.wanted:
            if not term.phrase or term.near:
                terms.append(term)
                continue
            words = zip(term.words, term.keys, strict=True)
            terms += [Term(word, (word,), (key,), phrase=True) for word, key in words if word not in COMMON]
            if self.paired:
                terms += [Term(name, (name,), (name,), phrase=True) for name in pairs_of(term.words, term.keys)]
        return replace(self, asked=replace(self.asked, terms=tuple(terms)))

    def where(self) -> tuple[str, list[Any]]:
        """The condition and its values."""
        if self.ids:
            return "id = ANY(%s)", [list(self.ids)]
        all_of, parts, values = list[str](), list[str](), list[Any]()
        any_of: list[list[str]] = [[f"@month {month}" for month in self.months]]
        if len(self.kinds) == 1 and (self.filters or self.asked.wanted) and (self.is_public or self.sees_all):
            # the tag stands on nearly everything: what little the rest finds is looked at instead. No index helps here,
            # so that none is walked along for it. Several kinds are those that few documents are of.
            parts.append(f"{'public IS NOT FALSE AND ' if self.is_public else ''}kind || '' = ANY(%s::text[])")
            values.append(list(self.kinds))
        else:
            any_of.append(list(self.tags))
        any_of += [[f"{name}:{value}" for value in chosen] for name, chosen in self.filters]
        for group in filter(None, any_of):
            if len(group) == 1:
                all_of += group
            else:
                parts.append("facets && %s::text[]")
                values.append(group)
        if self.level:  # said in the words of the index that samples have of their own
            parts.append(f"shuffle < {SAMPLES_INDEXED[min(self.level, len(SAMPLES_INDEXED)) - 1]}")
        if self.level > len(SAMPLES_INDEXED):
            all_of.append(f"~{self.level}")
        if all_of:
            parts.append("facets @> %s::text[]")
            values.append(all_of)
        text = query(self.asked.terms, title=self.title, paired=self.paired)
        if text and self.title and self.also:
            text = f"({query(self.loosely().asked.terms)}) & ({text})"
        if text:
            parts.append("vector @@ %s::tsquery")
            values.append(text)
        return " AND ".join(parts), list(values)
