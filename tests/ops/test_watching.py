"""Health, readiness, metrics, the log and the numbers of requests."""

import errno
import io
import json
import logging
import logging.config
import time
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from samspill.core import jobs, logs, request_ids, request_metrics
from samspill.core.connections import is_away
from samspill.core.errors import lacking, told_of
from samspill.core.models import JobOrigin
from samspill.ops import health, metrics
from samspill.urls import handler500, urlpatterns  # noqa: F401  # this module is the address table of some tests
from tests.factories import UserFactory
from tests.scenes import client_of

TOKEN = "t" * 20


def fails(request: Any) -> None:
    raise RuntimeError("seen by operators only")


def away(request: Any) -> None:
    raise OperationalError("connection refused\nIs it running?") from psycopg.OperationalError("connection refused")


def full(request: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def mails(request: Any) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1):
        send_mail("Hei", "Hei", "a@example.org", ["b@example.org"])


ours = [
    path("fullt/", full),
    path("post/", mails),
    path("feiler/", fails, name="fails"),
    path("borte/", away, name="away"),
    path("api/v1/borte", away),
]
urlpatterns = [*i18n_patterns(*ours, prefix_default_language=False), *urlpatterns]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What is logged, each line with its number."""
    numbering = request_ids.Numbering()
    caplog.handler.addFilter(numbering)
    caplog.set_level(logging.INFO)
    yield caplog
    caplog.handler.removeFilter(numbering)


def access(log: pytest.LogCaptureFixture) -> list[Any]:
    return [line for line in log.records if line.name == "samspill.access"]


@pytest.mark.django_db
def test_ready_with_all_in_order(client: Client) -> None:
    for address in ("/helse/live", "/helse/klar"):
        answer = client.get(address, headers={"host": "10.1.2.3:8000"})
        assert answer.status_code == 200
        assert answer["Cache-Control"].startswith("max-age=0")
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get("/helse/klar").status_code == 200


@pytest.mark.django_db
def test_not_ready_tells_why_and_no_secrets(
    rf: RequestFactory, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    (tmp_path / health.DRAINING).touch()

    def refused(*args: Any, **options: Any) -> Any:
        raise OperationalError("password=secret")

    monkeypatch.setattr(connection, "cursor", refused)
    monkeypatch.setattr(health, "_storage_seen", [])
    monkeypatch.setattr(type(default_storage._wrapped), "save", refused)  # type: ignore[attr-defined]
    answer = health.ready(rf.get("/helse/klar"))
    health.ready(rf.get("/helse/klar"))
    assert [line.getMessage() for line in log.records] == ["not ready: draining, database, storage"], "told once"
    assert answer.status_code == 503
    assert [reason["code"] for reason in json.loads(answer.content)["reasons"]] == ["draining", "database", "storage"]
    assert b"secret" not in answer.content
    assert health.live(rf.get("/helse/live")).status_code == 200


@pytest.mark.django_db
def test_not_ready_before_it_is_migrated(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    health._migrated.cache_clear()
    monkeypatch.setattr("samspill.ops.prepare.unapplied_migrations", lambda: ["core.0001"])
    assert [reason["code"] for reason in client.get("/helse/klar").json()["reasons"]] == ["migrations"]
    monkeypatch.setattr("samspill.ops.prepare.unapplied_migrations", list)
    assert client.get("/helse/klar").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", "with space in it", "line\x0bbreak-123", "x" * 65, "../../etc/passwd"])
def test_a_request_gets_a_number_of_its_own(client: Client, given: str) -> None:
    number = client.get("/om/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert number != given
    assert len(number) == 16


@pytest.mark.django_db
def test_a_line_for_each_request_without_what_is_secret(client: Client, log: pytest.LogCaptureFixture) -> None:
    user = UserFactory()
    client_of(user).get("/arbeid/?q=fornavn+etternavn", headers={"X-Request-ID": "from-the-proxy-1"})
    client.get("/konto/bekreft-e-post/Mw:1rXyz-the_key_in_the_mail_0123456789/")
    client.get("/finnes/ikke/0123456789012345678901234567890123/")
    client.get("/helse/live")
    first, second, third = access(log)
    assert first.request_id == "from-the-proxy-1"  # type: ignore[attr-defined]
    assert (first.method, first.path, first.status, first.user) == ("GET", "/arbeid/", 200, user.pk)  # type: ignore[attr-defined]
    text = " ".join(line.getMessage() for line in log.records)
    assert "fornavn" not in text
    assert "the_key_in_the_mail" not in second.getMessage()
    assert "0123456789" not in third.getMessage()


@pytest.fixture(params=["text", "json"])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What an installation writes, in both forms of the log."""
    root = logging.getLogger()
    before = root.handlers[:]
    logging.config.dictConfig(logs.config(request.param))
    out = io.StringIO()
    root.handlers[0].setStream(out)  # type: ignore[attr-defined]
    yield out
    logging.config.dictConfig(django_settings.LOGGING)
    root.handlers[:] = before


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.ops.test_watching")
def test_what_django_and_gunicorn_say_of_a_request_is_discreet_too(written: io.StringIO) -> None:
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    assert strict.get("/feiler/?q=fornavn").status_code == 500
    assert strict.post("/konto/e-post/bekreft/Mw:1rXyz-the_key_in_the_mail/?q=fornavn").status_code == 403
    logging.getLogger("gunicorn.error").error("Error handling request %s %s", "GET", "/sok/?q=fornavn")
    logging.getLogger("django").error(
        "%s and %s", ["lists"], {"words": 1}, extra={"request": RequestFactory().get("/")}
    )
    said = written.getvalue()
    assert "['lists'] and {'words': 1}" in said
    for told in ("Internal Server Error: /feiler/", "Forbidden (CSRF cookie not set.): /konto/e-post/bekreft/***/"):
        assert told in said
    assert "Error handling request GET /sok/" in said
    assert "fornavn" not in said
    assert "the_key_in_the_mail" not in said


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.ops.test_watching")
@pytest.mark.parametrize(
    ("prefix", "said"), [("", "Oppgi dette nummeret, så finner"), ("/nn", "så finn dei"), ("/en", "Quote")]
)
def test_the_error_page_says_which_number_to_quote(log: pytest.LogCaptureFixture, prefix: str, said: str) -> None:
    browser = Client(raise_request_exception=False)
    answer = browser.get(f"{prefix}/feiler/", headers={"X-Request-ID": "the-number-0001"})
    assert answer.status_code == 500
    assert "<code>the-number-0001</code>" in answer.text
    assert said in answer.text
    trace = next(line for line in log.records if line.name == "django.request")
    assert trace.request_id == "the-number-0001"  # type: ignore[attr-defined]
    assert trace.exc_info


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.ops.test_watching")
def test_a_database_that_is_away_is_told_of_in_a_line_and_with_503(log: pytest.LogCaptureFixture) -> None:
    """Not with a hundred lines for each request: half a minute of it made forty thousand."""
    browser = Client(raise_request_exception=False)
    answer = browser.get("/borte/", headers={"X-Request-ID": "the-number-0002"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Samspill kan ikke svare akkurat nå" in answer.text
    assert "<code>the-number-0002</code>" in answer.text
    told = [line for line in log.records if line.levelno >= logging.WARNING]
    assert [line.getMessage() for line in told] == [
        "the database cannot be used now: OperationalError: connection refused"
    ]
    assert told[0].exc_info is None
    program = browser.get("/api/v1/borte")
    assert (program.status_code, program["Retry-After"]) == (503, "10")
    assert program.json()["type"].endswith("#not-now")
    assert not [line for line in log.records if line.name == "django.request"], "each is told of once"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.ops.test_watching")
@pytest.mark.parametrize(
    ("address", "said", "logged"),
    [
        ("/fullt/", "Disken er full.", "the disk cannot be used"),
        ("/post/", "E-post kan ikke sendes.", "the mail server"),
    ],
)
def test_a_full_disk_and_a_mail_server_that_is_away_are_no_riddle(
    log: pytest.LogCaptureFixture, address: str, said: str, logged: str
) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 503
    assert said in answer.text
    assert [line.getMessage().startswith(logged) for line in log.records if line.levelno >= logging.WARNING] == [True]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SMTPRecipientsRefused({"kari@example.org": (550, b"no kari here")}), "SMTPRecipientsRefused: 550"),
        (SMTPDataError(554, b"<kari@example.org> is full"), "SMTPDataError: 554"),
        (SMTPServerDisconnected("Connection lost"), "SMTPServerDisconnected: Connection lost"),
    ],
    ids=["recipient", "answer", "gone"],
)
def test_the_log_does_not_name_who_was_written_to(error: Exception, told: str) -> None:
    assert (lacking(error), told_of(error)) == ("mail server", told)


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.DiskFull(), True),
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (psycopg.errors.DeadlockDetected(), False),
        (psycopg.errors.QueryCanceled(), False),
        (psycopg.errors.UndefinedTable(), False),
        (psycopg.ProgrammingError(), False),
    ],
)
def test_which_errors_say_that_the_database_is_away(cause: Exception, expected: bool) -> None:
    error = DatabaseError()
    error.__cause__ = cause
    assert is_away(error) is expected
    assert not is_away(cause)


