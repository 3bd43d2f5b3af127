"""Reads the rows of one record into values, collecting every fault on the way."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from samspill.core.importing import values as cells
from samspill.core.importing.cell_errors import CellError, plain_suggestions
from samspill.core.importing.reading import Value
from samspill.core.importing.words import one_line, plain
from samspill.registry.choices import Status
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.importing.context import Context
from samspill.registry.importing.effects import effects_of
from samspill.registry.importing.faults import Fault
from samspill.registry.importing.fields import LISTS, TEXTS
from samspill.registry.importing.own import Own
from samspill.registry.importing.partners import partners_of
from samspill.registry.importing.people import pieces_of
from samspill.registry.importing.readings import readings_of
from samspill.registry.importing.vocabulary import STATUSES, language_of
from samspill.registry.models import ImportLine

T = TypeVar("T")
EMPTY = (None, "")


@dataclass
class Record:
    """One record of the sheet as it was understood. ``values`` are in the form of `importing.state`."""

    lines: list[ImportLine]
    context: Context
    kind: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    new_organisations: dict[str, dict[str, str]] = field(default_factory=dict)
    own: Own | None = None

    @property
    def first(self) -> ImportLine:
        """Its first row."""
        return self.lines[0]

    @property
    def title(self) -> str:
        """The title, "" when it is missing."""
        return str(self.values.get("title", ""))

    @property
    def is_joined(self) -> bool:
        """Whether its rows belong together: by an identifier, or as years of one title. Else the title is a fault."""
        return "id:" in self.first.key[:20] or self.context.is_row_per_year

    def has(self, code: str) -> bool:
        """Whether the sheet has such a column, and it says something else than what stands here."""
        columns = self.context.columns.get(code, ())
        return any(column not in self.own.unchanged for column in columns) if self.own else bool(columns)

    def said(self, name: str) -> Any:
        """What holds once the row is in: what it says, else what stands here."""
        return self.values.get(name, self.own.state.get(name) if self.own else None)

    def places(self, code: str, lines: Sequence[ImportLine] | None = None) -> Iterator[tuple[ImportLine, int, Value]]:
        """(row, column, value) of every filled cell of a field."""
        for line in self.lines if lines is None else lines:
            for column in self.context.columns.get(code, ()):
                value = line.cells[column] if column < len(line.cells) else None
                if value not in EMPTY and not (self.own and column in self.own.unchanged):
                    yield line, column, value

    def read(self, line: ImportLine, column: int, parse: Callable[..., T], *values: Any) -> T | None:
        """The result of ``parse(*values)``, or None with a fault at the cell."""
        try:
            return parse(*values)
        except CellError as error:
            self.fault(line, column, error)
            return None

    def fault(self, line: ImportLine, column: int, error: CellError) -> None:
        """Note a fault at a cell."""
        value = line.cells[column] if column < len(line.cells) else ""
        self.faults.append(
            Fault(
                line.number, column, self.context.heading(column), "" if value is None else str(value), error.code,
                error.params, error.suggestions,
            )
        )  # fmt: skip

    def note(self, code: str, **params: Any) -> None:
        """Note something that is not a fault, once."""
        if (notice := {"code": code, "params": params}) not in self.notices:
            self.notices.append(notice)


def understand(lines: list[ImportLine], context: Context, own: Own | None = None) -> Record:
    """Read one record. The order matters: the types decide the scale, the partners help to find the people."""
    record = Record(lines, context, own=own)
    for line, column, value in record.places("samspill_state"):
        mark = record.read(line, column, cells.text_of, value) or ""
        record.values["samspill_state"] = mark[:60] if line is record.first else ""
    _title(record)
    _types(record)
    _texts(record)
    _dates(record)
    _codes(record)
    partners_of(record)
    effects_of(record)
    _contributors(record)
    readings_of(record)
    _evidence(record)
    _details(record)
    return record


def one(record: Record, code: str, parse: Callable[[Value], T]) -> T | None:
    """The one value that the rows give. Rows of different years: the latest counts; otherwise they must agree."""
    found: list[tuple[ImportLine, int, T]] = []
    for line, column, value in record.places(code, _by_year(record)):
        result = record.read(line, column, parse, value)
        if result not in (None, ""):
            found.append((line, column, result))
    if not found:
        return None
    if record.context.is_row_per_year:
        return found[-1][2]
    first = found[0]
    for line, column, result in found[1:] if record.is_joined else ():
        if plain(result) != plain(first[2]):
            shown = one_line(first[2])[:100]
            record.fault(
                line, column,
                CellError("differs", row=first[0].number, other=shown, suggestions=plain_suggestions([str(first[2])])),
            )  # fmt: skip
    return first[2]


def _by_year(record: Record) -> list[ImportLine]:
    if not record.context.is_row_per_year:
        return record.lines

    def year(line: ImportLine) -> str:
        for _line, _column, value in record.places("readiness_date", [line]):
            try:
                return cells.date_of(value)
            except CellError:
                return ""
        for _line, _column, value in record.places("year", [line]):
            try:
                return str(cells.year_number(value) or "")
            except CellError:
                return ""
        return ""

    return sorted(record.lines, key=year)


def _title(record: Record) -> None:
    if record.own and not record.has("title"):
        record.values["title"] = record.own.entry.title
        return
    title = one(record, "title", lambda value: cells.line_of(value, 300))
    record.values["title"] = title or ""
    column = record.context.columns["title"][0]
    if not title and not any(fault.column == column for fault in record.faults):
        record.fault(record.first, column, CellError("no_title"))


def _types(record: Record) -> None:
    if record.own and not record.has("type"):
        record.values["types"], record.kind = list(record.own.entry.types), record.own.entry.kind
        return
    context, found = record.context, []
    for line, column, value in record.places("type"):
        for piece in record.read(line, column, _type_pieces, context, value) or []:
            if (code := context.types.find(piece)) is None:
                near = _whole(value, piece, context.types.nearest(piece))
                record.fault(line, column, CellError("type_unknown", suggestions=plain_suggestions(near)))
            else:
                found.append(code)
                kinds = sorted({context.types.facts[code].kind for code in found})
                if len(kinds) > 1:
                    found.pop()
                    record.fault(line, column, CellError("type_kinds", kinds=[f"kind:{kind}" for kind in kinds]))
    codes = list(dict.fromkeys(found))
    if not codes and context.options.type and not any(fault.code == "type_unknown" for fault in record.faults):
        codes = [context.options.type]
    record.values["types"] = codes
    record.kind = context.types.facts[codes[0]].kind if codes else context.options.kind


def _type_pieces(context: Context, value: Value) -> list[str]:
    """The types that a cell names; a name with a comma or "og" in it is one."""
    pieces = []
    for piece in cells.list_of(value, r"[;\n|+]"):
        parts = cells.list_of(piece, r",|/|\s+og\s+|\s+and\s+|&")
        is_list = not context.types.find(piece) and any(context.types.find(part) for part in parts)
        pieces += parts if is_list else [piece]
    return pieces


def _whole(value: Value, piece: str, names: list[str]) -> list[str]:
    """The cell with one piece replaced, once for each name."""
    return [str(value).replace(piece, name, 1) if piece in str(value) else name for name in names]


def _texts(record: Record) -> None:
    for code in TEXTS:
        if record.has(code):
            record.values[code] = one(record, code, cells.text_of) or ""
    if record.has("own_word"):
        record.values["own_word"] = one(record, "own_word", lambda value: cells.line_of(value, 100)) or ""
    if record.has("language") and (language := one(record, "language", lambda v: language_of(cells.text_of(v)))):
        record.values["language"] = language
    if record.has("unit"):
        unit = one(record, "unit", lambda value: _unit(record, value))
        record.values["unit"] = unit or ""
    if record.has("status"):
        status = one(record, "status", lambda value: cells.line_of(value, 200)) or ""
        known = STATUSES.get(plain(status))
        if known is None:
            record.values["details.phase"] = status
        else:
            record.values["status"] = known.value
            if known not in (Status.PUBLISHED, Status.ARCHIVED):
                record.note("held", status=status)


def _unit(record: Record, value: Value) -> str:
    text = cells.text_of(value)
    return record.context.units.get(text, record.context.register.organisation.name_nb).code if text else ""


def _dates(record: Record) -> None:
    for code, is_end in (("start_date", False), ("end_date", True)):
        if record.has(code):
            record.values[code] = one(record, code, partial(cells.date_of, end=is_end)) or ""
    start, end = record.said("start_date"), record.said("end_date")
    if start and end and end < start:
        line, column, _value = next(record.places("end_date"), None) or next(record.places("start_date"))
        record.fault(line, column, CellError("date_order", start=start))


def _codes(record: Record) -> None:
    context = record.context
    finders: dict[str, Callable[[str], Any]] = {
        "sdg": context.goals.number,
        "discipline": lambda text: context.disciplines.get(text, "code_unknown"),
        "service_area": lambda text: context.service_areas.get(text, "code_unknown"),
        "keywords": lambda text: cells.line_of(text, 100),
    }
    for code, find in finders.items():
        if not record.has(code):
            continue
        found: list[Any] = []
        for line, column, value in record.places(code):
            for piece in record.read(line, column, _pieces, value, find) or []:
                try:
                    found.append(find(piece))
                except CellError as error:
                    near = _whole(value, piece, [one.value for one in error.suggestions])
                    error.suggestions = plain_suggestions(near)
                    record.fault(line, column, error)
        record.values[LISTS[code]] = list(dict.fromkeys(found))


def _pieces(value: Value, find: Callable[[str], Any]) -> list[str]:
    """A cell's pieces; a name that has a comma in it is kept whole when it is known."""
    pieces = []
    for piece in cells.list_of(value, r"[;\n|]"):
        try:
            if "," in piece:
                find(piece)
            pieces += [piece] if "," not in piece or not piece[0].isdigit() else cells.list_of(piece, ",")
        except CellError:
            pieces += cells.list_of(piece, ",")
    return pieces


