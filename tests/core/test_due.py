"""Due work: gathered from all modules, in the order in which it is read, in words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from samspill.core import calendar_items, due
from samspill.core.agenda import agenda_of, words_for
from samspill.core.calendar_items import CalendarItem
from samspill.core.due import Due
from samspill.registry.models import Register
from tests.factories import RegisterFactory

pytestmark = pytest.mark.requirement("R-NFR-08")
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _no_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "_groups", {})
    monkeypatch.setattr(calendar_items, "_providers", {})


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def thing(code: str, days: int | None = None, *, count: int = 1, reminded: bool = True) -> Due:
    by = None if days is None else in_days(days)
    return Due(code, f"Do {code}", f"/{code}/", "Because", by=by, count=count, reminded=reminded)


def test_kinds_come_in_order_and_those_with_nothing_are_left_out() -> None:
    due.register("second", "Second", lambda user, today: [thing("b"), thing("a", 3), thing("late", -3)], order=20)
    due.register("first", "First", lambda user, today: [thing("c")], order=10)
    due.register("none", "None", lambda user, today: [], order=5)
    found = [(group.code, [item.code for item in items]) for group, items in due.due_for(None, today=TODAY)]
    assert found == [("first", ["c"]), ("second", ["late", "a", "b"])]


def test_a_code_that_is_taken_is_replaced() -> None:
    due.register("one", "One", lambda user, today: [thing("old")])
    due.register("one", "One", lambda user, today: [thing("new")])
    assert [item.code for _group, items in due.due_for(None, today=TODAY) for item in items] == ["new"]


def test_late_comes_first_whatever_its_kind_then_soon_then_the_rest_by_kind() -> None:
    due.register("a", "A", lambda user, today: [thing("any"), thing("soon", 2), thing("far", 40)], order=10)
    due.register(
        "b", "B", lambda user, today: [thing("late", -1, count=6), thing("later", -9), thing("last")], order=20
    )
    agenda = agenda_of(None, today=TODAY)
    assert agenda.first
    assert (agenda.first.due.code, agenda.first.is_late) == ("later", True)
    assert [line.due.code for line in agenda.late] == ["late"]
    assert [line.due.code for line in agenda.soon] == ["soon"]
    assert [(group.code, [line.due.code for line in lines]) for group, lines in agenda.rest] == [
        ("a", ["far", "any"]),
        ("b", ["last"]),
    ]
    assert (agenda.count, agenda.late_count, agenda.counts) == (11, 7, {"a": 3, "b": 8})
    assert [line.due.code for line in agenda.lines] == ["later", "late", "soon", "far", "any", "last"]


def test_without_dates_the_first_kind_is_first_and_nothing_is_nothing() -> None:
    assert agenda_of(None, today=TODAY).first is None
    due.register("b", "B", lambda user, today: [thing("b")], order=20)
    due.register("a", "A", lambda user, today: [thing("a")], order=10)
    agenda = agenda_of(None, today=TODAY)
    assert agenda.first
    assert agenda.first.due.code == "a"
    assert [group.code for group, _lines in agenda.rest] == ["b"]


def test_what_mail_may_not_tell_is_left_out_of_it() -> None:
    due.register("a", "A", lambda user, today: [thing("draft", -5, reminded=False), thing("told", 3)])
    assert [line.due.code for line in agenda_of(None, today=TODAY, only_reminded=True).lines] == ["told"]
    assert agenda_of(None, today=TODAY, only_reminded=True).late_count == 0


@pytest.mark.parametrize(
    ("days", "nb", "nn", "en"),
    [
        (0, "i dag", "i dag", "today"),
        (1, "i morgen", "i morgon", "tomorrow"),
        (3, "om 3 dager", "om 3 dagar", "in 3 days"),
        (14, "om 14 dager", "om 14 dagar", "in 14 days"),
        (15, "innen 7. desember 2026", "innan 7. desember 2026", "by 7 December 2026"),
        (-1, "1 dag over fristen", "1 dag over fristen", "1 day late"),
        (-4, "4 dager over fristen", "4 dagar over fristen", "4 days late"),
    ],
)
def test_days_are_told_in_words(days: int, nb: str, nn: str, en: str) -> None:
    for language, words in (("nb", nb), ("nn", nn), ("en", en)):
        with translation.override(language):
            assert words_for(in_days(days), today=TODAY) == words


def test_the_last_day_itself_is_not_late() -> None:
    assert not thing("today", 0).is_late(TODAY)
    assert not thing("any").is_late(TODAY)
    assert thing("yesterday", -1).is_late(TODAY)


def test_calendar_items_of_all_modules_come_by_day() -> None:
    calendar_items.register("b", lambda user, today: [CalendarItem("b", "B", "/b/", in_days(5))])
    calendar_items.register("a", lambda user, today: [CalendarItem("a", "A", "/a/", in_days(9), end=in_days(10))])
    assert [item.uid for item in calendar_items.items_for(None, today=TODAY)] == ["b", "a"]


def test_an_item_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        CalendarItem("x", "X", "/x/", in_days(5), end=in_days(4))


@pytest.mark.django_db
def test_only_kinds_with_something_that_waits_are_asked_and_all_are_looked_for_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    RegisterFactory(code="her")
    asked: list[str] = []

    def kind(code: str, *codes: str) -> None:
        def provider(user: Any, today: date) -> list[Due]:
            asked.append(code)
            return [thing(code)]

        due.register(code, code, provider, waits=lambda user, today: [Register.objects.filter(code=c) for c in codes])

    kind("something", "borte", "her")
    kind("nothing", "borte")
    kind("cannot be")
    due.register(
        "empty", "Empty", lambda user, today: [thing("e")], waits=lambda user, today: [Register.objects.none()]
    )
    due.register("always", "Always", lambda user, today: [thing("always")])
    with django_assert_num_queries(1):
        found = [group.code for group, _items in due.due_for(None, today=TODAY)]
    assert (found, asked) == (["always", "something"], ["something"])