@pytest.mark.django_db
def test_a_job_bears_the_number_of_its_request(log: pytest.LogCaptureFixture) -> None:
    seen = []

    def fetch() -> None:
        seen.append(request_ids.current())

    with request_ids.numbered("the-number-0002"):
        app.configure_task("samspill.registry.importing.tasks.forget_imports").defer(timestamp=1)
    row = ProcrastinateJob.objects.get()
    assert row.args == {"timestamp": 1}, "arguments stay the task's own"
    assert JobOrigin.objects.get().job_id == row.pk

    class Context:
        job = type("Job", (), {"id": row.pk, "task_name": row.task_name, "attempts": 0})

    jobs.with_number(fetch, Context, None)  # type: ignore[arg-type]
    with pytest.raises(ZeroDivisionError):
        jobs.with_number(lambda: 1 // 0, Context, None)  # type: ignore[arg-type]
    assert seen == ["the-number-0002"]
    done, failed = (line for line in log.records if line.name == "samspill.jobs")
    assert (done.getMessage()[:12], done.request_id) == (f"job {row.pk} forget_imports done"[:12], "the-number-0002")  # type: ignore[attr-defined]
    assert "ZeroDivisionError" in failed.getMessage()


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("value", ["{}\nKari", "{}\n\nKari hemmelig", "a\nNB: {}\n  File {}\nTraceback {}"])
def test_the_row_that_the_database_refused_is_not_in_the_log(form: str, value: str) -> None:
    UserFactory()
    given = [value.replace("{}", "hemmelig@example.org")]  # lines of code stand in tracebacks, so not in the statement
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "it failed", (), None)
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as failure:
        cursor.execute("UPDATE accounts_user SET email = %s, name = NULL", given)
    assert "hemmelig@example.org" in str(failure.value)
    record.exc_info = (failure.type, failure.value, failure.tb)
    request_ids.Numbering().filter(record)
    made = logging.config.DictConfigurator({}).configure_formatter(logs.config(form)["formatters"][form])
    told = made.format(record)
    assert "violates not-null constraint" in told
    assert "NotNullViolation" in told
    assert "hemmelig" not in told
    assert told.count("DETAIL:  ***") == 2, "Django's error, and PostgreSQL's from which it came"


