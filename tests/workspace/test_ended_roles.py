"""Whoever's role has ended does not go on reading assessments, minutes and work plans; what they left surfaces."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samspill.accounts.models import User
from samspill.core.calendar_items import items_for
from samspill.core.due import Due, due_for
from samspill.parties.models import Role
from samspill.reviews.domain import plans
from samspill.reviews.domain.assessing import assess
from samspill.reviews.domain.calls import close_call, open_call
from samspill.reviews.domain.closing import close_minutes
from samspill.reviews.domain.deciding import Decided, decide
from samspill.reviews.domain.meetings import prepare_meeting
from samspill.reviews.models import Assessment, FollowUp
from tests.factories import RoleFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-05")]

TODAY = timezone.localdate
GIVEN = {"probability": 4, "probability_reason": "Prøvd", "impact": 5, "impact_reason": "Mange"}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def waits(user: User) -> list[Due]:
    user.__dict__.pop("_acting", None)  # another request
    return [one for _group, found in due_for(user, today=TODAY()) for one in found]


def leaves(scene: Scene) -> None:
    """The owner's role ends; the account and the entries stay. Somebody else's register is none of this one's."""
    Role.objects.filter(user=scene.owner).update(ended_at=timezone.now() - timedelta(days=1))
    RoleFactory(user=scene.owner, kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation=scene.municipality)


@pytest.mark.requirement("R-REG-08")
def test_assessments_are_closed_to_an_assessor_whose_role_has_ended(scene: Scene) -> None:
    entry = scene.published()
    both = [scene.owner, scene.curator]
    call = open_call(register=scene.register, actor=scene.curator, title="Høsten", due_day=TODAY(), assessors=both)
    assess(call=call, entry=entry, actor=scene.owner, **GIVEN)
    assess(call=call, entry=entry, actor=scene.curator, **GIVEN | {"impact_reason": "Lederens grunn"})
    client, address = client_of(scene.owner), page("workspace:call_assess", call.public_id, entry.public_id)
    assert "Lederens grunn" in client.get(address).text
    leaves(scene)
    client = client_of(scene.owner)
    for closed in (False, True):
        if closed:
            close_call(call=call, actor=scene.curator)
        for shown in (address, page("workspace:assessment_call", call.public_id)):
            answer = client.get(shown)
            assert answer.status_code == 403
            assert "er avsluttet" in answer.text  # why
            assert "«Opplysninger om deg»" in answer.text
        listed = client.get(page("workspace:entry_assessments", entry.public_id))
        assert listed.status_code == 403
        assert "Lederens grunn" not in listed.text
    assert Assessment.objects.count() == 2  # nothing is lost by it
    assert "Høsten" in client.get(page("workspace:my_data")).text  # one's own answer is one's own data


@pytest.mark.requirement("R-REG-08")
def test_no_assessment_waits_for_one_whose_role_has_ended(scene: Scene) -> None:
    scene.published()
    open_call(register=scene.register, actor=scene.curator, title="Høsten", due_day=TODAY(), assessors=[scene.owner])
    assert [one.code for one in waits(scene.owner) if one.code.startswith("assessment")]
    leaves(scene)
    assert not [one.code for one in waits(scene.owner) if one.code.startswith("assessment")]


@pytest.mark.requirement("R-REG-10")
def test_minutes_are_closed_to_a_participant_whose_role_has_ended(scene: Scene) -> None:
    entry = scene.published()
    meeting = prepare_meeting(register=scene.register, actor=scene.curator, on=TODAY(), participants=[scene.owner])
    item = meeting.items.get()
    given = Decided(
        decision="continue", reason="Det virker", follower=scene.owner, follow_by=TODAY(), follow_up="Ring kommunen"
    )
    decide(item=item, actor=scene.curator, seen_version=1, decided=given)
    addresses = [
        page("workspace:review", meeting.public_id),
        page("workspace:review_minutes", meeting.public_id),
        page("workspace:review_pdf", meeting.public_id),
        page("workspace:review_item", meeting.public_id, entry.public_id),
    ]
    client = client_of(scene.owner)
    assert {client.get(address).status_code for address in addresses} == {200}
    close_minutes(meeting=meeting, actor=scene.curator)
    follow = FollowUp.objects.get()
    addresses.append(page("workspace:follow_up", follow.pk))
    leaves(scene)
    client = client_of(scene.owner)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 403
        assert "er avsluttet" in answer.text
    assert not [one for one in waits(scene.owner) if one.code.startswith("follow-up")]
    assert not [one for one in items_for(scene.owner, today=TODAY()) if one.uid.startswith("review")]
    left = next(one for one in waits(scene.curator) if one.code == f"follow-up-{follow.pk}")
    assert "Eva Eier" in left.why  # whose it was: the leader answers it, or gives it on
    assert client_of(scene.curator).get(left.url).status_code == 200


@pytest.mark.requirement("R-REG-11")
def test_the_plan_of_a_task_leader_whose_role_has_ended_surfaces(scene: Scene) -> None:
    task = plans.add_task(
        register=scene.register, actor=scene.curator, year=TODAY().year, name="Vann", leader=scene.owner
    )
    plans.plan(task=task, actor=scene.owner, title="Lekkasjesøker")
    assert not [one for one in waits(scene.curator) if one.code.startswith("work-plan")]
    leaves(scene)
    client = client_of(scene.owner)
    for address in (
        page("workspace:work_plan", "senteret", TODAY().year),
        page("workspace:work_task", task.pk),
        page("workspace:planned", task.planned.get().pk),
    ):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "er avsluttet" in answer.text
    assert not [one for one in waits(scene.owner) if one.code.startswith("work-plan")]
    assert [one for one in waits(scene.curator) if one.code.startswith("work-plan")]
