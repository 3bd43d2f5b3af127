"""A process learns the most used words before it is asked."""

import subprocess
import sys
from typing import Any

import pytest
from django.db import DatabaseError, connection

from samspill.core.search import changes, getting_ready, highlighting, words


@pytest.mark.django_db
def test_the_most_used_words_are_analysed_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getting_ready, "WORDS", 2)
    words.learn({"fjernvarmelager": 9, "kompetanseheving": 8, "sjeldenhet": 1})
    monkeypatch.setattr(highlighting, "_met", highlighting._Met())
    highlighting._forms.cache_clear()
    getting_ready.get_ready()
    assert highlighting._forms.cache_info().currsize == 4  # with a small and with a capital letter
    highlighting._forms("Fjernvarmelager")
    highlighting._forms("kompetanseheving")
    assert highlighting._forms.cache_info().hits == 2


def test_without_a_database_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_answer(*asked: object) -> list[tuple[str]]:
        raise DatabaseError("the server is away")

    monkeypatch.setattr(getting_ready, "fetch", no_answer)
    highlighting._forms.cache_clear()
    getting_ready.get_ready()
    assert highlighting._forms.cache_info().currsize == 0


def test_a_web_process_keeps_what_it_has_loaded_out_of_the_search_for_waste() -> None:
    code = (
        "import gc, samspill.ops.gunicorn_config as config\n"
        "config._get_ready = lambda: None\n"
        "config.post_worker_init(None)\n"
        "print(gc.get_freeze_count() > 1000, gc.get_threshold()[0] == config.OBJECTS, gc.isenabled())"
    )
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.split() == ["True", "True", "True"]


def test_what_the_search_asks_is_planned_once_for_all_values(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        connection.close()  # another test may have asked on it
        for _time in range(2):
            changes.stamp()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", ["%xmin%"]
            )
            assert cursor.fetchall() == [(2, 0)]
        connection.close()


def test_no_statement_is_compiled(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchall() == [("off",)]
        connection.close()
