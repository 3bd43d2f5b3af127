"""Work plans: possible innovations, each followed to an entry, to the next year, or dropped with a reason."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from samspill.core.due import due_for
from samspill.registry.models import Entry
from samspill.reviews.domain import plans
from samspill.reviews.models import PlannedInnovation, WorkTask
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-11")]
YEAR = timezone.localdate().year


@pytest.fixture
def scene() -> Scene:
    return Scene()


def task_of(scene: Scene, **more: object) -> WorkTask:
    given = {"register": scene.register, "actor": scene.curator, "year": YEAR, "name": "Vann", "leader": scene.owner}
    return plans.add_task(**given | more)  # type: ignore[arg-type]


def planned_of(scene: Scene, **more: object) -> PlannedInnovation:
    return plans.plan(task=task_of(scene, **more), actor=scene.curator, title="Lekkasjesøker", about="Til kommunene")


def test_a_leader_makes_a_plan_and_a_task_leader_fills_it(scene: Scene) -> None:
    address = page("workspace:work_plan", "senteret", YEAR)
    sent = {"name": "Vann i kaldt klima", "leader": scene.owner.pk}
    assert client_of(scene.owner).post(address, sent).status_code == 403
    assert client_of(scene.curator).post(address, sent).status_code == 302
    again = client_of(scene.curator).post(address, sent | {"name": "vann i  KALDT klima"})
    assert again.status_code == 422
    assert "fra før" in again.text
    task = WorkTask.objects.get()
    where = page("workspace:work_task", task.pk)
    assert client_of(scene.owner).post(where, {"do": "plan", "title": "Lekkasjesøker"}).status_code == 302
    empty = client_of(scene.owner).post(where, {"do": "plan", "title": "", "about": "Skrevet her"})
    assert empty.status_code == 422
    assert "Skrevet her" in empty.text
    assert client_of(scene.representative).post(where, {"do": "plan", "title": "X"}).status_code == 403
    text = client_of(scene.owner).get(address).text
    assert "Lekkasjesøker" in text
    assert "Ikke svart på ennå: 1" in text
    assert client_of(scene.stranger).get(address).status_code == 403


def test_it_becomes_an_entry_or_is_one_already(scene: Scene) -> None:
    planned = planned_of(scene)
    client, where = client_of(scene.owner), page("workspace:planned", planned.pk)
    made = client.post(where, {"do": "answer", "outcome": "make", "version": planned.version})
    entry = Entry.objects.get()
    assert made.url == page("workspace:entry_edit", entry.public_id)  # type: ignore[attr-defined]
    assert (entry.title, entry.summary, entry.register) == ("Lekkasjesøker", "Til kommunene", scene.register)
    planned.refresh_from_db()
    assert (planned.outcome, planned.entry) == ("entry", entry)
    assert client.post(where, {"do": "reopen", "version": planned.version}).status_code == 302
    other = scene.published(title="Fra før")
    sent = {"do": "answer", "outcome": "link", "version": planned.version + 1}
    missing = client.post(where, sent)
    assert missing.status_code == 422
    assert "Velg oppføringen" in missing.text
    assert client.post(where, sent | {"entry": other.public_id}).status_code == 302
    planned.refresh_from_db()
    assert planned.entry == other


def test_not_this_year_goes_on_to_the_next_plan_and_can_be_taken_back(scene: Scene) -> None:
    planned = planned_of(scene)
    client, where = client_of(scene.owner), page("workspace:planned", planned.pk)
    sent = {"do": "answer", "outcome": "later", "version": 1}
    without = client.post(where, sent)
    assert without.status_code == 422
    assert "Si hvorfor" in without.text
    assert client.post(where, sent | {"reason": "Venter på utstyr"}).status_code == 302
    onward = PlannedInnovation.objects.get(moved_from=planned)
    assert (onward.task.year, onward.task.name, onward.task.leader) == (YEAR + 1, "Vann", scene.owner)
    next_year = client.get(page("workspace:work_plan", "senteret", YEAR + 1)).text
    assert f"Fra planen for {YEAR}" in next_year
    assert "Ikke i år: 1" in next_year  # what became of last year's
    better = {"do": "words", "title": "Lekkasjesøker med sonar", "about": "Til alle", "version": 1}
    assert client.post(page("workspace:planned", onward.pk), better).status_code == 302
    assert client.post(where, {"do": "reopen", "version": 2}).status_code == 302
    assert not PlannedInnovation.objects.filter(moved_from=planned).exists()
    planned.refresh_from_db()
    assert (planned.title, planned.about) == ("Lekkasjesøker med sonar", "Til alle")  # what was written there stays


def test_dropped_because(scene: Scene) -> None:
    planned = planned_of(scene)
    client, where = client_of(scene.owner), page("workspace:planned", planned.pk)
    sent = {"do": "answer", "outcome": "drop", "reason": "Finnes å kjøpe", "version": 1}
    assert client.post(where, sent).status_code == 302
    assert "Finnes å kjøpe" in client.get(page("workspace:work_plan", "senteret", YEAR) + "?outcome=dropped").text
    twice = client.post(where, sent | {"version": 2})
    assert twice.status_code == 409
    assert "svart på allerede" in twice.text


def test_two_at_once_do_not_overwrite_one_another(scene: Scene) -> None:
    planned = planned_of(scene)
    where = page("workspace:planned", planned.pk)
    client_of(scene.curator).post(where, {"do": "words", "title": "Et bedre navn", "version": 1})
    late = client_of(scene.owner).post(where, {"do": "words", "title": "Mitt navn", "version": 1})
    assert late.status_code == 409
    assert "Mitt navn" in late.text
    planned.refresh_from_db()
    assert planned.title == "Et bedre navn"


@pytest.mark.requirement("R-NFR-08")
def test_what_is_not_answered_is_the_task_leaders_work(scene: Scene) -> None:
    planned = planned_of(scene)
    lines = [one for _group, found in due_for(scene.owner, today=timezone.localdate()) for one in found]
    assert [(one.count, one.url) for one in lines] == [
        (1, page("workspace:work_plan", "senteret", YEAR) + "?outcome=open")
    ]
    plans.change_task(task=planned.task, actor=scene.curator, name="Vann", leader=None)
    assert not due_for(scene.owner, today=timezone.localdate())
    codes = [one.code for _group, found in due_for(scene.curator, today=timezone.localdate()) for one in found]
    assert f"work-plan-senteret-{YEAR}" in codes


def test_a_plan_shows_no_entry_that_the_reader_may_not_see(scene: Scene) -> None:
    planned = planned_of(scene)
    client_of(scene.curator).post(
        page("workspace:planned", planned.pk), {"do": "answer", "outcome": "make", "version": 1}
    )
    Entry.objects.update(title="Hemmelig kladd")
    assert "Hemmelig kladd" not in client_of(scene.owner).get(page("workspace:work_plan", "senteret", YEAR)).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_plan_asks_a_constant_number_of_questions(
    scene: Scene, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(number):
        task = task_of(scene, name=f"Oppgave {place}")
        for _ in range(number):
            planned = plans.plan(task=task, actor=scene.curator, title="Noe")
            plans.link_entry(planned=planned, actor=scene.curator, seen_version=1, entry=scene.published())
    client, where = client_of(scene.curator), page("workspace:work_plan", "senteret", YEAR)
    client.get(where)
    with django_assert_num_queries(12):
        client.get(where)
