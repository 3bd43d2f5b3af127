"""What programs read of the register's year: a number of questions that does not grow, and no more than pages show."""

import hashlib

import pytest
from django.utils import timezone

from samspill.accounts.models import User
from samspill.cases.models import CaseSource
from samspill.parties.models import Role
from samspill.recommendations.models import Recommendation
from samspill.registry.choices import Visibility
from samspill.registry.models import Entry
from samspill.reports.domain import building, editions
from samspill.reports.models import Edition
from samspill.reviews.domain.assessing import assess
from samspill.reviews.domain.calls import open_call
from samspill.rounds.models import RoundItem, Update
from tests.api.helpers import Program, problem
from tests.api.questions import other_numbers
from tests.api.year_world import YearWorld
from tests.cases.helpers import a_case
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    PersonFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)
from tests.rounds.test_round_page import opened
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "/registers/{register}/rounds": 8,
    "/rounds/{round}": 9,
    "/rounds/{round}/items": 8,
    "/entries/{entry}/rounds": 12,
    "/entries/{entry}/assessments": 12,
    "/registers/{register}/assessment-matrix": 8,
    "/registers/{register}/assessment-results": 7,
    "/registers/{register}/assessment-calls": 7,
    "/assessment-calls/{call}": 8,
    "/assessment-calls/{call}/results": 7,
    "/assessment-calls/{call}/assessments": 7,
    "/registers/{register}/reviews": 7,
    "/reviews/{review}": 8,
    "/registers/{register}/work-plans": 7,
    "/registers/{register}/work-plans/2026": 8,
    "/registers/{register}/effects": 11,
    "/units/{unit}/effects": 11,
    "/centres": 6,
    "/centres/{centre}": 15,
    "/initiatives": 6,
    "/initiatives/{initiative}": 10,
    "/recommendations": 8,
    "/recommendations/{recommendation}": 10,
    "/entries/{entry}/stories": 11,
    "/entries/{entry}/shown": 11,
    "/stories": 6,
    "/shown": 6,
    "/channels": 6,
    "/registers/{register}/reports": 7,
    "/reports/{report}": 6,
    "/reports/{report}/content": 6,
    "/reports/{report}/difference": 7,
}
"""Asked by an innovation leader; the allowance, the token, the roles and the user's person are four of them."""


def elsewhere(scene: Scene) -> User:
    """Somebody with a role in another unit of the university."""
    user: User = UserFactory()
    RoleFactory(user=user, kind=Role.Kind.CONTRIBUTOR, unit=UnitFactory(organisation=scene.university))
    return user


@pytest.mark.parametrize("number", [1, 3])
def test_questions_do_not_grow(number: int) -> None:
    world = YearWorld(number)
    assert other_numbers(world.curator, world.names, QUESTIONS, rows=number) == {}


def test_a_round_says_what_was_told_and_how_it_stands() -> None:
    world = YearWorld(1)
    program = Program(world.curator)
    said = program.get("/registers/senteret/rounds").json()["items"][0]
    assert (said["id"], said["state"]) == (world.round.public_id, "open")
    counts = said["counts"]
    assert (counts["innovations"], counts["updated"], counts["late"], counts["not_updated"]) == (1, 1, 0, 0)
    item = program.get(f"/rounds/{world.round.public_id}/items").json()["items"][0]
    assert (item["state"], item["told"]["progress"], item["told"]["level"]["code"]) == ("updated", "Prøvd.", "trl-4")
    one = program.get(f"/rounds/{world.round.public_id}")
    assert program.get(f"/rounds/{world.round.public_id}", if_none_match=one["ETag"]).status_code == 304


