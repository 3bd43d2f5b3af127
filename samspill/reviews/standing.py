"""What assessments came to, in memory: of a register what `matrix.results_of` asks the database for, and of one call.

What an assessment came to is written when it is closed and never again, so the results are kept while no assessment of
the register has been opened or closed. Titles, and which innovations are living, are put beside them
(`registry.kept_entries`): after a change of one innovation, that alone is done anew (ADR 0041).
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from samspill.core import prepared
from samspill.core.kept_pieces import KeptPieces, rows_stamp
from samspill.core.prepared_rows import Prepared
from samspill.registry import kept_entries
from samspill.registry.kept_entries import Known, KnownEntries, by_title, rows_of
from samspill.reviews.living import LIVING
from samspill.reviews.matrix import Cell, is_high
from samspill.reviews.models import AssessmentCall, CallEntry
from samspill.reviews.queries import standing_results


class Result(NamedTuple):
    """What an assessment came to for an innovation: means, and the least and the greatest answer; none of them where
    nobody has ``given`` one."""

    entry: int
    call_title: str
    closed_at: datetime
    least: int | None  # from where a mean was high when it was closed
    given: int
    probability: Decimal
    impact: Decimal
    probability_low: int
    probability_high: int
    impact_low: int
    impact_high: int

    @property
    def cell(self) -> tuple[int, int]:
        """Where it stands in the matrix: a cell holds the means from its number to just below the next."""
        return int(self.probability), int(self.impact)


FIELDS = ("entry_id", "call__title", "call__closed_at", "call__threshold", *Result._fields[4:])
_STANDS = f"""
    SELECT {kept_entries.STANDS.format(register="r.id")}, {rows_stamp("r", "p")},
        (SELECT string_agg(concat({rows_stamp("c")},
            (SELECT count(*) FROM reviews_callassessor a WHERE a.call_id = c.id), '|', CASE WHEN c.closed_at IS NULL
            THEN (SELECT count(*) FROM reviews_assessment s WHERE s.call_id = c.id) END), ' ' ORDER BY c.id)
         FROM reviews_assessmentcall c WHERE c.register_id = r.id)
    FROM registry_register r JOIN registry_registerprofile p ON p.id = r.profile_id WHERE r.id = %s
"""  # noqa: S608 – our own words
"""How the register's entries, itself, and its assessments stand. What an assessment came to is written when it is
closed, with the row of the assessment itself, and never again."""
Results = dict[int, Result]
"""By the key of the innovation."""
_STANDING = Prepared(lambda register: standing_results().filter(call__register=register).values_list(*FIELDS), int)
_OF_CALL = Prepared(
    lambda call: CallEntry.objects.filter(call=call).order_by("position", "pk").values_list(*FIELDS), int
)
_results = KeptPieces[Results](60)
_standings = KeptPieces["Standing"](60)


@dataclass(frozen=True)
class Standing:
    """The assessed ones, the highest first, then by title; and those that nobody has assessed."""

    placed: list[tuple[Known, Result]]
    unassessed: list[Known]


def how_it_stands(register: int) -> tuple[KnownEntries, Hashable, Hashable]:
    """The register's entries; what changes with itself or its profile; and what changes when an assessment of it is
    opened, answered or closed. One query, and one where an entry has changed."""
    [(stands, own, calls)] = prepared.fetch(_STANDS, [register], once=True)
    return kept_entries.entries_of(register, stands), own, calls


def standing_of(register: int, known: KnownEntries, calls: Hashable) -> Standing:
    """Of the living innovations of a register; those that are not assessed are in the order of their titles.

    ``calls``: changes when an assessment of the register is opened or closed. One query where it has.
    """
    name, stamp = ("register", register), (known.number, calls)
    found = _standings.find(name, stamp)
    if found is None:
        results = _read(name, calls, _STANDING, register)
        living = [entry for entry in known.by_title.values() if entry.status in LIVING]
        found = Standing(
            _placed(living, results),
            [entry for entry in living if entry.is_living_innovation and entry.pk not in results],
        )
        _standings.keep(name, stamp, found)
    return found


def of_call(call: AssessmentCall, known: KnownEntries) -> Standing:
    """Of a closed assessment, with what is not living any more; those that nobody assessed are in the call's order.

    ``known``: of its register. One query where it is not kept; and one if innovations have left the register since.
    """
    name, stamp = ("call", call.pk), (known.number, call.closed_at)
    found = _standings.find(name, stamp)
    if found is None:
        results = _read(name, call.closed_at, _OF_CALL, call.pk)
        entries = known.by_title
        if gone := [pk for pk in results if pk not in entries]:
            entries = by_title([*known.rows, *rows_of(gone)])
        given = {pk: result for pk, result in results.items() if result.given}
        nobody = [entries[pk] for pk, result in results.items() if not result.given]
        found = Standing(_placed(entries.values(), given), nobody)
        if not gone:  # those have changes of their own
            _standings.keep(name, stamp, found)
    return found


def _read(name: Hashable, stamp: Hashable, rows: "Prepared[Any]", of: int) -> Results:
    results = _results.find(name, stamp)
    if results is None:
        results = {row[0]: Result._make(row) for row in rows(of)}
        _results.keep(name, stamp, results)
    return results


def _placed(entries: Iterable[Known], results: Results) -> list[tuple[Known, Result]]:
    placed = [(entry, results[entry.pk]) for entry in entries if entry.pk in results]
    return sorted(placed, key=lambda one: (-one[1].probability, -one[1].impact))


def cells(results: Iterable[Result], least: int) -> list[Cell]:
    """How many stand in each cell, as `matrix.cells` counts them."""
    numbers = Counter(result.cell for result in results)
    return [Cell(p, i, number, is_high(p, i, least)) for (p, i), number in sorted(numbers.items())]


class Threshold(NamedTuple):
    """From where a mean was high when an assessment was closed; ``lost``: so many were high by it, and are not now."""

    call_title: str
    closed_at: datetime
    least: int
    lost: int


def other_thresholds(results: Iterable[Result], now: int) -> list[Threshold]:
    """Of the assessments among these whose threshold is not the one of ``now``, the last closed first."""
    found = Counter[tuple[datetime, str, int]]()
    for one in results:
        if one.least is not None and one.least != now:
            was_high, high = (is_high(one.probability, one.impact, least) for least in (one.least, now))
            found[one.closed_at, one.call_title, one.least] += was_high and not high
    return [Threshold(title, at, least, lost) for (at, title, least), lost in sorted(found.items(), reverse=True)]
