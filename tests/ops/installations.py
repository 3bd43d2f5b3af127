"""Whole installations for tests of operations: a database of their own, copied from the tests' in a moment."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import override_settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samspill.ops.backup import snapshot


@dataclass
class Installation:
    """A database by its address, and where its files lie."""

    url: str
    files: Path

    @property
    def name(self) -> str:
        return name_in(self.url)

    def state(self) -> tuple[dict[str, snapshot.Table], dict[str, int], dict[str, bytes]]:
        """All that a backup must bring back: rows, sequences, files."""
        with snapshot.connect(self.url) as connection:
            connection.execute(snapshot.TEXT_FORM)
            rows, numbers = snapshot.tables(connection), snapshot.sequences(connection)
        found = {
            str(path.relative_to(self.files)): path.read_bytes() for path in self.files.rglob("*") if path.is_file()
        }
        return rows, numbers, found

    def ask(self, query: str) -> Any:
        """The first value."""
        with snapshot.connect(self.url) as connection:
            row = connection.execute(query.encode()).fetchone()
            return row[0] if row else None


def name_in(url: str) -> str:
    """The name of the database at an address."""
    return str(conninfo_to_dict(url)["dbname"])


def server(url: str) -> "psycopg.Connection[Any]":
    return psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True)


@contextmanager
def new_database(template: str = "template1") -> Iterator[str]:
    """The address of a database that is gone afterwards."""
    name = f"test_samspill_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    base = conninfo_to_dict(os.environ["DATABASE_URL"])
    url = make_conninfo("", **base | {"dbname": name})
    with server(url) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY wal_log").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    try:
        yield url
    finally:
        with server(url) as connection, suppress(psycopg.Error):
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def installed(folder: Path, *, template: str = "template1") -> Iterator[Installation]:
    """Django, the command line and the storage work on it inside."""
    files = folder / "files"
    files.mkdir(parents=True, exist_ok=True)
    connection = connections["default"]
    connection.close()
    with (
        new_database(template) as url,
        pytest.MonkeyPatch.context() as patch,
        override_settings(HOME=folder, MEDIA_ROOT=str(files)),
    ):
        patch.setitem(connection.settings_dict, "NAME", name_in(url))
        patch.setenv("DATABASE_URL", url)
        patch.setenv("SAMSPILL_HOME", str(folder))
        yield Installation(url, files)
        connection.close()
