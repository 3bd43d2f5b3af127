"""A cell that cannot be read: a code with its values, never a sentence; who shows it has the words."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Suggestion:
    """A value to put in the cell instead, and what to call it."""

    value: str
    label: str


class CellError(Exception):
    """Raised while a cell is read; becomes a `Fault` at that cell."""

    def __init__(self, code: str, *, suggestions: tuple[Suggestion, ...] = (), **params: Any) -> None:
        super().__init__(code)
        self.code, self.params, self.suggestions = code, params, suggestions


def plain_suggestions(values: list[str]) -> tuple[Suggestion, ...]:
    """Suggestions that are called what they are."""
    return tuple(Suggestion(value, value) for value in values)
