"""Samspill as an operator starts it: `samspill serve` in a process and a folder of its own, on a copied example."""

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
from tests.login_service import LoginService
from tests.ops.installations import new_database
from tests.template_database import PASSWORD, know_password

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Site:
    """A running Samspill with the example in it. ``url`` has no slash at its end."""

    url: str
    home: Path
    database: str  # its address
    service_port: int  # where tests may start a login service, which is called Feide on the pages

    @property
    def password(self) -> str:
        """The password of all example users."""
        return PASSWORD

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Looks into the database directly, to find something to visit or to see what was kept."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(query, parameters).fetchall()

    def value(self, query: str, *parameters: Any) -> Any:
        """The one value of a query that must have an answer."""
        (row,) = self.rows(query, *parameters)
        return row[0]


@contextmanager
def serving(home: Path, template: str) -> Iterator[Site]:
    """A Samspill on a free port and a copy of ``template``, stopped in the end.

    What it says goes to the file ``said`` in its home.
    """
    with socket.create_server(("127.0.0.1", 0)) as door, socket.create_server(("127.0.0.1", 0)) as other:
        port, service_port = door.getsockname()[1], other.getsockname()[1]
    ours = ("SAMSPILL_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    know_password(home)
    said = home / "said"
    with new_database(template) as database:
        settings = {
            "SAMSPILL_HOME": str(home),
            "DATABASE_URL": database,
            "SAMSPILL_OIDC": json.dumps(login_services(service_port)),
        }
        with said.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "samspill", "serve", "--example", "--port", str(port)],
                cwd=ROOT,
                env=environment | settings,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509
            )
        try:
            _wait(process, said)
            yield Site(f"http://127.0.0.1:{port}", home, database, service_port)
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
