"""A database of a given size with Samspill's web process in front, as `samspill serve` starts it."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.bench.generate import generate

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """Where it answers, how many entries it holds and the address of its database."""

    port: int
    entries: int
    database: str
    indexing: float
    """Seconds that making all search documents took."""


@contextmanager
def site(entries: int) -> Iterator[Site]:
    """Makes the database anew beside the tests' own, fills it, indexes it and serves it."""
    url = _new_database(f"bench_{entries}")
    with tempfile.TemporaryDirectory(prefix="samspill-bench-") as home:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "SAMSPILL_HOME": home,
            "SAMSPILL_API_RATE": "100000000",
            "DJANGO_SETTINGS_MODULE": "samspill.settings",
            "PYTHONPATH": str(ROOT),
        }
        _run(environment, "-m", "samspill", "prepare", "--example")
        generate(url, entries)
        began = time.perf_counter()
        _run(environment, "-m", "samspill", "search", "rebuild")
        indexing = time.perf_counter() - began
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")
        with socket.create_server(("127.0.0.1", 0)) as door:
            port = door.getsockname()[1]
        with _web(environment, port):
            yield Site(port, entries, url, indexing)


def _new_database(name: str) -> str:
    given = conninfo_to_dict(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    host = quote(str(given.get("host") or ""), safe="")
    user = quote(str(given.get("user") or ""), safe="")
    port = f"&port={given['port']}" if given.get("port") else ""
    password = f":{quote(str(given['password']), safe='')}" if given.get("password") else ""
    return f"postgresql://{user}{password}@/{name}?host={host}{port}"


def _run(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


@contextmanager
def _web(environment: dict[str, str], port: int) -> Iterator[None]:
    environment = {**environment, "DJANGO_SETTINGS_MODULE": "tests.bench.site_settings"}
    command = [
        *(sys.executable, "-m", "gunicorn", "samspill.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "120"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _wait(port)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/bench/nothing")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)
