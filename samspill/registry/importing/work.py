"""The long work of an import: checking a sheet and writing a batch. Can be begun anew after any kind of stop."""

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from samspill.core.copying import copy_new
from samspill.core.errors import RuleError
from samspill.core.importing.errors import SheetError
from samspill.core.removing import remove
from samspill.registry.importing.acts import opened
from samspill.registry.importing.checking import check_chunk, records_of, stored_language
from samspill.registry.importing.context import Context
from samspill.registry.importing.json_file import open_source
from samspill.registry.importing.progress import at_work, is_worked_on, lock_register, progress_of
from samspill.registry.importing.staging import stage
from samspill.registry.importing.taking_in import ChangedMeanwhile, mark_stale, take_in
from samspill.registry.models import ImportJob, ImportRow

Status, Action = ImportJob.Status, ImportRow.Action
log = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
QUIET = timedelta(seconds=60)
"""A job that has given no sign of life for so long, and that no process holds, has stopped."""
KEPT = timedelta(days=30)
"""How long the file and the rows of an import are kept: they hold people's names."""


def run(job_id: int) -> None:
    """Do what the job waits for, if anything. Safe to call twice: the second finds nothing to do."""
    job = ImportJob.objects.select_related(
        "register__organisation", "register__scale", "register__unit", "created_by"
    ).get(pk=job_id)
    try:
        with stored_language(job):
            if job.status == Status.CHECKING:
                check(job)
            elif job.status == Status.COMMITTING:
                commit(job)
    except SheetError as error:
        _stop(job, error.code, error.params)
    except (RuleError, PermissionDenied) as error:
        _stop(job, "failed", {"reason": str(error)})
    except ValidationError as error:
        _stop(job, "failed", {"reason": " ".join(error.messages)})
    except Exception:
        log.exception("import %s stopped", job.public_id)
        raise  # the job's queue tries again; `revive` gives up after MAX_ATTEMPTS


@transaction.atomic
def check(job: ImportJob) -> None:
    """Read the sheet and work out what will become of each record."""
    with at_work(job) as mine, progress_of(job) as progress:
        if not mine or not ImportJob.objects.filter(pk=job.pk, status=Status.CHECKING).exists():
            return  # somebody does it, or has done it since the job was read
        remove(job.lines.all())
        remove(job.rows.filter(taken_in_at=None))
        context = Context(job)
        with opened(job) as file, open_source(file) as source:
            total = stage(context, source.rows(job.sheet), lambda count: None)
        if not total:
            raise SheetError("no_rows")
        done = 0
        for groups in records_of(job.lines.all()):
            copy_new(ImportRow, check_chunk(context, groups))
            done += sum(len(lines) for lines in groups)
            progress(done)
        ImportJob.objects.filter(pk=job.pk, status=Status.CHECKING).update(
            status=Status.CHECKED,
            rows_total=total,
            rows_done=total,
            options=job.options,
            progressed_at=timezone.now(),
        )


def commit(job: ImportJob) -> None:
    """Write the confirmed batch, all of it or nothing."""
    if job.created_by is None:
        raise SheetError("failed", reason="the user is gone")
    try:
        with transaction.atomic(), at_work(job) as mine, progress_of(job) as progress:
            if not mine:
                return
            lock_register(job.register_id)
            if not ImportJob.objects.filter(pk=job.pk, status=Status.COMMITTING).exists():
                return
            take_in(job, job.created_by, progress)
            _finish(job)
    except ChangedMeanwhile as changed:
        with transaction.atomic():
            mark_stale(job, changed)
            ImportJob.objects.filter(pk=job.pk).update(
                status=Status.CHECKED,
                message={"code": "changed_meanwhile", "params": {"number": len(changed.rows)}},
            )


def _finish(job: ImportJob) -> None:
    """Done, unless rows wait to be mended or answered; then those can be taken in later."""
    taken = job.rows.exclude(taken_in_at=None).values_list("number", flat=True)
    remove(job.lines.filter(record__in=taken))
    waits = job.rows.filter(taken_in_at=None).exists()
    ImportJob.objects.filter(pk=job.pk).update(
        status=Status.CHECKED if waits else Status.DONE,
        rows_done=job.rows.filter(~Q(taken_in_at=None)).count(),
        progressed_at=timezone.now(),
        finished_at=timezone.now(),
    )


def _stop(job: ImportJob, code: str, params: dict[str, object]) -> None:
    """Say why it stopped. A batch that was refused can be looked at again; a sheet that cannot be read cannot."""
    was_committing = job.status == Status.COMMITTING
    ImportJob.objects.filter(pk=job.pk).update(
        status=Status.CHECKED if was_committing else Status.FAILED,
        message={"code": code, "params": params},
        finished_at=timezone.now(),
    )


def stopped() -> "QuerySet[ImportJob]":
    """Jobs that wait for work and have been quiet for long."""
    return ImportJob.objects.filter(
        Q(progressed_at=None) | Q(progressed_at__lt=timezone.now() - QUIET),
        status__in=[Status.CHECKING, Status.COMMITTING],
    )


def revive() -> list[int]:
    """Find jobs whose worker died. Returns those to be begun anew; gives up those that stopped too often."""
    again = []
    for job in stopped():
        if is_worked_on(job):
            continue
        if job.attempts >= MAX_ATTEMPTS:
            _stop(job, "stopped", {})
            continue
        ImportJob.objects.filter(pk=job.pk).update(attempts=job.attempts + 1, progressed_at=timezone.now())
        again.append(job.pk)
    return again


def forget() -> int:
    """Remove the files and rows of imports that ended, or were left, 30 days ago. Returns how many."""
    before = timezone.now() - KEPT
    old = ImportJob.objects.filter(Q(finished_at__lt=before) | Q(finished_at=None, created_at__lt=before)).exclude(
        file=""
    )
    count = 0
    for job in old.exclude(status__in=[Status.CHECKING, Status.COMMITTING]):
        job.file.delete(save=False)
        ImportJob.objects.filter(pk=job.pk).update(file="", samples=[])
        remove(job.lines.all())
        job.rows.update(values={}, faults=[], changes=[], notices=[])
        count += 1
    return count