def _contributors(record: Record) -> None:
    context = record.context
    if not record.has("contributors"):
        return
    partners = [
        known.pk
        for part in record.values.get("partners", ())
        if (known := context.organisations.by_code.get(part.split("|")[0]))
    ]
    found: dict[str, set[str]] = {}
    for line, column, value in record.places("contributors"):
        roles = _line_roles(record, line) or tuple(filter(None, (context.column_roles.get(column),)))
        text = record.read(line, column, cells.text_of, value) or ""
        for piece in pieces_of(text):
            find = partial(context.contributors.find, whole=text, partners=partners, roles=roles)
            who = record.read(line, column, find, piece)
            if who is None:
                continue
            if who.key.startswith("o:"):
                part = f"{who.key[2:]}|"
                parts = record.values.setdefault("partners", list(record.own.state["partners"]) if record.own else [])
                if not any(one.split("|")[0] == who.key[2:] for one in parts):
                    parts.append(part)
                continue
            found.setdefault(who.key, set()).update(who.roles)
            for code, params in who.notices:
                record.note(code, **params)
    record.values["contributors"] = [f"{key}|{','.join(sorted(roles))}" for key, roles in found.items()]


def _line_roles(record: Record, line: ImportLine) -> tuple[str, ...]:
    roles: list[str] = []
    for _line, column, value in record.places("contributor_role", [line]):
        for piece in record.read(line, column, cells.list_of, value) or []:
            code = record.read(line, column, record.context.roles.get, piece, "role_unknown")
            roles += [code] if code else []
    return tuple(roles)


