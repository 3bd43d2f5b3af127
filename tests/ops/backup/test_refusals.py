"""What cannot be restored is refused before anything is touched, each with one sentence."""

import errno
import io
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg
import pyrage
import pytest
from django.db import DatabaseError

from samspill.ops.backup import attachments, opening, restoring
from samspill.ops.backup.container import Reader, Writer
from samspill.ops.backup.sealing import Keys
from samspill.ops.errors import OperatorError
from samspill.ops.locks import FileLock
from samspill.registry.models import Evidence
from tests.ops.backup.conftest import Command
from tests.ops.installations import Installation

PASSPHRASE = "korrekt hest batteri"


def only_sentence(text: str) -> str:
    assert text.startswith("samspill: "), text
    assert text.count("\n") == 1, text
    return text


def refused(samspill: Command, here: Installation, *words: object) -> str:
    """The one sentence; and everything is as it was."""
    before = here.state()
    status, said, complaint = samspill("restore", *words)
    assert (status, said) == (1, "")
    assert here.state() == before
    return only_sentence(complaint)


def rewritten(file: Path, **changes: object) -> Path:
    """A whole backup whose manifest says something else."""
    out = io.BytesIO()
    writer = Writer(out)
    with file.open("rb") as source:
        for member in Reader(source).members():
            content = member.content(1 << 30)
            if member.name == opening.MANIFEST:
                content = json.dumps(json.loads(content) | changes).encode()
            writer.whole(member.name, content)
    writer.finish()
    changed = file.with_name("changed.samspill")
    changed.write_bytes(out.getvalue())
    return changed


@pytest.mark.django_db
def test_what_is_no_backup(samspill: Command, tmp_path: Path) -> None:
    for name, content in {
        "text": b"Dette er ingen sikkerhetskopi.\n" * 100,
        "short": b"a,b",
        "sheet.xlsx": b"PK\x03\x04" + b"\x00" * 2000,
        "dump": b"PGDMP\x01\x0f" + bytes(range(256)) * 9,
        "noise": bytes(range(255, 0, -1)) * 20,
        "empty": b"",
    }.items():
        (tmp_path / name).write_bytes(content)
    for name, said in (
        ("text", "is no backup of Samspill: it is a text file. Nothing was changed."),
        ("short", "it is a text file"),
        ("sheet.xlsx", "a ZIP file"),
        ("dump", "pg_restore reads it"),
        ("noise", "is no backup of Samspill: it is something else"),
        ("empty", "is no backup of Samspill: it is empty"),
        ("none", "There is no file"),
        (".", "no file"),
    ):
        complaint = only_sentence(samspill("restore", tmp_path / name)[2])
        assert said in complaint
        assert "damaged" not in complaint, "one that is damaged is another matter"


@pytest.mark.django_db
def test_what_is_encrypted_and_no_backup(samspill: Command, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"{identity}\n")
    (tmp_path / "pass").write_text(f"{PASSPHRASE}\n")
    mine = [identity.to_public()]
    sheet = b"PK\x03\x04" + bytes(range(256)) * 400
    for content, options, said in (
        (pyrage.encrypt(b"Ferieliste\n" * 9, mine), ("--identity", tmp_path / "key"), "encrypted, and holds a text"),
        (pyrage.encrypt(sheet, mine), ("--identity", tmp_path / "key"), "encrypted, and holds a ZIP file"),
        (pyrage.encrypt(sheet, mine, armored=True), (), "something else that age has encrypted"),
        (
            pyrage.passphrase.encrypt(b"Ferieliste", PASSPHRASE, armored=True),
            ("--passphrase-file", tmp_path / "pass"),
            "it holds something else",
        ),
    ):
        (tmp_path / "file").write_bytes(content)
        complaint = only_sentence(samspill("restore", tmp_path / "file", *options)[2])
        assert "no backup of Samspill" in complaint
        assert said in complaint
        assert "damaged" not in complaint


