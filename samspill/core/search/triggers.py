"""SQL of the triggers that queue what has changed, for migrations of the modules.

They hold for whoever changes a row, SQL by hand too, and cost one insert for each statement, not for each row.
"""

from collections.abc import Sequence

from django.db import migrations

EVENTS = ("insert", "update", "delete")


def queueing(
    table: str, *queued: tuple[str, str], columns: str = "", key: str = "id", name: str = ""
) -> migrations.RunSQL:
    """Triggers on a table with this primary key.

    ``queued``: (kind, SELECT of the ids that a change touches, from the table ``changed``).

    ``changed`` holds the rows after an insert, before a delete, and both before and after an update. ``columns``, as
    "name, number": updates that leave all of these as they were are not counted as changes.
    ``name``: where several modules watch one table, the name of this one's triggers.
    """
    insert = "\n".join(
        f"INSERT INTO core_searchqueue (kind, object_id) SELECT DISTINCT '{kind}', id"  # noqa: S608 (no user text)
        f" FROM (WITH changed AS (<changed>) {ids}) AS found(id) WHERE id IS NOT NULL;"
        for kind, ids in queued
    )
    same = f"({_each(columns, 'n')}) IS NOT DISTINCT FROM ({_each(columns, 'o')})" if columns else "false"
    both = f"""
        SELECT n.* FROM new_rows n JOIN old_rows o USING ({key}) WHERE NOT ({same})
        UNION ALL SELECT o.* FROM old_rows o JOIN new_rows n USING ({key}) WHERE NOT ({same})
    """  # noqa: S608 (no user text)
    made = [
        _trigger(table, name or table, event, source, insert)
        for event, source in (
            ("insert", "SELECT * FROM new_rows"), ("delete", "SELECT * FROM old_rows"), ("update", both),
        )
    ]  # fmt: skip
    return migrations.RunSQL("\n".join(sql for sql, _ in made), "\n".join(reverse for _, reverse in made))


def telling(kind: str, *tables: str, events: Sequence[str] = EVENTS, name: str = "") -> migrations.RunSQL:
    """Triggers that put one row of a kind into the queue for each statement that changes any row of these tables.

    For kinds without documents, where it is enough to know that something has changed. ``name`` tells the functions
    of tables that come later from those of the first.
    """
    made, reverse = "", ""
    called = name or "_".join(events)
    for event in events:
        function = f"search_{kind}_told_{called}_{event}"
        made += f"""
            CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $search$
            BEGIN
                IF EXISTS (SELECT FROM changed) THEN
                    INSERT INTO core_searchqueue (kind, object_id) VALUES ('{kind}', 0);
                END IF;
                RETURN NULL;
            END
            $search$;
        """  # noqa: S608 (no user text)
        for table in tables:
            trigger = f"search_told_{table}_{event}"
            made += f"""
                CREATE TRIGGER {trigger} AFTER {event.upper()} ON {table}
                    REFERENCING {"OLD" if event == "delete" else "NEW"} TABLE AS changed
                    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
            """
            reverse += f"DROP TRIGGER {trigger} ON {table};\n"
        reverse += f"DROP FUNCTION {function}();\n"
    return migrations.RunSQL(made, reverse)


def _each(columns: str, row: str) -> str:
    return ", ".join(f"{row}.{column.strip()}" for column in columns.split(","))


def _trigger(table: str, name: str, event: str, changed: str, insert: str) -> tuple[str, str]:
    name = f"search_{name}_{event}"
    tables = {
        "insert": "NEW TABLE AS new_rows",
        "delete": "OLD TABLE AS old_rows",
        "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    }
    body = insert.replace("<changed>", changed)
    sql = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $search$
        BEGIN
            {body}
            RETURN NULL;
        END
        $search$;
        CREATE TRIGGER {name} AFTER {event.upper()} ON {table} REFERENCING {tables[event]}
            FOR EACH STATEMENT EXECUTE FUNCTION {name}();
    """
    return sql, f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"
