"""The database: does it answer, which version, are its tables up to date, do its clock and ours agree."""

from collections.abc import Iterator

from samspill.ops.checks.finding import Finding, Options

OLDEST_TESTED, NEWEST_TESTED = 15, 18
CLOCK_SECONDS = 5.0
CONNECTIONS = 0.8  # of all that the server allows, taken


def database(options: Options) -> Iterator[Finding]:
    """The server, its version, and whether it takes writes."""
    from django.db import connection

    from samspill.ops import letters
    from samspill.ops.prepare import check_server

    check_server()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), pg_size_pretty(pg_database_size(current_database())), "
            "current_setting('server_version_num')::int / 10000, current_setting('server_encoding'), "
            "(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), "
            "current_setting('max_connections')::int"
        )
        version, size, major, encoding, taken, allowed = cursor.fetchone()
    yield Finding("database", "ok", f"The database answers: PostgreSQL {version}, {size}.")
    if major > NEWEST_TESTED:
        yield Finding(
            "database_version",
            "warning",
            f"PostgreSQL {major} is newer than the {NEWEST_TESTED} that this Samspill was tried with, and samspill "
            "backup cannot read it; take a newer Samspill.",
        )
    if encoding != letters.ENCODING:
        text = f"The database is in {encoding}; make another by {letters.MAKE}, and restore a backup there."
        yield Finding("database_encoding", "error", text)
    elif not letters.has_small_letters():
        text = (
            "The database knows no small letters of Æ, Ø and Å, as its locale is C: names in capitals are taken "
            f"for others. Make another by {letters.MAKE}, and restore a backup there."
        )
        yield Finding("database_letters", "error", text)
    if taken > allowed * CONNECTIONS:
        yield Finding(
            "database_connections",
            "warning",
            f"{taken} of {allowed} connections to the server are taken; raise max_connections.",
        )


def migrations(options: Options) -> Iterator[Finding]:
    """Whether the tables are those of this version."""
    from samspill.ops.prepare import unapplied_migrations

    if missing := unapplied_migrations():
        text = f"{len(missing)} migrations are missing ({missing[0]} …); run samspill migrate."
        yield Finding("migrations", "error", text)
    else:
        yield Finding("migrations", "ok", "The tables are up to date.")


def clock(options: Options) -> Iterator[Finding]:
    """Links in mails, sessions and jobs are timed by both clocks."""
    from django.db import connection
    from django.utils import timezone

    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
        after = timezone.now()
    apart = max((before - there).total_seconds(), (there - after).total_seconds(), 0.0)
    if apart > CLOCK_SECONDS:
        text = f"This machine's clock and the database's are {apart:.0f} seconds apart; set both by NTP."
        yield Finding("clock", "error", text)
    else:
        yield Finding("clock", "ok", "This machine's clock and the database's agree.")
