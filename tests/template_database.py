"""A database with all migrations in it, which the tests' own are copied from: a moment's work instead of many seconds'.

It is kept between runs on the same server, and its name tells what the migrations say: another migration, or another
module that a migration imports, is another name. `pytest --create-db`, in one process, makes it anew all the same.
"""

import hashlib
import importlib.util
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from samspill.ops import new_tables

PREFIX = "samspill_template_"
UNFINISHED = f"{PREFIX}unfinished"
LOCK = 0x7E57DB
IMPORTED = re.compile(r"^\s*(?:from|import) (samspill[\w.]*)", re.MULTILINE)


def prepared(*, anew: bool) -> str:
    """The template's name. Whoever comes first makes it, and the others wait for it."""
    name = PREFIX + _key()
    connection = connections["default"]
    with connection._nodb_cursor() as cursor:
        server: psycopg.Connection[Any] = cursor.connection
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if name in known and not anew:
            return name
        for old in sorted(known):
            if old.startswith(PREFIX):
                with suppress(psycopg.errors.ObjectInUse):
                    server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(UNFINISHED)))
        _migrate(connection)
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(UNFINISHED), sql.Identifier(name))
        )
    return name


def _migrate(connection: Any) -> None:
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = UNFINISHED
    try:
        with new_tables.less_rendering():
            call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _key() -> str:
    """A digest of all that the migrations are made of, and of how they are run."""
    digest = hashlib.blake2b(digest_size=8)
    for file in _sources():
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    helpers = {new_tables.__name__}
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            helpers.update(IMPORTED.findall(file.read_text()))
            yield file
    for helper in sorted(helpers):
        found = importlib.util.find_spec(helper)
        if found and found.origin:
            yield Path(found.origin)
