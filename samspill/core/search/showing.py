"""What a page says of hits: which of them may be shown, their texts, and why they were found."""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from samspill.core.search import sources
from samspill.core.search.contract import Document, FacetCount, Hit, Match, Term
from samspill.core.search.highlighting import snippet, why
from samspill.core.search.indexing import BODY
from samspill.core.search.parsing import Asked
from samspill.core.search.questions import Question
from samspill.core.search.ranking import Found

ByKind = Mapping[str, Sequence[int]]
Shown = Mapping[str, Container[int]]
See = Callable[[ByKind], Callable[[], Shown]]
"""Asks which of the ids may be shown; what it gives waits for the answer."""
Counted = tuple[int | None, Mapping[str, Sequence[FacetCount]]]
"""How many match, where that was counted, and the counts of facets."""
Count = Callable[[], Counted]
Texts = Mapping[tuple[str, int], tuple[str, str]]


def hits(
    found: Sequence[Found], asking: Question, see: See, explained: int, texts: Texts | None = None,
    count: Count = lambda: (None, {}),
) -> tuple[list[Hit], Counted]:  # fmt: skip
    """What may be shown at this moment, with its text: documents are never trusted about who may see them.

    ``texts``: title and body of those to be explained, by kind and id, where they have been read already. ``count``
    tells what has been asked for. While PostgreSQL looks, what is shown of the hits is put together.
    """
    if not found:
        return [], count()
    if texts is None:
        texts = {(one.kind, one.object_id): one.text for one in found[:explained] if one.text}
    terms, whys = asking.asked.terms, _all_whys(found, texts, asking.asked)
    tell = see(_by_kind(found))
    try:
        counted, made = count(), list[Hit]()
        for place, one in enumerate(found):
            key = one.kind, one.object_id
            title, body = texts.get(key, ("", ""))
            if title or place >= explained or key not in texts:
                made.append(Hit(*key, title, snippet(body, terms) if body else "", whys.get(key, ())))
    finally:
        seen = tell()
    return [hit for hit in made if hit.object_id in seen[hit.kind]], counted


def _all_whys(found: Sequence[Found], texts: Texts, asked: Asked) -> dict[tuple[str, int], tuple[Match, ...]]:
    told = _by_kind([one for one in found if (one.kind, one.object_id) in texts]) if asked.wanted else {}
    return {
        (kind, pk): matches
        for kind, ids in told.items()
        for pk, matches in _whys(kind, ids, texts, asked.terms).items()
    }


def _whys(kind: str, ids: Sequence[int], texts: Texts, terms: Sequence[Term]) -> dict[int, tuple[Match, ...]]:
    """Why each matches. Names are read, and whole documents made, only where what is at hand does not tell it."""
    wanted = {term.text for term in terms if not term.excluded}
    source = sources.source(kind)
    at_hand = {pk: texts.get((kind, pk), ("", "")) for pk in ids}
    found = {pk: why(Document(pk, title, summary=body), terms) for pk, (title, body) in at_hand.items()}

    def unclear() -> list[int]:
        return [pk for pk, matches in found.items() if {match.term for match in matches} != wanted]

    if source.names and (asked := unclear()):
        for pk, (names, proper) in source.names(asked).items():
            found[pk] = why(Document(pk, at_hand[pk][0], names, at_hand[pk][1], proper=proper), terms)
    if asked := [pk for pk in unclear() if not source.names or len(at_hand[pk][1]) == BODY]:
        found |= {document.object_id: why(document, terms) for document in source.build(asked)}
    return found


def visible(ids: ByKind, *, audience: Any) -> Callable[[], Shown]:
    """`See` by the sources of the kinds."""
    seen = {kind: sources.source(kind).visible(of, audience) for kind, of in ids.items()}
    return lambda: seen


def _by_kind(found: Sequence[Found]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = {}
    for one in found:
        grouped.setdefault(one.kind, []).append(one.object_id)
    return grouped
