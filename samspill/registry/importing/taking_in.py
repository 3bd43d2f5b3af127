"""One transaction that writes a confirmed batch: all of it or nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.copying import copy_new
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation, Person
from samspill.registry import policies
from samspill.registry.domain.bulk import NewEntry, create_entries, move_to_unit
from samspill.registry.domain.effects import remove_effect, set_effect
from samspill.registry.domain.entries import update_entry
from samspill.registry.domain.evidence import add_evidence, remove_evidence
from samspill.registry.domain.parts import (
    remove_contribution,
    remove_participation,
    set_contribution,
    set_participation,
)
from samspill.registry.domain.readiness import correct_reading, current_readings, record_reading
from samspill.registry.importing.checking import hold_rows
from samspill.registry.importing.comparing import Change, compare, remembered
from samspill.registry.importing.context import Context
from samspill.registry.importing.effects import codes_of, said_of
from samspill.registry.importing.fields import ENTRY_FIELDS
from samspill.registry.importing.own import base_of, changes_of
from samspill.registry.importing.parties import Parties
from samspill.registry.importing.state import DEFAULT_ROLE, PARTS, roles, state_of, who
from samspill.registry.models import (
    Contribution,
    Effect,
    EffectTag,
    Entry,
    Evidence,
    ImportJob,
    ImportRow,
    Participation,
    ReadinessLevel,
    Recipient,
    SourceRecord,
)

CHUNK = 200
Action = ImportRow.Action


Stale = tuple[int, list[dict[str, Any]], int]
"""A row's id, its changes as they are now, and the entry's id."""


class ChangedMeanwhile(Exception):
    """Entries were edited here between the check and the confirmation; ``rows`` tells what stands now."""

    def __init__(self, rows: "list[Stale]") -> None:
        super().__init__(len(rows))
        self.rows = rows


def ready() -> Q:
    """The rows that a confirmation takes in."""
    return Q(taken_in_at=None) & (
        ~Q(action__in=[Action.FAULTY, Action.CONFLICT]) | Q(action=Action.CONFLICT) & ~Q(decision="")
    )


def take_in(job: ImportJob, actor: User, progress: Callable[[int], None]) -> None:
    """Write every row that is ready. Raises `ChangedMeanwhile`, or whatever a rule raises; then nothing is written."""
    require(policies.curates_register(acting_for(actor), job.register))
    context = Context(job)
    reason = _("Import of %(file)s") % {"file": job.file_name}
    parties = Parties(context, actor, reason)
    done, written, look_again, stale = 0, 0, CHUNK, list[Stale]()
    for rows in _chunks(job):
        held = hold_rows(context, rows)
        said = {row.pk: dict(row.values) for row in rows}
        parties.resolve(rows)
        for row, source, entry in held:
            stale += _stale(row, said[row.pk], source, entry)
        if not stale:  # after the first, the rest is only looked at, to tell of all at once
            written += _write(context, parties, actor, reason, held)
        done += len(rows)
        progress(done)
        if written >= look_again:
            _count_anew()
            look_again *= 5
    if stale:
        raise ChangedMeanwhile(stale)


def _count_anew() -> None:
    """Let the planner see the rows of this transaction.

    Nobody else can count them yet, and the triggers' plans, made for tables that were empty, would read whole tables
    for every row of a large first import.
    """
    with connection.cursor() as cursor:
        for model in (Entry, Contribution, Participation, Person, SourceRecord):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _chunks(job: ImportJob) -> Iterator[list[ImportRow]]:
    last = 0
    while rows := list(job.rows.filter(ready(), number__gt=last).order_by("number")[:CHUNK]):
        last = rows[-1].number
        yield rows


def _stale(row: ImportRow, said: dict[str, Any], source: SourceRecord | None, entry: Entry | None) -> list[Stale]:
    """Whether there is a conflict now that the user has not seen and answered. ``said`` names nobody just made."""
    if entry is None:
        return []
    changes = changes_of(row.values, source, entry)
    if not changes:
        return []
    answered: dict[str, Any] = {}
    if row.decision:
        answered = {change["field"]: change["here"] for change in row.changes if change["conflict"]}
    open_now = [c for c in changes if c.conflict and answered.get(c.field, c) != c.here]
    if open_now or row.action == Action.CREATE:  # it is new here
        last, here = base_of(row.values, source, entry), state_of(entry)
        return [(row.pk, [change.stored() | {"conflict": True} for change in compare(said, last, here)], entry.pk)]
    return []


def _taken(row: ImportRow, changes: list[Change]) -> list[Change]:
    """The changes that are written: all, or without those where the user keeps ours."""
    if row.decision != "here":
        return changes
    asked = {change["field"] for change in row.changes if change["conflict"]}
    return [change for change in changes if not change.conflict and change.field not in asked]


def _write(
    context: Context,
    parties: Parties,
    actor: User,
    reason: str,
    held: list[tuple[ImportRow, SourceRecord | None, Entry | None]],
) -> int:
    """Returns how many entries are new or changed."""
    new = [(row, _new_entry(context, parties, row)) for row, _source, entry in held if entry is None]
    made = create_entries(actor=actor, register=context.register, entries=[one for _row, one in new], reason=reason)
    entries = {row.pk: entry for (row, _new), entry in zip(new, made, strict=True)}
    sources, unseen, written = list[SourceRecord](), list[SourceRecord](), len(new)
    now = timezone.now()
    for row, source, entry in held:
        if entry is not None:
            if taken := _taken(row, changes_of(row.values, source, entry)):
                _update(context, parties, actor, reason, entry, taken)
                written += 1
            entries[row.pk] = entry
        said = remembered(row.values)
        if source is None or source.values != said:
            record = SourceRecord(
                register=context.register,
                source_key=row.source_key,
                entry=entries[row.pk],
                values=said,
                updated_at=now,
            )
            (unseen if source is None else sources).append(record)
    copy_new(SourceRecord, unseen)  # nobody else writes to the register now, so that none is known meanwhile
    SourceRecord.objects.bulk_create(
        sources,
        update_conflicts=True,
        unique_fields=["register", "source_key"],
        update_fields=["values", "entry", "updated_at"],
    )
    _mark_taken({row.pk: entries[row.pk].pk for row, _source, _entry in held})
    return written


def _mark_taken(entries: dict[int, int]) -> None:
    """Rows and what they have become, in one statement; their values live on in the source records."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_importrow SET taken_in_at = now(), entry_id = done.entry, values = '{}' "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS done(row, entry) WHERE id = done.row",
            [list(entries), list(entries.values())],
        )


