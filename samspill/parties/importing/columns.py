"""Which of our lists a file is, told by its headings in any of the three languages or by the keys of its JSON."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _

from samspill.core.errors import RuleError
from samspill.core.exporting import Column
from samspill.core.importing.reading import Row
from samspill.core.importing.words import one_line, plain
from samspill.parties import exporting
from samspill.parties.models import PartySheet

LANGUAGES = ("nb", "nn", "en")
SEARCHED_ROWS = 30
MEMBERS = "members"
Kind = PartySheet.Kind
KEYS: dict[str, str] = {Kind.ORGANISATIONS: "code", Kind.UNITS: "code", Kind.PEOPLE: "id", MEMBERS: "id"}
"""The column by which a row is known."""
COLUMNS: dict[str, Callable[[], list[tuple[Column, exporting.Getter]]]] = {
    Kind.ORGANISATIONS: exporting.organisation_columns,
    Kind.UNITS: exporting.unit_columns,
    Kind.PEOPLE: exporting.person_columns,
    MEMBERS: exporting.affiliation_columns,
}
_OF_ENTRIES = re.compile(r"\[samspill\]|^samspill_(id|state)$")


@dataclass(frozen=True)
class Columns:
    """The row of headings, what each is ("" when it is none of ours), and their language ("" when it is not said)."""

    row: int
    headings: list[str]
    codes: list[str]
    language: str


@cache
def _named(kind: str) -> dict[str, dict[str, str]]:
    """Language -> plain heading -> code; under "" the keys of JSON."""
    found: dict[str, dict[str, str]] = {"": {column.code: column.code for column, _getter in COLUMNS[kind]()}}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = {plain(column.heading): column.code for column, _getter in COLUMNS[kind]()}
    return found


def headings_of(kind: str) -> dict[str, str]:
    """Code -> heading, in the active language."""
    return {column.code: column.heading for column, _getter in COLUMNS[kind]()}


def find(kind: str, rows: Sequence[Row]) -> Columns:
    """The columns of a file that is to be one of these lists. Raises `RuleError` when it is another, or none."""
    found = {name: _best(name, rows) for name in COLUMNS}
    own = found[kind]
    if _is_of_entries(rows, own):
        raise RuleError(
            _(
                "This is a list of entries. Send it in under its register instead: From a spreadsheet, on the page "
                "of the register."
            ),
            field="file",
        )
    nearest = max(COLUMNS, key=lambda name: (len(_recognised(name, found[name])), name == kind))
    if nearest != kind and KEYS[nearest] in found[nearest].codes:
        raise RuleError(_elsewhere(nearest), field="file")
    if KEYS[kind] not in own.codes or len(_recognised(kind, own)) < 2:
        wanted = headings_of(kind)
        raise RuleError(
            _(
                "The columns of this list are not found in the file: it needs “%(key)s”, by which a row is known, and "
                "at least one more of: %(others)s. Export the list, edit that file, and send it in."
            )
            % {
                "key": wanted[KEYS[kind]],
                "others": ", ".join(text for code, text in wanted.items() if code != KEYS[kind]),
            },
            field="file",
        )
    return own


def _is_of_entries(rows: Sequence[Row], own: Columns) -> bool:
    """Whether the headings, or what stands above them, are those of entries. Below, people may write what they want."""
    above = [values for number, values in rows if number <= own.row] or [values for _number, values in rows[:1]]
    return any(_OF_ENTRIES.search(str(value or "")) for values in above for value in values)


def _elsewhere(kind: str) -> str:
    if kind == Kind.ORGANISATIONS:
        return _("This is a list of organisations. Send it in under Parties.")
    if kind == Kind.UNITS:
        return _("This is a list of units. Send it in on the page of the organisation, under Units.")
    if kind == Kind.PEOPLE:
        return _("This is a list of people. Send it in on the page of the organisation, under People.")
    return _(
        "This is a list of who belongs where, which is for reading. Change it on the page of each person; names and "
        "ORCID iDs can be sent in with the list of people, from the page about units and people."
    )


def _recognised(kind: str, columns: Columns) -> set[str]:
    return {code for code in columns.codes if code}


def _best(kind: str, rows: Sequence[Row]) -> Columns:
    """The row that names most of the columns. A column that stands twice counts once: the first."""
    best = Columns(0, [], [], "")
    for number, values in rows[:SEARCHED_ROWS]:
        headings = [one_line("" if value is None else value) for value in values]
        for language, named in _named(kind).items():
            codes: list[str] = []
            for heading in headings:
                code = named.get(plain(heading) if language else heading, "")
                codes.append("" if code in codes else code)
            if sum(map(bool, codes)) > sum(map(bool, best.codes)):
                best = Columns(number, headings, codes, language)
    return best
