"""What lists of a whole register know of its entries: their titles in order, and which of them are living.

Kept by the process while none of the register's entries has changed; after a change they are read in one query, and
are the same object still where they say the same (ADR 0041). Who may see them is asked by the page.
"""

from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

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
_ROWS = Prepared(
    lambda register: (
        Entry.objects.filter(register=register)
        .order_by("pk")
        .values_list("pk", "public_id", "title", "kind", "status")
    ),
    int,
)  # fmt: skip
_kept = KeptPieces["tuple[str, KnownEntries]"](30)
"""Some 300 kB each for a register of a thousand."""
_numbers = count(1)


def entries_of(register: int, stands: str) -> KnownEntries:
    """``stands``: what `STANDS` gave just now. One query where it is another text than before."""
    kept = _kept.find(register, "")
    if kept and kept[0] == stands:
        return kept[1]
    rows = [Known._make(row) for row in _ROWS(register)]
    if kept and kept[1].rows == rows:
        found = kept[1]
    else:
        ordered = sorted(rows, key=lambda one: (name_key(one.title), one.pk))
        found = KnownEntries(next(_numbers), rows, {one.pk: one for one in ordered})
    _kept.keep(register, "", (stands, found))
    return found
