"""A list held against what is here, row by row; what is special of a list its subclass says.

A cell that says just what an export would write now is as before, whatever it is, and is not read at all. So a file
that nobody has changed changes nothing. The number of queries does not depend on the number of rows.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import translation

from samspill.accounts.models import User
from samspill.core.importing.cell_errors import CellError
from samspill.core.importing.reading import Value
from samspill.core.importing.values import ERRORS
from samspill.core.importing.words import as_written, one_line, plain, says
from samspill.core.policy import Answer
from samspill.parties.domain.acting import acting_for
from samspill.parties.importing.columns import COLUMNS, KEYS, LANGUAGES
from samspill.parties.importing.faults import NOTES
from samspill.parties.importing.found import Found, Line
from samspill.parties.models import PartySheet

Written = dict[str, set[str]]
NAMES = ("name_nb", "name_nn", "name_en")


class PartyList(ABC):
    """One of the lists, with what its rows name read beforehand."""

    kind: ClassVar[str]
    derived: ClassVar[frozenset[str]]
    """Columns that follow from others and are not read."""
    columns_of: ClassVar[Mapping[str, str]] = {}
    """Field -> column, where they are called differently."""
    unknown: ClassVar[str]
    """The fault of a key that nothing has."""

    def __init__(self, sheet: PartySheet, actor: User) -> None:
        self.actor, self.acting = actor, acting_for(actor)
        self.key = KEYS[self.kind]
        self.languages = (sheet.language,) if sheet.language else LANGUAGES
        self.lines = [Line(number, _cells(sheet.columns, cells)) for number, cells in sheet.lines]
        self.getters = {column.code: getter for column, getter in COLUMNS[self.kind]()}
        self.known: dict[str, Any] = {}

    # What each list says of itself

    @abstractmethod
    def load(self) -> None:
        """Read `known` by key, and what else the rows name."""

    @abstractmethod
    def read(self, code: str, text: str, cell: Value, party: Any) -> dict[str, Any]:
        """Fields that a cell asks for. Raises `CellError`."""

    @abstractmethod
    def blank(self, row: Found, line: Line) -> Any:
        """A new party before its values; None with a fault when none can be made."""

    @abstractmethod
    def check(self, row: Found, planned: Any, line: Line) -> None:
        """Faults of the party as it is to be, beyond its single cells."""

    @abstractmethod
    def may(self, row: Found) -> Answer:
        """Whether the user may do what the row asks."""

    @abstractmethod
    def marks(self, party: Any) -> dict[str, str]:
        """Marks of what it says now, by the act that they are for (samspill/core/seen.py)."""

    @abstractmethod
    def compare(self, rows: Sequence[Found]) -> None:
        """Faults that show when all rows are held together, and against what others have."""

    @abstractmethod
    def write(self, row: Found, reason: str) -> None:
        """Do what the row asks, by the acts of the domain."""

    def in_order(self, rows: Sequence[Found]) -> Iterable[Found]:
        """The order to write them in."""
        return rows

    def lock(self, rows: Sequence[Found]) -> None:
        """Take all that will be written before the first of it is, always in the same order: who writes some of the
        same in another order waits, where each would otherwise hold what the other needs, and one be stopped."""
        lock_all([row.party for row in rows if row.party is not None])

    # What is the same of all

    def found(self) -> list[Found]:
        """Every row and what will become of it."""
        self.load()
        rows = [self._row(line) for line in self.lines]
        _tell_twice(rows, self.key)
        self.compare(rows)
        return rows

    def _row(self, line: Line) -> Found:
        cells = line.cells
        row = Found(line.number, text_of(cells.get(self.key)), one_line(cells.get("name") or "")[:200])
        party = self.known.get(row.key)
        if row.key and party is None:
            self.tell_unknown(row)
            return row
        if party is not None:
            row.party, row.name, row.seen = party, party.name, self.marks(party)
        row.is_new = party is None
        before = self.written(party) if party is not None else {}
        for code, cell in cells.items():
            if code not in (self.key, *self.derived) and not says(cell, before.get(code, {""})):
                self._read(row, code, cell)
        planned = copy(party) if party is not None else self.blank(row, line)
        if planned is None:
            return row
        row.values = {name: value for name, value in row.values.items() if getattr(planned, name, None) != value}
        self._plan(row, planned, before, line)
        return row

    def tell_unknown(self, row: Found) -> None:
        """Nothing has this key."""
        row.fault(self.key, row.key, self.unknown)

    def _read(self, row: Found, code: str, cell: Value) -> None:
        try:
            row.values |= self.read(code, text_of(cell, whole=True), cell, row.party)
        except CellError as error:
            row.fault(code, cell, error.code, **error.params)

    def _plan(self, row: Found, planned: Any, before: Written, line: Line) -> None:
        for name, value in row.values.items():
            setattr(planned, name, value)
        if row.is_new or row.values:
            self.check(row, planned, line)
            if not (answer := self.may(row)):
                row.fault("", "", "refused", reason=answer.reason)
        after = self.written(planned)
        for code, cell in line.cells.items():
            was, now = before.get(code, {""}), after[code]
            if code in self.derived:
                if not says(cell, was | now) and code in NOTES:
                    row.note(code, cell, code)
            elif code != self.key and was != now:
                row.changes.append({"column": code, "old": one_of(was - now or was), "new": one_of(now - was or now)})

    def written(self, party: Any) -> Written:
        """What an export writes in each column, in the languages that the file may be in."""
        found: Written = {code: set() for code in self.getters}
        for language in self.languages:
            with translation.override(language):
                for code, getter in self.getters.items():
                    found[code].add(as_written(getter(party)))
        return found

    def clean(self, row: Found, planned: Any, line: Line, *, but: Sequence[str]) -> None:
        """The checks of the fields, without those that ask the database."""
        try:
            planned.clean_fields(exclude=["code", *but])
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                column = self.column_of(name)
                if not any(fault["column"] == column for fault in row.faults):
                    row.fault(column, line.cells.get(column), "refused", reason=" ".join(messages))

    def column_of(self, name: str) -> str:
        """The column of a field; "" when none is."""
        code = "name" if name in NAMES else self.columns_of.get(name, name)
        return code if code in self.getters else ""

    def name_field(self, party: Any) -> str:
        """The field of the name that the file shows: by its language. A new party has the name in bokmål first."""
        return f"name_{self.languages[0]}" if party is not None else "name_nb"

    def texts(self, code: str) -> set[str]:
        """All that stands in a column, and is not empty."""
        return {text for line in self.lines if (text := text_of(line.cells.get(code)))}


def lock_all(parties: Sequence[Any]) -> None:
    """Lock rows of one model until the transaction ends."""
    if parties:
        rows = type(parties[0])._default_manager.select_for_update().filter(pk__in={one.pk for one in parties})
        list(rows.order_by("pk").values_list("pk"))


def tell_same(rows: Sequence[Found], name: str, others: Mapping[str, Any], fault: str) -> None:
    """Tell of values that nobody else may have: neither in the file nor among those that are here (by value). The field
    and its column are both called ``name``."""
    first: dict[str, int] = {}
    for row in rows:
        wanted = row.values.get(name) if not row.faults else None
        if not wanted:
            continue
        other = others.get(wanted)
        if other is not None and (row.party is None or other.pk != row.party.pk):
            key = getattr(other, "public_id", None) or other.code
            row.fault(name, wanted, fault, name=other.name, key=key)
        elif first.setdefault(wanted, row.number) != row.number:
            row.fault(name, wanted, "same_here", row=first[wanted])


def tell_same_names(rows: Sequence[Found], here: dict[str, tuple[str, str]]) -> None:
    """Nothing is matched by its name in silence: a new one with the name of another is a fault. ``here``: plain name ->
    (code, name)."""
    first: dict[str, int] = {}
    for row in rows:
        name = plain(row.name)
        if known := here.get(name):
            row.fault("name", row.name, "same_name", key=known[0], name=known[1])
        elif first.setdefault(name, row.number) != row.number:
            row.fault("name", row.name, "same_name_here", row=first[name])


def text_of(value: Value, *, whole: bool = False) -> str:
    """A cell as one line; with ``whole`` raises `CellError` for a formula that gave no value."""
    text = one_line("" if value is None else as_written(value))
    if whole and text.startswith("#") and ERRORS.fullmatch(text):
        raise CellError("not_computed" if text == "#CALC!" else "formula_error")
    return text


def one_of(texts: set[str]) -> str:
    """The text, where the file says its language; else one of those in all of them."""
    return min(texts, default="")


def _cells(columns: Sequence[str], cells: Sequence[Value]) -> dict[str, Value]:
    return {code: cells[number] if number < len(cells) else None for number, code in enumerate(columns) if code}


def _tell_twice(rows: Sequence[Found], key: str) -> None:
    by_key: dict[str, list[Found]] = {}
    for row in rows:
        if row.key:
            by_key.setdefault(row.key, []).append(row)
    for same in by_key.values():
        for row in same if len(same) > 1 else ():
            row.fault(key, row.key, "twice", row=next(other.number for other in same if other is not row))
