"""`samspill serve`: the database, the web and the worker as one thing that is started and stopped together.

The supervisor opens the port itself and hands it to the web server, so that a busy port is known before anything is
started, and so that nobody is turned away while a web server that died is being started again. Its children end when
it ends, even by kill -9: the web and the worker are signalled by the system, and the database's watchdog stops the
server when nobody uses it any more.
"""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from samspill.ops.children import die_with_parent
from samspill.ops.database import ADDRESS, is_away
from samspill.ops.embedded import REPOSITORY, Embedded
from samspill.ops.errors import OperatorError, check_space
from samspill.ops.locks import FileLock
from samspill.ops.ports import listen

LOOK_SECONDS = 0.2
DRAINING, LIVE = "draining", "/helse/live"  # as in `health`, which this process has no need to load
STOP_SECONDS = 12.0  # the web and the worker are given 8 to end what they are doing
SETTLED_SECONDS = 60.0  # a child that lived so long is taken as well again
TRIES = 6
READY_SECONDS = 60.0
WEB_PROCESSES = 2
WEB_THREADS = "8"


@dataclass
class Child:
    """A process to keep up; started again with growing pauses, until it has ended `TRIES` times in a row.

    `excused`: whether what it needs is away, so that it is to be started again for as long as that lasts; what ended
    meanwhile does not count afterwards, though the pauses have grown.
    """

    name: str
    command: list[str]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    since_excused: int = 0
    started: float = 0.0
    start_at: float = field(default_factory=time.monotonic)
    excused: Callable[[], bool] = lambda: False

    def look(self) -> None:
        """Starts the process if it is time to; notes that it ended. Errors: OperatorError when it keeps ending."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self._start()
            return
        status = self.process.poll()
        if status is None:
            return
        self.process = None
        has_settled = now - self.started > SETTLED_SECONDS
        self.failures = 1 if has_settled else self.failures + 1
        self.since_excused = 0 if self.excused() else 1 if has_settled else self.since_excused + 1
        if self.since_excused >= TRIES:
            raise OperatorError(
                f"The {self.name} process ended {self.since_excused} times in a row (status {status}); "
                "what it said stands above, so mend that and start Samspill again."
            )
        pause = min(2.0 ** (min(self.failures, TRIES) - 2), 30.0) if self.failures > 1 else 0.0
        self.start_at = now + pause
        say(f"The {self.name} process ended (status {status}); starting it again.")

    def _start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            pass_fds=self.pass_fds,
            process_group=0,  # Ctrl-C reaches the supervisor alone, which then stops everything in order
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509
        )

    def signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                if number == signal.SIGKILL:
                    os.killpg(self.process.pid, number)
                else:
                    self.process.send_signal(number)


class Supervisor:
    """Starts everything, watches it, and stops it. `run` returns the exit status."""

    def __init__(
        self,
        *,
        home: Path,
        host: str,
        port: int,
        database: Embedded | None,
        with_worker: bool = True,
        with_example: bool = False,
        only_web: bool = False,
        drain: float = 0.0,
        processes: int = WEB_PROCESSES,
    ) -> None:
        """`only_web`: the database is somebody else's to prepare. `drain`: seconds between told to stop and stopping,
        in which readiness says no and requests are answered still."""
        self.home = home
        self.host = host
        self.port = port
        self.with_worker = with_worker
        self.with_example = with_example
        self.only_web = only_web
        self.drain = drain
        self.processes = processes
        self.database = database
        self.children: list[Child] = []
        self.signals = 0

    def run(self) -> int:
        self.home.mkdir(parents=True, exist_ok=True)
        check_space(self.home)
        only_one = FileLock(self.home / "serve.lock")
        if not only_one.acquire(timeout=0):
            raise OperatorError(f"Samspill already runs on {self.home}; stop that one first.")
        self._draining().unlink(missing_ok=True)
        with listen(self.host, self.port) as door:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, self._stop_soon)
            try:
                self._serve(door)
            finally:
                self._stop()
                only_one.release()
        say("Samspill has stopped.")
        return 0

    def _serve(self, door: socket.socket) -> None:
        if not os.environ.get("SAMSPILL_URL"):
            os.environ["SAMSPILL_URL"] = address(self.host, self.port).rstrip("/")
            (self.home / ADDRESS).write_text(os.environ["SAMSPILL_URL"])
        if not self.only_web:
            say("Starting the database …")
        if self.database is not None:
            os.environ["DATABASE_URL"] = self.database.connect()
        self._make_room_for_metrics()
        logins = self._prepare()
        if self.signals:
            return
        self.children = [Child("web", self._web_command(door.fileno()), pass_fds=(door.fileno(),))]
        if self.with_worker:
            away = partial(is_away, os.environ["DATABASE_URL"])
            self.children.append(Child("worker", [*samspill(), "worker", "--supervised"], excused=away))
        self._watch(until=lambda: answers(self.host, self.port), seconds=READY_SECONDS)
        if not self.signals:
            print(f"\nSamspill is at {address(self.host, self.port)}\n{logins}\nStop it with Ctrl-C.\n", flush=True)
        self._watch()
        if self.drain and self.signals:
            self._turn_away()

    def _turn_away(self) -> None:
        """Lets whoever shares out requests see that this one is about to stop, and answers until they have."""
        say(f"Stopping in {self.drain:g} seconds; /helse/klar says so. A second signal stops at once.")
        self._draining().touch()
        told, end = self.signals, time.monotonic() + self.drain
        while self.signals == told and time.monotonic() < end:
            for child in self.children:
                child.look()
            time.sleep(LOOK_SECONDS)

    def _draining(self) -> Path:
        return self.home / DRAINING

    def _make_room_for_metrics(self) -> None:
        """A folder in which the web processes add up what they count, empty at each start."""
        if os.environ.get("SAMSPILL_METRICS"):
            folder = self.home / "metrics"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)

    def _prepare(self) -> str:
        """Brings the database and the static files up to date; returns the text on how to log in as the examples."""
        options = ["--this-machine"] if self.only_web else ["--example"] if self.with_example else []
        command = [*samspill(), "prepare", *options]
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            process_group=0,
            text=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509
        )
        while True:
            try:
                said, _ = process.communicate(timeout=LOOK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                if self.signals:
                    process.terminate()
        if process.returncode and not self.signals:
            raise OperatorError("Samspill could not be made ready, for the reason above; mend it and start again.")
        return said

    def _watch(self, *, until: Callable[[], bool] = lambda: False, seconds: float | None = None) -> None:
        """Keeps everything up until `until` says so, a signal comes, or `seconds` have passed (an error)."""
        end = None if seconds is None else time.monotonic() + seconds
        while not self.signals:
            if self.database is not None:
                self.database.ensure()
            for child in self.children:
                child.look()
            if until():
                return
            if end is not None and time.monotonic() > end:
                raise OperatorError(f"The web process did not answer within {seconds:.0f} seconds; Samspill stops.")
            time.sleep(LOOK_SECONDS)

    def _stop(self) -> None:
        running = [child for child in self.children if child.process is not None]
        for child in running:
            child.signal(signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        hurried = self.signals + 1
        while any(child.process and child.process.poll() is None for child in running):
            if time.monotonic() > end or self.signals > hurried:
                for child in running:
                    child.signal(signal.SIGKILL)
            time.sleep(0.05)
        self._draining().unlink(missing_ok=True)
        if self.database is not None:
            self.database.release(wait=True)

    def _web_command(self, descriptor: int) -> list[str]:
        return [
            *(sys.executable, "-m", "gunicorn", "samspill.wsgi:application"),
            *("--bind", f"fd://{descriptor}"),
            *("--worker-class", "gthread", "--workers", str(self.processes), "--threads", WEB_THREADS),
            "--preload",  # loaded once, and shared: a process more costs a fork, and a third of the memory
            *("--graceful-timeout", "8", "--timeout", "60", "--max-requests", "10000", "--max-requests-jitter", "500"),
            *("--config", "python:samspill.ops.gunicorn_config"),
            *("--log-level", "warning", "--no-control-socket"),
        ]

    def _stop_soon(self, number: int, frame: object) -> None:
        self.signals += 1


def samspill() -> list[str]:
    """The command that starts this program anew, from REPOSITORY: Python takes modules from where it stands first, and
    an operator may stand beside a folder that is called samspill."""
    return [sys.executable, "-m", "samspill"]


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds what listens there."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def answers(host: str, port: int) -> bool:
    """Whether the web process answers at all; what it answers is not looked at."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(reached, port, timeout=2)
    try:
        connection.request("GET", LIVE)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def say(text: str) -> None:
    """Tell whoever runs it, on standard error."""
    print(text, file=sys.stderr, flush=True)