def test_the_forms_of_the_log() -> None:
    record = logging.LogRecord("x", logging.INFO, "f", 1, "%s came", ("one\ntwo",), None)
    with request_ids.numbered("the-number-0003"):
        request_ids.Numbering().filter(record)
    formatters = logs.config("json")["formatters"]
    as_json = json.loads(logging.config.DictConfigurator({}).configure_formatter(formatters["json"]).format(record))
    assert (as_json["message"], as_json["request_id"], as_json["level"]) == ("one\ntwo came", "the-number-0003", "INFO")
    assert datetime.fromisoformat(as_json["time"]).timestamp() == pytest.approx(record.created, abs=0.001)
    assert as_json["time"].endswith("+00:00")
    as_text = logging.config.DictConfigurator({}).configure_formatter(formatters["text"]).format(record)
    assert as_text.endswith("INFO [the-number-0003] x: one\\ntwo came"), "nobody can begin a line of our log"
    with pytest.raises(ImproperlyConfigured, match="SAMSPILL_LOG is text or json"):
        logs.config("xml")


@pytest.mark.django_db
def test_metrics_are_for_those_who_may(client: Client) -> None:
    assert django_settings.METRICS == ""
    assert client.get("/metrics").status_code == 404
    with override_settings(METRICS=metrics.LOOPBACK):
        client.get("/om/")
        text = client.get("/metrics").text
        assert 'samspill_request_seconds_count{method="GET",route="website:about",status="200"} 1.0' in text
        assert 'samspill_request_queries_sum{route="website:about"}' in text
        assert "samspill_workers 0.0" in text
        assert "samspill_search_queue" in text
        assert "samspill_kept_pages" in text
        assert "samspill_pages_ahead_left 0.0" in text
        assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
        assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    with override_settings(METRICS=TOKEN):
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer no"}).status_code == 404
        assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


@pytest.mark.django_db
@override_settings(METRICS=metrics.LOOPBACK)
def test_metrics_without_the_database_are_those_that_were_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/om/")
    assert "samspill_database_answers 1.0" in client.get("/metrics").text

    def gone() -> Any:
        raise OperationalError

    monkeypatch.setattr(metrics, "_workers", gone)
    text = client.get("/metrics").text
    assert "samspill_database_answers 0.0" in text
    assert "samspill_request_seconds_count" in text
    assert "samspill_workers" not in text


def test_threads_that_begin_together_count_in_the_same_counters(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first requests after a start got a 500 otherwise, when metrics were on."""
    made: list[int] = []

    def slowly() -> Any:
        time.sleep(0.05)
        made.append(1)
        return made

    monkeypatch.setattr(request_metrics, "_made", cache(slowly))
    threads = [Thread(target=request_metrics.counters) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_mail_that_is_written_to_files_is_the_owners_alone(settings: Any, tmp_path: Path) -> None:
    """There are links in it that choose a new password."""
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "samspill.core.mail_files.EmailBackend", tmp_path / "mail"
    (tmp_path / "mail").mkdir(mode=0o755)
    send_mail("Hei", "Hei", "a@example.org", ["b@example.org"])
    assert [path.stat().st_size > 0 for path in (tmp_path / "mail").iterdir()] == [True]
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0
