"""The yearly review waits for its leader: to be prepared in its month, and to be closed once it is held."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from samspill.accounts.models import User
from samspill.core.due import Due, due_for
from samspill.reviews.domain.closing import close_minutes
from samspill.reviews.domain.deciding import Decided, decide
from samspill.reviews.domain.meetings import prepare_meeting
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-10", "R-NFR-08")]


def waits(user: User, today: date) -> list[Due]:
    user.__dict__.pop("_acting", None)
    return [one for group, rows in due_for(user, today=today) if group.code == "reviews" for one in rows]


def test_the_review_of_the_year_is_prepared_held_and_closed() -> None:
    scene = Scene()
    scene.published()
    scene.register.profile.review_months = [11]
    scene.register.profile.save()
    assert waits(scene.curator, date(2027, 10, 31)) == []
    (asked,) = waits(scene.curator, date(2027, 11, 2))
    assert asked.by == date(2027, 11, 30)
    assert client_of(scene.curator).get(asked.url).status_code == 200
    assert waits(scene.curator, date(2027, 12, 5)) == [asked]  # late, and not forgotten
    assert waits(scene.owner, date(2027, 11, 2)) == []
    with time_machine.travel(date(2027, 11, 10), tick=True):
        meeting = prepare_meeting(register=scene.register, actor=scene.curator, on=timezone.localdate())
        assert waits(scene.curator, date(2027, 11, 10)) == []  # prepared, and today
        (close,) = waits(scene.curator, date(2027, 11, 12))
        assert close.url == page("workspace:review", meeting.public_id)
        assert close.is_late(date(2027, 11, 12))
        item = meeting.items.get()
        given = Decided(decision="continue", reason="Det virker")
        decide(item=item, actor=scene.curator, seen_version=1, decided=given)
        close_minutes(meeting=meeting, actor=scene.curator)
    assert waits(scene.curator, date(2027, 12, 5)) == []
    assert len(waits(scene.curator, date(2028, 11, 1))) == 1  # and the next year again


def test_no_register_without_review_months_is_asked() -> None:
    scene = Scene()
    scene.published()
    assert waits(scene.curator, timezone.localdate() + timedelta(days=3)) == []
