"""One state of the database: what is in each table, held still while pg_dump reads the same.

Checksums do not depend on the order of rows: each row's text is hashed, and the hashes are added. So they are the same
after a restore, in any version of PostgreSQL, and a row that is lost, doubled or changed is seen.
"""

# ruff: noqa: S608  # all that is put into statements is our own or quoted

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from samspill.ops import prepare
from samspill.ops.errors import OperatorError

SCHEMA = "public"
TEXT_FORM = (
    "SET timezone = 'UTC'; SET datestyle = 'ISO, MDY'; SET intervalstyle = 'postgres'; "
    "SET extra_float_digits = 1; SET bytea_output = 'hex'; SET xmlbinary = 'base64'"
)
"""Settings under which the text of a row depends on its values alone."""

CHECKSUM = (
    "SELECT count(*), coalesce(sum(('x' || left(md5(samspill_row::text), 16))::bit(64)::bigint), 0)::text "
    "FROM ONLY {} AS samspill_row"
)
NOT_OF_AN_EXTENSION = (
    "NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{catalog}'::regclass "
    "AND d.objid = {alias}.oid AND d.deptype = 'e')"
)
_TABLES = (
    "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'{lasting} AND "
    + NOT_OF_AN_EXTENSION.format(catalog="pg_class", alias="c")
    + " ORDER BY c.relname"
)
TABLES = _TABLES.format(lasting="")
LASTING = _TABLES.format(lasting=" AND c.relpersistence = 'p'")
"""Without those that a crash may empty (UNLOGGED): what lies there is made anew, or runs out by itself."""
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend'"
)


@dataclass(frozen=True)
class Table:
    """How many rows, and the sum of their hashes."""

    rows: int
    checksum: str


@dataclass(frozen=True)
class Snapshot:
    """A connection that stands in one moment, and the moment's name for pg_dump."""

    connection: "psycopg.Connection[Any]"
    name: str

    def tables(self) -> dict[str, Table]:
        return tables(self.connection)

    def sequences(self) -> dict[str, int]:
        return sequences(self.connection)


def connect(url: str) -> "psycopg.Connection[Any]":
    """Errors: OperatorError."""
    try:
        return psycopg.connect(url, autocommit=True, application_name="samspill backup", prepare_threshold=None)
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        raise OperatorError(f"The database does not answer: {said}") from error


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Others go on reading and writing meanwhile; what they write after this moment is not in it."""
    with connect(url) as connection:
        must_be_public(connection)
        connection.execute(TEXT_FORM)
        # Whoever limits idle transactions on the server does not mean this one.
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        prepare.hold_off(connection)  # a table that is written anew is empty for who has looked before
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield Snapshot(connection, str(_one(connection, "SELECT pg_export_snapshot()")))
        connection.execute("COMMIT")


def tables(connection: "psycopg.Connection[Any]") -> dict[str, Table]:
    """Every lasting table of ours, also those that keep history. The session must have TEXT_FORM."""
    found = {}
    for (name,) in connection.execute(LASTING).fetchall():
        row = connection.execute(sql.SQL(CHECKSUM).format(sql.Identifier(SCHEMA, name))).fetchone()
        assert row is not None
        found[str(name)] = Table(rows=row[0], checksum=row[1])
    return found


def sequences(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    """The last number that each sequence has given; 0 for none. They stand outside of transactions."""
    query = "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
    return {str(name): int(value) for name, value in connection.execute(query).fetchall()}


def other_connections(connection: "psycopg.Connection[Any]") -> int:
    """How many others are connected to the same database."""
    return int(_one(connection, OTHERS))


def other_schemas(connection: "psycopg.Connection[Any]") -> list[str]:
    """Schemas that are not Samspill's."""
    query = "SELECT nspname FROM pg_namespace WHERE nspname <> 'public' AND nspname !~ '^pg_' ORDER BY 1"
    return [str(name) for (name,) in connection.execute(query) if name != "information_schema"]


def must_be_public(connection: "psycopg.Connection[Any]") -> None:
    """Errors: OperatorError when Samspill's tables lie, or would lie, in another schema."""
    if (found := _one(connection, "SELECT current_schema()")) != SCHEMA:
        raise OperatorError(f"Backups know tables in the schema public only, and DATABASE_URL leads to {found}.")


def server_version(connection: "psycopg.Connection[Any]") -> str:
    """Such as 18.4."""
    return str(_one(connection, "SELECT current_setting('server_version')")).split()[0]


def _one(connection: "psycopg.Connection[Any]", query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]