def _new_entry(context: Context, parties: Parties, row: ImportRow) -> NewEntry:
    values, said = {}, row.values
    for name in ENTRY_FIELDS:
        if said.get(name) not in (None, ""):
            values[name] = date.fromisoformat(said[name]) if name.endswith("_date") else said[name]
    values["details"] = {
        name.removeprefix("details."): value
        for name, value in said.items()
        if name.startswith("details.") and value not in (None, "")
    }
    values["ways"] = list(
        dict.fromkeys(way for code in said.get("types", ()) if (way := context.types.facts[code].way))
    )
    return NewEntry(
        kind=said["kind"],
        values=values,
        unit=context.units.by_code.get(said.get("unit", "")),
        contributors=[(_party(context, parties, part), _roles(part)) for part in said.get("contributors", ())],
        participants=[_participant(context, part) for part in said.get("partners", ())],
        readings=[_reading(context, when, level) for when, level in said.get("readings", {}).items()],
        effects=[_effect(context, part) for part in said.get("marked_effects", ())],
        links=said.get("links", []),
        notes=said.get("notes", []),
        publish=context.options.publish and said.get("status", "published") in ("published", "archived"),
    )


def _party(context: Context, parties: Parties, part: str) -> Any:
    kind, _, code = who(part).partition(":")
    return context.units.by_code[code] if kind == "u" else parties.person(code)


def _roles(part: str) -> list[str]:
    return [role for role in roles(part).split(",") if role]


def _participant(context: Context, part: str) -> tuple[int, str]:
    return context.organisations.by_code[who(part)].pk, roles(part) or DEFAULT_ROLE


def _effect(context: Context, part: str) -> tuple[int, int, str, date | None]:
    words, (effect, recipient), (stage, since) = context.effect_words, codes_of(part), said_of(part)
    return words.effect_ids[effect], words.recipient_ids[recipient], stage or EffectTag.Stage.EXPECTED, since


def _reading(context: Context, when: str, level: str) -> tuple[int, date, bool]:
    moment = when.split("|", maxsplit=1)[0]
    is_year = len(moment) == 4
    on = date(int(moment), 12, 31) if is_year else date.fromisoformat(moment)
    return context.scales.level_ids[level], on, is_year


def _update(context: Context, parties: Parties, actor: User, reason: str, entry: Entry, changes: list[Change]) -> None:
    """Take the changes over through the acts that a user takes, each with its rules and its history."""
    with acting_context(actor=actor, reason=reason):
        values: dict[str, Any] = {}
        details = dict(entry.details)
        for change in changes:
            if change.field in ENTRY_FIELDS:
                values[change.field] = _field(change)
            elif change.field.startswith("details."):
                details[change.field.removeprefix("details.")] = change.new
        if details != entry.details:
            values["details"] = {code: value for code, value in details.items() if value not in (None, "")}
        if values:
            entry = update_entry(entry=entry, actor=actor, seen_version=entry.version, values=values, reason=reason)
        for change in changes:
            if change.field == "unit":
                unit = context.units.by_code.get(change.new)
                entry = move_to_unit(entry=entry, actor=actor, unit=unit, reason=reason)
            elif change.field in PARTS:
                _update_parts(context, parties, actor, reason, entry, change)
    for change in changes:
        if change.field.startswith("readings."):
            _update_reading(context, actor, entry, change)


def _field(change: Change) -> Any:
    if change.field.endswith("_date"):
        return date.fromisoformat(change.new) if change.new else None
    return change.new