@pytest.mark.requirement("R-NFR-05")
def test_of_a_round_nobody_sees_more_than_in_the_pages() -> None:
    """A draft of an update is nobody's but its owner's; an owner without a role sees their own innovations alone."""
    scene, other = Scene(), UserFactory()
    AffiliationFactory(person=PersonFactory(user=other))  # who is nowhere has left, and owns nothing any more
    scene.published(), scene.published(created_by=other)
    found = opened(scene)
    Update.objects.create(item=found.items.all()[0], typed={"progress": "Uferdig"})
    RoundItem.objects.filter(pk=found.items.all()[1].pk).update(owner=other)
    everything = Program(scene.curator).get(f"/rounds/{found.public_id}/items")
    assert [item["told"] for item in everything.json()["items"]] == [None, None]
    assert "Uferdig" not in everything.text
    assert len(Program(other).get(f"/rounds/{found.public_id}/items").json()["items"]) == 1
    assert Program(other).get(f"/rounds/{found.public_id}").json()["counts"] is None
    problem(Program(scene.stranger).get(f"/rounds/{found.public_id}"), 403, "refused")
    problem(Program().get(f"/rounds/{found.public_id}"), 401, "no-token")


@pytest.mark.requirement("R-REG-08")
def test_others_answers_are_hidden_while_a_call_is_open() -> None:
    scene = Scene()
    other = elsewhere(scene)
    one, two = scene.published(), scene.published()
    call = open_call(
        register=scene.register, actor=scene.curator, title="Høst", due_day=timezone.localdate(),
        assessors=[scene.owner, other],
    )  # fmt: skip
    values = {"probability": 4, "probability_reason": "Hemmelig", "impact": 5, "impact_reason": "Hemmelig"}
    assess(call=call, entry=one, actor=scene.owner, **values)
    assess(call=call, entry=two, actor=scene.owner, **values)
    assess(call=call, entry=one, actor=other, **values)
    path = f"/assessment-calls/{call.public_id}"
    for who, number in ((scene.owner, 3), (other, 2), (scene.curator, 0), (scene.administrator, 0)):
        got = Program(who).get(f"{path}/assessments").json()["items"]
        assert len(got) == number, who
    assert Program(scene.curator).get(path).json()["answers"] == 3
    assert "Hemmelig" not in Program(scene.curator).get(f"{path}/results").text
    problem(Program(scene.stranger).get(path), 403, "refused")


@pytest.mark.requirement("R-REG-08", "R-REG-10")
def test_the_matrix_leads_to_what_it_counted_and_a_review_to_its_minutes() -> None:
    world = YearWorld(3)
    program = Program(world.curator)
    matrix = program.get("/registers/senteret/assessment-matrix").json()
    assert (matrix["placed"], matrix["high"], matrix["cells"][0]["number"]) == (3, 3, 3)
    counted = program.get(matrix["cells"][0]["href"].removeprefix("http://127.0.0.1:8000")).json()["items"]
    assert {row["entry"]["id"] for row in counted} == {entry.public_id for entry in world.entries}
    problem(program.get("/registers/senteret/assessment-results?impact=4"), 400, "bad-parameter")
    review = program.get(f"/reviews/{world.meeting.public_id}").json()
    assert [item["decision"] for item in review["items"]] == [None, None, None]
    minutes = program.get(f"/reviews/{world.meeting.public_id}/minutes", accept_language="nn").json()
    assert (minutes["is_closed"], len(minutes["undecided"])) == (False, 3)


@pytest.mark.requirement("R-CEN-04")
def test_who_has_a_public_recommendation_is_told_to_those_whom_it_concerns() -> None:
    world = YearWorld(1)
    path = f"/recommendations/{world.advice.public_id}"
    for who, owner in ((None, None), (world.stranger, None), (world.owner, str(world.owner))):
        program = Program(who) if who else Program()
        assert program.get(path).json()["owner"] == owner
        listed = program.get("/recommendations?subject=centre:s0").json()["items"]
        assert [row["owner"] for row in listed if row["id"] == world.advice.public_id] == [owner]
    assert Program().get("/recommendations?mine=1").json()["items"] == []
    assert [row["id"] for row in Program(world.owner).get("/recommendations?owner=me").json()["items"]] == [
        world.advice.public_id
    ]
    Recommendation.objects.update(is_public=False)
    assert Program().get("/recommendations").json()["items"] == []
    problem(Program(world.stranger).get(path), 403, "refused")


