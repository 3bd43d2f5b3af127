"""Pieces of pages that a process keeps, each as long as what it was made of is the same.

A piece is found by its name and given only for the stamp that it was kept with: where its rows lie in the database and
which transaction wrote them (`rows_stamp`, ADR 0030), and whatever else it was made of. So a page of fifty innovations
of which one has changed makes one piece anew. Nothing must tell of a change. Whether somebody may see a piece is never
kept: the page has decided that before it asks.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from samspill.core.kept import forget_too

T = TypeVar("T")


class KeptPieces(Generic[T]):
    """At most ``most`` pieces, texts or whatever is never changed; the one that was used longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pieces: OrderedDict[Hashable, tuple[Hashable, T]] = OrderedDict()
        self._lock = Lock()
        forget_too(self)

    def find(self, name: Hashable, stamp: Hashable) -> T | None:
        """The piece, if it is kept and was made of the same."""
        found = self._pieces.get(name)
        if found is None or found[0] != stamp:
            return None
        with self._lock:
            if name in self._pieces:
                self._pieces.move_to_end(name)
        return found[1]

    def keep(self, name: Hashable, stamp: Hashable, piece: T) -> None:
        """Keep it, instead of the one of that name that was made of something else."""
        with self._lock:
            self._pieces[name] = (stamp, piece)
            self._pieces.move_to_end(name)
            while len(self._pieces) > self._most:
                self._pieces.popitem(last=False)

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._pieces.clear()


def rows_stamp(*tables: str) -> str:
    """SQL for a text that changes when a row does; ``tables`` are the names that a query gives to its tables."""
    places = ", ".join(f"{name}.ctid, {name}.xmin, '|'" for name in tables)
    return f"concat({places})"