def _update_parts(context: Context, parties: Parties, actor: User, reason: str, entry: Entry, change: Change) -> None:
    removed = [part for part in change.here if part not in change.new]
    added = [part for part in change.new if part not in change.here]
    if change.field == "partners":
        _update_partners(context, actor, reason, entry, removed, added)
    elif change.field == "marked_effects":
        _update_effects(actor, reason, entry, removed, added)
    elif change.field == "contributors":
        _update_contributors(context, parties, actor, reason, entry, removed, added)
    else:
        _update_evidence(actor, reason, entry, removed, added, is_note=change.field == "notes")


def _update_partners(
    context: Context, actor: User, reason: str, entry: Entry, removed: list[str], added: list[str]
) -> None:
    for part in removed:
        for participation in entry.participations.filter(organisation__code=who(part), role__code=roles(part)):
            remove_participation(participation=participation, actor=actor, reason=reason)
    for part in added:
        organisation = Organisation.objects.get(pk=context.organisations.by_code[who(part)].pk)
        set_participation(entry=entry, actor=actor, organisation=organisation, role=roles(part) or DEFAULT_ROLE)


def _update_contributors(
    context: Context, parties: Parties, actor: User, reason: str, entry: Entry, removed: list[str], added: list[str]
) -> None:
    for part in removed:
        if who(part) not in {who(one) for one in added}:
            kind, _sign, code = who(part).partition(":")
            found = Q(person__public_id=code) if kind == "p" else Q(unit__code=code)
            for contribution in entry.contributions.filter(found):
                remove_contribution(contribution=contribution, actor=actor, reason=reason)
    for part in added:
        _set_contributor(context, parties, actor, entry, part)


def _update_effects(actor: User, reason: str, entry: Entry, removed: list[str], added: list[str]) -> None:
    """A tag that is said otherwise is changed, with the note that stands here; another is added or taken out."""
    said_again = {codes_of(part) for part in added}
    for part in removed:
        if (codes := codes_of(part)) not in said_again:
            for tag in entry.effect_tags.filter(effect__code=codes[0], recipient__code=codes[1]):
                remove_effect(tag=tag, actor=actor, reason=reason)
    for part in added:
        effect, recipient = codes_of(part)
        stage, since = said_of(part)
        present = entry.effect_tags.filter(effect__code=effect, recipient__code=recipient).first()
        stage = stage or (present.stage if present else EffectTag.Stage.EXPECTED)
        if present and since is None and stage == EffectTag.Stage.ACHIEVED:
            since = present.since
        set_effect(
            entry=entry,
            actor=actor,
            effect=Effect.objects.get(code=effect),
            recipient=Recipient.objects.get(code=recipient),
            stage=stage,
            since=since,
            note=present.note if present else "",
        )


def _update_evidence(
    actor: User, reason: str, entry: Entry, removed: list[str], added: list[str], *, is_note: bool
) -> None:
    for text in removed:
        for piece in entry.evidence.filter(Q(note=text) if is_note else Q(url=text)):
            remove_evidence(evidence=piece, actor=actor, reason=reason)
    for text in added:
        if is_note:
            add_evidence(entry=entry, actor=actor, kind=Evidence.Kind.NOTE, note=text, is_confidential=True)
        else:
            add_evidence(entry=entry, actor=actor, kind=Evidence.Kind.LINK, url=text)


def _set_contributor(context: Context, parties: Parties, actor: User, entry: Entry, part: str) -> None:
    """Add a contributor, or give one more roles; the share and the dates that stand here stay."""
    party = _party(context, parties, part)
    side = {"unit": party} if who(part).startswith("u:") else {"person": party}
    present = entry.contributions.filter(**side).first()
    set_contribution(
        entry=entry,
        actor=actor,
        roles=_roles(part),
        share=present.share if present else None,
        start_date=present.start_date if present else None,
        end_date=present.end_date if present else None,
        position=present.position if present else None,
        **side,
    )


def _update_reading(context: Context, actor: User, entry: Entry, change: Change) -> None:
    """A new level is recorded; another level for a date or year that has one is a correction with its reason."""
    moment = change.field.removeprefix("readings.")
    level_id, on, is_year = _reading(context, moment, change.new)
    level = ReadinessLevel.objects.get(pk=level_id)
    same = [
        reading
        for reading in current_readings(entry)
        if reading.level.scale_id == level.scale_id
        and (reading.date.year == on.year if is_year else reading.date == on)
    ]
    if same:
        reason = _("Corrected in the spreadsheet %(file)s") % {"file": context.job.file_name}
        correct_reading(reading=same[-1], actor=actor, level=level, reason=reason)
    else:
        record_reading(entry=entry, actor=actor, level=level, on=on, year_only=is_year)


@transaction.atomic
def mark_stale(job: ImportJob, changed: ChangedMeanwhile) -> None:
    """Show the rows whose entries were edited meanwhile as conflicts to be answered."""
    for pk, changes, entry_id in changed.rows:
        job.rows.filter(pk=pk).update(action=Action.CONFLICT, changes=changes, entry_id=entry_id, decision="")
