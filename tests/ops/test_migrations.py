"""The models and the migrations say the same."""

import io
import os
import threading

import pytest
from django.core.management import call_command
from psycopg.conninfo import make_conninfo

from samspill.ops.prepare import one_at_a_time


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, verbosity=1)
    except SystemExit:
        pytest.fail(f"Run samspill django makemigrations:\n{said.getvalue()}")


def test_two_machines_prepare_the_database_one_after_the_other() -> None:
    """Also where the server ends statements and sessions that take long."""
    url = make_conninfo(
        os.environ["DATABASE_URL"], options="-c statement_timeout=150 -c lock_timeout=150 -c idle_session_timeout=150"
    )
    entered, release = threading.Event(), threading.Event()

    def second() -> None:
        with one_at_a_time(url):
            entered.set()
            release.wait(10)

    other = threading.Thread(target=second)
    with one_at_a_time(url):
        other.start()
        assert not entered.wait(0.3)
    assert entered.wait(10)
    release.set()
    other.join(10)
