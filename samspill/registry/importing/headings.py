"""Finds the row of headings, and what each column is, from Norwegian and English headings and synonyms."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils import timezone, translation
from openpyxl.utils import get_column_letter

from samspill.core.importing.reading import Row, Value
from samspill.core.importing.words import one_line, plain
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.importing.fields import FIRST_YEAR, RENAMED, fields, known, takes_several, yearly

TABLE = Path(__file__).resolve().parent.parent / "reference" / "import_headings.csv"
FAULT_MARK = "⚠"
"""Before the heading of a column of messages, in the sheets of faulty rows that we send out; passed over here."""
OWN = "samspill"
"""In brackets after the heading of a column that an export of ours has for reading only; passed over too."""
SEARCHED_ROWS = 30
"""How far down a heading row is looked for."""

_YEAR = re.compile(r"(?<!\d)(19[89]\d|20\d\d)(?!\d)")
_CODE = re.compile(r"\[([a-z_]+(?:@\d{4})?)\]$")
_READINESS = ("trl", "modenhet", "modningsgrad", "mogenskap", "mogningsgrad", "readiness", "maturity", "srl", "niva")


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet. ``row`` is None when there are none; ``depth`` rows belong to them."""

    row: int | None
    depth: int
    texts: list[str]


@cache
def synonyms() -> dict[str, str]:
    """Heading in its plain form -> field code; labels of the fields themselves count in all three languages."""
    found: dict[str, str] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(plain(row["heading"]), RENAMED.get(row["field"], row["field"]))
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            for code, field in fields().items():
                found.setdefault(plain(field.label), code)
            for detail in DETAIL_FIELDS.values():
                if detail.code in fields():
                    found.setdefault(plain(detail.label), detail.code)
    return {text: code for text, code in found.items() if known(code)}


def field_for(heading: str) -> str:
    """The field that a heading names, or "" when none. Units and remarks in brackets after it do not count.

    A field's code in square brackets at the end is that field, whatever stands before.
    """
    text = plain(heading)
    if not text or heading.startswith(FAULT_MARK):
        return ""
    if (named := _CODE.search(heading.strip())) and (named[1] == OWN or known(named[1])):
        return "" if named[1] == OWN else named[1]
    if year := _YEAR.search(heading):
        words = plain(_YEAR.sub(" ", heading)).split()
        number = int(year[1])
        if FIRST_YEAR <= number <= timezone.localdate().year and (
            not words or any(word.startswith(_READINESS) for word in words)
        ):
            return yearly(number)
    is_euro = bool(re.search(r"\beur\b|€|\beuro\b", heading.casefold()))
    bare = plain(re.sub(r"[(\[].*?[)\]]", " ", heading)) or text
    for candidate in (text, bare, re.sub(r" (eur|euro|nok|kr)$", "", bare)):
        if code := synonyms().get(candidate):
            return "amount_eur" if code == "amount" and is_euro else code
    return ""


def find(rows: Sequence[Row]) -> Headings:
    """The row whose cells are headings most of all, among the first ones; rows of text only, above rows of values."""
    best, best_score = Headings(None, 0, []), 0.0
    for place, (number, values) in enumerate(rows[:SEARCHED_ROWS]):
        below = rows[place + 1] if place + 1 < len(rows) else None
        for depth, texts in _candidates(values, below, number):
            score = _score(texts)
            if score > best_score + 0.01:
                best, best_score = Headings(number, depth, texts), score
    if best.row is None:
        width = max((len(values) for _number, values in rows), default=0)
        return Headings(None, 0, [get_column_letter(column) for column in range(1, width + 1)])
    return best


def at(rows: Sequence[Row], row: int | None) -> Headings:
    """The headings where the user says they are; None when the user says there are none."""
    for number, values in rows:
        if number == row:
            return Headings(row, 1, [one_line(value or "") for value in values])
    width = max((len(values) for _number, values in rows), default=0)
    return Headings(None, 0, [get_column_letter(column) for column in range(1, width + 1)])


def _candidates(values: list[Value], below: Row | None, number: int) -> list[tuple[int, list[str]]]:
    """The row alone, and with the row below when a shared heading stands above years ("TRL" over 2022, 2023)."""
    texts = [one_line(value) if value not in (None, "") else "" for value in values]
    found = [(1, texts)]
    if below and below[0] == number + 1:
        under = [one_line(value) if value not in (None, "") else "" for value in below[1]]
        width = max(len(texts), len(under))
        upper, lower = (row + [""] * (width - len(row)) for row in (texts, under))
        if sum(bool(_YEAR.fullmatch(text)) for text in lower) >= 1 and all(
            not low or _YEAR.fullmatch(low) or plain(low) == plain(up) for up, low in zip(upper, lower, strict=True)
        ):
            joined, shared = [], ""
            for up, low in zip(upper, lower, strict=True):
                shared = up or (shared if low else "")
                joined.append(f"{shared} {low}".strip() if low and plain(low) != plain(up) else up)
            found.append((2, joined))
    return found


def _score(texts: list[str]) -> float:
    """How many different fields the cells name; a row that is one text repeated or mostly numbers is no heading."""
    codes = {code for text in texts if (code := field_for(text))}
    filled = [text for text in texts if text]
    if len(codes) < min(2, len(filled)) or not codes:
        return 0
    if any(len(text) > 120 for text in filled):
        return 0
    numbers = sum(bool(re.fullmatch(r"[\d.,\s-]+", text)) and not _YEAR.fullmatch(text) for text in filled)
    return len(codes) + 0.5 * len(filled) / 100 - numbers


def match(headings: Sequence[str], remembered: Mapping[str, str], *, has_headings: bool) -> dict[str, str]:
    """Column number (as text) -> field code or "". What the register remembers goes before the synonyms."""
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    wanted = []
    is_ours = any(field_for(heading) == "samspill_id" for heading in headings)  # then we know our own headings
    for column, heading in enumerate(headings):
        memory = None
        if heading and not heading.startswith(FAULT_MARK) and not is_ours:
            memory = remembered.get(plain(heading))
        wanted.append((0 if memory is not None else 1, column, memory if memory is not None else ""))
    for order, column, memory in sorted(wanted):
        code = memory if order == 0 else (field_for(headings[column]) if has_headings else "")
        if code and (not known(code) or (code in taken and not takes_several(code))):
            code = ""
        if code:
            taken.add(code)
        mapping[str(column)] = code
    return dict(sorted(mapping.items(), key=lambda item: int(item[0])))


def names_trl(heading: str) -> bool:
    """Whether a column says by its heading that its levels are TRL."""
    return "trl" in plain(re.sub(r"trl@\d{4}", " ", heading)).split()
