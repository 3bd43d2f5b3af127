"""A report that nobody has made is told of, on My work, in the calendar and by mail alike (R-REG-06)."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
import time_machine

from samspill.accounts.models import User
from samspill.core.due import due_for
from samspill.registry.models import RegisterProfile
from samspill.reports import due
from tests.reports.world import Centre
from tests.scenes import client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-06")]
FEBRUARY, BY = date(2025, 2, 10), date(2025, 3, 31)


@pytest.fixture
def centre() -> Centre:
    centre = Centre()
    RegisterProfile.objects.filter(pk=centre.register.profile_id).update(report_due="03-31")
    return centre


@pytest.mark.requirement("R-NFR-08")
@time_machine.travel("2025-02-10 12:00", tick=False)
def test_my_work_asks_for_last_years_report_until_it_is_made(centre: Centre) -> None:
    my_work = page("workspace:my_work")
    shown = client_of(centre.curator).get(my_work).content.decode()
    assert "Lag årsrapporten for 2024" in shown
    assert f'href="{page("workspace:reports", "senteret")}"' in shown
    centre.edition()
    assert "Lag årsrapporten" not in client_of(centre.curator).get(my_work).content.decode()


def asked(user: User, today: date) -> list[tuple[str, date | None]]:
    return [
        (one.code, one.by) for group, found in due_for(user, today=today) if group.code == "reports" for one in found
    ]


def test_it_is_asked_for_from_two_months_before_the_day_and_then_it_is_late(centre: Centre) -> None:
    assert asked(centre.curator, date(2025, 1, 15)) == []
    assert asked(centre.curator, FEBRUARY) == [("report-senteret-2024", BY)]
    assert asked(centre.curator, date(2025, 12, 1)) == [("report-senteret-2024", BY)]


def test_it_is_asked_of_those_who_curate(centre: Centre) -> None:
    assert asked(centre.owner, FEBRUARY) == []
    assert asked(centre.administrator, FEBRUARY) == []  # would hear of all registers


def test_nothing_is_asked_for_of_a_year_without_anything_or_where_the_profile_names_no_day(centre: Centre) -> None:
    assert asked(centre.curator, date(2022, 4, 10)) == []
    RegisterProfile.objects.update(report_due="")
    assert asked(centre.curator, FEBRUARY) == []


def test_one_query(centre: Centre, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]) -> None:
    asked(centre.curator, FEBRUARY)  # the roles are read once
    with django_assert_num_queries(1):
        assert len(list(due.missing(centre.curator, FEBRUARY))) == 1
