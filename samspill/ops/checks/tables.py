"""What keeps the promises is in the database: does it take writes, is every table there, does every trigger work."""

from collections.abc import Iterator

from samspill.ops.checks.finding import Finding, Options

NAMED = 3  # of what is missing, in one sentence


def writes(options: Options) -> Iterator[Finding]:
    """A replica, and a server whose owner has stopped writing, answers every question and takes nothing."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'")
        is_replica, is_read_only = cursor.fetchone()
    if is_replica:
        text = "The database is a replica that takes no writes; name the primary server in DATABASE_URL."
        yield Finding("database_writes", "error", text)
    elif is_read_only:
        text = (
            "The database takes no writes: default_transaction_read_only is on, for the server, the database or the "
            "user; turn it off when the reason for it is gone."
        )
        yield Finding("database_writes", "error", text)


def tables(options: Options) -> Iterator[Finding]:
    """Nothing while migrations are missing: those are told of by themselves."""
    from django.apps import apps
    from django.core.cache import caches
    from django.db import connection

    from samspill.ops.prepare import unapplied_migrations

    if unapplied_migrations():
        return
    models = apps.get_models(include_auto_created=True)
    wanted = {model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy}
    wanted.add(str(getattr(caches["default"], "_table", "core_cache")))
    if missing := sorted(wanted - set(connection.introspection.table_names())):
        text = f"Tables are missing ({_some(missing)}); restore a backup, or run samspill prepare if it is a cache's."
        yield Finding("tables", "error", text)
        return
    yield from _triggers()


def _triggers() -> Iterator[Finding]:
    """The history and what must never change are kept by triggers: without them all goes on, and nobody notices."""
    import pgtrigger
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, t.tgenabled IN ('O', 'A')"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
        )
        works = {(table, name): on for table, name, on in cursor.fetchall()}
    wanted = {(model._meta.db_table, trigger.get_pgid(model)) for model, trigger in pgtrigger.registered()}
    off = sorted({table for (table, _name), on in works.items() if not on})
    gone = sorted({table for table, name in wanted - works.keys()})
    if off:
        text = (
            f"Triggers are turned off on {_some(off)}: history, search and rules are not kept there. Run "
            f"ALTER TABLE … ENABLE TRIGGER ALL for each in the database, and then samspill search rebuild."
        )
        yield Finding("triggers", "error", text)
    if gone:
        text = (
            f"Triggers are missing on {_some(gone)}: the history is not kept there. Run samspill django pgtrigger "
            "install; what was changed meanwhile has no history."
        )
        yield Finding("triggers", "error", text)
    if not off and not gone:
        yield Finding("triggers", "ok", f"All tables are there, and {len(works)} triggers keep history and rules.")


def _some(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
