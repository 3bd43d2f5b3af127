"""`samspill backup FILE`: all of one moment, while Samspill is in use."""

import contextlib
import fcntl
import hashlib
import json
import os
import platform
import signal
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from samspill import __version__
from samspill.ops.backup import attachments, programs, snapshot
from samspill.ops.backup.container import CHUNK, Writer
from samspill.ops.backup.sealing import Keys, sealed
from samspill.ops.errors import OperatorError, check_space

FORMAT = 1
PART = 8 << 20  # bytes of the dump in one member; held in memory
UNFINISHED = ".samspill-unfinished"
STOPPING = (signal.SIGTERM, signal.SIGHUP)  # a timer that ran out, a connection that was lost


@dataclass
class Made:
    """What was done. `lost`: attachments that rows name and the storage lacks; `changed`: with another checksum."""

    path: Path
    size: int = 0
    rows: int = 0
    files: int = 0
    lost: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)


def make(url: str, path: Path, *, keys: Keys, replace: bool = False) -> Made:
    """Writes the backup beside `path` and renames it when it is whole and on the disk. Errors: OperatorError."""
    path = path.absolute()
    if path.is_dir():
        raise OperatorError(f"{path} is a folder; name the file that the backup is to be.")
    if path.exists() and not path.is_file():  # what takes the place of /dev/stdout or /dev/null spoils the machine
        raise OperatorError(f"{path} is no ordinary file; name one, for a backup is renamed when it is whole.")
    if not replace:
        _must_be_free(path)
    if not path.parent.is_dir():
        raise OperatorError(f"There is no folder {path.parent}; make it first, or name another.")
    check_space(path.parent)
    made = Made(path)
    with _temporary(path, replace=replace) as out:
        with sealed(out, keys) as sink:
            _write(url, Writer(sink), made)
        out.flush()
        os.fsync(out.fileno())
        made.size = out.tell()
    return made


def _must_be_free(path: Path) -> None:
    if os.path.lexists(path):
        raise OperatorError(f"{path} exists already; name another file, or say --force to write over it.")


@contextlib.contextmanager
def _temporary(path: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """A file of our own beside `path`, which takes its place when all went well, and else is gone."""
    _remove_left_over(path.parent)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=UNFINISHED, dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as out, stopped_in_good_order("; no backup was made."):
            _lock(out)
            yield out
        if not replace:
            _must_be_free(path)  # still: another backup may have been made meanwhile
        os.replace(name, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


@contextlib.contextmanager
def stopped_in_good_order(then: str) -> Iterator[None]:
    """Being told to stop is a failure like others, after which nothing is left lying. Signals reach the main thread.

    ``then``: what is said to whoever stopped it.
    """

    def stop(number: int, _frame: object) -> None:
        raise OperatorError(f"Stopped by {signal.Signals(number).name}{then}")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _remove_left_over(folder: Path) -> None:
    """Halves of backups whose process was killed: they hold personal data, and would fill the disk one by one."""
    for half in folder.glob(f".*{UNFINISHED}"):
        with contextlib.suppress(OSError), half.open("rb") as held:
            if _lock(held):
                half.unlink()


def _lock(file: IO[bytes]) -> bool:
    """Hold a file as long as it is open; False when another backup does, or where files cannot be held."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _write(url: str, writer: Writer, made: Made) -> None:
    with snapshot.snapshot(url) as moment:
        files = attachments.named(moment.connection)
        tables = moment.tables()
        made.rows = sum(table.rows for table in tables.values())
        manifest = {
            "format": FORMAT,
            "samspill": __version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "made_on": platform.node(),
            "postgresql": snapshot.server_version(moment.connection),
            "migrations": migrations(moment.connection),
            "tables": {name: asdict(table) for name, table in tables.items()},
            "sequences": moment.sequences(),
            "files": files,
        }
        writer.whole("manifest.json", json.dumps(manifest, indent=1).encode())
        # The files first: one that a user removes meanwhile is most likely read before it goes.
        kept = [entry for name, digest in files.items() if (entry := _file(writer, name, digest, made))]
        without = snapshot.other_schemas(moment.connection)
        with programs.dumping(url, snapshot=moment.name, without=without) as dump:
            _parts(writer, dump.output)
            if said := dump.end():
                raise OperatorError(f"The database could not be read: {said}")
    if made.lost:
        made.lost = sorted(set(made.lost) & _still_named(url))
    writer.whole("end.json", json.dumps({"files": kept}).encode())
    writer.finish()


def migrations(connection: Any) -> list[str]:
    """All that were applied, as app.name."""
    if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
        raise OperatorError("There is nothing to keep: the database has no tables of Samspill yet.")
    query = "SELECT app || '.' || name FROM public.django_migrations ORDER BY id"
    return [str(name) for (name,) in connection.execute(query)]


def _file(writer: Writer, name: str, expected: str, made: Made) -> dict[str, Any] | None:
    """One attachment; None when it is not there."""
    try:
        file = attachments.storage().open(name, "rb")
    except FileNotFoundError:
        made.lost.append(name)
        return None
    digest, size = hashlib.sha256(), file.size
    left = size
    with file:
        writer.begin(f"files/{name}", size)
        while left:
            chunk = file.read(min(CHUNK, left))
            if not chunk:
                raise OperatorError(f"The attachment {name} became shorter while it was read; try again.")
            writer.write(chunk)
            digest.update(chunk)
            left -= len(chunk)
    made.files += 1
    if expected and digest.hexdigest() != expected:
        made.changed.append(name)
    return {"name": name, "size": size, "sha256": digest.hexdigest()}


def _parts(writer: Writer, dump: IO[bytes]) -> None:
    number = 0
    while part := dump.read(PART):
        writer.whole(f"database.sql.gz.{number:04}", part)
        number += 1


def _still_named(url: str) -> set[str]:
    """Files that rows name now: those that are lost, and not removed by somebody since the backup began."""
    with snapshot.connect(url) as connection:
        return set(attachments.named(connection))
