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
        _cut_the_line()
        assert prepared.fetch("SELECT %s::int + 1", [1], once=True) == [(2,)]
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


def _planned(mark: str) -> tuple[int, int]:
    """How often for all values, and how often for those that were given."""
    with connection.cursor() as cursor:
        sql = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s"
        cursor.execute(sql, [f"%+ {mark}"])
        [row] = cursor.fetchall()
    return row


def test_look_ups_by_key_are_planned_once_and_searches_with_their_values(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        for number in range(3):
            assert prepared.fetch("SELECT %s::int + 1001", [number], once=True) == [(number + 1001,)]
            assert prepared.fetch("SELECT %s::int + 1002", [number]) == [(number + 1002,)]
            assert prepared.fetch("SELECT %s::int + 1003", [number], once=None) == [(number + 1003,)]
        assert [_planned(mark) for mark in ("1001", "1002", "1003")] == [(3, 0), (0, 3), (0, 3)]
        connection.close()


def test_a_transaction_that_is_taken_back_leaves_searches_planned_with_their_values(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        prepared.fetch("SELECT %s::int + 1004", [1], once=True)
        with transaction.atomic():
            prepared.fetch("SELECT 1", [])
            transaction.set_rollback(True)
        prepared.fetch("SELECT %s::int + 1005", [1])
        assert _planned("1005") == (0, 1)
        connection.close()
