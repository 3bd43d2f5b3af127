"""A backup brings everything back, whatever happens meanwhile, and an older one is brought forward."""

import fcntl
import json
import os
import resource
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from samspill.core.models import BackupRecord
from samspill.core.personal_data import ERASED
from samspill.core.personal_data.journal import note
from samspill.core.personal_data.registry import Subject
from samspill.ops import new_tables, prepare
from samspill.ops.backup import attachments, commands, opening, programs, restoring
from samspill.ops.backup.sealing import Keys
from samspill.ops.prepare import unapplied_migrations
from samspill.parties.domain import data_requests
from samspill.parties.models import DataRequest
from samspill.registry.models import Evidence
from tests.factories import PersonFactory
from tests.ops.backup.conftest import Command
from tests.ops.installations import Installation

Move = Callable[[], Installation]


@pytest.mark.django_db
def test_every_field_with_files_is_known() -> None:
    assert set(attachments.columns()) >= {
        ("registry_evidence", "file", "sha256"),
        ("registry_importjob", "file", ""),
        ("centres_milestone", "report_file", "report_sha256"),
    }
    assert not [table for table, _column, _digest in attachments.columns() if table.endswith("event")]


@pytest.mark.requirement("R-NFR-07")
def test_an_empty_installation_becomes_the_same_in_every_table(
    here: Installation, move: Move, samspill: Command, tmp_path: Path
) -> None:
    before = here.state()
    rows, numbers, files = before
    assert rows["registry_entryevent"].rows > 1, "the history is among the tables"
    assert rows["core_cache"].rows == 1
    assert rows.keys().isdisjoint({"website_keptpage", "api_ratecount"}), "what a crash may empty"
    assert len(files) >= 2
    assert any(value > 1 for value in numbers.values())

    status, said, _ = samspill("backup", tmp_path / "a.samspill")
    assert status == 0
    assert f"{sum(table.rows for table in rows.values())} rows and {len(files)} attachments" in said
    there = move()
    status, said, complaints = samspill("restore", tmp_path / "a.samspill")
    assert (status, complaints) == (0, "")
    assert said.startswith("Restored: ")
    assert there.state() == before


@pytest.mark.requirement("R-NFR-06")
def test_who_was_erased_since_does_not_come_back(
    here: Installation, move: Move, samspill: Command, tmp_path: Path
) -> None:
    person, other = PersonFactory(name="Slettet Etterpå"), PersonFactory(name="Noen Annen")
    assert samspill("backup", tmp_path / "a.samspill")[0] == 0
    request = DataRequest.objects.create(kind="erase", person=person, status="accepted")
    data_requests.carry_out(request.pk)
    journal = tmp_path / "here" / "erasures.jsonl"
    assert f'"person": {person.pk}' in journal.read_text()
    assert "Slettet" not in journal.read_text()

    connection.close()
    status, said, complaints = samspill("restore", "--replace", tmp_path / "a.samspill")
    assert (status, complaints) == (0, "")
    assert "Erased again, as they were after the backup was made: 1." in said
    assert here.ask("SELECT count(*) FROM parties_person WHERE name = 'Slettet Etterpå'") == 0
    assert here.ask("SELECT count(*) FROM parties_personevent WHERE name = 'Slettet Etterpå'") == 0

    journal = journal.rename(tmp_path / "kept")  # a machine's own folder may be empty at each start
    assert "made: 1." in samspill("restore", "--replace", tmp_path / "a.samspill")[1], "the storage remembers too"
    there = move()
    assert "no journal of erasures" in samspill("restore", tmp_path / "a.samspill", "--erasures", tmp_path / "b")[2]
    half = tmp_path / "half"
    half.write_text('{"at": "2026-01-01T00:00:00+00:00", "person": 1, "user": null}\n{"at": "2026-')
    told = samspill("restore", tmp_path / "a.samspill", "--erasures", half)[2]
    assert f"cannot be read ({half}, line 2)" in told
    assert samspill("restore", tmp_path / "a.samspill", "--erasures", journal)[0] == 0
    assert there.ask(f"SELECT name FROM parties_person WHERE id = {person.pk}") == ERASED

    requests = there.ask("SELECT count(*) FROM parties_datarequest")
    twice = tmp_path / "twice"
    twice.write_text(json.dumps({"at": "2099-01-01T00:00:00+00:00", "person": person.pk, "user": None, "newer": 1}))
    said = samspill("restore", "--replace", tmp_path / "a.samspill", "--erasures", journal, "--erasures", twice)[1]
    assert "made: 1." in said, "with and without its installation it is the same, whatever else a newer one notes"
    assert there.ask("SELECT count(*) FROM parties_datarequest") == requests

    others = tmp_path / "others"
    site = "2019-03-01T12:00:00.000000+00:00"
    others.write_text(json.dumps({"at": "2099-01-01T00:00:00+00:00", "person": other.pk, "user": None, "site": site}))
    _, said, complaints = samspill("restore", "--replace", tmp_path / "a.samspill", "--erasures", others)
    assert "Passed over, as they were in another installation: 1 " in complaints
    assert there.ask(f"SELECT name FROM parties_person WHERE id = {other.pk}") == "Noen Annen"


