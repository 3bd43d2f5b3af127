"""Reading for the search: PostgreSQL plans each statement once on a connection, for all values.

Every condition is built so that there is one good way only, by the index over facets and vector (`questions.where`):
on all statements of some hundred pages, at 100,000 and at 1,000,000 entries, plans made for the values at hand read no
less, and planning took a third as long as searching itself.
"""

from collections.abc import Callable, Sequence
from typing import Any

from samspill.core import prepared


def fetch(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a SELECT; ``values`` are bound by the server."""
    return prepared.fetch(statement, values, once=True)


def ask(statement: str, values: Sequence[Any]) -> Callable[[], list[tuple[Any, ...]]]:
    """The same for who has something else to do meanwhile: what it gives waits for the rows."""
    return prepared.ask(statement, values, once=True)
