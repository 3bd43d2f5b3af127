"""What a process keeps of rows that are few, stand on every page, and are seldom changed: vocabularies, counties …

A row saved in this process is seen at once, one saved in another within `SECONDS`. What is kept is shared by all
requests of the process: read it, never change it. Whatever decides who may see something is never kept.
"""

import logging
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Thread
from typing import Any, Generic, Protocol, TypeVar
from weakref import WeakSet

from django.db import DatabaseError, connections
from django.db.models import Model
from django.db.models.signals import post_delete, post_save

SECONDS = 60.0
log = logging.getLogger("samspill.kept")
T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")
_all: "WeakSet[Kept[Any]]" = WeakSet()
_all_by: "WeakSet[KeptBy[Any, Any]]" = WeakSet()
_others: "WeakSet[Forgets]" = WeakSet()


class Forgets(Protocol):
    """What keeps something by rules of its own."""

    def forget(self) -> None:
        """Keep nothing."""


class Kept(Generic[T]):
    """Calls ``read`` when nothing is kept, when it is too old, and after a save of one of the ``models``."""

    def __init__(self, read: Callable[[], T], *models: type[Model]) -> None:
        self._read = read
        self._found: tuple[float, T] | None = None
        self._forgotten = 0
        self._marked: tuple[T | None, str, int] = (None, "", 0)
        for model in models:
            for signal in (post_save, post_delete):
                signal.connect(self._changed, sender=model)
        _all.add(self)

    def __call__(self) -> T:
        """What was read, at most `SECONDS` ago."""
        found, now = self._found, time.monotonic()
        if found is None or now - found[0] > SECONDS:
            forgotten = self._forgotten
            found = (now, self._read())
            if forgotten == self._forgotten:  # else it may be what was there before the change
                self._found = found
        return found[1]

    def mark(self) -> int:
        """Another number when what is kept says something else, not when it is only read anew."""
        found, (marked, text, number) = self(), self._marked
        if found is not marked:
            now = _text(found)
            self._marked = (found, now, number + (now != text))
        return self._marked[2]

    def forget(self) -> None:
        """Read anew the next time."""
        self._forgotten += 1
        self._found = None

    def _changed(self, **kwargs: Any) -> None:
        self.forget()


class KeptRows(Kept[dict[Key, Row]]):
    """Kept rows by a key."""

    def holding(self, keys: Iterable[Key]) -> dict[Key, Row]:
        """All rows, read anew when one of the keys is missing: another process may just have made it."""
        found = self()
        if all(key in found for key in keys):
            return found
        self.forget()
        return self()


class KeptBy(Generic[Key, T]):
    """What was read for each of a few keys, for so many ``seconds`` or until a save of one of the ``models``.

    At most ``most`` of them are kept.

    While one thread reads anew what has become too old, the others go on with that; with ``beside`` that is a thread of
    its own, so that nobody waits for what takes long to read.
    """

    def __init__(
        self,
        read: Callable[[Key], T],
        *models: type[Model],
        seconds: float = SECONDS,
        most: int = 100,
        beside: bool = False,
    ) -> None:
        self._read, self._seconds, self._most, self._beside = read, seconds, most, beside
        self._found: dict[Key, tuple[float, T]] = {}
        self._reader: Thread | None = None
        for model in models:
            for signal in (post_save, post_delete):
                signal.connect(self._changed, sender=model)
        _all_by.add(self)

    def __call__(self, key: Key) -> T:
        """What was read, at most so long ago."""
        kept, now = self._found, time.monotonic()  # forgetting takes another one: what was read before is lost with it
        found = kept.get(key)
        if found is None or now - found[0] > self._seconds:
            if found:
                kept[key] = (now, found[1])
                if self._beside:
                    self._reader = Thread(target=self._read_beside, args=[kept, key], daemon=True)
                    self._reader.start()
                    return found[1]
            elif len(kept) >= self._most:
                self._found = kept = {}
            found = (now, self._read(key))
            kept[key] = found
        return found[1]

    def forget(self) -> None:
        """Read anew the next time."""
        self._found = {}

    def wait(self) -> None:
        """Until what is being read beside has been read: for tests."""
        if self._reader:
            self._reader.join()

    def _read_beside(self, kept: dict[Key, tuple[float, T]], key: Key) -> None:
        try:
            found = self._read(key)
            kept[key] = (time.monotonic(), found)
        except DatabaseError as error:
            log.info("what is kept was not read anew: %s", str(error).strip().split("\n", 1)[0])
        finally:
            connections.close_all()

    def _changed(self, **kwargs: Any) -> None:
        self.forget()


def _text(found: object) -> str:
    """All that the rows say, with the rows that were read with them."""
    if isinstance(found, Mapping):
        return "\n".join(f"{key}: {_text(row)}" for key, row in found.items())
    if isinstance(found, Model):
        own = sorted((name, value) for name, value in vars(found).items() if name != "_state")
        return f"{own!r} {_text(found._state.fields_cache)}"
    return repr(found)


def forget_all() -> None:
    """Read everything anew the next time: for tests, whose rows are rolled back."""
    for kept in _all:
        kept.forget()
    for by_key in _all_by:
        by_key.forget()
    for other in _others:
        other.forget()


def forget_too(other: Forgets) -> None:
    """Let `forget_all` reach what keeps something by rules of its own."""
    _others.add(other)
