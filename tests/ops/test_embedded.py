"""The embedded PostgreSQL starts, is shared, comes back after kill -9, and stops after the last user."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from samspill.ops import postgres, watchdog
from samspill.ops.embedded import Embedded
from samspill.ops.errors import OperatorError

MB = 1024**2
# Connects, says so, and waits to be ended.
OTHER_USER = """
import sys
from pathlib import Path
from samspill.ops.embedded import Embedded
database = Embedded(Path(sys.argv[1]), durable=False)
print(database.connect(), flush=True)
sys.stdin.read()
database.release()
"""


def test_the_log_of_a_server_that_runs_for_months_has_a_bound(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that writes half a megabyte, with a hundredth of the limit: nothing is started anew meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    log, old = folder / "log", folder / "log.old"
    monkeypatch.setattr(watchdog, "LOG_LIMIT", 50_000)
    monkeypatch.setattr(watchdog, "LOG_SECONDS", 0.0)
    monkeypatch.setattr(watchdog, "LOOK_SECONDS", 0.005)
    talks = "import time\nfor n in range(100):\n print(f'{n:05}', 'x' * 5000, flush=True)\n time.sleep(0.01)"
    watching = watchdog.Watchdog(folder, durable=True)

    def start() -> "subprocess.Popen[bytes]":
        with log.open("ab") as output:
            return subprocess.Popen([sys.executable, "-c", talks], stdout=output)

    largest = 0

    class Used:
        def acquire(self, timeout: float) -> bool:
            nonlocal largest
            largest = max(largest, log.stat().st_size)
            return watching.server is not None and watching.server.poll() is not None

    monkeypatch.setattr(watching, "_start_server", start)
    assert watching._watch(Used()) == 0  # type: ignore[arg-type]
    assert old.stat().st_size <= 50_000
    assert largest < 250_000, "bounded by the limit and what is written between two looks"
    assert log.read_text().count("\n") + old.read_text().count("\n") < 60
    assert "00099" in log.read_text() + old.read_text(), "the newest is kept"
    assert old.stat().st_mode & 0o077 == 0


@pytest.fixture
def database(folder: Path) -> Iterator[Embedded]:
    made = Embedded(folder / "postgres", durable=False)
    yield made
    made.release(wait=True)


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not so within {seconds} s"
        time.sleep(0.05)


def ask(database: Embedded, question: str) -> object:
    with psycopg.connect(database.url(), autocommit=True) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def answers(database: Embedded) -> bool:
    with contextlib.suppress(psycopg.OperationalError):
        return ask(database, "SELECT 1") == 1
    return False


def server(database: Embedded) -> int:
    return int((database.data / "postmaster.pid").read_text().split("\n", 1)[0])


def write(database: Embedded) -> None:
    with psycopg.connect(database.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('blåbær')")


def test_server_killed_comes_back_with_its_data(folder: Path) -> None:
    database = Embedded(folder / "postgres")  # durable, as in production: what was committed must be there
    database.connect()
    write(database)
    killed = server(database)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: answers(database))
    assert server(database) != killed
    assert ask(database, "SELECT word FROM kept") == "blåbær"
    database.release(wait=True)


def test_the_servers_log_holds_no_rows(database: Embedded) -> None:
    database.connect()
    with psycopg.connect(database.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (email text UNIQUE, name text NOT NULL)")
        connection.execute("INSERT INTO kept VALUES ('kari@example.org', 'Kari')")
        for failing in (
            "INSERT INTO kept VALUES ('kari@example.org', 'Kari')",
            "INSERT INTO kept VALUES ('ola@example.org', NULL)",
        ):
            with pytest.raises(psycopg.IntegrityError):
                connection.execute(failing)  # type: ignore[call-overload]
    wait_for(lambda: "not-null constraint" in database.log.read_text())
    said = database.log.read_text()
    assert "duplicate key" in said
    assert "example.org" not in said


def test_watchdog_killed_is_replaced_and_its_server_goes(database: Embedded) -> None:
    database.connect()
    write(database)
    assert database._watchdog is not None
    old = server(database)
    database._watchdog.kill()
    database._watchdog.wait()
    database.ensure()
    assert server(database) != old
    assert ask(database, "SELECT word FROM kept") == "blåbær"


def test_stops_after_the_last_user_however_that_one_ended(database: Embedded) -> None:
    database.connect()
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER_USER, str(database.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == database.url()
    database.release(wait=True)
    assert answers(database), "the one who started it left, and the other one still needs it"
    other.kill()
    other.wait()
    wait_for(lambda: not database.is_watched())
    assert not (database.data / "postmaster.pid").exists()
    assert not answers(database)


def test_stale_pid_file_that_names_another_process_does_not_stop_it(database: Embedded) -> None:
    database.connect()
    database.release(wait=True)
    (database.data / "postmaster.pid").write_text(f"{os.getpid()}\n{database.data}\n1700000000\n5432\n/tmp\n\n\n")
    database.connect()
    assert answers(database)


def test_path_too_long_for_a_socket(folder: Path) -> None:
    deep = folder / ("long" * 20) / ("longer" * 12)
    deep.mkdir(parents=True)
    database = Embedded(deep / "postgres", durable=False)
    database.connect()
    assert answers(database)
    database.release(wait=True)
    postgres.socket_folder(database.folder).rmdir()


def test_capital_letters_of_norwegian_and_sami(database: Embedded) -> None:
    database.connect()
    assert ask(database, "SELECT upper('æøåčđŋ')") == "ÆØÅČĐŊ"


def test_nobody_else_may_enter_the_socket(database: Embedded) -> None:
    database.connect()
    place = postgres.socket_folder(database.folder)
    assert place.stat().st_mode & 0o077 == 0
    assert (place / postgres.SOCKET_NAME).stat().st_mode & 0o077 == 0
    assert database.log.stat().st_mode & 0o077 == 0, "it may quote rows"


def test_data_of_a_newer_postgresql_is_left_alone(database: Embedded) -> None:
    database.data.mkdir(parents=True)
    (database.data / "PG_VERSION").write_text("99\n")
    with pytest.raises(OperatorError, match="written by PostgreSQL 99, newer than"):
        database.connect()


def test_too_little_space_is_told(database: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 12_000_000}))
    with pytest.raises(OperatorError, match="nearly full \\(12 MB free"):
        database.connect()
    assert not database.data.exists()


@pytest.mark.parametrize(("memory", "kept"), [(512 * MB, 128 * MB), (4096 * MB, 512 * MB), (65536 * MB, 2048 * MB)])
def test_the_server_keeps_as_much_as_the_machine_bears(memory: int, kept: int) -> None:
    assert watchdog.shared_buffers(memory) == kept
    assert watchdog.memory() > 128 * MB


def test_a_container_tells_how_much_it_bears(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "limit").write_text(f"{300 * MB}\n")
    (tmp_path / "none").write_text("max\n")
    monkeypatch.setattr(watchdog, "LIMITS", [str(tmp_path / name) for name in ("limit", "none", "absent")])
    assert watchdog.memory() == 300 * MB
    settings = watchdog.Watchdog(tmp_path, durable=True).settings
    assert "shared_buffers=128MB" in settings
