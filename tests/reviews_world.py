"""An open call, an open and a closed review and a work plan, for the permission matrix and the browser."""

from datetime import timedelta

from django.utils import timezone

from samspill.accounts.models import User
from samspill.registry.models import Entry, Register
from samspill.reviews.domain import plans
from samspill.reviews.domain.calls import open_call
from samspill.reviews.domain.closing import close_minutes
from samspill.reviews.domain.deciding import Decided, decide
from samspill.reviews.domain.meetings import prepare_meeting
from samspill.reviews.models import AssessmentCall, FollowUp, ReviewMeeting


def build(
    *, register: Register, entry: Entry, leader: User, assessor: User, participant: User, follower: User
) -> dict[str, int]:
    """Call `call2222`, open review `meet2222`, closed review `closed22`; gives numbers of what has no code."""
    today = timezone.localdate()
    call = open_call(
        register=register, actor=leader, title="Høsten", due_day=today + timedelta(days=9), assessors=[assessor]
    )
    AssessmentCall.objects.filter(pk=call.pk).update(public_id="call2222")
    closed = prepare_meeting(register=register, actor=leader, on=today - timedelta(days=100))
    ReviewMeeting.objects.filter(pk=closed.pk).update(public_id="closed22")
    item = closed.items.get(entry=entry)
    decided = Decided(decision="continue", reason="Det virker", follower=follower, follow_by=today)
    decide(item=item, actor=leader, seen_version=1, decided=decided)
    close_minutes(meeting=closed, actor=leader)
    meeting = prepare_meeting(register=register, actor=leader, on=today, participants=[participant])
    ReviewMeeting.objects.filter(pk=meeting.pk).update(public_id="meet2222")
    task = plans.add_task(register=register, actor=leader, year=2026, name="Vann", leader=assessor)
    planned = plans.plan(task=task, actor=assessor, title="Lekkasjesøker")
    return {"follow": FollowUp.objects.get(item=item).pk, "task": task.pk, "planned": planned.pk}