def _evidence(record: Record) -> None:
    if record.has("url") or record.has("evidence_url"):
        found: list[str] = []
        for code in ("url", "evidence_url"):
            for line, column, value in record.places(code):
                found += record.read(line, column, cells.links_of, value) or []
        record.values["links"] = list(dict.fromkeys(found))
    if record.has("comment"):
        notes: list[str] = []
        for line, column, value in record.places("comment"):
            if text := record.read(line, column, cells.text_of, value):
                notes.append(text)
        record.values["notes"] = list(dict.fromkeys(notes))


def _details(record: Record) -> None:
    context = record.context
    for code, detail in DETAIL_FIELDS.items():
        if not record.has(code) or code == "identifier":
            continue
        if code in ("amount", "amount_eur"):
            record.values[f"details.{code}"] = _amount(record, code)
        elif detail.form in ("number", "money"):
            number = one(record, code, cells.whole_number)
            record.values[f"details.{code}"] = "" if number is None else number
        elif detail.form == "date":
            record.values[f"details.{code}"] = one(record, code, cells.date_of) or ""
        elif detail.form == "line":
            record.values[f"details.{code}"] = one(record, code, lambda value: cells.line_of(value, 300)) or ""
        else:
            record.values[f"details.{code}"] = one(record, code, cells.text_of) or ""
    if record.has("identifier") and any(
        context.types.facts[code].asks_identifier for code in record.values["types"] if code in context.types.facts
    ):
        record.values["details.identifier"] = one(record, "identifier", lambda value: cells.line_of(value, 300)) or ""


def _amount(record: Record, code: str) -> int | str:
    """The sum over the rows of a record; an amount that is repeated on every row is the record's own, not a part."""
    amounts: list[float] = []
    for line, column, value in record.places(code):
        if record.read(line, column, cells.whole_number, value) is not None:
            amounts.append(cells.decimal_number(value))
    if not amounts:
        return ""
    if len(amounts) > 1 and (len(set(amounts)) > 1 or _is_per_partner(record, code)):
        if record.context.is_row_per_year:
            return round(amounts[-1])
        record.note("summed", field=f"field:{code}")
        return round(sum(amounts))
    return round(amounts[0])


def _is_per_partner(record: Record, code: str) -> bool:
    headings = " ".join(plain(record.context.heading(column)) for column in record.context.columns[code])
    return any(word in headings for word in ("organisasjon", "partner", "partnar", "per "))
