"""An entry with all rows that its page shows, read in one query.

Put together by Django, the same takes eight queries, and more time than all the rest of the page.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models.base import ModelState

from samspill.core import prepared
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.models import (
    Confirmation,
    Contribution,
    Entry,
    EntryIdentifier,
    Evidence,
    Participation,
    Progress,
    ReadinessReading,
    Register,
    Relation,
)
from samspill.website import entry_case
from samspill.website.entry_case import CaseRecord
from samspill.website.kept_pages import ENTRY, STAMP_VALUE

M = TypeVar("M", bound=models.Model)
Row = Mapping[str, Any]


def _columns(table: str, names: str) -> str:
    """SQL for a row of a table as JSON."""
    pairs = ", ".join(f"'{name}', {table}.{name}" for name in names.split())
    return f"json_build_object({pairs})"


NAMES = "id code name_nb name_nn name_en"
OWNER = f"{NAMES} is_example kind number ror"
UNIT = f"{NAMES} organisation_id path"
LINKED = "id title language public_id status visibility"
QUERY = f"""
    SELECT {STAMP_VALUE}, json_build_object(
        'entry', to_json(e), 'organisation', {_columns("o", OWNER)}, 'unit', {_columns("u", UNIT)},
        'register', {_columns("r", f"{NAMES} is_public is_example organisation_id unit_id profile_id")},
        'contributions', (SELECT json_agg(json_build_object('row', to_json(c), 'unit', {_columns("cu", UNIT)},
             'person', {_columns("p", "id name public_id is_public orcid")}) ORDER BY c.position, c.id)
         FROM registry_contribution c LEFT JOIN parties_person p ON p.id = c.person_id
         LEFT JOIN parties_unit cu ON cu.id = c.unit_id WHERE c.entry_id = e.id),
        'participations', (SELECT json_agg(json_build_object('row', to_json(t), 'organisation', {_columns("po", OWNER)})
             ORDER BY t.id)
         FROM registry_participation t JOIN parties_organisation po ON po.id = t.organisation_id
         WHERE t.entry_id = e.id),
        'answers', (SELECT json_agg({_columns("a", "id contribution_id participation_id statement answer about")}
             ORDER BY a.at, a.id)
         FROM (SELECT a.* FROM registry_contribution c JOIN registry_confirmation a ON a.contribution_id = c.id
               WHERE c.entry_id = e.id
               UNION ALL
               SELECT a.* FROM registry_participation t JOIN registry_confirmation a ON a.participation_id = t.id
               WHERE t.entry_id = e.id) a),
        'readings', (SELECT json_agg(x ORDER BY x.date, x.id) FROM registry_readinessreading x
         WHERE x.entry_id = e.id),
        'evidence', (SELECT json_agg(x ORDER BY x.date DESC, x.id DESC) FROM registry_evidence x
         WHERE x.entry_id = e.id),
        'effects', (SELECT json_agg(json_build_object('effect', f.code, 'recipient', y.code, 'stage', x.stage,
             'since', x.since, 'note', x.note) ORDER BY y.position, y.id, x.id)
         FROM registry_effecttag x JOIN registry_effect f ON f.id = x.effect_id
         JOIN registry_recipient y ON y.id = x.recipient_id WHERE x.entry_id = e.id),
        'progress', (SELECT json_agg(x ORDER BY x.indicator, x.date, x.id) FROM registry_progress x
         WHERE x.entry_id = e.id),
        {entry_case.VALUE},
        'identifiers', (SELECT json_agg(x ORDER BY x.id) FROM registry_entryidentifier x WHERE x.entry_id = e.id),
        'relations', (SELECT json_agg(json_build_object('row', to_json(x), 'other', {_columns("s", LINKED)})
             ORDER BY x.id)
         FROM (SELECT x.*, x.target_id AS other_id FROM registry_relation x WHERE x.source_id = e.id
               UNION ALL SELECT x.*, x.source_id FROM registry_relation x WHERE x.target_id = e.id) x
         JOIN registry_entry s ON s.id = x.other_id))::text
    {ENTRY}
