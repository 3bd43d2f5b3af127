"""A job that a newer Samspill has started is not lost when an older worker gets hold of it."""

from typing import Any

import procrastinate
from procrastinate.testing import InMemoryConnector

from samspill.core import jobs


def test_a_job_that_a_worker_does_not_know_waits_for_one_that_does() -> None:
    there = InMemoryConnector()
    newer, older = procrastinate.App(connector=there), procrastinate.App(connector=there)
    done: list[int] = []

    @newer.task(name="samspill.later.task")
    def task(number: int) -> None:
        done.append(number)

    jobs.get_ready(older)
    older.worker_defaults["task_middleware"] = []
    task.defer(number=7)
    older.run_worker(wait=False, install_signal_handlers=False)
    row: Any = there.jobs[1]
    assert (row["status"], row["attempts"], done) == ("todo", 1, [])
    assert row["scheduled_at"] is not None

    row["scheduled_at"] = None
    newer.run_worker(wait=False, install_signal_handlers=False)
    assert (there.jobs[1]["status"], done) == ("succeeded", [7])
