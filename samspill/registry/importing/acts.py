"""What a user does with a sheet, one function for each act. Work that may take long is left to the jobs in `work`."""

from collections.abc import Mapping
from itertools import islice
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.importing.errors import SheetError
from samspill.core.importing.reading import Row, Source, kept
from samspill.core.importing.words import one_line, plain
from samspill.core.policy import require
from samspill.core.removing import remove
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.choices import Kind
from samspill.registry.importing import headings
from samspill.registry.importing.checking import check_chunk, records_of
from samspill.registry.importing.context import Context
from samspill.registry.importing.fields import FIRST_YEAR, known, label, takes_several
from samspill.registry.importing.fits import Known
from samspill.registry.importing.json_file import open_source
from samspill.registry.importing.options import Options
from samspill.registry.importing.taking_in import ready
from samspill.registry.models import EntryType, ImportJob, ImportLine, ImportRow, Register

Status, Action = ImportJob.Status, ImportRow.Action
LOOKED_AT = 60
"""Rows that are read to find headings and sample values."""


@transaction.atomic
def receive(*, register: Register, actor: User, file: "File[bytes]", name: str) -> ImportJob:
    """Take a sheet, find its headings and match its columns as well as can be. Raises `SheetError` or `Refusal`."""
    require(policies.curates_register(acting_for(actor), register))
    job = ImportJob(register=register, file_name=PurePath(name.replace("\\", "/")).name[-200:] or "?", created_by=actor)
    with open_source(file) as source:
        job.sheets = list(source.names)
        _look(job, source, _best_sheet(source))
    file.seek(0)
    job.options = _usual_options(register)
    job.file = file
    job.save()
    return job


def _best_sheet(source: Source) -> str:
    """The visible sheet whose headings say most; the first one when none says anything."""
    scores = {}
    for name in [name for name in source.names if name not in source.hidden] or source.names:
        rows = list(islice(source.rows(name), LOOKED_AT))
        found = headings.find(rows)
        matched = sum(bool(headings.field_for(text)) for text in found.texts) if found.row else 0
        scores[name] = (matched, bool(rows))
    return max(scores, key=lambda name: scores[name])


def _look(job: ImportJob, source: Source, sheet: str, header_row: int | None = None, *, find: bool = True) -> None:
    """Read the beginning of a sheet into the job: headings, samples, matching, notices."""
    rows: list[Row] = list(islice(source.rows(sheet), LOOKED_AT))
    if not rows:
        raise SheetError("no_rows")
    found = headings.find(rows) if find else headings.at(rows, header_row)
    below = [values for number, values in rows if number >= (found.row or 0) + found.depth]
    width = max(len(found.texts), max((len(values) for values in below), default=0))
    job.sheet, job.header_row, job.heading_rows = sheet, found.row, found.depth
    job.headings = [found.texts[n] if n < len(found.texts) else "" for n in range(width)]
    job.samples = [_samples(below, column) for column in range(width)]
    job.mapping = headings.match(job.headings, job.register.column_mapping, has_headings=found.row is not None)
    left_out = _leave_out_misfits(job, below)
    job.notices = source.notices(sheet)
    if left_out:
        job.notices.append({"code": "misfits", "params": {"headings": ", ".join(f"“{text}”" for text in left_out)}})
    if found.row is None:
        job.notices.append({"code": "no_heading", "params": {}})
    elif found.row > 1:
        job.notices.append({"code": "heading_row", "params": {"row": found.row}})


def _leave_out_misfits(job: ImportJob, rows: list[list[Any]]) -> list[str]:
    """Leave out columns matched by heading alone whose values we know none of. Returns their headings."""
    left_out = []
    known_values = Known(job.register)
    for column, code in job.mapping.items():
        heading = job.headings[int(column)]
        if plain(heading) in job.register.column_mapping:
            continue
        values = {one_line(row[int(column)]) for row in rows if int(column) < len(row) and row[int(column)]}
        if not known_values.fits(code, values):
            job.mapping[column] = ""
            left_out.append(heading)
    return left_out


def _samples(rows: list[list[Any]], column: int) -> list[str]:
    """The first few different values of a column."""
    values = (one_line(row[column])[:80] for row in rows if column < len(row) and row[column] not in (None, ""))
    return list(islice(dict.fromkeys(values), 3))


