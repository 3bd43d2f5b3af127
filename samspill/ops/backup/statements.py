"""The statements around a dump: one takes away what is there, the other fails unless all is as it was.

All values and names in them are our own or quoted.
"""
# ruff: noqa: S608

from psycopg import sql

from samspill.ops.backup import snapshot
from samspill.ops.backup.opening import Manifest

CLEAR = """
DO $samspill$
DECLARE found record;
BEGIN
    FOR found IN {tables} LOOP
        EXECUTE format('DROP TABLE IF EXISTS public.%I CASCADE', found.relname);
    END LOOP;
    FOR found IN SELECT c.relname, c.relkind FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
            AND c.relkind IN ('S', 'v', 'm') AND {class_is_ours} LOOP
        EXECUTE format('DROP %s IF EXISTS public.%I CASCADE', CASE found.relkind WHEN 'S' THEN 'SEQUENCE'
            WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, found.relname);
    END LOOP;
    FOR found IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
            AND {proc_is_ours} LOOP
        EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT t.oid::regtype AS name FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace
            AND t.typtype IN ('e', 'd', 'c', 'r') AND {type_is_ours} AND (t.typrelid = 0 OR EXISTS (
                SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')) LOOP
        EXECUTE format('DROP TYPE IF EXISTS %s CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT c.collname FROM pg_collation c WHERE c.collnamespace = 'public'::regnamespace
            AND {collation_is_ours} LOOP
        EXECUTE format('DROP COLLATION IF EXISTS public.%I CASCADE', found.collname);
    END LOOP;
END
$samspill$;
""".format(
    tables=snapshot.TABLES,
    class_is_ours=snapshot.NOT_OF_AN_EXTENSION.format(catalog="pg_class", alias="c"),
    proc_is_ours=snapshot.NOT_OF_AN_EXTENSION.format(catalog="pg_proc", alias="p"),
    type_is_ours=snapshot.NOT_OF_AN_EXTENSION.format(catalog="pg_type", alias="t"),
    collation_is_ours=snapshot.NOT_OF_AN_EXTENSION.format(catalog="pg_collation", alias="c"),
)


def comparison(manifest: Manifest) -> str:
    """Statements that fail, and so undo everything, unless each table is what it was."""
    wanted = sql.SQL(", ").join(
        sql.SQL("({}, {}::bigint, {})").format(name, table.rows, table.checksum)
        for name, table in manifest.tables.items()
    )
    last = sql.SQL(", ").join(
        sql.SQL("({}, {}::bigint)").format(name, value) for name, value in manifest.sequences.items()
    )
    checksum = snapshot.CHECKSUM.replace("{}", "public.%I")
    block = sql.SQL(
        """
CREATE TEMPORARY TABLE samspill_tables (name text, rows bigint, checksum text) ON COMMIT DROP;
CREATE TEMPORARY TABLE samspill_sequences (name text, value bigint) ON COMMIT DROP;
INSERT INTO samspill_tables VALUES {wanted};
{sequences}
DO $samspill$
DECLARE found record; n bigint; sum_ text;
BEGIN
    FOR found IN SELECT * FROM pg_temp.samspill_tables LOOP
        EXECUTE format({checksum}, found.name) INTO n, sum_;
        IF n <> found.rows OR sum_ <> found.checksum THEN
            RAISE EXCEPTION 'the table % has % rows, and the backup % (checksums % and %)',
                found.name, n, found.rows, sum_, found.checksum;
        END IF;
    END LOOP;
    FOR found IN {tables} LOOP
        IF NOT EXISTS (SELECT FROM pg_temp.samspill_tables WHERE name = found.relname) THEN
            RAISE EXCEPTION 'the table % is not in the backup', found.relname;
        END IF;
    END LOOP;
    FOR found IN SELECT s.name FROM pg_temp.samspill_sequences s
            LEFT JOIN pg_sequences p ON p.sequencename = s.name AND p.schemaname = 'public'
            WHERE p.sequencename IS NULL OR coalesce(p.last_value, 0) < s.value LOOP
        RAISE EXCEPTION 'the sequence % lags behind', found.name;
    END LOOP;
END
$samspill$;
"""
    ).format(
        wanted=wanted,
        sequences=sql.SQL("INSERT INTO samspill_sequences VALUES {};").format(last)
        if manifest.sequences
        else sql.SQL(""),
        checksum=checksum,
        tables=sql.SQL(snapshot.LASTING),
    )
    return block.as_string(None)
