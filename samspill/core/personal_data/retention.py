"""Carrying out the time limits, and remembering that it was done."""

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max
from django.utils import timezone

from samspill.core.personal_data.models import RetentionRun
from samspill.core.personal_data.neutral import erasing
from samspill.core.personal_data.registry import Rule, rules

log = logging.getLogger(__name__)


def run(only: Iterable[str] = ()) -> list[RetentionRun]:
    """Run every rule (or those with these codes), each in its own transaction; one that fails stops no other."""
    wanted = set(only)
    if unknown := wanted - {rule.code for rule in rules()}:
        raise LookupError(", ".join(sorted(unknown)))
    return [_run(rule) for rule in rules() if not wanted or rule.code in wanted]


def _run(rule: Rule) -> RetentionRun:
    started, count, error = timezone.now(), 0, ""
    try:
        with transaction.atomic(), erasing():
            count = rule.run(started)
    except Exception as fault:
        log.exception("the rule %s could not be carried out", rule.code)
        count, error = 0, type(fault).__name__
    return RetentionRun.objects.create(
        rule=rule.code, started_at=started, finished_at=timezone.now(), rows=count, error=error
    )


def last_runs() -> list[tuple[Rule, RetentionRun | None]]:
    """Each rule with its last run. Two queries at most."""
    newest = {run.rule: run for run in RetentionRun.objects.order_by("rule", "-started_at", "-pk").distinct("rule")}
    return [(rule, newest.get(rule.code)) for rule in rules()]


def late(runs: Sequence[tuple[Rule, RetentionRun | None]]) -> set[str]:
    """The codes of rules that are to run each night and have not: the worker may be down.

    One that has never run is late when Samspill was installed or brought up to date longer ago than that.
    """
    limit = timezone.now() - timedelta(hours=36)
    never = {rule.code for rule, last in runs if last is None}
    old = {rule.code for rule, last in runs if last and last.started_at < limit}
    if never and (newest := MigrationRecorder(connection).migration_qs.aggregate(at=Max("applied"))["at"]):
        return old | never if newest < limit else old
    return old
