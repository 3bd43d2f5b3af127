"""What somebody asks for, as a `Question`: with the tags of what they may see, and what the index can tell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from samspill.core.search import known, sources
from samspill.core.search.contract import PUBLIC
from samspill.core.search.parsing import Asked
from samspill.core.search.questions import Question
from samspill.core.search.version import PAIRED, VERSION, mark

MOST_VALUES = 50  # of one facet


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
    asking = Question(asked, tuple(kinds), tuple(tags), chosen)
    return replace(asking, paired=are_paired(asking.kinds)) if asking.has_phrases else asking


def are_paired(kinds: tuple[str, ...]) -> bool:
    """Whether all documents of the kinds hold the pairs of their words."""
    held = known.counts_of_kinds(kinds).all
    versions = range(PAIRED, VERSION + 1)
    return all(held.get(f"@{kind}", 0) == sum(held.get(mark(kind, one), 0) for one in versions) for kind in kinds)
