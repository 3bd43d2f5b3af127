"""Two webs and two workers on one database and one bucket: killing any of them loses nothing that was accepted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import psycopg
import pytest
import requests
from botocore.config import Config
from django.db import connections
from moto.server import ThreadedMotoServer
from procrastinate.contrib.django.models import ProcrastinateJob

from samspill.core.models import JobOrigin
from samspill.core.tasks import revive_jobs
from samspill.registry.importing.progress import REGISTER_LOCK
from samspill.registry.models import Entry, EntryType, Evidence, ImportJob
from samspill.website.models import KeptPage
from samspill.website.tasks import make_pages_ahead
from tests.factories import PublishedEntryFactory, RoleFactory, UserFactory
from tests.ops.installations import Installation, installed
from tests.ops.machines import Machine, Writer, browser, environment_of, free_port, wait_for
from tests.registry.sheets import Centre, csv_bytes

BUCKET = "samspill-test"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ROWS = 40


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """S3 on this machine."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    found = boto3.resource(
        "s3", endpoint_url=f"http://{host}:{port}", region_name="eu-north-1",
        config=Config(s3={"addressing_style": "path"}),
    ).Bucket(BUCKET)  # fmt: skip
    found.create(CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    yield found
    server.stop()


@pytest.fixture
def installation(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Installation]:
    template = str(connections["default"].settings_dict["NAME"])
    assert template.startswith("test_")
    with django_db_blocker.unblock(), installed(tmp_path / "shared", template=template) as made:
        yield made


@pytest.fixture
def machines(installation: Installation, bucket: Any, tmp_path: Path) -> Iterator[dict[str, Machine]]:
    """a and b serve the web, c and d do the jobs; only the webs are started."""
    told = environment_of(installation.url, f"{BUCKET}/vedlegg", bucket.meta.client.meta.endpoint_url)
    made = {}
    for name in "abcd":
        port = free_port() if name in "ab" else 0
        words = ["web", "--port", str(port), "--drain", "2", "--processes", "1"] if port else ["worker"]
        made[name] = Machine(words, tmp_path / name, told, port)
    for name in "ab":
        made[name].start()
    yield made
    for machine in made.values():
        if machine.process is not None and machine.process.poll() is None:
            machine.pull_the_plug()


def make_entry(session: requests.Session, site: str, title: str) -> requests.Response:
    data = {"title": f"Oppføring {title}", "types": ["product"], "place": "register:senteret"}
    return session.post(f"{site}/arbeid/ny/?kind=innovation", data, allow_redirects=False, timeout=20)


def import_sheet(session: requests.Session, site: str) -> ImportJob:
    rows = [("Nr", "Innovasjon", "Type", "Omtale"), *((n, f"Fra ark {n}", "Produkt", "Noe") for n in range(ROWS))]
    answer = session.post(
        f"{site}/arbeid/registre/senteret/regneark/ny/", files={"file": ("ark.csv", csv_bytes(rows))},
        allow_redirects=False, timeout=20,
    )  # fmt: skip
    assert answer.status_code == 302, answer.text[-2000:]
    job = ImportJob.objects.get()
    data = {f"column_{column}": code for column, code in job.mapping.items()}
    data |= {"kind": "innovation", "publish": "on"}
    answer = session.post(
        f"{site}{answer.headers['Location']}", data, allow_redirects=False, timeout=20,
        headers={"X-Request-ID": "the-import-0001"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.text[-2000:]
    return job


def _pages_were_tried() -> bool:
    """A little at a time while the machine is busy."""
    jobs = ProcrastinateJob.objects.filter(queue_name="pages")
    if not jobs.filter(status__in=["todo", "doing"]).exists():
        make_pages_ahead.defer(timestamp=0)
    return KeptPage.objects.exists() or jobs.filter(status="failed").exists()


def status_of(job: ImportJob) -> str:
    job.refresh_from_db()
    return str(job.status)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["s3://", "s3://key@bucket/x", "s3://bucket?secret=1", "some/folder"])
def test_an_address_of_files_that_is_none(address: str, tmp_path: Path) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from samspill.core.file_storage import storage

    with pytest.raises(ImproperlyConfigured, match="SAMSPILL_FILES is"):
        storage(address, tmp_path)


@pytest.mark.requirement("R-NFR-07")
def test_killing_a_web_and_a_worker_loses_nothing_that_was_accepted(
    installation: Installation, machines: dict[str, Machine], bucket: Any
) -> None:
    centre = Centre()
    assert EntryType.objects.filter(code="product").exists()
    users = [UserFactory() for _ in range(3)]
    for user in users:
        RoleFactory(user=user, kind="innovation_leader", register_code="senteret")
    curator = browser(centre.curator)
    a, b, c, d = machines.values()
    c.start()
    wait_for(lambda: a.ready() and b.ready(), 60, lambda: a.log + b.log)
    site_a, site_b = (f"http://127.0.0.1:{machine.port}" for machine in (a, b))

    # A sheet sent to one machine is checked by a worker that never saw that machine's disk.
    job = import_sheet(curator, site_a)
    wait_for(lambda: status_of(job) == "checked", 30, lambda: c.log)
    assert "the-import-0001" in c.log, "what a job logs bears the number of the request that started it"

    # The worker is killed while it takes the sheet in: it waits for a lock that we hold until it is gone.
    with psycopg.connect(installation.url, autocommit=True) as ours:
        ours.execute("SELECT pg_advisory_lock(%s, %s)", [REGISTER_LOCK, centre.register.pk])
        curator.post(f"{site_b}/arbeid/regneark/{job.public_id}/ta-inn/", allow_redirects=False, timeout=20)
        wait_for(lambda: _waits_for_us(ours), 20, lambda: c.log)
        c.pull_the_plug()
        d.start()

        # Meanwhile entries are written through both webs, and one of them is killed in the middle of it.
        writers = [Writer(user, [a.port, b.port], make_entry) for user in users]
        for writer in writers:
            writer.start()
        wait_for(lambda: all(len(writer.accepted) > 3 for writer in writers), 20, lambda: str(writers))
        a.pull_the_plug()
        wait_for(lambda: all(len(writer.unanswered) > 1 for writer in writers), 20, lambda: str(writers))
        enough = [len(writer.accepted) + 3 for writer in writers]
        wait_for(
            lambda: all(len(w.accepted) > n for w, n in zip(writers, enough, strict=True)), 20, lambda: str(writers)
        )
        for writer in writers:
            writer.done.set()
            writer.join(20)

    # The dead worker's silence is noticed after half a minute, which the test does not wait for.
    ours_now = ProcrastinateJob.objects.get(status="doing")
    installation.ask(
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' "
        f"WHERE id = {ours_now.worker_id} RETURNING 1"
    )
    revive_jobs.defer(timestamp=0)
    wait_for(lambda: status_of(job) == "done", 30, lambda: d.log)

    assert not [odd for writer in writers for odd in writer.odd]
    titles = list(Entry.objects.filter(title__startswith="Oppføring").values_list("title", flat=True))
    accepted = {f"Oppføring {what}" for writer in writers for what in writer.accepted}
    unanswered = {f"Oppføring {what}" for writer in writers for what in writer.unanswered}
    assert len(titles) == len(set(titles)), "nothing was written twice"
    assert accepted <= set(titles) <= accepted | unanswered
    taken_in = Entry.objects.filter(title__startswith="Fra ark")
    assert taken_in.count() == ROWS

    # Pages are made ahead by a worker whose machine has no web, and began with an empty folder.
    PublishedEntryFactory()
    wait_for(_pages_were_tried, 60, lambda: d.log)
    assert not ProcrastinateJob.objects.filter(status="failed").exists(), d.log
    assert KeptPage.objects.exists()

    # An attachment sent to one machine is in the bucket, and never on a machine's disk.
    entry = Entry.objects.filter(title__startswith="Oppføring").first()
    assert entry is not None
    send_and_fetch_a_file(entry, curator, site_b, bucket)
    assert not [path for name in "abcd" for path in machines[name].home.glob("files/**/*")]

    assert 'samspill_request_seconds_count{method="POST",route="workspace:entry_new",status="302"}' in requests.get(
        f"{site_b}/metrics", timeout=10
    ).text  # fmt: skip
    assert JobOrigin.objects.filter(request_id="the-import-0001").exists()
    # Told to stop, a web says so while it still answers.
    assert b.process is not None
    b.process.terminate()
    wait_for(lambda: not b.ready(), 10, lambda: b.log)
    assert requests.get(f"{site_b}/om/", timeout=10).status_code == 200
    assert b.process.wait(30) == 0
    assert d.stop() == 0


def _waits_for_us(connection: "psycopg.Connection[Any]") -> bool:
    query = "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    return connection.execute(query).fetchone() == (1,)


def send_and_fetch_a_file(entry: Entry, session: requests.Session, site: str, bucket: Any) -> None:
    answer = session.post(
        f"{site}/arbeid/oppforinger/{entry.public_id}/dokumentasjon/", {"do": "file", "file-title": "Rapporten"},
        files={"file-file": ("rapport.pdf", PDF)}, allow_redirects=False, timeout=20,
    )  # fmt: skip
    evidence = Evidence.objects.get()
    assert answer.status_code in (200, 302)
    assert bucket.Object(f"vedlegg/{evidence.file.name}").get()["Body"].read() == PDF
    page = session.get(f"{site}/dokumentasjon/{evidence.public_id}/", timeout=20)
    assert (page.status_code, page.content, page.headers["Content-Length"]) == (200, PDF, str(len(PDF)))
    assert page.headers["Content-Type"] == "application/pdf"
    assert requests.get(f"{site}/dokumentasjon/{evidence.public_id}/", timeout=20).status_code in (403, 404)