@pytest.mark.requirement("R-NFR-06")
def test_an_erasure_is_noted_when_the_database_has_gone_since(here: Installation, tmp_path: Path) -> None:
    connection.ensure_connection()
    connection.connection.close()
    note(Subject(user_id=7))
    line = json.loads((tmp_path / "here" / "erasures.jsonl").read_text())
    assert (line["user"], line["site"]) == (7, "")


def test_the_file_is_the_owners_alone_and_known_to_the_database(
    here: Installation, samspill: Command, tmp_path: Path
) -> None:
    file = tmp_path / "out" / "a.samspill"
    assert "There is no folder" in samspill("backup", file)[2]
    file.parent.mkdir()
    assert samspill("backup", file)[0] == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    record = BackupRecord.objects.get()
    assert (record.size, record.is_encrypted) == (file.stat().st_size, False)

    first = file.read_bytes()
    status, _, complaint = samspill("backup", file)
    assert status == 1
    assert "exists already" in complaint
    assert file.read_bytes() == first
    assert samspill("backup", file, "--force")[0] == 0
    assert file.read_bytes() != first
    assert [path.name for path in file.parent.iterdir()] == ["a.samspill"]


def test_a_backup_that_fails_leaves_nothing_and_the_old_one(
    here: Installation, samspill: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out" / "a.samspill"
    file.parent.mkdir()
    file.write_text("the old one")
    monkeypatch.setattr(programs, "DUMP", (*programs.DUMP, "--table=there_is_none"))
    status, _, complaint = samspill("backup", file, "--force")
    assert status == 1
    assert complaint == "samspill: The database could not be read: pg_dump: error: no matching tables were found\n"
    assert file.read_text() == "the old one"
    assert len(list(file.parent.iterdir())) == 1


@pytest.mark.parametrize("words", [(), ("--passphrase-file", "secret")])
def test_a_disk_that_is_full_is_told_of_and_leaves_nothing(
    here: Installation, samspill: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    (tmp_path / "secret").write_text("korrekt hest batteri")
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "out" / "a.samspill"
    file.parent.mkdir()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        status, _, complaint = samspill("backup", file, *words)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (status, complaint) == (1, "samspill: The operating system said no: File too large.\n")
    assert list(file.parent.iterdir()) == []


def test_only_an_ordinary_file_is_written_over(
    here: Installation, samspill: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, link, late = (tmp_path / name for name in ("pipe", "link", "late"))
    os.mkfifo(pipe)
    link.symlink_to("nowhere")
    for words in ((pipe,), (pipe, "--force")):
        assert f"{pipe} is no ordinary file" in samspill("backup", *words)[2]
    assert stat.S_ISFIFO(pipe.stat().st_mode), "not even /dev/stdout is replaced by a file"
    assert "exists already" in samspill("backup", link)[2]
    begun = programs.dumping

    def slow(*words: Any, **more: Any) -> Any:
        late.write_text("another backup, which was quicker")
        return begun(*words, **more)

    monkeypatch.setattr(programs, "dumping", slow)
    assert "exists already" in samspill("backup", late)[2]
    assert late.read_text() == "another backup, which was quicker"


def test_a_backup_that_is_stopped_or_killed_leaves_no_half_of_itself(
    here: Installation, samspill: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out" / "a.samspill"
    file.parent.mkdir()
    killed = file.parent / ".b.samspill.x1y2.samspill-unfinished"
    killed.write_text("what kill -9 left")
    with (file.parent / ".c.samspill.x3y4.samspill-unfinished").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        monkeypatch.setattr(programs, "dumping", lambda *_words, **_more: os.kill(os.getpid(), signal.SIGTERM))
        status, _, complaint = samspill("backup", file)
        assert (status, complaint) == (1, "samspill: Stopped by SIGTERM; no backup was made.\n")
        assert [path.name for path in file.parent.iterdir()] == [Path(held.name).name], "another backup goes on"
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.requirement("R-NFR-07")
def test_what_is_written_meanwhile_does_not_get_in(
    here: Installation, move: Move, samspill: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others write, and remove an attachment, after the moment of the backup and before its rows are read."""
    before = here.state()
    dumping = programs.dumping

    @contextmanager
    def while_others_write(*args: Any, **options: Any) -> Iterator[programs.Program]:
        here.ask("INSERT INTO core_joborigin VALUES (1, 'meanwhile', now()) RETURNING 1")
        here.ask("UPDATE registry_entry SET title = 'Meanwhile' WHERE public_id = 'open2222' RETURNING 1")
        evidence = Evidence.objects.get(public_id="proof222")
        evidence.file.delete(save=False)
        evidence.delete()
        with dumping(*args, **options) as program:
            yield program

    monkeypatch.setattr(programs, "dumping", while_others_write)
    assert samspill("backup", tmp_path / "a.samspill")[::2] == (0, "")
    there = move()
    assert samspill("restore", tmp_path / "a.samspill")[0] == 0
    after = there.state()
    assert (after[0], after[2]) == (before[0], before[2])


def test_tables_that_are_being_changed_are_waited_for(here: Installation, samspill: Command, tmp_path: Path) -> None:
    """A table that is written anew is empty for who has looked before: a backup without its rows would seem whole."""
    people = here.ask("SELECT count(*) FROM parties_person")
    changing = ExitStack()
    changing.enter_context(prepare.changing_tables(changing.enter_context(prepare.one_at_a_time(here.url))))
    changing.enter_context(psycopg.connect(here.url)).execute(
        "ALTER TABLE parties_person ADD COLUMN lot float DEFAULT random()"
    )
    ending = Timer(1.5, changing.close)
    ending.start()
    status, _said, complaints = samspill("backup", tmp_path / "a.samspill")
    ending.join()
    assert (status, complaints) == (0, "Another Samspill changes the tables; waiting for it …\n")
    manifest = opening.check(tmp_path / "a.samspill", Keys()).manifest
    assert manifest.tables["parties_person"].rows == people > 0


@pytest.mark.parametrize(("missing", "complaint"), [([], ""), (["core.0001"], "A backup is made; waiting for it …\n")])
def test_a_start_waits_for_a_backup_only_to_change_tables(
    missing: list[str],
    complaint: str,
    here: Installation,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(prepare, "unapplied_migrations", lambda: missing)
    for step in ("migrate", "fill_search_index", "collect_static"):
        monkeypatch.setattr(prepare, step, lambda: None)
    monkeypatch.setattr(prepare, "run", lambda *args, **options: "")
    with psycopg.connect(here.url, autocommit=True) as backup:
        prepare.hold_off(backup)
        ending = Timer(1 if missing else 60, backup.close)
        ending.start()
        prepare.prepare(with_example=False)
        assert backup.closed == bool(missing)
        ending.cancel()
    assert capsys.readouterr().err == complaint


@pytest.mark.parametrize("words", [["migrate", "--plan"], ["django", "migrate", "--plan"]])
def test_tables_are_not_changed_by_hand_during_a_backup(
    words: list[str], here: Installation, samspill: Command
) -> None:
    with psycopg.connect(here.url, autocommit=True) as backup:
        prepare.hold_off(backup)
        Timer(1, backup.close).start()
        assert samspill(*words)[::2] == (0, "A backup is made; waiting for it …\n")


def test_a_restore_holds_off_a_backup_until_all_is_back(
    here: Installation, samspill: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also while older tables are brought up to date, and until those who were erased are so again."""
    samspill("backup", tmp_path / "a.samspill")
    free: list[bool] = []

    def watched(step: Any) -> Any:
        def asked(*args: Any) -> Any:
            free.append(here.ask(f"SELECT pg_try_advisory_lock_shared({prepare.TABLES})"))
            return step(*args)

        return asked

    monkeypatch.setattr(restoring, "_feed", watched(restoring._feed))
    monkeypatch.setattr(commands, "_erase_again", watched(commands._erase_again))
    assert samspill("restore", tmp_path / "a.samspill", "--replace")[::2] == (0, "")
    assert free == [False, False]
    assert here.ask(f"SELECT pg_try_advisory_lock_shared({prepare.TABLES})") is True


def test_attachments_that_are_gone_or_changed_are_told_of(
    here: Installation, move: Move, samspill: Command, tmp_path: Path
) -> None:
    gone, changed = (Evidence.objects.get(public_id=code) for code in ("proof222", "secret22"))
    Evidence.objects.filter(pk=changed.pk).update(sha256="0" * 64)
    (here.files / (gone.file.name or "")).unlink()
    status, _, complaints = samspill("backup", tmp_path / "a.samspill")
    assert status == 0
    assert f"{gone.file.name} is missing" in complaints
    assert f"{changed.file.name} is not what was uploaded" in complaints
    there = move()
    status, _, complaints = samspill("restore", tmp_path / "a.samspill")
    assert status == 0
    assert f"{gone.file.name} was missing already" in complaints
    assert str(changed.file.name) in there.state()[2]


def test_an_older_backup_is_brought_forward(here: Installation, move: Move, samspill: Command, tmp_path: Path) -> None:
    with new_tables.less_rendering():
        call_command("migrate", "core", "0006", verbosity=0)
    assert samspill("backup", tmp_path / "a.samspill")[0] == 0
    there = move()
    assert samspill("restore", tmp_path / "a.samspill")[0] == 0
    assert unapplied_migrations() == []
    assert there.ask("SELECT count(*) FROM registry_entry") == here.ask("SELECT count(*) FROM registry_entry")


def test_it_can_be_opened_by_hand(here: Installation, samspill: Command, tmp_path: Path) -> None:
    """As the howto says, should Samspill itself be gone."""
    samspill("backup", tmp_path / "a.samspill")
    done = subprocess.run(
        "tar xf a.samspill && cat database.sql.gz.* | gunzip | grep -c '^COPY public.registry_entry '",
        shell=True, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "1"
    assert sorted(path.name for path in (tmp_path / "files").iterdir()) == ["evidence", "imports"]
