"""Makes a large register of a smaller one that is indexed: the same entries again, with keys and moments of their own.

Making a million texts and cutting them into words takes half an hour; what a search costs depends on how many
documents hold a word, which is the same when each text stands there ten times.
"""

import time
from typing import Any

import psycopg

from samspill.core.search.questions import SAMPLES, SHARE
from tests.bench.generate import TABLES

PARTS = ("registry_contribution", "registry_participation", "registry_readinessreading")
GIN = """
    CREATE INDEX search_all ON core_searchdocument USING gin (facets array_ops, vector tsvector_ops)
"""
DOCUMENTS = """
    INSERT INTO core_searchdocument (kind, object_id, public, title, body, fresh, shuffle, facets, vector)
    SELECT kind, object_id + %(step)s, public, title, body, fresh + %(later)s::interval, turn,
        ARRAY(SELECT facet FROM unnest(facets) AS facet WHERE facet !~ '^~')
        || ARRAY(SELECT '~' || level FROM generate_series(1, %(samples)s) AS level
                 WHERE turn < 2147483648 / (%(share)s ^ level)::bigint),
        vector
    FROM (SELECT *, (random() * 2147483646)::int AS turn FROM core_searchdocument
          WHERE kind = 'entry' AND object_id BETWEEN %(first)s AND %(last)s) AS one
"""
COUNTS = """
    INSERT INTO core_searchcount (kind, public, name, facet, count)
    SELECT kind, public, split_part(facet, CASE WHEN facet LIKE '@%%' THEN ' ' ELSE ':' END, 1), facet, count(*)
    FROM core_searchdocument, unnest(facets) AS facet GROUP BY 1, 2, 3, 4
"""


def multiply(url: str, block: int, times: int) -> None:
    """Adds ``times`` - 1 copies of the ``block`` generated entries and of their search documents."""
    began = time.perf_counter()
    with psycopg.connect(url) as connection:
        cursor = connection.cursor()
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DROP INDEX search_all")
        # the newest are the generated ones: codes of the example may begin with z as well
        first = _one(cursor, "SELECT max(id) FROM registry_entry") - block + 1
        own = {table: _columns(cursor, table) for table in ("registry_entry", *PARTS)}
        for number in range(1, times):
            step = {"step": number * block, "first": first, "last": first + block - 1, "later": f"{number} seconds"}
            _copy(cursor, "registry_entry", own["registry_entry"], step, number)
            for table in PARTS:
                _copy(cursor, table, own[table], step, number)
            cursor.execute(DOCUMENTS, {**step, "samples": SAMPLES, "share": SHARE})
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('registry_entry', 'id'), (SELECT max(id) FROM registry_entry))"
        )
        cursor.execute("TRUNCATE core_searchcount")
        cursor.execute(COUNTS)
        cursor.execute("UPDATE core_searchword SET documents = documents * %s", [times])
        cursor.execute("SET maintenance_work_mem = '2GB'")
        cursor.execute(GIN)
    with psycopg.connect(url, autocommit=True) as connection:
        for table in (*TABLES, "core_searchdocument", "core_searchcount", "core_searchword"):
            connection.execute(f"VACUUM (ANALYZE) {table}")
    print(f"  {times} times {block}: {time.perf_counter() - began:.0f} s", flush=True)


def _one(cursor: Any, query: str) -> Any:
    return cursor.execute(query).fetchone()[0]


def _columns(cursor: Any, table: str) -> list[str]:
    rows = cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    return [name for (name,) in rows.fetchall()]


def _copy(cursor: Any, table: str, columns: list[str], step: dict[str, Any], number: int) -> None:
    """The rows again: keys moved on, a short code of their own, published a little later."""
    key = "id" if table == "registry_entry" else "entry_id"
    told = {
        "public_id": f"left(public_id, 7) || '{number}'",
        "published_at": "published_at + %(later)s::interval",
        key: f"{key} + %(step)s",
    }
    names = [name for name in columns if name == key or name != "id"]
    values = ", ".join(told.get(name, f'"{name}"') for name in names)
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} "
        f"WHERE {key} BETWEEN %(first)s AND %(last)s",
        step,
    )