"""  # noqa: S608 – put together of our own words


@dataclass(frozen=True)
class EntryRecord:
    """``stamp`` changes when any of this does. ``relations`` come with the entry at the other end.

    ``effects`` are tags with the codes of their words.
    """

    stamp: str
    entry: Entry
    contributions: list[Contribution]
    participations: list[Participation]
    identifiers: list[EntryIdentifier]
    effects: list[dict[str, Any]]
    progress: list[Progress]
    answers: list[Confirmation]
    readings: list[ReadinessReading]
    evidence: list[Evidence]
    relations: list[tuple[Relation, Entry]]
    cases: CaseRecord

    def hold(self) -> None:
        """As if prefetched: the policies, which ask the entry for its parts, get them without a query."""
        held: dict[str, list[Any]] = {"contributions": self.contributions, "participations": self.participations}
        for name, rows in held.items():
            parts = getattr(self.entry, name).all()
            parts._result_cache, parts._prefetch_done = rows, True
            self.entry.__dict__.setdefault("_prefetched_objects_cache", {})[name] = parts


def read(public_id: str) -> EntryRecord | None:
    """The entry with all around it, whoever may see it. One query."""
    found = prepared.fetch(QUERY, [public_id], once=True)
    if not found:
        return None
    stamp, content = found[0]
    rows = json.loads(content)
    entry = _row(Entry, rows["entry"])
    entry.organisation = _row(Organisation, rows["organisation"])
    entry.unit = _row_or_none(Unit, rows["unit"])
    entry.register = _row_or_none(Register, rows["register"])
    contributions = [_contribution(row) for row in rows["contributions"] or ()]
    return EntryRecord(
        stamp=stamp,
        entry=entry,
        contributions=contributions,
        participations=[_participation(row) for row in rows["participations"] or ()],
        identifiers=_rows(EntryIdentifier, rows["identifiers"]),
        effects=rows["effects"] or [],
        progress=_rows(Progress, rows["progress"]),
        answers=_answers(rows["answers"], contributions),
        readings=_rows(ReadinessReading, rows["readings"]),
        evidence=_rows(Evidence, rows["evidence"]),
        cases=entry_case.read(_row, rows),
        relations=[(_row(Relation, row["row"]), _row(Entry, row["other"])) for row in rows["relations"] or ()],
    )


def _contribution(row: Row) -> Contribution:
    part = _row(Contribution, row["row"])
    part.person = _row_or_none(Person, row["person"])
    part.unit = _row_or_none(Unit, row["unit"])
    return part


def _participation(row: Row) -> Participation:
    part = _row(Participation, row["row"])
    part.organisation = _row(Organisation, row["organisation"])
    return part


def _answers(rows: Iterable[Row] | None, contributions: list[Contribution]) -> list[Confirmation]:
    by_id = {part.pk: part for part in contributions}
    answers = _rows(Confirmation, rows)
    for answer in answers:
        if answer.contribution_id is not None:
            answer.contribution = by_id[answer.contribution_id]
    return answers


def _rows(model: type[M], rows: Iterable[Row] | None) -> list[M]:
    return [_row(model, row) for row in rows or ()]


def _row_or_none(model: type[M], row: Row) -> M | None:
    return None if row["id"] is None else _row(model, row)


def _row(model: type[M], row: Row) -> M:
    """A row as Django would have read it.

    Django's own way runs through all fields of the model and asks for those that are not there as well; it is taken
    where a model reads its rows in a way of its own.
    """
    own_way, names, convert = _reading(model, tuple(row))
    values = {name: row[name] for name in names}
    for name, change in convert:
        values[name] = change(values[name])
    if own_way:
        return model.from_db("default", names, list(values.values()))
    one = model.__new__(model)
    one._state = ModelState()
    one._state.db, one._state.adding = "default", False
    one.__dict__.update(values)
    return one


@cache
def _reading(
    model: type[M], given: tuple[str, ...]
) -> tuple[bool, list[str], list[tuple[str, Callable[[Any], Any]]]]:  # fmt: skip
    """Whether the model reads rows in its own way; which of the columns are given, in the model's order; and what makes
    dates and decimals, which JSON lacks."""
    own_way = model.from_db.__func__ is not models.Model.from_db.__func__  # type: ignore[attr-defined]
    fields = [field for field in model._meta.concrete_fields if field.attname in given]
    lacking = (models.DateField, models.DecimalField)
    convert: list[tuple[str, Callable[[Any], Any]]] = [
        (field.attname, field.to_python) for field in fields if isinstance(field, lacking)
    ]
    return own_way, [field.attname for field in fields], convert
