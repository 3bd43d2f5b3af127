"""Assessments, decisions and work plans as files, by who may see them; lists in pages; what is high is marked."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samspill.registry.models import Entry
from samspill.reviews.domain import plans
from samspill.reviews.domain.assessing import assess
from samspill.reviews.domain.calls import close_call, open_call
from samspill.reviews.domain.deciding import Decided, decide
from samspill.reviews.domain.meetings import prepare_meeting
from samspill.reviews.models import AssessmentCall, ReviewMeeting
from samspill.workspace.views import reviews
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-07")]

TODAY = timezone.localdate


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.register.profile.assessment = "probability_impact"
    made.register.profile.save()
    return made


def sent(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def rows_of(client: Client, address: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(sent(client, address))["rows"]
    return rows


def assessed(scene: Scene, **marks: tuple[int, int]) -> AssessmentCall:
    """A closed call: title -> (probability, impact), by the owner."""
    entries = [Entry.objects.filter(title=title).first() or scene.published(title=title) for title in marks]
    call = open_call(
        register=scene.register, actor=scene.curator, title="Høsten", due_day=TODAY(), assessors=[scene.owner],
        entries=entries,
    )  # fmt: skip
    for entry in entries:
        p, i = marks[entry.title]
        assess(
            call=call, entry=entry, actor=scene.owner, probability=p, probability_reason="Prøvd i to soner", impact=i,
            impact_reason="=2+2",
        )  # fmt: skip
    return close_call(call=call, actor=scene.curator)


@pytest.mark.requirement("R-REG-08", "R-REG-09")
def test_results_and_answers_of_assessments_are_files_for_those_who_may_see_them(scene: Scene) -> None:
    call = assessed(scene, Sensor=(5, 4), Skjema=(2, 5))
    results = page("workspace:export_results", "senteret", "json")
    answers = page("workspace:export_call", call.public_id, "json")
    rows = {row["title"]: row for row in rows_of(client_of(scene.curator), results)}
    assert (rows["Sensor"]["probability"], rows["Sensor"]["high_on_both"]) == (5, "Ja")
    assert (rows["Skjema"]["impact"], rows["Skjema"]["high_on_both"]) == (5, "Nei")
    assert client_of(scene.curator).get(rows["Skjema"]["address"], follow=True).status_code == 200
    assert [row["title"] for row in rows_of(client_of(scene.curator), f"{results}?high=1")] == ["Sensor"]
    mine = rows_of(client_of(scene.owner), answers)  # an assessor of a closed call
    assert {(row["title"], row["assessor"]) for row in mine} == {("Sensor", "Eva Eier"), ("Skjema", "Eva Eier")}
    sheet = sent(client_of(scene.owner), page("workspace:export_call", call.public_id, "csv"))
    assert ";'=2+2;" in sheet  # never a formula
    assert client_of(scene.owner).get(results).status_code == 403
    assert client_of(scene.stranger).get(answers).status_code == 403
    shown = client_of(scene.curator)
    assert results in shown.get(page("workspace:register_assessment", "senteret")).text
    assert answers in shown.get(page("workspace:assessment_call", call.public_id)).text


@pytest.mark.requirement("R-REG-08")
def test_answers_of_an_open_call_are_in_no_file_before_ones_own_is_given(scene: Scene) -> None:
    entry = scene.published()
    call = open_call(
        register=scene.register, actor=scene.curator, title="Høsten", due_day=TODAY(),
        assessors=[scene.owner, scene.curator],
    )  # fmt: skip
    assess(
        call=call, entry=entry, actor=scene.owner, probability=5, probability_reason="Prøvd", impact=5,
        impact_reason="Mange",
    )  # fmt: skip
    address = page("workspace:export_call", call.public_id, "json")
    assert rows_of(client_of(scene.curator), address) == []
    assert rows_of(client_of(scene.administrator), address) == []
    assert len(rows_of(client_of(scene.owner), address)) == 1


@pytest.mark.requirement("R-REG-10", "R-REG-11")
def test_decisions_and_plans_are_files_too(scene: Scene) -> None:
    entry = scene.published(title="Sensor")
    meeting = prepare_meeting(register=scene.register, actor=scene.curator, on=TODAY(), participants=[scene.owner])
    given = Decided(decision="park", reason="Venter på kommunen", follower=scene.owner, follow_by=TODAY())
    decide(item=meeting.items.get(entry=entry), actor=scene.curator, seen_version=1, decided=given)
    address = page("workspace:export_review", meeting.public_id, "json")
    row = rows_of(client_of(scene.owner), address)[0]
    assert (row["title"], row["decision"], row["follower"]) == ("Sensor", "Parker", "Eva Eier")
    assert client_of(scene.stranger).get(address).status_code == 403
    task = plans.add_task(register=scene.register, actor=scene.curator, year=2026, name="Vann", leader=None)
    plans.plan(task=task, actor=scene.curator, title="Lekkasjesøker")
    plans.plan(
        task=plans.add_task(register=scene.register, actor=scene.curator, year=2025, name="Vann", leader=None),
        actor=scene.curator,
        title="I fjor",
    )
    rows = rows_of(client_of(scene.owner), page("workspace:export_work_plan", "senteret", "json") + "?year=2026")
    assert [(row["task"], row["title"]) for row in rows] == [("Vann", "Lekkasjesøker")]
    assert client_of(scene.stranger).get(page("workspace:export_work_plan", "senteret", "json")).status_code == 403


@pytest.mark.requirement("R-REG-10")
def test_a_long_list_of_a_review_comes_in_pages_and_counts_all(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviews, "ITEMS_ON_A_PAGE", 2)
    for title in ("A", "B", "C"):
        scene.published(title=title)
    meeting = prepare_meeting(register=scene.register, actor=scene.curator, on=TODAY())
    client, address = client_of(scene.curator), page("workspace:review", meeting.public_id)
    first = client.get(address).text
    assert "3 innovasjoner på listen" in first
    assert "(3)" in first  # of the group, whatever part of it the page shows
    assert ">C</a>" not in first
    assert ">C</a>" in client.get(f"{address}?page=2").text
    for days in range(3):
        ReviewMeeting.objects.create(
            register=scene.register, date=TODAY() - timedelta(days=days + 9), since=date(2020, 1, 1),
            closed_at=timezone.now(),
        )  # fmt: skip
    monkeypatch.setattr(reviews, "ROWS", 2)
    listed = client.get(page("workspace:review_list", "senteret")).text
    assert listed.count("/referat/") < 3
    assert "?page=2" in listed


@pytest.mark.requirement("R-REG-09")
def test_what_is_high_on_both_is_marked_in_the_lists_of_those_who_may_see_it(scene: Scene) -> None:
    assessed(scene, Sensor=(5, 4), Skjema=(2, 5))
    Entry.objects.update(status="submitted", created_by=scene.owner)
    mark = "Høy på begge"
    queue = client_of(scene.curator).get(page("workspace:queue")).text
    assert queue.count(mark) == 1
    high, low = Entry.objects.get(title="Sensor"), Entry.objects.get(title="Skjema")
    edit = client_of(scene.curator).get(page("workspace:entry_parts", high.public_id)).text
    assert mark in edit  # on every page of the entry
    assert page("workspace:entry_assessments", high.public_id) in edit
    assert mark not in client_of(scene.curator).get(page("workspace:entry_parts", low.public_id)).text
    assert mark not in client_of(scene.owner).get(page("workspace:my_entries")).text  # the owner only owns it
    year = client_of(scene.curator).get(page("workspace:register_year", "senteret")).text
    assert page("workspace:register_assessment", "senteret") + "?high=1#list" in year
    scene.published(title="Uvurdert")
    assessment = page("workspace:register_assessment", "senteret")
    assert "?left=1#list" in client_of(scene.curator).get(assessment).text  # every number opens what it counted
    left = client_of(scene.curator).get(f"{assessment}?left=1").text
    assert ">Uvurdert</a>" in left
    assert ">Sensor</a>" not in left
    with CaptureQueriesContext(connection) as counted:
        client_of(scene.curator).get(page("workspace:queue"))
    before = len(counted)
    assessed(scene, Sensor=(1, 1))  # a later one stands in its place
    with CaptureQueriesContext(connection) as counted:
        assert mark not in client_of(scene.curator).get(page("workspace:queue")).text
    assert len(counted) == before
