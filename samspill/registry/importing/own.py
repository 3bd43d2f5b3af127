"""Rows of our own exports: which entry each is of, and which of its cells still say what stands there.

A cell that says just what an export would write now is as before, whatever it is: it is not read at all. So an export
that nobody has changed changes nothing, also where a value could not be typed into a sheet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation

from samspill.core.importing.words import as_written, one_line, says
from samspill.registry.exporting.cells import cell, level
from samspill.registry.exporting.records import comparable, fingerprint, record_of
from samspill.registry.exporting.words import CODES, Words, words
from samspill.registry.importing.comparing import Change, compare, says_as_before
from samspill.registry.importing.context import OWN_KEY, Context
from samspill.registry.importing.fields import label, year_of
from samspill.registry.importing.state import state_of
from samspill.registry.models import Entry, ImportLine, SourceRecord

LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True)
class Own:
    """The entry that a row is of, what it says now, and the columns whose cells say the same."""

    entry: Entry
    state: Mapping[str, Any]
    unchanged: frozenset[int] = field(default_factory=frozenset)


class OwnRows:
    """Finds the entries of a chunk of rows. Made once for a job."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._ways: list[tuple[str, Words]] = []

    def of(self, groups: Sequence[list[ImportLine]], entries: Iterable[Entry]) -> dict[str, Own]:
        """By key of the record. ``entries`` are those of the register with what `state_of` reads."""
        by_key = {f"{OWN_KEY}{entry.public_id}": entry for entry in entries}
        return {
            lines[0].key: Own(by_key[lines[0].key], state_of(by_key[lines[0].key]), self._unchanged(lines, by_key))
            for lines in groups
            if len(lines) == 1 and lines[0].key in by_key
        }

    def _unchanged(self, lines: list[ImportLine], by_key: Mapping[str, Entry]) -> frozenset[int]:
        line, entry = lines[0], by_key[lines[0].key]
        # An export made by somebody else leaves out the ids of people without a public page.
        hides = any(part.person and not part.person.is_public for part in entry.contributions.all())
        written = [
            self._written(entry, language, named, everybody=everybody)
            for language, named in self._language()
            for everybody in ((True, False) if hides else (True,))
        ]
        return frozenset(
            column
            for code, columns in self._context.columns.items()
            if code not in ("samspill_id", "samspill_state")
            for column in columns
            if says(
                line.cells[column] if column < len(line.cells) else None, {one[code] for one in written if code in one}
            )
        )

    def _written(self, entry: Entry, language: str, named: Words, *, everybody: bool) -> dict[str, str]:
        """What an export would write in each column that is there; of evidence what everyone sees."""
        with translation.override(language):
            record = record_of(entry, everybody=everybody)
        found = {}
        for code in self._context.columns:
            if (year := year_of(code)) is None:
                found[code] = as_written(cell(code, record, named))
            elif len(scales := {one["scale"] for one in record["readings"] if one["date"].year == year}) == 1:
                found[code] = as_written(level(record, year, scales.pop()))
        return found

    def _language(self) -> list[tuple[str, Words]]:
        """The language that the headings are in, or codes and all languages for JSON, whose keys are codes."""
        if not self._ways:
            headings = {one_line(heading).split(" [", maxsplit=1)[0] for heading in self._context.headings}
            if "samspill_id" in headings:
                self._ways = [(language, CODES) for language in LANGUAGES]
            else:
                with_labels = {language: _labels(language) for language in LANGUAGES}
                best = max(LANGUAGES, key=lambda language: len(headings & with_labels[language]))
                with translation.override(best):
                    self._ways = [(best, words())]
        return self._ways


def base_of(said: Mapping[str, Any], source: SourceRecord | None, entry: Entry) -> Mapping[str, Any] | None:
    """What the sheet is taken to have said before.

    An export carries a mark of what stood. While it still stands, nobody has edited here since, and the sheet's
    changes are taken without asking; else it is what the register's sheet said last. Evidence is never taken out by an
    export, of which the confidential part may be missing.
    """
    last = source.values if source else None
    if not (mark := said.get("samspill_state")) or mark != fingerprint(comparable(entry)):
        return last
    return state_of(entry) | {name: (last or {}).get(name) for name in ("links", "notes")}


def changes_of(said: Mapping[str, Any], source: SourceRecord | None, entry: Entry) -> list[Change]:
    """The changes that the sheet asks for. The entry must have what `state_of` reads only if the sheet has changed."""
    if says_as_before(said, source):
        return []
    return compare(said, base_of(said, source, entry), state_of(entry))


def _labels(language: str) -> set[str]:
    with translation.override(language):
        return {
            label(code) for code in ("samspill_id", "title", "type", "summary", "contributors", "partners", "status")
        }
