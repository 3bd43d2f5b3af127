"""Statements kept prepared: answered also where the connection that they were prepared on is gone."""

from typing import Any

import psycopg
import pytest
from django.db import DataError, OperationalError, ProgrammingError, connection, transaction
from psycopg import pq

from samspill.core import prepared, sending


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


def test_who_has_asked_may_ask_something_else_before_the_rows_are_there(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        one = prepared.ask("SELECT %s::int + 1", [1])
        assert connection.connection.pgconn.transaction_status == pq.TransactionStatus.ACTIVE
        two = prepared.ask("SELECT %s::int + 2", [1], once=True)
        assert prepared.fetch("SELECT %s::int + 3", [1]) == [(4,)]
        three = prepared.ask("SELECT %s::int + 4", [1])
        with connection.cursor() as cursor:  # as Django itself asks
            cursor.execute("SELECT 6")
            assert cursor.fetchall() == [(6,)]
        with transaction.atomic():
            inside = prepared.ask("SELECT %s::int + 7", [0])
            transaction.set_rollback(True)
        assert [three(), one(), two(), inside()] == [[(5,)], [(2,)], [(3,)], [(7,)]]
        assert one() == [(2,)]
        connection.close()


def test_what_goes_wrong_is_told_to_who_asked_it(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        wrong = prepared.ask("SELECT 1 / %s::int", [0])
        assert prepared.fetch("SELECT 10 %% %s::int", [4]) == [(2,)]
        with pytest.raises(DataError):
            wrong()
        with pytest.raises(ProgrammingError):
            prepared.fetch("SELECT there_is_no_such_column", [])
        assert prepared.fetch("SELECT 2", []) == [(2,)]
        connection.close()


def test_rows_on_their_way_when_the_line_is_cut_are_asked_for_again(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        own = prepared.fetch("SELECT pg_backend_pid()", [])[0][0]
        rows = prepared.ask("SELECT %s::int + 1, pg_sleep(CASE pg_backend_pid() WHEN %s THEN 60 END) IS NULL", [1, own])
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
        assert rows() == [(2, True)]
        connection.close()


def test_two_answers_on_their_way_when_the_line_is_cut_are_both_asked_for_again(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        own = prepared.fetch("SELECT pg_backend_pid()", [])[0][0]
        gone = "SELECT %s::int + 1, pg_sleep(CASE pg_backend_pid() WHEN %s THEN 60 END) IS NULL"
        one = prepared.ask(gone, [1, own])
        with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
        two = prepared.ask("SELECT %s::int + 3", [1])
        assert [two(), one()] == [[(4,)], [(2, True)]]
        connection.close()


def test_another_answer_on_its_way_when_a_table_has_changed_is_asked_for_again(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE prepared_changes AS SELECT 1 AS one")
        try:
            assert prepared.fetch("SELECT * FROM prepared_changes", []) == [(1,)]
            cursor.execute("ALTER TABLE prepared_changes ADD COLUMN two int DEFAULT 2")
            one, two = prepared.ask("SELECT * FROM prepared_changes", []), prepared.ask("SELECT %s::int + 5", [1])
            assert [one(), two()] == [[(1, 2)], [(6,)]]
        finally:
            with connection.cursor() as last:
                last.execute("DROP TABLE prepared_changes")
            connection.close()


def test_what_was_asked_too_long_is_not_asked_again_because_another_answer_is_on_its_way(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        own = prepared.fetch("SELECT pg_backend_pid()", [])
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 200")
        slow, quick = prepared.ask("SELECT pg_sleep(60)", []), prepared.ask("SELECT %s::int + 6", [1])
        with pytest.raises(OperationalError, match="statement timeout"):
            slow()
        assert quick() == [(7,)]
        assert prepared.fetch("SELECT pg_backend_pid()", []) == own
        connection.close()


def test_the_look_of_django_whether_the_connection_works_takes_no_answer_away(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        own = prepared.fetch("SELECT pg_backend_pid()", [])
        connection.close_if_unusable_or_obsolete()  # as each request begins
        rows = prepared.ask("SELECT %s::int + 8", [1])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            assert cursor.fetchall() == own
        assert rows() == [(9,)]
        connection.close()


def test_a_table_that_has_changed_since_is_read_as_it_is_now(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE prepared_changes AS SELECT 1 AS one")
        try:
            assert prepared.fetch("SELECT * FROM prepared_changes", []) == [(1,)]
            cursor.execute("ALTER TABLE prepared_changes ADD COLUMN two int DEFAULT 2")
            assert prepared.fetch("SELECT * FROM prepared_changes", []) == [(1, 2)]
        finally:
            with connection.cursor() as last:
                last.execute("DROP TABLE prepared_changes")
            connection.close()


def test_a_connection_keeps_so_many_statements(
    django_db_setup: None, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST", 3)
    with django_db_blocker.unblock():
        connection.close()
        for _turn in range(2):
            for number in range(5):
                assert prepared.fetch(f"SELECT %s::int + {number}", [1]) == [(1 + number,)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements ORDER BY prepare_time")
            assert [row[0] for row in cursor.fetchall()] == [f"SELECT $1::int + {number}" for number in (2, 3, 4)]
        connection.close()
