"""How far a job has come, seen by others while its transaction is still open; and whether anybody works on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from samspill.core.progress import Progress
from samspill.registry.models import ImportJob

JOB_LOCK, REGISTER_LOCK = 710_001, 710_002  # first halves of advisory locks: any two numbers nobody else uses


def progress_of(job: ImportJob) -> Progress:
    """Tells how many rows are done."""
    return Progress("UPDATE registry_importjob SET rows_done = %s, progressed_at = now() WHERE id = %s", job.pk)


@contextmanager
def at_work(job: ImportJob, *, wait: bool = False) -> Iterator[bool]:
    """Inside a transaction: take the job's lock until the transaction ends. Gives False when somebody else has it."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [JOB_LOCK, job.pk])
            yield True
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [JOB_LOCK, job.pk])
        row = cursor.fetchone()
    yield bool(row and row[0])


def lock_register(register_id: int) -> None:
    """Inside a transaction: two sheets of one register are written after each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [REGISTER_LOCK, register_id])


def is_worked_on(job: ImportJob) -> bool:
    """Whether another process holds the job's lock now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s "
            "AND pid <> pg_backend_pid() "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [JOB_LOCK, job.pk],
        )
        row = cursor.fetchone()
    return bool(row and row[0])