def _usual_options(register: Register) -> dict[str, Any]:
    """As in the register's latest import."""
    earlier = register.imports.exclude(status=Status.UPLOADED).order_by("-created_at").first()
    return Options.of(earlier.options if earlier else {}).stored() | {"year": 0}


@transaction.atomic
def choose_sheet(*, job: ImportJob, actor: User, sheet: str, header_row: int | None, find: bool) -> ImportJob:
    """Another sheet of the workbook, or another row of headings (None: there is none)."""
    require(policies.curates_register(acting_for(actor), job.register))
    job = _locked(job)
    _must_be(job, Status.UPLOADED, Status.CHECKED, Status.FAILED)
    with opened(job) as file, open_source(file) as source:
        _look(job, source, sheet, header_row, find=find)
    job.status = Status.UPLOADED
    job.save()
    return job


def opened(job: ImportJob) -> IO[bytes]:
    """The kept file. Raises `SheetError` when it is gone."""
    try:
        job.file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise SheetError("gone") from error
    return job.file


@transaction.atomic
def match_columns(*, job: ImportJob, actor: User, mapping: Mapping[str, str], options: Options) -> ImportJob:
    """Say what each column is. The register remembers it. Raises `RuleError` with the column as field."""
    require(policies.curates_register(acting_for(actor), job.register))
    job = _locked(job)
    _must_be(job, Status.UPLOADED, Status.CHECKED, Status.FAILED)
    chosen = {str(column): mapping.get(str(column), "") for column in range(len(job.headings))}
    _check_mapping(job, chosen)
    _check_options(options)
    job.mapping, job.options = chosen, options.stored()
    job.status, job.rows_done, job.rows_total, job.attempts = Status.CHECKING, 0, 0, 0
    job.message, job.progressed_at = {}, timezone.now()
    job.save()
    _remember(job, actor)
    return job


def _check_mapping(job: ImportJob, chosen: Mapping[str, str]) -> None:
    taken: dict[str, str] = {}
    for column, code in chosen.items():
        if not known(code):
            raise RuleError(_("Choose what the column is from the list."), field=f"column_{column}")
        if code and code in taken and not takes_several(code):
            first = job.headings[int(taken[code])] or taken[code]
            raise RuleError(
                _("“%(field)s” is matched to the column “%(other)s” already, and takes one column only.")
                % {"field": label(code), "other": first},
                field=f"column_{column}",
            )
        taken.setdefault(code, column)
    if "title" not in taken:
        raise RuleError(_("Choose which column is the title: every entry needs one."))


def _check_options(options: Options) -> None:
    if options.kind not in Kind.values:
        raise RuleError(_("Choose what kind of entries the sheet holds."), field="kind")
    if options.type and not EntryType.objects.filter(code=options.type, kind=options.kind, is_active=True).exists():
        raise RuleError(_("Choose a type of the same kind."), field="type")
    if options.year and not FIRST_YEAR <= options.year <= timezone.localdate().year:
        raise RuleError(_("Write the year with four digits, and not later than this year."), field="year")


def _remember(job: ImportJob, actor: User) -> None:
    """What the register's columns are, by heading; a column without a heading cannot be remembered."""
    register = Register.objects.select_for_update().get(pk=job.register_id)
    memory = dict(register.column_mapping)
    if job.header_row is not None:
        named = [(job.headings[int(column)], code) for column, code in job.mapping.items()]
        memory |= {plain(text): code for text, code in named if text and not text.startswith(headings.FAULT_MARK)}
    if memory != register.column_mapping:
        register.column_mapping = memory
        with acting_context(actor=actor, reason=_("Columns of %(file)s matched") % {"file": job.file_name}):
            register.save(update_fields=["column_mapping"])


