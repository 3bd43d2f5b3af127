"""`samspill serve` as an operator meets it: served, healed after kill -9, and stopped without anything left behind."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import requests
from psycopg.conninfo import make_conninfo

from samspill.ops.database import is_away
from samspill.ops.errors import OperatorError
from samspill.ops.supervisor import TRIES, Child
from tests.ops.conftest import REPOSITORY

ROLES = 6


class Served:
    """A running `samspill serve --example`, with what it says."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        """From a folder like any other: the home is near, and something beside it is called samspill as well."""
        self.port = port
        stands = Path(environment["SAMSPILL_HOME"]) / "operator"
        (stands / "samspill").mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("samspill"), "serve", "--example", "--port", str(port)],
            env=environment | {"SAMSPILL_HOME": ".."},
            cwd=stands,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def child(self, word: str) -> psutil.Process:
        found = [child for child in psutil.Process(self.process.pid).children() if word in child.cmdline()]
        assert len(found) == 1, (word, found)
        return found[0]

    def everything(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def wait_for(condition: Callable[[], bool], seconds: float, told: Callable[[], str] = lambda: "") -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so within {seconds} s\n{told()}"
        time.sleep(0.1)


def gone(process: psutil.Process) -> bool:
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def server_in(pid_file: Path) -> int:
    """The process that it names; 0 while there is none."""
    words = pid_file.read_text().split() if pid_file.exists() else []
    return int(words[0]) if words else 0


def is_ready(port: int) -> bool:
    """Whether pages can be answered, database and all."""
    with contextlib.suppress(requests.RequestException):
        return requests.get(f"http://127.0.0.1:{port}/helse/klar", timeout=5).status_code == 200
    return False


def replaced(served: Served, word: str, old: psutil.Process) -> bool:
    children = psutil.Process(served.process.pid).children()
    return any(word in child.cmdline() and child.pid != old.pid for child in children if not gone(child))


def long_searches_are_answered(port: int) -> None:
    """By our own pages at any length, which say what was cut."""
    site = f"http://127.0.0.1:{port}"
    for length in (10_000, 60_000):
        answer = requests.get(f"{site}/sok/", {"q": "havvind " * (length // 8)}, timeout=30)
        assert answer.status_code == 200
        assert "lengre enn 400 tegn" in answer.text
    too_long = requests.get(f"{site}/en/sok/?q=" + "x" * 500_000, timeout=30)
    assert too_long.status_code == 414
    assert "The address was too long" in too_long.text


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="samspill-ops-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def folder(home: Path) -> Path:
    """One home for both lives: the second begins with what the first left, as an installation does."""
    return home


@pytest.fixture
def served(environment: dict[str, str]) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    running = Served(environment, port)
    yield running
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait(30)


def test_a_whole_life(served: Served, folder: Path, environment: dict[str, str]) -> None:
    wait_for(lambda: "Samspill is at" in served.said, 120, lambda: served.said)
    assert f"http://127.0.0.1:{served.port}/" in served.said
    assert len(set(re.findall(r"\S+@example\.\w+", served.said))) >= ROLES

    long_searches_are_answered(served.port)
    invited = subprocess.run(
        [sys.executable, "-m", "samspill", "user", "invite", "first@example.org", "--role", "administrator"],
        env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert f"\nhttp://127.0.0.1:{served.port}/arbeid/invitasjon/" in invited.stdout, "in another window, as README says"

    for word in ("gunicorn", "worker"):
        old = served.child(word)
        old.kill()
        wait_for(lambda word=word, old=old: replaced(served, word, old), 15, lambda: served.said)  # type: ignore[misc]
    running = folder / "postgres" / "data" / "postmaster.pid"
    database = server_in(running)
    os.kill(database, signal.SIGKILL)
    wait_for(lambda: server_in(running) not in (0, database), 15, lambda: served.said)
    wait_for(lambda: is_ready(served.port), 15, lambda: served.said)

    everything = served.everything()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(30) == 0
    assert "Samspill has stopped." in served.said
    wait_for(lambda: all(gone(process) for process in everything), 5)
    assert not running.exists()


def test_nothing_outlives_a_killed_supervisor(served: Served, folder: Path) -> None:
    wait_for(lambda: "Samspill is at" in served.said, 120, lambda: served.said)
    everything = served.everything()
    assert len(everything) > 4
    served.process.kill()
    served.process.wait()
    wait_for(lambda: all(gone(process) for process in everything), 30)


def test_child_that_keeps_ending_is_given_up_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("samspill.ops.supervisor.time.monotonic", lambda: clock[0])
    child = Child("web", [sys.executable, "-c", "raise SystemExit(7)"], start_at=0.0)

    def go_on() -> None:
        for _ in range(200):
            child.look()
            if child.process is not None:
                child.process.wait()
            clock[0] += 1.0

    with pytest.raises(OperatorError, match=f"The web process ended {TRIES} times in a row \\(status 7\\)"):
        go_on()
    assert 10 < clock[0] < 60, "the pauses grow"


@pytest.mark.parametrize("steps", [4, 100])
def test_child_is_not_given_up_while_the_database_is_away(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a long pause of the database takes along the pages that tell of it, and somebody must start them anew."""
    clock, away = [0.0], [True]
    monkeypatch.setattr("samspill.ops.supervisor.time.monotonic", lambda: clock[0])
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(1)"], start_at=0.0, excused=lambda: away[0])

    def go_on(steps: int = 100) -> None:
        for _ in range(steps):
            child.look()
            if child.process is not None:
                child.process.wait()
            clock[0] += 5.0

    starts: list[float] = []
    start = child._start
    monkeypatch.setattr(child, "_start", lambda: (starts.append(clock[0]), start()))
    go_on(steps)
    assert len(starts) > steps / 10
    away[0] = False
    starts.clear()
    with pytest.raises(OperatorError, match=f"{TRIES} times in a row"):
        go_on()
    assert len(starts) == TRIES, "what ended before does not count"


@pytest.mark.django_db
def test_what_counts_as_away() -> None:
    url = os.environ["DATABASE_URL"]
    assert not is_away(url)
    assert is_away("postgresql://nobody@127.0.0.1:1/none")
    assert is_away(make_conninfo(url, options="-c default_transaction_read_only=on"))
