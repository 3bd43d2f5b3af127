"""What is found out of a row. It is kept with the sheet in this form, so that exactly what was shown is taken in."""

from dataclasses import dataclass, field
from typing import Any

from samspill.core.importing.reading import Value

NEW, CHANGED, UNCHANGED, FAULTY = "new", "changed", "unchanged", "faulty"
ACTIONS = (NEW, CHANGED, UNCHANGED, FAULTY)


@dataclass
class Line:
    """A row of the file: its number there, and its cells by the code of the column. A column may be missing."""

    number: int
    cells: dict[str, Value]


@dataclass
class Found:
    """A row and what will become of it.

    ``changes`` are {column, old, new}; ``faults`` and ``notes`` {column, value, code, params}, for `faults.message`.
    ``seen``: marks of what the party said when it was looked at, by the act that they are for.
    ``values``: fields of the party and what they are to be; never kept, but read anew.
    """

    number: int
    key: str = ""
    name: str = ""
    changes: list[dict[str, str]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    party: Any = None
    is_new: bool = False
    taken_in: bool = False

    @property
    def action(self) -> str:
        """One of `ACTIONS`."""
        if self.faults:
            return FAULTY
        return NEW if self.is_new else CHANGED if self.changes else UNCHANGED

    def fault(self, column: str, value: Value, code: str, **params: Any) -> None:
        """Something is wrong with a cell, or with the row as a whole (``column`` "")."""
        self.faults.append({"column": column, "value": _short(value), "code": code, "params": params})

    def note(self, column: str, value: Value, code: str, **params: Any) -> None:
        """Something that the user should know and that stops nothing."""
        self.notes.append({"column": column, "value": _short(value), "code": code, "params": params})

    def stored(self) -> dict[str, Any]:
        """As kept on the sheet."""
        kept = {name: getattr(self, name) for name in ("number", "key", "name", "changes", "faults", "notes", "seen")}
        return kept | {"action": self.action, "taken_in": self.taken_in}


def _short(value: Value) -> str:
    return str("" if value is None else value)[:200]
