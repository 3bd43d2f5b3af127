"""Settings of the tests: Samspill's own, on a database and a home folder that only the tests use.

DATABASE_URL names the server when it is set. Otherwise the tests start an embedded one in var/test, kept between runs
because starting it again is quick; what is tested is made anew each time, in a database named after the process, so
that several test runs may go on at once.
"""

import atexit
import gc
import os
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

gc.disable()  # until the tests are collected: tests/conftest.py
_HOME = tempfile.TemporaryDirectory(prefix="samspill-test-")
_given = os.environ.get("SAMSPILL_HOME")

os.environ["SAMSPILL_SECRET_KEY"] = "only-for-the-tests-" + "x" * 40
os.environ["SAMSPILL_URL"] = "http://127.0.0.1:8000"
for _name in ("SAMSPILL_DEBUG", "SAMSPILL_EMAIL", "SAMSPILL_EMAIL_FROM", "SAMSPILL_CONTACT", "SAMSPILL_HOSTS"):
    os.environ.pop(_name, None)


def _drop_left_over(url: str) -> None:
    """Drops what runs that were killed left in the embedded server."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_samspill\\_%'"
        ).fetchall()
        for (name,) in found:
            process = name.split("_")[2]
            if process.isdigit() and not psutil.pid_exists(int(process)):
                with suppress(psycopg.Error):
                    connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


if not os.environ.get("DATABASE_URL"):
    from samspill.ops.embedded import Embedded

    _database = Embedded(
        Path(_given or Path(__file__).resolve().parents[1] / "var") / "test" / "postgres",
        durable=False,
    )
    DATABASE_URL = _database.connect()
    os.environ["DATABASE_URL"] = DATABASE_URL
    atexit.register(_database.release)
    _drop_left_over(DATABASE_URL)

os.environ["SAMSPILL_HOME"] = _HOME.name

from samspill.ops.messages import compile_all  # noqa: E402

compile_all()  # a run tests the texts as they are now

from samspill.settings import *  # noqa: E402, F403

# Set by the process that starts the run; those that pytest-xdist starts inherit it, and add a suffix of their own.
DATABASES["default"]["TEST"] = {"NAME": os.environ.setdefault("SAMSPILL_TEST_DATABASE", f"test_samspill_{os.getpid()}")}  # noqa: F405
PASSWORD_HASHERS = ["tests.hashers.OneRound"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
API_REQUESTS_PER_MINUTE = [100_000, 100_000]  # tested with limits of their own
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
(Path(_HOME.name) / "static").mkdir()  # whitenoise warns about a folder that is not there
