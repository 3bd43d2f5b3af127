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

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.bench.generate import generate
from tests.bench.multiply import multiply

RESTING = 0.05
"""Seconds of processor time in a second, by processes that nobody asks for anything."""
BLOCK = 100_000
"""Entries that are made one by one; more are copies of these."""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """Where it answers, how many entries it holds and the address of its database."""

    port: int
    entries: int
    database: str
    indexing: float
    """Seconds that making all search documents took."""
    home: str = ""
    """Its folder, with the key that signs what it gives out."""


@contextmanager
def site(entries: int, *, processes: int = 2, threads: int = 4) -> Iterator[Site]:
    """Makes the database beside the tests' own, fills it, indexes it and serves it; KEEP=1 uses one made earlier."""
    name = f"bench_{entries}"
    url = _address(name)
    kept = os.environ.get("KEEP") == "1" and _exists(name)
    if not kept:
        _make(name)
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
        indexing = 0.0 if kept else _fill(url, entries, environment)
        with socket.create_server(("127.0.0.1", 0)) as door:
            port = door.getsockname()[1]
        with _web(environment, port, processes, threads):
            yield Site(port, entries, url, indexing, home)


def _fill(url: str, entries: int, environment: dict[str, str]) -> float:
    """Returns seconds of indexing, for all entries as the first block took."""
    block = min(entries, BLOCK)
    generate(url, block)
    began = time.perf_counter()
    _run(environment, "-m", "samspill", "search", "rebuild")
    indexing = (time.perf_counter() - began) * entries / block
    if entries > block:
        multiply(url, block, entries // block)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT registry_harvest_all()")
        connection.execute("VACUUM (ANALYZE)")
    return indexing


def _exists(name: str) -> bool:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _make(name: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))


def _address(name: str) -> str:
    given = conninfo_to_dict(os.environ["DATABASE_URL"])
    host = quote(str(given.get("host") or ""), safe="")
    user = quote(str(given.get("user") or ""), safe="")
    port = f"&port={given['port']}" if given.get("port") else ""
    password = f":{quote(str(given['password']), safe='')}" if given.get("password") else ""
    return f"postgresql://{user}{password}@/{name}?host={host}{port}"


def _run(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


@contextmanager
def _web(environment: dict[str, str], port: int, processes: int, threads: int) -> Iterator[None]:
    environment = {**environment, "DJANGO_SETTINGS_MODULE": "tests.bench.site_settings"}
    command = [
        *(sys.executable, "-m", "gunicorn", "samspill.wsgi:application", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads), "--timeout", "120"),
        *("--config", "python:samspill.ops.gunicorn_config"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    try:
        _wait(port)
        _rest(process.pid)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _rest(pid: int) -> None:
    """Waits until the web processes do nothing: in their first minute they learn the words that are most used."""
    children = psutil.Process(pid).children()
    for _ in range(120):
        before = sum(sum(child.cpu_times()[:2]) for child in children)
        time.sleep(1)
        if sum(sum(child.cpu_times()[:2]) for child in children) - before < RESTING:
            return
    raise TimeoutError("the web processes do not come to rest")


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
