"""The partners of a record: from numbers, names, roles and municipality numbers in its rows."""

import re
from typing import TYPE_CHECKING

from samspill.core.importing import values as cells
from samspill.core.importing.cell_errors import CellError, Suggestion
from samspill.core.importing.words import one_line
from samspill.registry.importing.organisations import Known, New, number_in
from samspill.registry.models import ImportLine

if TYPE_CHECKING:
    from samspill.registry.importing.records import Record

SOURCES = ("partners", "partner_org_number", "municipality_number")


def partners_of(record: "Record") -> None:
    """Fill ``values["partners"]`` with "code|role" (or "new:…|role") for every partner that the rows name."""
    if not any(record.has(code) for code in SOURCES):
        return
    found: dict[str, None] = {}
    for line in record.lines:
        role = _role(record, line)
        for partner, own_role in _of_line(record, line):
            if isinstance(partner, New):
                record.new_organisations[partner.key] = {
                    "name": partner.name, "number": partner.number, "municipality": partner.municipality,
                }  # fmt: skip
                record.note("new_organisation", name=partner.name)
                found[f"{partner.key}|{own_role or role}"] = None
            else:
                found[f"{partner.code}|{own_role or role}"] = None
    record.values["partners"] = list(found)


Partner = Known | New


def _of_line(record: "Record", line: ImportLine) -> list[tuple[Partner, str]]:
    """Who one row names, each with the role that stands beside the name, or ""."""
    numbers = _pieces(record, line, "partner_org_number")
    names = list(record.places("partners", [line]))
    if any(number.strip("0") for _column, number in numbers):  # many registers write 0 for "no number"
        return _numbered(record, line, numbers)
    if names:
        found: list[tuple[Partner, str]] = []
        for _line, column, value in names:
            text = record.read(line, column, cells.text_of, value) or ""
            found += _named(record, line, column, text)
        return found
    if not record.has("partners") and not record.has("partner_org_number"):
        for _line, column, value in record.places("municipality_number", [line]):
            one = record.read(line, column, record.context.organisations.municipality, str(value))
            if one:
                return [(one, "")]
    return []


def _pieces(record: "Record", line: ImportLine, code: str) -> list[tuple[int, str]]:
    """(column, piece) for every piece of the cells of a field."""
    found = []
    for _line, column, value in record.places(code, [line]):
        for piece in record.read(line, column, cells.list_of, value) or []:
            found.append((column, piece))
    return found


def _numbered(record: "Record", line: ImportLine, numbers: list[tuple[int, str]]) -> list[tuple[Partner, str]]:
    """Partners given by number, each with its name when the row has one."""
    names: list[tuple[int, str]]
    if len(numbers) == 1:
        names = [(column, one_line(value)) for _l, column, value in record.places("partners", [line])][:1]
    else:
        names = _pieces(record, line, "partners")
    if names and len(names) != len(numbers):
        record.fault(line, numbers[0][0], CellError("org_numbers_differ", numbers=len(numbers), names=len(names)))
        return []
    found: list[tuple[Partner, str]] = []
    for place, (column, number) in enumerate(numbers):
        name_column, name = names[place] if names else (column, "")
        one = _by_number(record, line, column, number, name_column, name)
        if one:
            found.append((one, ""))
    return found


def _by_number(
    record: "Record", line: ImportLine, column: int, number: str, name_column: int, name: str
) -> Partner | None:
    known = record.context.organisations
    try:
        checked = number_in(number)
    except CellError as error:
        with_numbers = [one for one in (known.named(name) or known.nearest(name)) if one.number] if name else []
        error.suggestions = tuple(Suggestion(one.number, f"{one.number} ({one.name})") for one in with_numbers[:3])
        record.fault(line, column, error)
        return None
    if one := known.numbered(checked):
        return one
    if not name:
        record.fault(line, column, CellError("org_number_alone"))
        return None
    municipality = _municipality(record, line)
    try:
        if one := known.get(name, municipality=municipality):
            return one
    except CellError as error:
        record.fault(line, name_column, error)
        return None
    if record.context.options.new_organisations and known.may_be_new(name, has_number=True):
        return New(name[:250], checked, municipality)
    record.fault(line, name_column, known.unknown(name))
    return None


def _named(record: "Record", line: ImportLine, column: int, text: str) -> list[tuple[Partner, str]]:
    """Partners given by name. A name may have a comma, "og" or brackets in it, so wholes are tried before parts."""
    known, municipality = record.context.organisations, _municipality(record, line)
    if not text:
        return []
    found: list[tuple[Partner, str]] = []
    for piece in _split(record, text):
        before, _, after = text.partition(piece) if piece in text else ("", "", "")
        name, role = _without_role(record, piece)
        after = piece.removeprefix(name) + after  # what is suggested takes the place of the name alone
        try:
            one = known.get(name, before=before, after=after, municipality=municipality)
            if one:
                found.append((one, role))
            elif record.context.options.new_organisations and known.may_be_new(name):
                found.append((New(name[:250], "", municipality), role))
            else:
                record.fault(line, column, known.unknown(name, before=before, after=after))
        except CellError as error:
            record.fault(line, column, error)
    return found


def _split(record: "Record", text: str) -> list[str]:
    known = record.context.organisations
    pieces: list[str] = []
    for piece in cells.list_of(text, r"[;\n|]"):
        if known.named(piece) or known.named(_without_role(record, piece)[0]):
            pieces.append(piece)
            continue
        parts = cells.list_of(piece, ",")
        for part in parts:
            halves = cells.list_of(part, r"\s+(?:og|and|&)\s+")
            is_two = len(halves) > 1 and not known.named(part) and any(known.named(half) for half in halves)
            pieces += halves if is_two else [part]
    return pieces


def _without_role(record: "Record", piece: str) -> tuple[str, str]:
    """ "Fjordvik kommune (vertskap)" is a name and a role."""
    if m := re.fullmatch(r"(.+?)\s*\(([^()]+)\)", piece):
        role = record.context.partner_roles.find(m[2])
        if role and not record.context.organisations.is_called(piece):
            return m[1], role
    return piece, ""


def _role(record: "Record", line: ImportLine) -> str:
    for _line, column, value in record.places("partner_role", [line]):
        text = record.read(line, column, cells.text_of, value)
        if text:
            return record.read(line, column, record.context.partner_roles.get, text, "role_unknown") or ""
    return ""


def _municipality(record: "Record", line: ImportLine) -> str:
    """The municipality of the row, as help to tell namesakes apart and to place a new organisation; never a fault."""
    for _line, _column, value in record.places("municipality_number", [line]):
        return record.context.organisations.lies_in(str(value))
    return ""
