"""The commands `samspill backup` and `samspill restore`: options, questions and what is told."""

import argparse
import getpass
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspill.ops.backup.sealing import Keys
from samspill.ops.errors import OperatorError
from samspill.ops.loading import set_up

if TYPE_CHECKING:
    import psycopg

    from samspill.core.personal_data.journal import Erasure
    from samspill.ops.backup.opening import Backup

PASSPHRASE = "SAMSPILL_BACKUP_PASSPHRASE"  # noqa: S105  # the variable's name
SHORTEST = 12
UNFINISHED = (
    " before the restore was done. Run it again, with --replace: until then the old rows stand, or the backup's as "
    "they were, with people who have been erased since."
)


def add(commands: Any) -> None:
    """Adds both to the command line."""
    backing = commands.add_parser("backup", help="write the database and the attachments to one file, while in use")
    backing.add_argument("file", type=Path, help="the file to write; a copy elsewhere is what saves you")
    backing.add_argument("--force", action="store_true", help="write over a file that exists")
    _passphrase(backing, "encrypt with a passphrase, asked for or")
    backing.add_argument(
        "--recipient", action="append", default=[], metavar="KEY",
        help="encrypt for a public key (age1… or ssh-…); may be given several times",
    )  # fmt: skip
    backing.set_defaults(run=backup)

    restoring = commands.add_parser("restore", help="put back what a backup holds")
    restoring.add_argument("file", type=Path, help="the backup")
    restoring.add_argument("--replace", action="store_true", help="take the place of what is in the installation now")
    restoring.add_argument("--check", action="store_true", help="only read it and say whether it is whole and fits")
    _passphrase(restoring, "open with a passphrase, asked for or")
    restoring.add_argument(
        "--identity", action="append", default=[], type=Path, metavar="FILE",
        help="open with the private key in this file; may be given several times",
    )  # fmt: skip
    restoring.add_argument(
        "--erasures", action="append", default=[], type=Path, metavar="FILE",
        help="a journal of erasures from another machine's SAMSPILL_HOME; this machine's own is always read",
    )  # fmt: skip
    restoring.set_defaults(run=restore)


