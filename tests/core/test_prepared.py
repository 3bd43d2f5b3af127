"""Statements kept prepared: answered also where the connection that they were prepared on is gone."""

from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from samspill.core import prepared


def _cut_the_line() -> None:
    own = prepared.fetch("SELECT pg_backend_pid()", [])[0][0]
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [own])


def _ask_on_a_cut_line() -> None:
    _cut_the_line()
    prepared.fetch("SELECT 1", [])


def test_who_asks_notices_nothing_when_the_database_was_started_anew(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        _cut_the_line()
        assert prepared.fetch("SELECT %s::int + 1", [1]) == [(2,)]
        connection.close()


def test_inside_a_transaction_nothing_is_asked_again(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        with pytest.raises(OperationalError), transaction.atomic():
            _ask_on_a_cut_line()
        connection.close()


def test_the_database_keeps_the_plan(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        for number in range(8):
            assert prepared.fetch("SELECT %s::int + 41", [number]) == [(number + 41,)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT generic_plans > 0 FROM pg_prepared_statements WHERE statement LIKE '%+ 41'")
            assert cursor.fetchall() == [(True,)]
        connection.close()
