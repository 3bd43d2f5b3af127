"""A batch on its way in, seen from outside: progress while it is written, and what a killed worker leaves behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections
from django.db.models import F

from samspill.core.progress import Progress
from samspill.registry.importing import acts, taking_in, work
from samspill.registry.importing.progress import is_worked_on
from samspill.registry.importing.tasks import revive_imports
from samspill.registry.models import Entry, ImportJob, SourceRecord
from tests.registry.sheets import Centre, csv_bytes, run_jobs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R-REG-07")]
ROWS = [("Nr", "Tittel", "Omtale"), *((n, f"Ting nummer {n}", "x") for n in range(1, 21))]

WORKER = """
import sys, time
import django
django.setup()
from django.conf import settings
from django.db import connections
settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = sys.argv[2]
from samspill.registry.importing import taking_in, work
def slow(*args):
    print("writing", flush=True)
    time.sleep(60)
taking_in.CHUNK = 5
write = taking_in._write
taking_in._write = lambda *args: (write(*args), slow())
work.run(int(sys.argv[1]))
"""


def seen_from_outside(job: ImportJob) -> tuple[int, int]:
    """Rows done and entries, as another connection sees them."""
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT rows_done, (SELECT count(*) FROM registry_entry) FROM registry_importjob WHERE id = %s",
                [job.pk],
            )
            done, entries = cursor.fetchone()
            return int(done), int(entries)
    finally:
        other.close()


def test_progress_is_seen_while_nothing_is_written_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    centre = Centre()
    job = centre.check(csv_bytes(ROWS))
    acts.confirm(job=job, actor=centre.curator)
    seen = []
    tell = Progress.__call__

    def spy(self: Progress, done: int) -> None:
        self._last = -1.0  # not held back to twice a second
        tell(self, done)
        seen.append((seen_from_outside(job), is_worked_on(job)))

    monkeypatch.setattr(taking_in, "CHUNK", 5)
    monkeypatch.setattr(Progress, "__call__", spy)
    work.run(job.pk)
    assert [rows for rows, _worked_on in seen] == [(5, 0), (10, 0), (15, 0), (20, 0)]
    assert seen_from_outside(job) == (20, 20)


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end, "waited for 30 seconds"
        time.sleep(0.1)


def test_a_killed_worker_leaves_nothing_half_written_and_another_takes_over() -> None:
    centre = Centre()
    job = centre.check(csv_bytes(ROWS))
    acts.confirm(job=job, actor=centre.curator)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job.pk), connection.settings_dict["NAME"]],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "samspill.settings"},
        stdout=subprocess.PIPE,
    )
    try:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"writing\n"
        assert is_worked_on(job)
        ImportJob.objects.update(progressed_at=F("created_at") - work.QUIET * 2)
        assert work.revive() == []  # quiet for long, but somebody works on it
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        if worker.stdout:
            worker.stdout.close()
    wait_for(lambda: not is_worked_on(job))
    assert Entry.objects.count() == SourceRecord.objects.count() == 0
    revive_imports(timestamp=0)
    run_jobs()
    job.refresh_from_db()
    assert (job.status, job.attempts, Entry.objects.count()) == ("done", 1, 20)
