"""Databases that the tests' own are copied from: a moment's work instead of many seconds'.

One has all migrations in it, another the example too. They are kept between runs on the same server, and their names
tell what they are made of: another migration, or for the example any other line of code, is another name. `pytest
--create-db`, in one process, makes them anew all the same.
"""

import hashlib
import importlib.util
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from psycopg import sql

from samspill.ops import new_tables

TABLES, EXAMPLE = "samspill_template_", "samspill_example_"
LOCKS = {TABLES: 0x7E57DB, EXAMPLE: 0x7E57DC}
IMPORTED = re.compile(r"^\s*(?:from|import) (samspill[\w.]*)", re.MULTILINE)
OTHERS = 2  # older ones of a kind that are left: somebody else's run may be about to copy them
CODE = {".py", ".csv", ".json"}
PASSWORD = "eksempel-for-alle"


def prepared(*, anew: bool = False) -> str:
    """The name of a database with all tables. Whoever comes first makes it, and the others wait for it."""
    return _kept(TABLES, _digest(_migrations()), "template1", _migrate, anew=anew)


def with_example(*, anew: bool = False) -> str:
    """The name of one that the example is loaded into, as it is loaded today, and indexed."""
    today = str(timezone.localdate())
    return _kept(EXAMPLE, _digest(_everything(), today), prepared(), _load_example, anew=anew)


def know_password(home: Path) -> None:
    """The password of the example's people, where Samspill looks for it."""
    (home / "example_password").write_text(PASSWORD)


@contextmanager
def working_on(name: str) -> Iterator[None]:
    """Django works on the database of that name inside."""
    connection = connections["default"]
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


def _kept(kind: str, digest: str, template: str, fill: Callable[[], None], *, anew: bool) -> str:
    name, unfinished = kind + digest, f"{kind}unfinished"
    with connections["default"]._nodb_cursor() as cursor:
        server: psycopg.Connection[Any] = cursor.connection
        server.execute("SELECT pg_advisory_lock(%s)", [LOCKS[kind]])
        known = [row[0] for row in server.execute("SELECT datname FROM pg_database ORDER BY oid")]
        if name in known and not anew:
            return name
        ours = [old for old in known if old.startswith(kind) and old not in (name, unfinished)]
        for old in {name, unfinished, *ours[:-OTHERS]} & set(known):
            with suppress(psycopg.errors.ObjectInUse):
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(unfinished), sql.Identifier(template))
        )
        with working_on(unfinished):
            fill()
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
        )
    return name


def _migrate() -> None:
    with new_tables.less_rendering():
        call_command("migrate", verbosity=0)


def _load_example() -> None:
    from samspill.core import kept
    from samspill.core.search import drain

    know_password(settings.HOME)
    kept.forget_all()  # words that this process read from another database
    for command in ("load_reference", "load_example"):
        call_command(command, stdout=StringIO())
    drain()
    kept.forget_all()


def _digest(files: Iterable[Path], *words: str) -> str:
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8)
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _migrations() -> Iterator[Path]:
    """All that the migrations are made of, and how they are run."""
    helpers = {new_tables.__name__}
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            helpers.update(IMPORTED.findall(file.read_text()))
            yield file
    for helper in sorted(helpers):
        found = importlib.util.find_spec(helper)
        if found and found.origin:
            yield Path(found.origin)


def _everything() -> Iterator[Path]:
    """All of Samspill but what it looks like: the example is made by the same acts as anything else."""
    yield Path(__file__)
    for folder in ("samspill", "examples"):
        for file in sorted((settings.BASE_DIR / folder).rglob("*")):
            if file.suffix in CODE:
                yield file
