"""What a search answers."""

from samspill.api.schemas.base import Out


class WhyOut(Out):
    """A term of the search, the word that stood there, and where: title, names, summary or text."""

    term: str
    word: str
    field: str


class HitOut(Out):
    """Something found, and where it stands. ``snippet``: plain text around what matched."""

    kind: str
    code: str
    title: str
    snippet: str
    why: list[WhyOut]
    href: str
    page: str


class FacetOut(Out):
    """How many hits have a value; estimated when not ``exact``."""

    value: str
    count: int
    exact: bool


class LoosenedOut(Out):
    """``q`` has fewer words and finds something; ``left_out`` are those that are not in it."""

    q: str
    left_out: list[str]


class SearchOut(Out):
    """``suggestion``: the search with misspelt words mended. ``notes``: codes of what was left out of the search;
    beginning: nothing holds all the words as they stand, and the items hold one that begins as the last does.

    ``loosened``: where three words or more are found nowhere together, those of them that are; where a compound is
    found nowhere, its parts.
    """

    items: list[HitOut]
    total: int
    total_is_exact: bool
    facets: dict[str, list[FacetOut]]
    suggestion: str
    loosened: LoosenedOut | None
    notes: list[str]
    next: str | None


class CompletionList(Out):
    items: list[str]