def _passphrase(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--passphrase", action="store_true", help=f"{what} taken from {PASSPHRASE}")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="take the passphrase from a file")


def backup(options: argparse.Namespace) -> int:
    """`samspill backup`: 0 when the file is whole. Raises `OperatorError`."""
    from samspill.ops.backup.making import make
    from samspill.ops.database import database
    from samspill.ops.prepare import check_server

    passphrase = _given_passphrase(options, ask_twice=True)
    if passphrase and options.recipient:
        raise OperatorError("Encrypt with a passphrase or for public keys, not both.")
    if passphrase and len(passphrase) < SHORTEST:
        raise OperatorError(f"The passphrase is too short; take at least {SHORTEST} characters.")
    keys = Keys(passphrase=passphrase, recipients=options.recipient)
    with database():
        set_up()
        check_server()
        began, clock = datetime.now(UTC), time.monotonic()
        made = make(os.environ["DATABASE_URL"], options.file, keys=keys, replace=options.force)
        _record(began, time.monotonic() - clock, made.size, made.files, bool(passphrase or options.recipient))
    how = "encrypted" if passphrase or options.recipient else "not encrypted"
    print(f"{made.path}: {made.rows} rows and {made.files} attachments, {made.size / 1000**2:.1f} MB, {how}.")
    for name in made.lost:
        print(f"warning: the attachment {name} is missing in the storage, so also in the backup.", file=sys.stderr)
    for name in made.changed:
        print(f"warning: the attachment {name} is not what was uploaded; it was kept as it is.", file=sys.stderr)
    return 0


def restore(options: argparse.Namespace) -> int:
    """`samspill restore`: 0 when all is back, or with ``--check`` when the file is whole. Raises `OperatorError`."""
    from samspill.ops import letters
    from samspill.ops.backup import opening
    from samspill.ops.backup.making import stopped_in_good_order
    from samspill.ops.database import database, home
    from samspill.ops.errors import check_space
    from samspill.ops.locks import FileLock
    from samspill.ops.prepare import changing_tables, check_server, one_at_a_time

    keys = Keys(passphrase=_given_passphrase(options, ask_twice=False), identities=options.identity)
    set_up()
    if lacking := [str(file) for file in options.erasures if not file.is_file()]:
        raise OperatorError(f"There is no journal of erasures at {', '.join(lacking)}. Nothing was changed.")
    backup = opening.check(options.file, keys)
    manifest = backup.manifest
    erasures = _erasures(manifest.made_at, options.erasures)
    told = f"of {manifest.made_at} by Samspill {manifest.samspill} on PostgreSQL {manifest.postgresql}"
    if options.check:
        print(f"The backup is whole: {told}, {manifest.rows} rows and {len(backup.stored)} attachments.")
        return 0
    home().mkdir(parents=True, exist_ok=True)
    only_one = FileLock(home() / "serve.lock")
    if not only_one.acquire(timeout=0):
        raise OperatorError(f"Samspill runs on {home()}; stop it first. Nothing was changed.")
    try:
        check_space(home())
        with stopped_in_good_order(UNFINISHED), database():
            _connect_anew()
            check_server()
            letters.must_be_known()
            _disconnect()
            with one_at_a_time(os.environ["DATABASE_URL"]) as alone, changing_tables(alone):
                erased, others = _put_back(alone, backup, erasures, replace=options.replace)
            _disconnect()
    finally:
        only_one.release()
    print(f"Restored: the backup {told}, {manifest.rows} rows and {len(backup.stored)} attachments.")
    _tell_of_erased(erased, others)
    for name in sorted(set(manifest.files) - set(backup.stored)):
        print(f"warning: the attachment {name} was missing already when the backup was made.", file=sys.stderr)
    return 0


def _put_back(
    alone: "psycopg.Connection[Any]", backup: "Backup", erasures: "list[Erasure]", *, replace: bool
) -> tuple[int, int]:
    """Returns how many were erased again, and how many erasures are of others. Nobody but ``alone`` may be connected:
    it holds off whoever would back up tables that are empty yet."""
    from samspill.ops.backup import restoring
    from samspill.ops.errors import explain_database_error
    from samspill.ops.prepare import migrate

    url = os.environ["DATABASE_URL"]
    files = restoring.restore(url, alone, backup, replace=replace)
    try:
        restoring.put_in_place(url, backup, files)
        migrate()
        return _erase_again(erasures)
    except OperatorError:
        raise
    except Exception as error:
        told = (isinstance(error, OSError) and error.strerror) or explain_database_error(error)
        told = told or f"{type(error).__name__}: {error}".partition("\n")[0]
        raise OperatorError(f"{told}{UNFINISHED}") from error


def _erasures(made_at: str, given: list[Path]) -> "list[Erasure]":
    """Those after the backup, of this machine's journal and the given ones. Errors: OperatorError."""
    from samspill.core.personal_data import journal

    try:
        return journal.since(made_at, journal.path(), *given)
    except ValueError as error:
        raise OperatorError(
            f"A journal of erasures cannot be read ({error}). Find out who was erased then (the log, other "
            "journals), mend or remove the line, and try again. Nothing was changed."
        ) from error


def _erase_again(erasures: "list[Erasure]") -> tuple[int, int]:
    """Carries out those of the installation that is restored by now. Returns how many, and how many are of others."""
    from samspill.core.personal_data import journal
    from samspill.parties.domain.erasing_again import erase_again

    site = journal.installation()
    own = [one for one in erasures if one.site in ("", site)]
    once = {(one.person, one.user): one for one in own}  # noted with the installation, and before that was noted
    return erase_again(once.values()), len(erasures) - len(own)


def _tell_of_erased(erased: int, others: int) -> None:
    if erased:
        print(
            f"Erased again, as they were after the backup was made: {erased}. "
            "Administrators find on My work which texts of others still name them."
        )
    if others:
        print(
            f"warning: Passed over, as they were in another installation: {others} of the erasures in the journals. "
            "They name other people by the same numbers.",
            file=sys.stderr,
        )


def _given_passphrase(options: argparse.Namespace, *, ask_twice: bool) -> str:
    """The passphrase that was asked for; empty when none was."""
    if options.passphrase_file is not None:
        lines = _lines(options.passphrase_file)
        if not lines or not lines[0].strip():
            raise OperatorError(f"{options.passphrase_file} is empty; its first line is the passphrase.")
        return lines[0]
    if not options.passphrase:
        return ""
    if given := os.environ.get(PASSPHRASE):
        return given
    if not sys.stdin.isatty():
        raise OperatorError(f"There is nobody to ask for the passphrase; give it in {PASSPHRASE} or --passphrase-file.")
    typed = getpass.getpass("Passphrase: ")
    if ask_twice and typed != getpass.getpass("Once more: "):
        raise OperatorError("The two are not the same; nothing was written.")
    if not typed:
        raise OperatorError("No passphrase was given.")
    return typed


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()  # editors may put a mark in front
    except (OSError, UnicodeDecodeError) as error:
        told = "it is not text in UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise OperatorError(f"The file with the passphrase, {file}, cannot be read: {told}.") from error


def _record(began: datetime, seconds: float, size: int, files: int, is_encrypted: bool) -> None:
    """Best done by a database that is up to date; an old one is backed up as well, before it is migrated."""
    from django.db import DatabaseError

    from samspill.core.models import BackupRecord

    try:
        BackupRecord.objects.create(
            made_at=began,
            seconds=seconds,
            size=size,
            files=files,
            is_encrypted=is_encrypted,
            machine=platform.node()[:200],
        )
    except DatabaseError:
        print("warning: it could not be noted in the database that a backup was made.", file=sys.stderr)


def _connect_anew() -> None:
    """Django was set up before the embedded server's address was known."""
    from django.db import connections

    from samspill.settings import database_settings

    connections["default"].settings_dict.update(database_settings(os.environ["DATABASE_URL"]))


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()
