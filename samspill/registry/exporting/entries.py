"""Entries as a table: which columns there are, and the way to the rows."""

import gc
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from samspill.core.exporting import Column, Table, Value
from samspill.core.exporting.tables import CHUNK
from samspill.parties.domain.acting import Acting
from samspill.registry.exporting.cells import cell, level
from samspill.registry.exporting.records import load, record_of, works_with
from samspill.registry.exporting.words import Words, words
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.importing.fields import fields, known, yearly
from samspill.registry.importing.headings import OWN, field_for
from samspill.registry.models import Entry, ReadinessScale
from samspill.registry.shown import registers_shown

WIDE = {"title": 45, "summary": 60, "contributors": 45, "partners": 45, "market_potential": 40, "effects": 40,
        "potential_effect": 40, "beneficiaries": 40, "evidence_url": 40, "evidence": 40, "related": 40}  # fmt: skip
PORTION = 5_000
"""Ids that are sent to the database at a time."""
Writer = Callable[[dict[str, Any], Words], Value]


def entry_table(wanted: Iterable[int], acting: Acting) -> Table:
    """The entries with these ids, in their order, with all that this user may see of them.

    The columns are those that a register reads in again. Readiness has a column for each year and scale that occurs,
    and details of types one for each that occurs. The ids alone are in memory all the time (8 bytes each).
    """
    ids = array("q", wanted)
    named = words()
    columns = [*_columns(ids)]
    registers = frozenset(registers_shown(acting).values_list("pk", flat=True))
    visible = Entry.objects.visible_to(acting)
    writers = [write for _column, write in columns]

    def of(chunk: list[int]) -> Iterator[dict[str, Any]]:
        found, own = load(chunk, visible), works_with(acting, chunk)
        for pk in chunk:
            if entry := found.get(pk):
                yield record_of(entry, registers=registers, confidential=pk in own, everybody=pk in own)

    def objects() -> Iterator[dict[str, Any]]:
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK].tolist()
            yield from of(chunk)
            # An entry and its parts hold each other, and web processes seldom look for such circles by themselves.
            gc.collect(1)

    return Table(
        columns=[column for column, _write in columns],
        count=len(ids),
        objects=objects,
        cells=lambda record: [write(record, named) for write in writers],
        record=lambda record: {code: value for code, value in record.items() if value not in (None, "", [])},
        notes=[
            _("The file can be read into its register again (From a spreadsheet): what nobody has changed stays."),
            _("Columns marked [samspill] are for reading only and are passed over."),
        ],
    )


def heading(code: str, label: str) -> str:
    """The label; with the code in brackets where the importer would else take the column for another or for none."""
    if known(code) and code:
        return label if field_for(label) == code else f"{label} [{code}]"
    return label if not field_for(label) else f"{label} [{OWN}]"


def _columns(ids: "array[int]") -> Iterator[tuple[Column, Writer]]:
    for code, label in _before():
        yield _column(code, label)
    scales = {row.code: row.name for row in ReadinessScale.objects.all()}
    for scale, year in _years(ids):
        title = heading(yearly(year), f"{scales[scale]} {year}")
        yield Column(f"{yearly(year)}:{scale}", title, 12), partial(_level, year=year, scale=scale)
    for code, label in _after():
        yield _column(code, label)
    for code in _details(ids):
        yield _column(code, str(fields()["identifier" if code == "identifier" else code].label))
    for code, label in _last():
        yield _column(code, label)


def _column(code: str, label: str) -> tuple[Column, Writer]:
    return Column(code, heading(code, label), WIDE.get(code, 18)), partial(cell, code)


def _level(record: dict[str, Any], named: Words, *, year: int, scale: str) -> Value:
    return level(record, year, scale)


def _field(code: str) -> tuple[str, str]:
    return code, str(fields()[code].label)


def _before() -> list[tuple[str, str]]:
    return [
        _field("samspill_id"), _field("title"), ("kind", _("Kind")), _field("type"), _field("own_word"),
        _field("summary"), _field("start_date"), _field("end_date"), _field("language"), _field("status"),
        ("visibility", _("Who can see it")), ("organisation", _("Owner")), _field("unit"), ("register", _("Register")),
        _field("contributors"), ("shares", _("Shares")), _field("partners"), ("in_use", _("Taken into use")),
    ]  # fmt: skip


def _after() -> list[tuple[str, str]]:
    codes = ("market_potential", "potential_effect", "effects", "beneficiaries", "keywords", "sdg", "discipline")
    return [
        ("all_readings", _("All readings")), *(_field(code) for code in (*codes, "service_area", "evidence_url")),
        ("evidence", _("Evidence")), ("ways", _("Way to innovation")), _field("marked_effects"),
        ("progress", _("Progress indicators")), ("related", _("Related entries")),
    ]  # fmt: skip


def _last() -> list[tuple[str, str]]:
    return [
        ("published", _("Published")), ("updated", _("Last changed")), ("address", _("Short address")),
        _field("samspill_state"),
    ]  # fmt: skip


def _years(ids: "array[int]") -> list[tuple[Any, ...]]:
    """(scale, year) of all readings that stand, by scale and year, so that each scale's years stand together."""
    found = _asked(
        """
        SELECT DISTINCT scale.code, extract(year FROM reading.date)::integer
        FROM unnest(%s::bigint[]) AS wanted(id)
        JOIN registry_readinessreading reading ON reading.entry_id = wanted.id
        JOIN registry_readinesslevel level ON level.id = reading.level_id
        JOIN registry_readinessscale scale ON scale.id = level.scale_id
        WHERE NOT EXISTS (SELECT FROM registry_readinessreading WHERE corrects_id = reading.id)
        """,
        ids,
    )
    return sorted(found, key=lambda pair: (pair[0] != "trl", *pair))


def _details(ids: "array[int]") -> list[str]:
    """The details that any of the entries has, in the order of `DETAIL_FIELDS`."""
    found = _asked(
        """
        SELECT DISTINCT jsonb_object_keys(entry.details)
        FROM unnest(%s::bigint[]) AS wanted(id) JOIN registry_entry entry USING (id) WHERE entry.details <> '{}'
        """,
        ids,
    )
    used = {row[0] for row in found}
    return [code for code in DETAIL_FIELDS if code in used]


def _asked(sql: str, ids: "array[int]") -> set[tuple[Any, ...]]:
    """Rows of a question about entries by their ids, asked in portions: a list of all would be in memory at once."""
    found: set[tuple[Any, ...]] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(ids), PORTION) or [0]:
            cursor.execute(sql, [ids[start : start + PORTION].tolist()])
            found.update(cursor.fetchall())
    return found
