"""Days at the ends of the calendar: told about at the field, and never the end of a page or of somebody's calendar."""

from datetime import date

import pytest

from samspill.accounts.calendar_file import calendar_file
from samspill.parties.models import Role
from samspill.reviews.models import AssessmentCall, ReviewMeeting
from samspill.rounds.models import UpdateRound
from tests.centres.factories import SchemeFactory
from tests.factories import RoleFactory
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db
BEYOND = "9999-12-31"
TOLD = "Velg en dag før år 3000."


@pytest.mark.requirement("R-REG-10")
@pytest.mark.parametrize(
    "given", [{"date": BEYOND, "since": BEYOND}, {"date": "0001-01-01"}, {"date": "2026-12-01", "since": BEYOND}]
)
def test_a_review_outside_time_is_refused_and_what_was_typed_stays(given: dict[str, str]) -> None:
    scene = Scene()
    scene.published()
    answer = client_of(scene.curator).post(
        page("workspace:review_new", scene.register.code), given | {"others": "Rådmannen"}
    )
    assert answer.status_code == 422
    assert "Rådmannen" in answer.text
    assert not ReviewMeeting.objects.exists()


@pytest.mark.requirement("R-REG-02", "R-REG-08")
def test_rounds_and_assessments_of_another_age_are_refused() -> None:
    scene = Scene()
    scene.published()
    browser = client_of(scene.curator)
    days = {"opens": "9999-01-01", "due": BEYOND, "closes": BEYOND}
    answer = browser.post(page("workspace:round_new", scene.register.code), days)
    assert answer.status_code == 422
    assert TOLD in answer.text
    call = {"title": "Høst", "due_day": BEYOND, "assessors": [scene.owner.pk], "which": "all"}
    answer = browser.post(page("workspace:call_new", scene.register.code), call)
    assert answer.status_code == 422
    assert TOLD in answer.text
    assert not UpdateRound.objects.exists()
    assert not AssessmentCall.objects.exists()


@pytest.mark.requirement("R-CEN-01")
def test_a_centre_that_would_outlast_the_calendar_is_refused() -> None:
    scene = Scene()
    RoleFactory(user=scene.curator, kind=Role.Kind.INNOVATION_LEADER, organisation=scene.university)
    given = {"code": "fjernt", "place": f"organisation:{scene.university.pk}", "scheme": SchemeFactory().pk,
             "name_nb": "Det fjerne senteret", "start": "9999-05-01"}  # fmt: skip
    answer = client_of(scene.curator).post(page("workspace:centre_new"), given)
    assert answer.status_code == 422
    assert TOLD in answer.text
    assert "Det fjerne senteret" in answer.text


@pytest.mark.requirement("R-NFR-08")
def test_the_last_day_there_is_does_not_end_a_calendar() -> None:
    scene = Scene()
    call = AssessmentCall.objects.create(
        register=scene.register, title="Evig", due_day=date.max, opened_by=scene.curator
    )
    assert call.is_open
    assert b"DTSTART;VALUE=DATE:99991231" in calendar_file(scene.curator, today=date(2026, 11, 22))
