"""The example's assessments, reviews and work plans: years that are over, and one of each that waits for somebody.

What is done today goes through the same acts as a user's own work; what lies in the past is set back in time.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone, translation

from samspill.accounts.models import User
from samspill.core.history import acting
from samspill.registry.example import entries_of, read_all, set_back
from samspill.registry.models import Entry, Register, StatusChange
from samspill.reviews.domain import assessing, calls, closing, deciding, meetings, plans
from samspill.reviews.models import (
    Assessment,
    AssessmentCall,
    CallAssessor,
    CallEntry,
    FollowUp,
    PlannedInnovation,
    ReviewMeeting,
    WorkTask,
)

Data = dict[str, Any]


def load() -> int:
    """Everything in each ``reviews.json``. Returns how many calls, meetings and plans of a task there are."""
    made = 0
    for data in read_all("reviews.json"):
        register = Register.objects.get(code=data["register"])
        leader = User.objects.get(email=data["leader"])
        entries = entries_of(register)
        with translation.override(data.get("language", "nb")):
            asked = sorted(data["calls"], key=lambda row: "due_in" in row)
            for row in asked[:-1]:
                _call(row, data, register, leader, entries)
            for row in data["meetings"]:
                _meeting(row, register, leader, entries)
            for row in asked[-1:]:  # after the meetings: what they stopped is not asked about
                _call(row, data, register, leader, entries)
            for row in data["plan"]:
                _task(row, register, leader, entries)
        made += len(data["calls"]) + len(data["meetings"]) + len(data["plan"])
    return made


def renew_agendas() -> int:
    """Make the lists of open reviews anew, once the history bears its days: nothing changed on the day of loading."""
    open_ones = ReviewMeeting.objects.filter(closed_at=None, register__is_example=True)
    for meeting in open_ones:
        meetings.refresh_agenda(meeting=meeting, actor=meeting.participants.all()[0].user)
    return len(open_ones)


def _user(email: str | None) -> User | None:
    return User.objects.get(email=email) if email else None


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _call(row: Data, data: Data, register: Register, leader: User, entries: dict[str, Entry]) -> None:
    assessors = [User.objects.get(email=email) for email in data["assessors"]]
    if "due_in" in row:
        call = calls.open_call(
            register=register, actor=leader, title=row["title"], assessors=assessors, message=row.get("message", ""),
            due_day=timezone.localdate() + timedelta(days=row["due_in"]),
        )  # fmt: skip
        for entry, user, given in _given(row, entries, assessors):
            assessing.assess(call=call, entry=entry, actor=user, **_values(given, data))
        return
    day = date.fromisoformat(row["date"])
    with acting(actor=leader):
        call = AssessmentCall.objects.create(register=register, title=row["title"], due_day=day, opened_by=leader)
        CallAssessor.objects.bulk_create(CallAssessor(call=call, user=user) for user in assessors)
        CallEntry.objects.bulk_create(
            CallEntry(call=call, entry=entries[key], position=place) for place, key in enumerate(row["given"])
        )
        Assessment.objects.bulk_create(
            Assessment(call=call, entry=entry, assessor=user, date=day - timedelta(days=2), **_values(given, data))
            for entry, user, given in _given(row, entries, assessors)
        )
        calls.close_call(call=call, actor=leader)
    closed = _at(date.fromisoformat(row["closed"]))
    AssessmentCall.objects.filter(pk=call.pk).update(opened_at=_at(day - timedelta(days=14)), closed_at=closed)


def _given(row: Data, entries: dict[str, Entry], assessors: list[User]) -> Iterable[tuple[Entry, User, list[int]]]:
    for key, answers in row["given"].items():
        for user, given in zip(assessors, answers, strict=True):
            if given:
                yield entries[key], user, given


def _values(given: list[int], data: Data) -> Data:
    probability, impact = given
    because = data["because"]
    return {
        "probability": probability,
        "probability_reason": because["probability"][str(probability)],
        "impact": impact,
        "impact_reason": because["impact"][str(impact)],
    }


def _meeting(row: Data, register: Register, leader: User, entries: dict[str, Entry]) -> None:
    day = date.fromisoformat(row["date"]) if "date" in row else timezone.localdate() + timedelta(days=row["in_days"])
    meeting = meetings.prepare_meeting(
        register=register,
        actor=leader,
        on=day,
        since=date.fromisoformat(row["since"]) if "since" in row else None,
        participants=[leader],
        others=row["others"],
    )
    if "date" not in row:
        return
    meeting.items.filter(entry__published_at__gt=_at(day)).delete()  # not there yet on that day
    meeting.items.filter(entry__published_at=None).delete()
    items = {item.entry_id: item for item in meeting.items.all()}
    for key, said in row["decisions"].items():
        item = items[entries[key].pk]
        decided = deciding.Decided(
            decision=said["decision"],
            reason=said["reason"],
            follower=_user(said.get("follower")),
            follow_up=said.get("follow_up", ""),
            follow_by=date.fromisoformat(said["follow_by"]) if "follow_by" in said else None,
            tto_day=date.fromisoformat(said["tto_day"]) if "tto_day" in said else None,
            tto_environment=said.get("tto_environment", ""),
        )
        deciding.decide(item=item, actor=leader, seen_version=item.version, decided=decided)
    ReviewMeeting.objects.filter(pk=meeting.pk).update(notes=row.get("notes", ""))
    closing.close_minutes(meeting=meeting, actor=leader, at=_at(day))
    stopped = [entries[key].pk for key, said in row["decisions"].items() if said["decision"] == "stop"]
    set_back(StatusChange.objects.filter(entry__in=stopped, to_status="archived"), _at(day))
    for said in row["decisions"].values():
        if "tto_day" in said:
            _delivered(register, said["tto_day"])
    for key, said in row["decisions"].items():
        if answer := said.get("answer"):
            FollowUp.objects.filter(item__meeting=meeting, item__entry=entries[key]).update(
                answer=answer, done_at=_at(date.fromisoformat(said["follow_by"])), done_by=_user(said["follower"])
            )


def _delivered(register: Register, day: str) -> None:
    """The idea that was delivered to the TTO came into the register on that day."""
    at = _at(date.fromisoformat(day))
    made = Entry.objects.filter(register=register, types__contains=["idea_to_tto"], details__tto_date=day)
    set_back(StatusChange.objects.filter(entry__in=made), at)
    made.update(published_at=at)


def _task(row: Data, register: Register, leader: User, entries: dict[str, Entry]) -> None:
    """A task of a year; what was put off the year before is in it already."""
    task = WorkTask.objects.filter(register=register, year=row["year"], name=row["name"]).first()
    task = task or plans.add_task(
        register=register, actor=leader, year=row["year"], name=row["name"], leader=_user(row["leader"])
    )
    made = _at(date(row["year"], 1, 20))
    answered = min(_at(date(row["year"], 12, 5)), timezone.now())
    for one in row["planned"]:
        planned = PlannedInnovation.objects.filter(task=task, title=one["title"]).first()
        planned = planned or plans.plan(task=task, actor=leader, title=one["title"], about=one.get("about", ""))
        if key := one.get("entry"):
            plans.link_entry(planned=planned, actor=leader, seen_version=planned.version, entry=entries[key])
        elif reason := one.get("later"):
            plans.put_off(planned=planned, actor=leader, seen_version=planned.version, reason=reason)
        elif reason := one.get("dropped"):
            plans.drop(planned=planned, actor=leader, seen_version=planned.version, reason=reason)
        rows = PlannedInnovation.objects.filter(pk=planned.pk)
        rows.update(made_at=made)
        rows.exclude(answered_at=None).update(answered_at=answered)
