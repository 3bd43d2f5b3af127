"""A pooler that gives each transaction another session of the server: told of at once, and not by pages that fail."""

import json
import os
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.ops.conftest import Run
from tests.ops.installations import name_in, new_database
from tests.ops.pooler import pooler

pytestmark = pytest.mark.skipif(
    not str(conninfo_to_dict(os.environ["DATABASE_URL"]).get("host") or "").startswith("/"),
    reason="the pooler of the tests talks to an embedded server",
)
SECRET = "x" * 50


@pytest.fixture
def name() -> Iterator[str]:
    """A database with nothing in it."""
    with new_database() as url:
        yield name_in(url)


def test_the_pooler_of_the_tests_mixes_sessions(name: str) -> None:
    with pooler(for_each_transaction=True, dbname=name) as url, psycopg.connect(url, autocommit=True) as one:
        (first,) = one.execute("SELECT pg_backend_pid()").fetchone() or ()
        with psycopg.connect(url) as other:
            assert other.execute("SELECT pg_backend_pid()").fetchone() == (first,)
            assert one.execute("SELECT pg_backend_pid()").fetchone() != (first,), "the other has begun a transaction"


def test_the_check_says_what_is_wrong_and_how_to_mend_it(name: str, samspill: Run) -> None:
    with pooler(for_each_transaction=True, dbname=name) as url:
        done = samspill("check", "--json", DATABASE_URL=url)
    assert done.returncode == 1
    found = {finding["name"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert found["database"]["level"] == "error"
    assert "pool_mode=session" in found["database"]["text"]
    assert "docs/howto/run-on-a-larger-postgresql.md" in found["database"]["text"]


@pytest.mark.parametrize(
    "command", [("prepare",), ("migrate",), ("web", "--port", "1"), ("worker",), ("backup", os.devnull)]
)
def test_nothing_starts_behind_it(name: str, samspill: Run, command: tuple[str, ...]) -> None:
    with pooler(for_each_transaction=True, dbname=name) as url:
        done = samspill(*command, DATABASE_URL=url, SAMSPILL_SECRET_KEY=SECRET)
    assert (done.returncode, done.stdout) == (1, "")
    assert "pool_mode=session" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pooler_that_leaves_each_its_session_is_as_good_as_none(name: str, samspill: Run) -> None:
    with pooler(for_each_transaction=False, dbname=name) as url:
        done = samspill("check", "--json", DATABASE_URL=url)
    found = {finding["name"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert found["database"]["level"] == "ok"
