"""The parent of the embedded PostgreSQL server: keeps it up while anyone uses it, stops it after the last one.

    python -m samspill.ops.watchdog FOLDER [--not-durable]

Started by `samspill.ops.embedded`, never by hand. Ends with status 0 when nobody is left or it is told to (SIGTERM),
with 1 when the server ends again and again.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from samspill.ops import postgres
from samspill.ops.children import die_with_parent
from samspill.ops.locks import FileLock

LOOK_SECONDS = 0.1
TRIES = 8  # starts that fail in a row; after a kill -9 the first may, while the dead server's children end
SETTLED_SECONDS = 10.0
LOG_LIMIT = 5 * 1000**2
LOG_SECONDS = 10.0  # between two looks at the log's size
ON = ("listen_addresses=", "unix_socket_permissions=0700", "max_connections=100", "log_checkpoints=off")
NO_ROWS = ("log_min_error_statement=panic", "log_error_verbosity=terse")
"""Else a statement that fails stands in the server's log with all its values, and so does the row that it was about."""
LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB")


def memory() -> int:
    """Bytes that this machine has, or that the container which we are in may take."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in LIMITS:
        with contextlib.suppress(OSError, ValueError):
            found = min(found, int(Path(limit).read_text()))
    return found


def shared_buffers(memory: int) -> int:
    """Bytes that PostgreSQL keeps of its tables: an eighth of the memory, 128 MB at least and 2 GB at most.

    At a million entries, pages of the database that lie there already are read in a quarter of the time.
    """
    return min(max(memory // 8, 128 * 1024**2), 2 * 1024**3)


class Watchdog:
    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder = folder
        self.data = folder / "data"
        own = (f"shared_buffers={shared_buffers(memory()) // 1024**2}MB",) if durable else NOT_DURABLE
        self.settings = (*ON, *NO_ROWS, "log_line_prefix=%m [%p] ", *own)
        self.server: subprocess.Popen[bytes] | None = None
        self.told_to_stop = False
        self.looked_at_log = time.monotonic()

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop_soon)
        watching = FileLock(self.folder / "watchdog.lock")
        if not watching.acquire(timeout=0):
            return 0  # another one was quicker
        everybody = FileLock(self.folder / "users.lock")
        try:
            self._clear_away_dead_server()
            return self._watch(everybody)
        finally:
            self._stop_server()
            # In this order: who waits for `users.lock` must find that nobody watches any more.
            watching.release()
            everybody.release()

    def _watch(self, everybody: FileLock) -> int:
        failures = 0
        while failures < TRIES:
            started = time.monotonic()
            self.server = self._start_server()
            while self.server.poll() is None:
                if self.told_to_stop or everybody.acquire(timeout=0):
                    return 0
                if time.monotonic() - self.looked_at_log > LOG_SECONDS:
                    self.looked_at_log = time.monotonic()
                    self.keep_log_short()
                time.sleep(LOOK_SECONDS)
            self._say(f"PostgreSQL ended with status {self.server.returncode}; starting it again.")
            failures = failures + 1 if time.monotonic() - started < SETTLED_SECONDS else 1
            if self.told_to_stop or everybody.acquire(timeout=0):
                return 0
            time.sleep(0.2 * failures)
        self._say(f"PostgreSQL ended {TRIES} times in a row; giving up.")
        return 1

    def _start_server(self) -> subprocess.Popen[bytes]:
        user = postgres.account()
        options = [part for setting in self.settings for part in ("-c", setting)]
        socket = postgres.socket_folder(self.folder)
        return subprocess.Popen(
            [postgres.program("postgres"), "-D", self.data, "-k", socket, "-p", str(postgres.PORT), *options],
            cwd="/",
            env=postgres.environment(),
            stdin=subprocess.DEVNULL,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509  # SIGINT: roll back and stop at once
        )

    def _stop_server(self) -> None:
        if self.server is None:
            return
        for number, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            if self.server.poll() is not None:
                return
            self.server.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.server.wait(seconds)

    def _clear_away_dead_server(self) -> None:
        """Ends a server that outlived its watchdog, and removes a `postmaster.pid` that names somebody else's process.

        PostgreSQL itself sees to a `postmaster.pid` whose process is gone.
        """
        pid_file = self.data / "postmaster.pid"
        for number in (None, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            pid = self._server_in(pid_file)
            if pid is None:
                break
            if number is not None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
            end = time.monotonic() + 5
            while self._server_in(pid_file) == pid and time.monotonic() < end:
                time.sleep(LOOK_SECONDS)
        pid_file.unlink(missing_ok=True)

    def _server_in(self, pid_file: Path) -> int | None:
        """The process that `postmaster.pid` names, if it lives and is a PostgreSQL on this data folder."""
        import psutil

        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
            command = psutil.Process(pid).cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        return pid if str(self.data) in command else None

    def keep_log_short(self) -> None:
        """Asked now and then, for as long as the server runs: that may be months."""
        with contextlib.suppress(OSError):  # a full disk: the server is worth more than its log
            rotate(self.folder / "log")

    def _stop_soon(self, number: int, frame: object) -> None:
        self.told_to_stop = True

    def _say(self, text: str) -> None:
        print(f"{time.strftime('%Y-%m-%d %H:%M:%S')} [watchdog] {text}", flush=True)


def rotate(log: Path) -> None:
    """Moves what is in a log of more than LOG_LIMIT bytes to `log.old`, which is written anew and never larger.

    Whoever writes goes on in the same file, since all of them append. PostgreSQL's own collector could do it, but not
    with a bound: it empties a file only when an hour or a day is over, and files that it began because the last was
    full are never removed.
    """
    with contextlib.suppress(FileNotFoundError):
        if (size := log.stat().st_size) > LOG_LIMIT:
            with log.open("rb") as full:
                full.seek(size - LOG_LIMIT)
                last = full.read(LOG_LIMIT)
            old = os.open(log.with_name("log.old"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(old, "wb") as kept:
                kept.write(last)
            os.truncate(log, 0)


def main(arguments: list[str]) -> int:
    """Watch over the server of a data folder until nobody uses it. Returns the exit status."""
    watchdog = Watchdog(Path(arguments[0]), durable="--not-durable" not in arguments)
    watchdog.keep_log_short()
    return watchdog.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
