"""Things that exist only in tests of the search engine, and what a search finds of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from samspill.core.search import Document, SearchSource, search, sources
from samspill.core.search.indexing import index

NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Things:
    """A source whose rows are a dictionary; ``hidden`` are those that nobody may see just now."""

    def __init__(self) -> None:
        self.rows: dict[int, Document] = {}
        self.hidden: set[int] = set()

    def add(self, title: str, *, days: int = 0, **more: Any) -> int:
        """A thing, this many days old; to be found at once."""
        number = len(self.rows) + 1
        self.rows[number] = Document(number, title, fresh=NOW - timedelta(days=days), **more)
        index("thing", [number])
        return number

    def add_all(self, documents: Sequence[Document]) -> None:
        """Many at once."""
        self.rows |= {document.object_id: document for document in documents}
        index("thing", list(self.rows))

    def source(self) -> SearchSource:
        """As modules register theirs; whoever asks holds the tags that they are."""
        return SearchSource(
            "thing",
            build=lambda ids: [self.rows[number] for number in ids if number in self.rows],
            all_ids=lambda above, limit: sorted(number for number in self.rows if number > above)[:limit],
            tags=lambda audience: audience or [],
            visible=lambda ids, audience: set(ids) - self.hidden,
        )


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    made = Things()
    monkeypatch.setitem(sources._sources, "thing", made.source())
    return made


def found(text: str = "", **more: Any) -> list[int]:
    return search(text, kinds=["thing"], **more).ids