@transaction.atomic
def mend(*, job: ImportJob, actor: User, row: int, column: int, value: str) -> None:
    """Put another value in a cell, and check anew every record that this touches."""
    require(policies.curates_register(acting_for(actor), job.register))
    job = _locked(job)
    _must_be(job, Status.CHECKED)
    line = job.lines.filter(number=row).first()
    if line is None or not 0 <= column < len(job.headings):
        raise RuleError(_("This row has been taken in already, or is not in the sheet."))
    if job.rows.filter(number=line.record).exclude(taken_in_at=None).exists():
        raise RuleError(_("This row has been taken in already. Change the entry itself instead."))
    context = Context(job)
    before = {line.key, *_with_title(job, line.title_key)}
    line.cells = [*line.cells, *[None] * (column + 1 - len(line.cells))]
    line.cells[column] = kept(value.strip()) or None
    line.key, line.title_key = context.keys(line.cells, line.number)
    line.record = line.number
    line.save()
    keys = before | {line.key} | _with_title(job, line.title_key)
    recheck(context, keys)


def _with_title(job: ImportJob, title_key: str) -> set[str]:
    return set(job.lines.filter(title_key=title_key).values_list("key", flat=True)) if title_key else set()


def recheck(context: Context, keys: set[str]) -> None:
    """Check the records with these keys anew."""
    job = context.job
    lines = ImportLine.objects.filter(job=job, key__in=keys)
    numbers = set(lines.values_list("number", flat=True)) | set(lines.values_list("record", flat=True))
    lines.update(record=0)
    for key in keys:
        first = lines.filter(key=key).order_by("number").values_list("number", flat=True).first()
        lines.filter(key=key).update(record=first or 0)
    remove(job.rows.filter(number__in=numbers, taken_in_at=None))
    taken = set(job.rows.filter(number__in=numbers).values_list("number", flat=True))
    for groups in records_of(lines):
        fresh = [group for group in groups if group[0].record not in taken]
        ImportRow.objects.bulk_create(check_chunk(context, fresh))


@transaction.atomic
def decide(*, job: ImportJob, actor: User, choice: str, row: int | None = None) -> int:
    """Answer a conflict: "sheet" takes the sheet's values, "here" keeps ours; for one row or all. Returns how many."""
    require(policies.curates_register(acting_for(actor), job.register))
    job = _locked(job)
    _must_be(job, Status.CHECKED)
    if choice not in ("sheet", "here"):
        raise RuleError(_("Choose whether to keep ours or take the sheet's."))
    rows = job.rows.filter(action=Action.CONFLICT, taken_in_at=None)
    if row is not None:
        rows = rows.filter(number=row)
    return rows.update(decision=choice)


@transaction.atomic
def confirm(*, job: ImportJob, actor: User) -> bool:
    """Start to write all rows that are ready. A second confirmation does nothing. Returns whether it was started."""
    require(policies.curates_register(acting_for(actor), job.register))
    job = _locked(job)
    if job.status in (Status.COMMITTING, Status.DONE):
        return False
    _must_be(job, Status.CHECKED)
    total = job.rows.filter(ready()).count()
    if not total:
        raise RuleError(_("There is no row to take in: mend the faulty ones, and answer those edited here since."))
    job.status, job.rows_done, job.rows_total, job.attempts = Status.COMMITTING, 0, total, 0
    job.message, job.progressed_at = {}, timezone.now()
    job.save()
    return True


@transaction.atomic
def cancel(*, job: ImportJob, actor: User) -> None:
    """Leave the sheet; what was taken in already stays."""
    require(policies.curates_register(acting_for(actor), job.register))
    job = _locked(job)
    _must_be(job, Status.UPLOADED, Status.CHECKED, Status.FAILED)
    job.status, job.finished_at = Status.CANCELLED, timezone.now()
    job.save(update_fields=["status", "finished_at"])
    remove(job.lines.all())
    remove(job.rows.filter(taken_in_at=None))
    name, storage = job.file.name, job.file.storage
    transaction.on_commit(lambda: storage.delete(name or ""))


def _locked(job: ImportJob) -> ImportJob:
    return (
        ImportJob.objects.select_for_update(of=("self",))
        .select_related("register__organisation", "register__scale", "created_by")
        .get(pk=job.pk)
    )


def _must_be(job: ImportJob, *statuses: str) -> None:
    if job.status not in statuses:
        raise RuleError(
            _("This is not possible now: the sheet is “%(status)s”. Reload the page to see what has happened.")
            % {"status": job.get_status_display()}
        )
