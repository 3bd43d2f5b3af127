"""What a page reads, and of what the database tells when it changes: both as the database itself knows them."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection, transaction

Columns = dict[str, set[str]]  # by table
EVENTS = {4: "insert", 8: "delete", 16: "update"}  # bits of pg_trigger.tgtype
READ = """
    SELECT DISTINCT c.relname, a.attname, p.proname FROM pg_depend d
    JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
    LEFT JOIN pg_class c ON c.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass AND c.oid <> r.ev_class
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
    LEFT JOIN pg_proc p ON p.oid = d.refobjid AND d.refclassid = 'pg_proc'::regclass AND p.provolatile <> 'i'
    WHERE r.ev_class = 'looked_at'::regclass
"""
"""A view remembers each column of each table that its statement names. Functions of ours could read any table."""


@contextmanager
def statements() -> Iterator[list[str]]:
    """All that is asked inside, with the values in their places."""
    asked = list[str]()

    def look(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        asked.append(psycopg.ClientCursor(connection.connection).mogrify(str(sql), params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield asked


def columns_read(asked: Iterable[str]) -> Columns:
    """The columns of tables that statements read; a table of which only the rows are counted has none."""
    found: Columns = defaultdict(set)
    for text in asked:
        if re.match(r"\s*(SET|SAVEPOINT|RELEASE)\b", text):
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMP VIEW looked_at AS SELECT EXISTS ({text.replace('%', '%%')}) AS any", ())
            cursor.execute(READ)
            for table, column, function in cursor.fetchall():
                assert function is None, (function, text)
                if table:
                    found[table] |= {column} - {None}
            transaction.set_rollback(True)
    return dict(found)


def missing(read: Columns) -> list[str]:
    """Columns whose change leaves no row in the search's queue, and events of tables that leave none."""
    told = _told(read)
    gaps = []
    for table, columns in read.items():
        events = told.get(table, {})
        gaps += [f"{table}: {event}" for event in ("insert", "delete") if event not in events]
        counted = events.get("update", set())
        gaps += [f"{table}.{column}" for column in sorted(columns) if not counted & {column, "*"}]
    return gaps


def _told(tables: Collection[str]) -> dict[str, dict[str, set[str]]]:
    """By table and event: the columns of which a change always leaves a row in the queue; "*": all of them."""
    found: dict[str, dict[str, set[str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname, t.tgtype, p.prosrc,
                ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnotnull)
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgenabled = 'O' AND c.relname = ANY(%s) AND p.prosrc LIKE '%%INTO core_searchqueue%%'
            """,
            [list(tables)],
        )
        for table, kind, body, filled in cursor.fetchall():
            for bit, event in EVENTS.items():
                if kind & bit:
                    found.setdefault(table, {}).setdefault(event, set()).update(_counted(body, filled))
    return {table: {event: counted for event, counted in by.items() if counted} for table, by in found.items()}


def _counted(body: str, filled: Collection[str]) -> set[str]:
    """Of what a trigger of `core.search.triggers` tells, whichever row it is."""
    if re.search(r"IF EXISTS \(SELECT FROM changed\) THEN\s+INSERT", body):
        return {"*"}
    counted = set[str]()
    for changed, key in re.findall(r"WITH changed AS \((.*?)\) SELECT (\w+) FROM changed\) AS found", body, re.DOTALL):
        if key in filled:
            guard = re.search(r"WHERE NOT \((\((.*?)\) IS NOT DISTINCT FROM|false)", changed)
            counted |= set(re.findall(r"n\.(\w+)", guard[2])) if guard and guard[2] else {"*"}
    return counted
