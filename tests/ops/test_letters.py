"""A database that cannot hold Norwegian letters is refused before anything is made in it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samspill.ops import letters
from samspill.ops.checks import database
from samspill.ops.checks.finding import Options
from tests.ops.conftest import Run
from tests.ops.installations import server

pytestmark = pytest.mark.django_db


@contextmanager
def made_in(encoding: str) -> Iterator[str]:
    """The address of an empty database, made where the locale is C."""
    name = f"test_samspill_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    url = make_conninfo("", **conninfo_to_dict(os.environ["DATABASE_URL"]) | {"dbname": name})
    with server(url) as connection:
        connection.execute(
            sql.SQL(
                "CREATE DATABASE {} ENCODING {} LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0 STRATEGY wal_log"
            ).format(sql.Identifier(name), sql.Literal(encoding))
        )
        try:
            yield url
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("SQL_ASCII", "is in SQL_ASCII"), ("LATIN1", "is in LATIN1"), ("UTF8", "no small letters of Æ, Ø and Å")],
)
def test_it_is_told_before_anything_is_made_and_by_the_check(encoding: str, said: str, samspill: Run) -> None:
    with made_in(encoding) as url:
        for command in ("prepare", "migrate"):
            done = samspill(command, DATABASE_URL=url)
            assert done.returncode == 1
            assert "Traceback" not in done.stderr
            assert done.stderr.startswith("samspill: The database in DATABASE_URL ")
            assert said in done.stderr
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
        assert said in samspill("check", DATABASE_URL=url).stdout


def test_one_that_is_in_use_goes_on_and_the_check_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    letters.must_be_known()
    monkeypatch.setattr(letters, "has_small_letters", lambda: False)
    letters.must_be_known()
    assert [finding.name for finding in database.database(Options()) if finding.level == "error"] == [
        "database_letters"
    ]
