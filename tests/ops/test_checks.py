"""`samspill check` finds what is wrong and says how to mend it."""

import hashlib
import io
import json
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from samspill.core.models import BackupRecord, SearchCount, SearchQueue
from samspill.ops import prepare
from samspill.ops.backup import snapshot
from samspill.ops.checks import database, files, jobs, machine, mail, report, tables
from samspill.ops.checks.finding import Finding, Options
from samspill.ops.errors import OperatorError
from tests.factories import EvidenceFactory

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def only(findings: Any) -> Finding:
    found = list(findings)
    assert len(found) == 1, found
    return found[0]  # type: ignore[no-any-return]


def test_all_of_it_also_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "connect", lambda url: _Ours())
    out = io.StringIO()
    assert report(out, as_json=True) == 0
    told = json.loads(out.getvalue())
    names = {finding["name"] for finding in told["findings"]}
    assert told["ok"] is True
    assert names >= {"database", "migrations", "clock", "worker", "search", "disk", "backup", "storage", "mail"}
    lines = io.StringIO()
    report(lines)
    assert len(lines.getvalue().splitlines()) == len(told["findings"])


class _Ours:
    """The test's own connection, whose transaction others do not see."""

    def __enter__(self) -> Any:
        connection.ensure_connection()
        return connection.connection

    def __exit__(self, *args: object) -> None:
        pass


def test_triggers_that_are_off_or_gone_and_tables_that_are_missing() -> None:
    assert only(tables.tables(Options())).level == "ok"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE registry_entry DISABLE TRIGGER USER")
        off = only(tables.tables(Options()))
        assert (off.level, "turned off on registry_entry" in off.text) == ("error", True)
        cursor.execute("ALTER TABLE registry_entry ENABLE TRIGGER USER")
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'registry_entry'::regclass AND tgname LIKE 'pgt%'"
        )
        cursor.execute(f"DROP TRIGGER {cursor.fetchone()[0]} ON registry_entry")
        gone = only(tables.tables(Options()))
        assert (gone.level, "missing on registry_entry" in gone.text) == ("error", True)
        cursor.execute("ALTER TABLE core_cache RENAME TO core_gone")
        assert "core_cache" in only(tables.tables(Options())).text


def test_a_database_that_takes_no_writes() -> None:
    assert list(tables.writes(Options())) == []
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert "takes no writes" in only(tables.writes(Options())).text


def test_attachments_that_are_lost_or_changed(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    monkeypatch.setattr(snapshot, "connect", lambda url: _Ours())
    digest = hashlib.sha256(b"content").hexdigest()
    lost, changed, _whole = (
        EvidenceFactory(kind="file", url="", file=ContentFile(b"content", name="x.txt"), sha256=digest)
        for _ in range(3)
    )
    assert only(files.attachments(Options(deep=True))).level == "ok"
    Path(lost.file.path).unlink()
    Path(changed.file.path).write_bytes(b"something else")
    first, second = files.attachments(Options())
    assert (first.level, second.level) == ("error", "error")
    assert f"1 attachments are missing in the storage ({lost.file.name})" in first.text
    assert f"1 attachments are not what was uploaded ({changed.file.name})" in second.text


def test_the_age_of_the_last_backup(settings: Any) -> None:
    assert only(machine.backup(Options())).level == "ok", "nobody else reaches this site"
    settings.SITE_URL = "https://samspill.example.org"
    assert "No backup was ever made" in only(machine.backup(Options())).text
    made = BackupRecord.objects.create(
        made_at=timezone.now() - timedelta(hours=3), seconds=1, size=5_000_000, files=0, is_encrypted=True, machine="m"
    )
    assert "is 3 hours old (5.0 MB, made on m)" in only(machine.backup(Options())).text
    BackupRecord.objects.filter(pk=made.pk).update(made_at=timezone.now() - timedelta(days=3))
    assert only(machine.backup(Options())).level == "warning"


def test_jobs_that_failed_and_a_search_that_lags() -> None:
    assert list(jobs.failed(Options())) == []
    assert only(jobs.search(Options())).level == "ok"
    older = SearchCount.objects.create(kind="entry", public=True, name="@entry", facet="@entry", count=3)
    assert "3 documents of the search are of an older Samspill" in only(jobs.search(Options())).text
    older.delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 'a.b.send', 'failed') "
            "RETURNING id"
        )
        number = cursor.fetchone()[0]
    assert "1 jobs send have failed" in (text := only(jobs.failed(Options())).text)
    assert f"retry {number}" in text
    assert ProcrastinateJob.objects.filter(status="failed").exists()
    SearchQueue.objects.create(kind="entry", object_id=1, at=timezone.now() - timedelta(hours=1))
    assert "lags 60 minutes behind" in only(jobs.search(Options())).text


def test_clocks_that_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    assert only(database.clock(Options())).level == "ok"
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(minutes=1))
    assert "60 seconds apart" in only(database.clock(Options())).text


def test_a_database_that_does_not_answer_is_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperatorError("The database does not answer: gone")

    monkeypatch.setattr(prepare, "check_server", gone)
    out = io.StringIO()
    assert report(out) == 1
    assert out.getvalue().count("does not answer") == 1
    assert "could not be looked at: writes, migrations, tables, clock, worker" in out.getvalue()
    assert "free for" in out.getvalue(), "what needs no database is looked at"


def test_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert "SAMSPILL_EMAIL is not set" in only(mail.mail(Options())).text
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.EMAIL_PORT = taken.getsockname()[1]
    assert "does not answer (Connection refused)" in only(mail.mail(Options())).text


def test_a_setting_that_nobody_reads_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMSPILL_TEST_DATABASE", raising=False)
    monkeypatch.setenv("SAMSPILL_URl", "https://samspill.example.org")
    monkeypatch.setenv("SAMSPILL_BACKUP_PASSPHRASE", "korrekt hest batteri")
    (told,) = [finding for finding in machine.settings(Options()) if "no setting" in finding.text]
    assert told.level == "warning"
    assert told.text == "SAMSPILL_URl is set, and is no setting of Samspill; SAMSPILL_URL is meant, perhaps."
