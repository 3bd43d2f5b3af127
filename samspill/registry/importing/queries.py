"""What pages and reports ask about imports."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from samspill.registry.importing.taking_in import ready
from samspill.registry.models import ImportJob, ImportRow, Register

Action = ImportRow.Action
TAKEN = ~Q(taken_in_at=None)


@dataclass(frozen=True)
class Standing:
    """How many records of a job there are by what becomes of them, and how many of each are taken in; of those that
    wait: ``ready`` to be taken in, ``faulty``, and ``conflicts`` that nobody has answered."""

    found: dict[str, int]
    taken: dict[str, int]
    ready: int
    faulty: int
    conflicts: int


def standing(job: ImportJob) -> Standing:
    """Counts of all records of a job. One query."""
    asked = {f"found_{action}": Count("pk", filter=Q(action=action)) for action in Action.values}
    asked |= {f"taken_{action}": Count("pk", filter=Q(action=action) & TAKEN) for action in Action.values}
    waiting = Q(taken_in_at=None)
    told = job.rows.order_by().aggregate(
        **asked,
        ready=Count("pk", filter=ready()),
        faulty=Count("pk", filter=waiting & Q(action=Action.FAULTY)),
        conflicts=Count("pk", filter=waiting & Q(action=Action.CONFLICT, decision="")),
    )
    return Standing(
        found={action: told[f"found_{action}"] for action in Action.values},
        taken={action: told[f"taken_{action}"] for action in Action.values},
        ready=told["ready"],
        faulty=told["faulty"],
        conflicts=told["conflicts"],
    )


def jobs_of(register: Register) -> "QuerySet[ImportJob]":
    """The imports into a register, the newest first, with how many records are taken in and how many wait."""
    taken = Count("rows", filter=~Q(rows__taken_in_at=None))
    waiting = Count("rows", filter=Q(rows__taken_in_at=None))
    jobs = ImportJob.objects.filter(register=register).select_related("created_by")
    return jobs.annotate(taken=taken, waiting=waiting).order_by("-created_at", "-pk")  # counting forgets the order


def counts(job: ImportJob) -> dict[str, int]:
    """Records by what will become of them, or has become of them."""
    found = dict(job.rows.order_by().values_list("action").annotate(number=Count("pk")))
    return {action: found.get(action, 0) for action in ImportRow.Action.values}


def rows_of(job: ImportJob, action: str = "") -> "QuerySet[ImportRow]":
    """The records of a job, with their entries."""
    rows = job.rows.select_related("entry").order_by("number")
    return rows.filter(action=action) if action in ImportRow.Action.values else rows
