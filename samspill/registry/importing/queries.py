"""What pages and reports ask about imports."""

from django.db.models import Count, QuerySet

from samspill.registry.models import ImportJob, ImportRow


def counts(job: ImportJob) -> dict[str, int]:
    """Records by what will become of them, or has become of them."""
    found = dict(job.rows.order_by().values_list("action").annotate(number=Count("pk")))
    return {action: found.get(action, 0) for action in ImportRow.Action.values}


def taken_in(job: ImportJob) -> dict[str, int]:
    """Records that were taken in, by what they were."""
    rows = job.rows.exclude(taken_in_at=None).order_by()
    found = dict(rows.values_list("action").annotate(number=Count("pk")))
    return {action: found.get(action, 0) for action in ImportRow.Action.values}


def rows_of(job: ImportJob, action: str = "") -> "QuerySet[ImportRow]":
    """The records of a job, with their entries."""
    rows = job.rows.select_related("entry").order_by("number")
    return rows.filter(action=action) if action in ImportRow.Action.values else rows
