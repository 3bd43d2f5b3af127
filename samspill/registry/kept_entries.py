"""What lists of a whole register know of its entries: their titles in order, and which of them are living.

Kept by the process while none of the register's entries has changed; after a change they are read in one query, and
are the same object still where they say the same (ADR 0041). Who may see them is asked by the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from samspill.core import prepared
from samspill.core.kept_pieces import KeptPieces
from samspill.core.prepared_rows import Prepared
from samspill.core.sorting import name_key
from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry


class Known(NamedTuple):
    """An entry of the register."""

    pk: int
    public_id: str
    title: str
    kind: str
    status: str

    @property
    def is_alive(self) -> bool:
        """Whether others rely on it and nobody has stopped it."""
        return self.status in (Status.SUBMITTED, Status.PUBLISHED)

    @property
    def is_living_innovation(self) -> bool:
        """What is asked about in rounds and assessments."""
        return self.kind == Kind.INNOVATION and self.is_alive


@dataclass(frozen=True)
class KnownEntries:
    """All entries of a register by key, in the order of their titles. ``number`` is another one when they differ."""

    number: int
    rows: list[Known]
    by_title: dict[int, Known]


STANDS = """
    (SELECT concat(count(*), '|', bit_xor(hashtextextended(concat(e.ctid, e.xmin), 0)))
     FROM registry_entry e WHERE e.register_id = {register})
"""
"""SQL for a text that changes when an entry of the register does."""
_STANDS = f"SELECT {STANDS.format(register='%s')}"
_ROWS = Prepared(lambda one: Entry.objects.filter(register=one).order_by("pk").values_list(*Known._fields), int)
_kept = KeptPieces["tuple[str, KnownEntries]"](30)
"""Some 300 kB each for a register of a thousand."""
_numbers = count(1)


def entries_of(register: int, stands: str) -> KnownEntries:
    """``stands``: what `STANDS` gave just now. One query where it is another text than before."""
    kept = _kept.find(register, "")
    if kept and kept[0] == stands:
        return kept[1]
    rows = [Known._make(row) for row in _ROWS(register)]
    found = kept[1] if kept and kept[1].rows == rows else KnownEntries(next(_numbers), rows, by_title(rows))
    _kept.keep(register, "", (stands, found))
    return found


def entries_now(register: int) -> KnownEntries:
    """The same where a page asks for nothing else of that kind. One query, or two."""
    [(stands,)] = prepared.fetch(_STANDS, [register], once=True)
    return entries_of(register, stands)


def by_title(rows: Iterable[Known]) -> dict[int, Known]:
    """In the order of their titles, by key."""
    return {one.pk: one for one in sorted(rows, key=lambda one: (name_key(one.title), one.pk))}


def rows_of(entries: Iterable[int]) -> list[Known]:
    """Of entries of any register. One query; nothing is kept."""
    return [Known._make(row) for row in Entry.objects.filter(pk__in=list(entries)).values_list(*Known._fields)]
