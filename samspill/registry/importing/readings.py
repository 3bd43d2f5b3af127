"""Readiness levels of a record: from a column per year, or from a row per year (R-REG-02, R-REG-19)."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from samspill.core.importing import values as cells
from samspill.core.importing.cell_errors import CellError, plain_suggestions
from samspill.core.importing.reading import Value
from samspill.core.importing.words import plain
from samspill.registry.choices import Kind
from samspill.registry.importing.vocabulary import Scale
from samspill.registry.models import ImportLine

if TYPE_CHECKING:
    from samspill.registry.importing.records import Record

LEVEL_WORDS = {"niva", "trinn", "steg", "nr", "nummer", "level", "no", "number", "ca", "no level", "trl niva"}


def readings_of(record: "Record") -> None:
    """Fill ``values["readings"]``: "2024|trl" (only the year is known) or "2024-05-01|trl" → code of the level."""
    context = record.context
    if not context.years and not record.has("trl"):
        return
    found: dict[str, str] = {}
    for line in record.lines:
        for code, year in context.years.items():
            for _line, column, value in record.places(code, [line]):
                _add(record, found, line, column, value, str(year))
        for _line, column, value in record.places("trl", [line]):
            text = record.read(line, column, cells.text_of, value)
            if text and (when := _when(record, line, column)):
                _add(record, found, line, column, value, when)
    record.values["readings"] = dict(sorted(found.items()))


def _add(record: "Record", found: dict[str, str], line: ImportLine, column: int, value: Value, when: str) -> None:
    code = record.read(line, column, level_of, record, line, column, value)
    if not code:
        return
    place = f"{when}|{code.rsplit('-', 1)[0]}"
    if found.get(place, code) != code:
        record.fault(line, column, CellError("two_levels", when=when))
        return
    found[place] = code


def _when(record: "Record", line: ImportLine, column: int) -> str:
    """The date of the row's level, else its year, else the year that holds for the sheet; "" after a fault."""
    today = timezone.localdate()
    for _line, place, value in record.places("readiness_date", [line]):
        text = record.read(line, place, cells.text_of, value)
        if text is None:
            return ""
        if len(text) == 4 and text.isdecimal():
            break
        found = record.read(line, place, cells.date_of, value)
        if found and date.fromisoformat(found) > today:
            record.fault(line, place, CellError("future"))
            return ""
        return found or ""
    for code in ("year", "readiness_date"):
        for _line, place, value in record.places(code, [line]):
            year = record.read(line, place, cells.year_number, value)
            if year and year > today.year:
                record.fault(line, place, CellError("future"))
                return ""
            return str(year) if year else ""
    if record.has("year") or record.has("readiness_date"):
        record.fault(line, column, CellError("no_year"))
        return ""
    return str(record.context.options.level_year)


def level_of(record: "Record", line: ImportLine, column: int, value: Value) -> str:
    """The code of the level in a cell, "" when it is empty. A type with a scale of its own is never put on another."""
    text = cells.text_of(value)
    if not text:
        return ""
    if record.kind != Kind.INNOVATION:
        raise CellError("not_measured")
    words, numbers = cells.levels_in(text)
    given = _given(record, line, column, words)
    own = _scales(record)
    if given and not record.values["types"]:
        own = {given.code: given}  # the type is unknown, and that is told of where it stands
    scale = given if given and given.code in own else own[next(iter(own))]
    highest = max(scale.levels)
    if not numbers:
        number = scale.levels and record.context.scales.level_named(scale, text)
        if not number:
            near = record.context.scales.nearest_levels(scale, text)
            raise CellError("level", value=text, highest=highest, suggestions=plain_suggestions(near))
        numbers = [number]
    elif words and plain(words) not in LEVEL_WORDS and record.context.scales.find(words) is None:
        raise CellError("level", value=text, highest=highest, suggestions=plain_suggestions([str(numbers[0])]))
    if len(numbers) > 1:
        choices = [str(number) for number in numbers if number in scale.levels]
        raise CellError("level_several", value=text, suggestions=plain_suggestions(choices))
    if given and given.code not in own:
        name = scale.name.split("(")[0].strip()
        choices = [f"{name} {numbers[0]}"] if numbers[0] in scale.levels else []
        raise CellError("other_scale", scale=scale.name, given=given.name, suggestions=plain_suggestions(choices))
    if numbers[0] not in scale.levels:
        raise CellError(
            "level_range", scale=scale.name, highest=highest, value=numbers[0],
            suggestions=plain_suggestions(_within(numbers[0], highest)),
        )  # fmt: skip
    return scale.levels[numbers[0]]


def _within(number: int, highest: int) -> list[str]:
    """Levels that may have been meant: the digits of 45 are 4 and 5; 11 may be 1; else the highest."""
    digits = [digit for digit in dict.fromkeys(str(number)) if 1 <= int(digit) <= highest]
    return [*digits, *([str(highest)] if number > highest and str(highest) not in digits else [])]


def _scales(record: "Record") -> dict[str, Scale]:
    """The scales of the record's types, in their order; the register's when none of them has one."""
    context = record.context
    codes = [facts.scale for code in record.values["types"] if (facts := context.types.facts.get(code)) and facts.scale]
    codes = list(dict.fromkeys(codes)) or [context.register.scale.code]
    return {code: context.scales.by_code[code] for code in codes}


def _given(record: "Record", line: ImportLine, column: int, words: str) -> Scale | None:
    """The scale that the cell names, else the row's column for it, else "TRL" in the heading."""
    scales = record.context.scales
    if words and (found := scales.find(words)):
        return found
    for _line, place, value in record.places("readiness_scale", [line]):
        text = record.read(line, place, cells.text_of, value)
        if text:
            found = scales.find(text)
            if found is None:
                known = ", ".join(scale.name for scale in scales.by_code.values())
                names = [scale.name for scale in _scales(record).values()]
                error = CellError("scale_unknown", known=known, suggestions=plain_suggestions(names))
                if not any(fault.row == line.number and fault.column == place for fault in record.faults):
                    record.fault(line, place, error)
            return found
    if column in record.context.trl_columns and "trl" in scales.by_code:
        return scales.by_code["trl"]
    return None
