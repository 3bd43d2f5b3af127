"""Samspill as an operator starts it: `samspill serve --example` in a process and a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from samspill.ops.children import die_with_parent
from samspill.ops.embedded import Embedded
from tests.login_service import LoginService

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Site:
    """A running Samspill with the example in it. ``url`` has no slash at its end."""

    url: str
    home: Path
    service_port: int  # where tests may start a login service, which is called Feide on the pages

    @property
    def password(self) -> str:
        """The password of all example users."""
        return (self.home / "example_password").read_text().strip()

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Looks into the database directly, to find something to visit or to see what was kept."""
        with psycopg.connect(Embedded(self.home / "postgres").url()) as connection:
            return connection.execute(query, parameters).fetchall()

    def value(self, query: str, *parameters: Any) -> Any:
        """The one value of a query that must have an answer."""
        (row,) = self.rows(query, *parameters)
        return row[0]


@contextmanager
def serving(home: Path) -> Iterator[Site]:
    """A Samspill on a free port, stopped in the end; what it says goes to the file ``said`` in its home."""
    with socket.create_server(("127.0.0.1", 0)) as door, socket.create_server(("127.0.0.1", 0)) as other:
        port, service_port = door.getsockname()[1], other.getsockname()[1]
    ours = ("SAMSPILL_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    said = home / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "samspill", "serve", "--example", "--port", str(port)],
            cwd=ROOT,
            env=environment | {"SAMSPILL_HOME": str(home), "SAMSPILL_OIDC": json.dumps(login_services(service_port))},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509
        )
    try:
        _wait(process, said)
        yield Site(f"http://127.0.0.1:{port}", home, service_port)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def login_services(port: int) -> dict[str, Any]:
    """Feide as `tests.login_service` plays it, and one that never answers."""
    feide = LoginService(f"http://localhost:{port}").settings()
    return {"feide": feide, "borte": feide | {"kind": "generic", "name": "Bygda", "issuer": "http://localhost:9"}}


def _wait(process: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while "Samspill is at" not in (text := said.read_text(errors="replace")):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"Samspill did not start; it said:\n{text}")
        time.sleep(0.1)
