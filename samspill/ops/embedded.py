"""The embedded PostgreSQL: started by whoever needs it first, stopped after the last one.

    database = Embedded(home / "postgres")
    os.environ["DATABASE_URL"] = database.connect()
    …
    database.release()

Every process that uses the server holds a shared lock on `users.lock`. A watchdog process of its own
(`samspill.ops.watchdog`) is the server's parent: it restarts a server that dies, and stops it when it gets `users.lock`
for itself alone, that is when nobody is left. The system drops a process's locks however it ends, so neither an
interrupted command nor a `kill -9` leaves a server behind; and a server whose watchdog is killed shuts itself down.

In the folder: `data/` (PostgreSQL's own), `log`, the locks, and `socket/` unless the path is too long for a socket.
"""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from samspill.ops import postgres
from samspill.ops.errors import OperatorError, check_space
from samspill.ops.locks import FileLock

DATABASE = "samspill"
START_SECONDS = 60.0  # a crashed server may have much to read again
STOP_SECONDS = 30.0
REPOSITORY = Path(__file__).resolve().parents[2]


class Embedded:
    """One embedded PostgreSQL, known by its folder. Any number of processes may use it at a time."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """`durable=False` trades safety at a power cut for speed; for tests only."""
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.durable = durable
        self._use = FileLock(self.folder / "users.lock", shared=True)
        self._watchdog: subprocess.Popen[bytes] | None = None

    def connect(self) -> str:
        """The server's address as a DATABASE_URL; starts the server when it does not run. Errors: OperatorError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._use.acquire(timeout=STOP_SECONDS):
            raise OperatorError(
                f"The database in {self.folder} has been stopping for {STOP_SECONDS:.0f} seconds; try again."
            )
        try:
            with FileLock(self.folder / "start.lock"):
                if not self.is_watched():
                    self._start()
                self._wait_until_ready()
        except BaseException:
            self.release()
            raise
        return self.url()

    def ensure(self) -> None:
        """Starts the server again if it is gone; cheap when it is there. For a process that already connected."""
        if not self.is_watched():
            self.connect()

    def release(self, *, wait: bool = False) -> None:
        """Says that this process is done with the server; `wait` for it to stop, if nobody else uses it."""
        self._use.release()
        if wait and self._is_unused():
            self._wait_until_stopped()
        if self._watchdog is not None and self._watchdog.poll() is None:
            self._watchdog.returncode = 0  # it outlives us on purpose, and Python need not warn of that

    def is_watched(self) -> bool:
        """Whether a watchdog lives: the server runs, or is being brought back."""
        if self._watchdog is not None:
            self._watchdog.poll()
        watched = FileLock(self.folder / "watchdog.lock")
        if not self.folder.exists() or watched.acquire(timeout=0):
            watched.release()
            return False
        return True

    def url(self, database: str = DATABASE) -> str:
        socket = quote(str(postgres.socket_folder(self.folder)), safe="")
        return f"postgresql://{postgres.SUPERUSER}@/{database}?host={socket}&port={postgres.PORT}"

    def last_words(self) -> str:
        """The last complaint in the server's log."""
        with contextlib.suppress(OSError):
            lines = self.log.read_text(errors="replace")[-20_000:].splitlines()
            for line in reversed(lines):
                if any(word in line for word in ("FATAL:", "PANIC:", "ERROR:")) and "starting up" not in line:
                    return line.split("]", 1)[-1].strip()
        return "nothing"

    def _start(self) -> None:
        check_space(self.folder)
        if self.data.exists():
            postgres.check_version(self.data)
        else:
            postgres.make_data_folder(self.data)
        command = [sys.executable, "-m", "samspill.ops.watchdog", str(self.folder)]
        with open(os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as log:
            os.chmod(self.log, 0o600)  # it may quote rows
            self._watchdog = subprocess.Popen(
                [*command, *([] if self.durable else ["--not-durable"])],
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal is for the command, not for the database
            )

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(psycopg.OperationalError):
                with psycopg.connect(self.url("postgres"), connect_timeout=5, autocommit=True) as connection:
                    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
                    if found is None:
                        connection.execute(f'CREATE DATABASE "{DATABASE}"')
                return
            if self._watchdog is not None and self._watchdog.poll() is not None:
                break
            time.sleep(0.05)
        said = self.last_words()
        if "No space left" in said:
            raise OperatorError(f"The disk that holds {self.folder} is full; free some space and start again.")
        raise OperatorError(f"The database in {self.folder} did not start; its log {self.log} ends: {said}")

    def _is_unused(self) -> bool:
        alone = FileLock(self.folder / "users.lock")
        if not alone.acquire(timeout=0):
            return not self._others_use()
        alone.release()
        return True

    def _others_use(self) -> bool:
        """Whether the lock is shared by others; the watchdog, when it stops the server, holds it for itself alone."""
        shared = FileLock(self.folder / "users.lock", shared=True)
        others = shared.acquire(timeout=0)
        shared.release()
        return others

    def _wait_until_stopped(self) -> None:
        end = time.monotonic() + STOP_SECONDS
        while self.is_watched() and time.monotonic() < end:
            time.sleep(0.05)
