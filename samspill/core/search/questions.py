"""A search as a condition in SQL, always on the one index over facets and vector."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from samspill.core.search import sources
from samspill.core.search.contract import PUBLIC, Term
from samspill.core.search.norwegian import COMMON
from samspill.core.search.parsing import Asked
from samspill.core.search.vector import query

MOST_VALUES = 50  # of one facet
SAMPLES = 5  # ~1 holds a quarter of the documents, ~2 a quarter of those …
SHARE = 4


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

    def loosely(self) -> "Question":
        """With quoted phrases as their words, wherever they stand: what the index can answer by itself."""
        if not any(term.phrase and len(term.words) > 1 for term in self.asked.terms):
            return self
        terms: list[Term] = []
        for term in self.asked.wanted:
            words = zip(term.words, term.keys, strict=True)
            terms += [Term(word, (word,), (key,), phrase=True) for word, key in words if word not in COMMON]
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
        if self.level:
            all_of.append(f"~{self.level}")
        if all_of:
            parts.append("facets @> %s::text[]")
            values.append(all_of)
        text = query(self.asked.terms, title=self.title)
        if text and self.title and self.also:
            text = f"({query(self.loosely().asked.terms)}) & ({text})"
        if text:
            parts.append("vector @@ %s::tsquery")
            values.append(text)
        return " AND ".join(parts), list(values)


def question(
    asked: Asked, kinds: Sequence[str], filters: Mapping[str, Sequence[str]] | None, audience: Any
) -> Question:
    """The question of somebody. Raises `KeyError` for an unknown kind."""
    tags: list[str] = []
    for kind in kinds:
        held = sources.source(kind).tags(audience)
        tags += [f"@{kind}"] if held is None else [f"@{kind} {tag}" for tag in (PUBLIC, *held)]
    chosen = tuple(
        (name, tuple(dict.fromkeys(value.replace("\x00", "") for value in values))[:MOST_VALUES])
        for name, values in sorted((filters or {}).items())
        if values
    )
    return Question(asked, tuple(kinds), tuple(tags), chosen)
