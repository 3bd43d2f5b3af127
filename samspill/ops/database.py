"""Which database a command works on: that in DATABASE_URL, or else the embedded one, up for as long as needed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from samspill.ops.embedded import REPOSITORY, Embedded

ADDRESS = "address"  # a file in the home: where `serve` was last, when nobody had said what users type


def home() -> Path:
    """Where everything that Samspill keeps on disk lies."""
    return Path(os.environ.get("SAMSPILL_HOME") or REPOSITORY / "var").resolve()


def embedded() -> Embedded | None:
    """The embedded server, or None when DATABASE_URL names another."""
    return None if os.environ.get("DATABASE_URL") else Embedded(home() / "postgres")


def last_address() -> str:
    """Where `serve` or `web` was last without a SAMSPILL_URL; empty when it never was."""
    try:
        return (home() / ADDRESS).read_text().strip()
    except OSError:
        return ""


def is_away(url: str) -> bool:
    """Whether the database does not answer, or takes no writes, as one that is being moved or has a full disk."""
    asked = "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean"
    try:
        with psycopg.connect(url, connect_timeout=3, autocommit=True) as connection:
            return connection.execute(asked).fetchone() == (True,)
    except psycopg.OperationalError:
        return True


@contextmanager
def database() -> Iterator[None]:
    """DATABASE_URL is set inside. An embedded server that nobody else uses stops afterwards."""
    server = embedded()
    if server is None:
        yield
        return
    os.environ["DATABASE_URL"] = server.connect()
    try:
        yield
    finally:
        del os.environ["DATABASE_URL"]
        server.release()
