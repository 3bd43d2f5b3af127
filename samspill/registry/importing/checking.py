"""From rows to records with faults and actions: chunk by chunk, at a fixed number of queries for each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import translation

from samspill.core.importing.cell_errors import CellError
from samspill.core.importing.values import text_of
from samspill.core.importing.words import plain
from samspill.registry.choices import Status
from samspill.registry.importing.comparing import Change, says_as_before
from samspill.registry.importing.context import OWN_KEY, Context
from samspill.registry.importing.own import Own, OwnRows, changes_of
from samspill.registry.importing.people import pieces_of
from samspill.registry.importing.records import Record, understand
from samspill.registry.models import (
    Contribution,
    EffectTag,
    Entry,
    ImportLine,
    ImportRow,
    Participation,
    ReadinessReading,
    SourceRecord,
)

CHUNK = 200
"""Records that are in memory at a time."""

Action = ImportRow.Action


def records_of(lines: "QuerySet[ImportLine]", *, chunk: int = CHUNK) -> Iterator[list[list[ImportLine]]]:
    """Chunks of records, each the lines that belong together, in the order of the sheet."""
    last_record, last_number = 0, 0
    pending: list[ImportLine] = []
    done: list[list[ImportLine]] = []
    while True:
        page = list(
            (lines.filter(record__gt=last_record) | lines.filter(record=last_record, number__gt=last_number)).order_by(
                "record", "number"
            )[: chunk * 2]
        )
        for line in page:
            if pending and line.record != pending[0].record:
                done.append(pending)
                pending = []
                if len(done) == chunk:
                    yield done
                    done = []
            pending.append(line)
        if len(page) < chunk * 2:
            break
        last_record, last_number = page[-1].record, page[-1].number
    if pending:
        done.append(pending)
    if done:
        yield done


def check_chunk(context: Context, groups: Sequence[list[ImportLine]]) -> list[ImportRow]:
    """What will become of each record of the chunk; nothing is saved."""
    context.people.load(_names(context, groups))
    namesakes = _same_titles(context, groups)
    own = _own(context, groups)
    records = [understand(lines, context, own.get(lines[0].key)) for lines in groups]
    elsewhere = _elsewhere(context, [record for record in records if record.own is None])
    for record in records:
        if record.first.key.startswith(OWN_KEY):
            _check_own(record, elsewhere)
        else:
            _check_titles(record, namesakes)
    return hold_against(context, records)


def hold_against(context: Context, records: Sequence[Record]) -> list[ImportRow]:
    """The records held against what the sheet said last and what stands here."""
    held = _held(context, {record.first.key: (record.title, record.values) for record in records})
    return [_row(record, *held[record.first.key]) for record in records]


def hold_rows(context: Context, rows: Sequence[ImportRow]) -> list[tuple[ImportRow, SourceRecord | None, Entry | None]]:
    """The same, once more, for records that were checked before: much may have happened since."""
    held = _held(context, {row.source_key: (row.title, row.values) for row in rows})
    return [(row, *held[row.source_key]) for row in rows]


def _held(
    context: Context, said: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> dict[str, tuple[SourceRecord | None, Entry | None]]:
    """For each key (with its title and values): what its sheet said last, and the entry.

    The entry comes with everything `state_of` reads, unless the sheet says what it said last: then nothing is asked of
    it but what it is (`changes_of` knows), and a sheet that is sent again is quickly read.
    """
    found = SourceRecord.objects.filter(register=context.register, source_key__in=said)
    sources = {source.source_key: source for source in found}
    by_title = _entries_by_title(context, {key: title for key, (title, _values) in said.items() if key not in sources})
    by_id = _entries_by_id(context, said)
    of_key = {
        key: by_id.get(key) or (sources[key].entry_id if key in sources else by_title.get(key, 0)) for key in said
    }
    changed = {of_key[key] for key, (_title, values) in said.items() if not says_as_before(values, sources.get(key))}
    same = set(of_key.values()) - changed
    entries = {entry.pk: entry for entry in with_state(Entry.objects.filter(pk__in=changed - {0}))}
    entries |= {entry.pk: entry for entry in Entry.objects.only("kind", "title", "status").filter(pk__in=same - {0})}
    return {key: (sources.get(key), entries.get(of_key[key])) for key in said}


def with_state(entries: "QuerySet[Entry]") -> "QuerySet[Entry]":
    """With everything that `state_of` reads, at a fixed number of queries."""
    return entries.select_related("unit", "register", "organisation").prefetch_related(
        Prefetch(
            "participations",
            Participation.objects.select_related("organisation").prefetch_related("confirmations").order_by("pk"),
        ),
        Prefetch(
            "contributions",
            Contribution.objects.select_related("person", "unit").prefetch_related("confirmations"),
        ),
        Prefetch("readings", ReadinessReading.objects.select_related("level__scale", "corrected_by")),
        "evidence",
        Prefetch("effect_tags", EffectTag.objects.select_related("effect", "recipient")),
    )


def _row(record: Record, source: SourceRecord | None, entry: Entry | None) -> ImportRow:
    changes: list[Change] = []
    if entry is not None:
        changes = changes_of(record.values, source, entry)
        _check_entry(record, source, entry, changes)
        if any(notice["code"] == "other_title" for notice in record.notices):
            changes = [replace(change, conflict=True) for change in changes]
    if record.faults:
        action = Action.FAULTY
    elif entry is None:
        action = Action.CREATE
        _note_incomplete(record)
    elif any(change.conflict for change in changes):
        action = Action.CONFLICT
    else:
        action = Action.UPDATE if changes else Action.UNCHANGED
    values = dict(record.values) | {"kind": record.kind}
    if record.new_organisations:
        values["new_organisations"] = record.new_organisations
    return ImportRow(
        job=record.context.job,
        number=record.first.number,
        row_numbers=[line.number for line in record.lines],
        source_key=record.first.key,
        title=record.title[:300],
        action=action,
        values=values,
        faults=[fault.stored() for fault in record.faults],
        notices=record.notices,
        changes=[change.stored() for change in changes],
        entry=entry,
    )


def _check_entry(record: Record, source: SourceRecord | None, entry: Entry, changes: list[Change]) -> None:
    """What stands in the way of changing this entry."""
    column = record.context.columns["title"][0]
    if record.kind != entry.kind:
        record.fault(
            record.first, column,
            CellError("type_kinds", kinds=[f"kind:{entry.kind}", f"kind:{record.kind}"]),
        )  # fmt: skip
    if changes and entry.status in (Status.ARCHIVED, Status.WITHDRAWN):
        record.fault(record.first, column, CellError("locked", status=f"status:{entry.status}"))
    if record.own:
        return
    if source is None:
        record.note("same_title_here")
    elif _form(record.first.key) == "id" and not _is_like(entry.title, record.title):
        record.note("other_title", title=entry.title)
    said = record.values.get("readings", {})
    for when in source.values.get("readings", {}) if source else {}:
        if when not in said and "readings" in record.values:
            record.note("reading_missing", when=when.split("|")[0])


def _is_like(title: str, other: str) -> bool:
    return title == other or SequenceMatcher(None, plain(title), plain(other), autojunk=False).ratio() >= 0.5


def _own(context: Context, groups: Sequence[list[ImportLine]]) -> dict[str, Own]:
    """The rows that come from an export of ours, by key."""
    ids = _entries_by_id(context, {lines[0].key: "" for lines in groups})
    if not ids:
        return {}
    if context.own is None:
        context.own = OwnRows(context)
    found: dict[str, Own] = context.own.of(groups, with_state(Entry.objects.filter(pk__in=ids.values())))
    return found


def _entries_by_id(context: Context, keys: Iterable[str]) -> dict[str, int]:
    """Record key -> the entry of the register that an export of ours was of."""
    wanted = {key.removeprefix(OWN_KEY): key for key in keys if key.startswith(OWN_KEY)}
    if not wanted:
        return {}
    found = Entry.objects.filter(register=context.register, public_id__in=wanted)
    return {wanted[public_id]: pk for public_id, pk in found.values_list("public_id", "pk")}


def _elsewhere(context: Context, records: Sequence[Record]) -> set[str]:
    """Keys of rows of entries that are here, but not in this register."""
    wanted = {record.first.key.removeprefix(OWN_KEY): record.first.key for record in records}
    if not any(key.startswith(OWN_KEY) for key in wanted.values()):
        return set()
    found = Entry.objects.filter(public_id__in=wanted).exclude(register=context.register)
    return {wanted[public_id] for public_id in found.values_list("public_id", flat=True)}


def _check_own(record: Record, elsewhere: set[str]) -> None:
    """A row of our own export is of one entry of this register, or of one that is new here."""
    column = record.context.columns["samspill_id"][0]
    if record.first.key in elsewhere:
        record.fault(record.first, column, CellError("other_register"))
    numbers = ", ".join(str(line.number) for line in record.lines)
    for line in record.lines[1:]:
        record.fault(line, column, CellError("same_title", rows=numbers))


def _note_incomplete(record: Record) -> None:
    """The same rule as `workflow.missing_for_publishing`, for a record that is not an entry yet."""
    needs = []
    if not record.values.get("types"):
        needs.append("needs:types")
    if not record.values.get("summary"):
        needs.append("needs:summary")
    if not record.values.get("contributors") and not record.values.get("partners"):
        needs.append("needs:parts")
    if needs and record.context.options.publish:
        record.note("incomplete", what=needs)


def _names(context: Context, groups: Iterable[list[ImportLine]]) -> set[str]:
    """Everybody whom the chunk names, so that they are read at once."""
    names: set[str] = set()
    for lines in groups:
        for line in lines:
            for column in context.columns.get("contributors", ()):
                if column < len(line.cells) and line.cells[column]:
                    try:
                        names |= {piece.name for piece in pieces_of(text_of(line.cells[column]))}
                    except CellError:
                        continue
    return names


def _same_titles(context: Context, groups: Sequence[list[ImportLine]]) -> dict[str, dict[str, int]]:
    """Title key -> {record key: first row} for titles of this chunk that several records of the sheet have."""
    wanted = {line.title_key for lines in groups for line in lines if line.title_key}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = ImportLine.objects.filter(job=context.job, title_key__in=wanted).values_list("title_key", "key", "number")
    for title_key, key, number in rows.order_by("number"):
        found[title_key].setdefault(key, number)
    return {title_key: keys for title_key, keys in found.items() if len(keys) > 1}


def _check_titles(record: Record, namesakes: dict[str, dict[str, int]]) -> None:
    """Two rows with one title are a fault, unless one identifier or one row per year makes them one record."""
    column = record.context.columns["title"][0]
    lines = record.lines
    if len(lines) > 1 and not record.is_joined:
        numbers = ", ".join(str(line.number) for line in lines)
        for line in lines:
            record.fault(line, column, CellError("same_title", rows=numbers))
    elif not record.context.options.same_title and (keys := namesakes.get(lines[0].title_key)):
        record.fault(lines[0], column, CellError("same_title", rows=", ".join(map(str, keys.values()))))


def _entries_by_title(context: Context, titles: dict[str, str]) -> dict[str, int]:
    """Record key -> an entry of the register with the same title that no row of the same form is tied to."""
    by_title = {title: key for key, title in titles.items() if title}
    if not by_title:
        return {}
    found: dict[str, int] = {}
    entries = Entry.objects.filter(register=context.register, title__in=by_title)
    for pk, title, keys in _with_keys(entries):
        form = _form(by_title[title])
        if not any(_form(key) == form for key in keys):
            found.setdefault(by_title[title], pk)
    return found


def _with_keys(entries: "QuerySet[Entry]") -> Iterator[tuple[int, str, list[str]]]:
    for entry in entries.order_by("pk").prefetch_related("source_records"):
        yield entry.pk, entry.title, [source.source_key for source in entry.source_records.all()]


def _form(key: str) -> str:
    """ "id" or "title": two identifiers are two things, but a title may get an identifier later."""
    return "id" if "id:" in key[:12] else "title"


def stored_language(job: Any) -> Any:
    """Names in faults' values are written in the language of the one who sent the sheet."""
    language = job.created_by.language if job.created_by else "nb"
    return translation.override(language)