@pytest.mark.requirement("R-CEN-04")
def test_the_page_for_following_up_is_for_those_whom_it_concerns() -> None:
    """What is open to everyone stands on the public page, which names no owner."""
    world = YearWorld(1)
    address = page("workspace:recommendation", world.advice.public_id)
    answer = client_of(world.stranger).get(address)
    assert (answer.status_code, answer["Location"]) == (302, page("website:recommendation", world.advice.public_id))
    assert client_of(world.owner).get(address).status_code == 200


@pytest.mark.requirement("R-IND-09")
def test_a_report_is_the_bytes_of_its_checksum_and_links_to_its_files() -> None:
    world = YearWorld(1)
    said = Program().get(f"/reports/{world.names['report']}").json()
    answer = Program().get(f"/reports/{world.names['report']}/content")
    assert hashlib.sha256(answer.content).hexdigest() == said["checksum"] == answer["X-Checksum-SHA256"]
    assert Program().get(f"/reports/{world.names['report']}/content", if_none_match=answer["ETag"]).status_code == 304
    for file in said["files"]:
        assert Program().client.head(file["href"].removeprefix("http://127.0.0.1:8000"))["Content-Type"] == file["type"]


@pytest.mark.requirement("R-IND-09", "R-NFR-05")
def test_what_is_different_between_reports_is_told_by_what_the_reader_may_read() -> None:
    scene = Scene()
    gone, changed = scene.published(title="Borte"), scene.published(title="Lampe")
    first = _edition(scene)
    Entry.objects.filter(pk=gone.pk).update(register=None, unit=None)
    Entry.objects.filter(pk=changed.pk).update(title="Lykt")
    new = scene.published(title="Ny")
    second = _edition(scene)
    path = f"/reports/{second.public_id}/difference"
    answer = Program(scene.curator).get(path)
    said = answer.json()
    assert said["before"].endswith(f"/reports/{first.public_id}")
    assert [row["id"] for row in said["new"]] == [new.public_id]
    assert [row["title"] for row in said["gone"]] == ["Borte"]
    [other] = said["changed"]
    assert (other["before_title"], other["title"], other["what"]) == ("Lampe", "Lykt", ["title"])
    assert {row["change"] for row in said["figures"]} >= {0}
    assert Program(scene.curator).get(path, if_none_match=answer["ETag"]).status_code == 304
    Edition.objects.filter(pk=second.pk).update(published_at=timezone.now())
    assert Program().get(path).json()["before"] is None, "the first one is not published"
    problem(Program().get(f"/reports/{first.public_id}/difference"), 403, "refused")


def _edition(scene: Scene) -> Edition:
    made = editions.begin_edition(subject=scene.register, year=timezone.localdate().year, everyone=True)
    building.build(made)
    return Edition.objects.get(pk=made.pk)


@pytest.mark.requirement("R-IND-10")
def test_a_case_tells_contacts_only_to_those_who_work_with_it() -> None:
    scene = Scene()
    entry = a_case(scene, published=True)
    CaseSource.objects.create(entry=entry, name="Rektor", contact="rektor@eksempel.no")
    path = f"/entries/{entry.public_id}/case"
    said = Program().get(path).json()
    assert (said["versions"][0]["knowledge"], said["period_from"]) == ("Målinger.", 2021)
    assert said["sources"][0]["contact"] is None
    assert Program(scene.owner).get(path).json()["sources"][0]["contact"] == "rektor@eksempel.no"
    problem(Program().get(f"/entries/{scene.published().public_id}/case"), 404, "not-found")


def test_a_work_plan_shows_no_entry_that_the_reader_may_not_see() -> None:
    world = YearWorld(1)
    planned = world.register.work_tasks.get().planned.get()
    hidden: Entry = world.published(created_by=UserFactory(), visibility=Visibility.UNIT)
    hidden.contributions.all().delete()
    ContributionFactory(entry=hidden, person=PersonFactory())
    planned.outcome, planned.entry = "entry", hidden
    planned.save()
    outsider = elsewhere(world)
    world.register.work_tasks.update(leader=outsider)
    for who, sees in ((world.curator, True), (outsider, False)):
        plan = Program(who).get("/registers/senteret/work-plans/2026").json()
        assert (plan["tasks"][0]["planned"][0]["entry"] is not None) == sees
    problem(Program(world.curator).get("/registers/senteret/work-plans/1"), 404, "not-found")