@pytest.mark.requirement("R-NFR-07")
@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "encrypted"])
def test_one_changed_bit_or_a_missing_end_is_seen(
    furnished: Installation, samspill: Command, tmp_path: Path, sealed: bool
) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# a comment\n{identity}\n")
    file = tmp_path / "a.samspill"
    samspill("backup", file, *(["--recipient", identity.to_public()] if sealed else []))
    keys = Keys(identities=[tmp_path / "key"] if sealed else [])
    assert opening.check(file, keys).manifest.rows > 0

    whole = file.read_bytes()
    step = len(whole) // 40
    places = [*range(0, 300, 7), *range(300, len(whole), step), *range(len(whole) - 2100, len(whole), 97)]
    for place in places:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(OperatorError) as refusal:
            opening.check(file, keys)
        assert "\n" not in str(refusal.value), place
        assert "is no backup of Samspill:" not in str(refusal.value), place
    for length in (1, 100, 511, 512, 5000, len(whole) // 2, len(whole) - 1024, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(OperatorError, match="damaged"):
            opening.check(file, keys)
    file.write_bytes(whole + b"\0")
    with pytest.raises(OperatorError):
        opening.check(file, keys)
    assert "damaged" in refused(
        samspill, furnished, file, "--replace", *(["--identity", tmp_path / "key"] if sealed else [])
    )


def test_encrypted_for_a_key(furnished: Installation, samspill: Command, tmp_path: Path) -> None:
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    for name, identity in (("mine", mine), ("other", other)):
        (tmp_path / name).write_text(str(identity))
    file = tmp_path / "a.samspill"
    assert "is no public key" in only_sentence(samspill("backup", file, "--recipient", "age1nonsense")[2])
    assert "encrypted." in samspill("backup", file, "--recipient", mine.to_public())[1]
    assert b"Eksempel" not in file.read_bytes()
    assert "--identity" in refused(samspill, furnished, file, "--replace")
    assert "None of the private keys" in refused(
        samspill, furnished, file, "--replace", "--identity", tmp_path / "other"
    )
    assert "no private key" in refused(samspill, furnished, file, "--replace", "--identity", file)
    gone = refused(samspill, furnished, file, "--replace", "--identity", tmp_path / "none")
    assert "none, cannot be read: No such file" in gone, "nothing about make setup"
    assert samspill("restore", file, "--check", "--identity", tmp_path / "mine")[0] == 0


def test_encrypted_with_a_passphrase(furnished: Installation, samspill: Command, tmp_path: Path) -> None:
    file, right, wrong = tmp_path / "a.samspill", tmp_path / "right", tmp_path / "wrong"
    right.write_text(f"{PASSPHRASE}\n")
    wrong.write_text(f"{PASSPHRASE}!\n")
    assert "nobody to ask" in only_sentence(samspill("backup", file, "--passphrase")[2])
    (tmp_path / "short").write_text("kort\n")
    assert "too short" in only_sentence(samspill("backup", file, "--passphrase-file", tmp_path / "short")[2])
    assert "cannot be read" in only_sentence(samspill("backup", file, "--passphrase-file", tmp_path / "none")[2])
    (tmp_path / "latin").write_bytes("en setning på norsk\n".encode("latin-1"))
    assert "not text in UTF-8" in only_sentence(samspill("backup", file, "--passphrase-file", tmp_path / "latin")[2])

    assert samspill("backup", file, "--passphrase-file", right)[0] == 0
    assert "encrypted with a passphrase" in refused(samspill, furnished, file, "--replace")
    assert "does not open" in refused(samspill, furnished, file, "--replace", "--passphrase-file", wrong)
    whole = file.read_bytes()
    for place in (3, whole.index(b"-----END") + 3):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert "damaged" in only_sentence(samspill("restore", file, "--check", "--passphrase-file", right)[2])
    file.write_bytes(whole)
    answer = samspill("restore", file, "--check", "--passphrase-file", right)
    assert answer[0] == 0, answer
    right.write_text(f"{PASSPHRASE}\n", encoding="utf-8-sig")
    assert samspill("restore", file, "--check", "--passphrase-file", right)[0] == 0, "the same, with an editor's mark"


@pytest.mark.requirement("R-NFR-07")
def test_a_newer_samspills_backup(furnished: Installation, samspill: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.samspill"
    samspill("backup", file)
    said = refused(samspill, furnished, rewritten(file, format=2, samspill="9.0"), "--replace")
    assert "was made by a newer Samspill (9.0" in said
    names = opening.check(file, Keys()).manifest.migrations
    said = refused(
        samspill, furnished, rewritten(file, migrations=[*names, "registry.0999_from_the_future"]), "--replace"
    )
    assert "registry.0999_from_the_future, which this one does not know" in said


@pytest.mark.requirement("R-NFR-07")
def test_an_installation_that_is_in_use_or_not_empty(here: Installation, samspill: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.samspill"
    kept = here.state()
    samspill("backup", file)
    assert "not empty. With --replace" in refused(samspill, here, file)

    with psycopg.connect(here.url):
        assert "is in use (1 connections" in only_sentence(samspill("restore", file, "--replace")[2])
    with FileLock(here.files.parent / "serve.lock"):
        assert "stop it first" in only_sentence(samspill("restore", file, "--replace")[2])

    here.ask("DELETE FROM registry_evidence WHERE public_id = 'proof222' RETURNING 1")
    here.ask("INSERT INTO core_joborigin VALUES (1, 'later on', now()) RETURNING 1")
    assert samspill("restore", file, "--replace")[0] == 0
    assert here.state() == kept


def test_a_disk_that_is_full_when_the_rows_stand_already(
    here: Installation, samspill: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.samspill"
    kept = here.state()
    samspill("backup", file)
    proof = Evidence.objects.get(public_id="proof222").file.name
    (here.files / str(proof)).write_text("spoilt")
    keep = attachments.keep

    def full(name: str, chunks: Any) -> str:
        if name == proof:
            raise OSError(errno.ENOSPC, "No space left on device")
        return keep(name, chunks)

    with monkeypatch.context() as patch:
        patch.setattr(attachments, "keep", full)
        status, _said, complaint = samspill("restore", file, "--replace")
    assert status == 1
    assert "No space left on device before the restore was done. Run it again" in only_sentence(complaint)
    assert samspill("restore", file, "--replace")[0] == 0
    assert here.state() == kept


def test_connections_that_are_just_being_closed_are_waited_for(
    here: Installation, samspill: Command, tmp_path: Path
) -> None:
    file = tmp_path / "a.samspill"
    samspill("backup", file)
    closing = Timer(0.5, psycopg.connect(here.url).close)
    closing.start()
    assert samspill("restore", file, "--replace")[0] == 0
    closing.join()


@pytest.mark.requirement("R-NFR-07")
def test_a_failure_half_way_leaves_the_old_one(furnished: Installation, samspill: Command, tmp_path: Path) -> None:
    """The last check fails after all rows are written and one attachment, which was lost, is back."""
    file = tmp_path / "a.samspill"
    samspill("backup", file)
    with file.open("rb") as source:
        manifest = json.loads(next(Reader(source).members()).content(1 << 20))
    manifest["tables"]["registry_entry"]["rows"] += 1
    proof = Evidence.objects.get(public_id="proof222")
    lost = furnished.files / (proof.file.name or "")
    content = lost.read_bytes()
    lost.unlink()
    said = refused(samspill, furnished, rewritten(file, tables=manifest["tables"]), "--replace")
    assert "nothing was changed" in said
    assert "the table registry_entry has" in said
    lost.write_bytes(content)


def test_a_server_that_stops_half_way_leaves_the_old_one(
    furnished: Installation, samspill: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.samspill"
    samspill("backup", file)
    write: Callable[[Any, bytes], None] = restoring._Inflated.write

    def killed(self: Any, data: bytes) -> None:
        write(self, data[: len(data) // 2])
        furnished.ask(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid()"
        )
        write(self, data[len(data) // 2 :])

    monkeypatch.setattr(restoring._Inflated, "write", killed)
    assert "nothing was changed" in refused(samspill, furnished, file, "--replace").lower()


def test_an_attachment_in_the_way_is_replaced_only_when_all_went_well(
    here: Installation, samspill: Command, tmp_path: Path
) -> None:
    file = tmp_path / "a.samspill"
    kept = here.state()
    samspill("backup", file)
    proof = here.files / str(Evidence.objects.get(public_id="proof222").file.name)
    proof.write_text("spoilt")
    assert samspill("restore", file, "--replace")[0] == 0
    assert here.state() == kept


@pytest.mark.requirement("R-NFR-06")
def test_a_restore_that_is_cut_short_says_that_it_must_be_run_again(
    here: Installation, samspill: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes after the rows is as weighty: those who were erased since are in the backup still."""
    file = tmp_path / "a.samspill"
    samspill("backup", file)

    def stopped() -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    def broken() -> None:
        raise DatabaseError("no such column\nLINE 1")

    for failing, told in ((stopped, "Stopped by SIGTERM before the restore"), (broken, "no such column before the")):
        monkeypatch.setattr("samspill.ops.prepare.migrate", failing)
        status, _said, complaint = samspill("restore", file, "--replace")
        assert status == 1
        assert told in only_sentence(complaint)
        assert "Run it again, with --replace" in complaint
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
