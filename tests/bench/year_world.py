"""A register of 1,000 innovations with 20 closed rounds and an open one, of which an owner has 50; assessed twice by
three people, and a review of them all.

    python -m tests.bench.year_world        into the database of DATABASE_URL; prints codes, keys and sessions

What is opened, closed and prepared goes through the acts of the modules; the answers in between are put in as rows.
"""

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from samspill.accounts.models import User
    from samspill.registry.models import Entry, Register

INNOVATIONS, ROUNDS, OWN, CALLS, ASSESSORS = 1000, 20, 50, 2, 3


def make() -> dict[str, str]:
    """What the pages need to be asked for."""
    from django.test import Client
    from django.utils import timezone

    from samspill.parties.models import Role
    from samspill.registry.choices import Kind, Status
    from samspill.registry.models import Entry
    from tests.factories import RegisterFactory, RoleFactory

    register = RegisterFactory(code="benk", name_nb="Benken")
    leader = RoleFactory(kind=Role.Kind.INNOVATION_LEADER, register_code="benk").user
    owner = RoleFactory(kind=Role.Kind.CONTRIBUTOR, register_code="benk").user
    pks = list(Entry.objects.filter(kind=Kind.INNOVATION).order_by("pk").values_list("pk", flat=True)[:INNOVATIONS])
    Entry.objects.filter(pk__in=pks).update(
        register=register, status=Status.PUBLISHED, types=["product"], created_by=leader
    )
    Entry.objects.filter(pk__in=pks[:OWN]).update(created_by=owner)
    entries, today = list(Entry.objects.filter(pk__in=pks)), timezone.localdate()
    found = _rounds(register, leader, entries, today)
    found |= _assessments(register, leader, pks, today)
    found["own"] = str(register.rounds.get(public_id=found["round"]).items.filter(owner=owner).count())
    found["touched"] = str(pks[0])
    for name, user in (("leader", leader), ("owner", owner)):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        found[name] = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
    return found


def _rounds(register: "Register", leader: "User", entries: "list[Entry]", today: date) -> dict[str, str]:
    from django.utils import timezone

    from samspill.registry.models import ReadinessLevel, ReadinessReading
    from samspill.rounds.domain.rounds import add_items, close_round, open_round, plan_round
    from samspill.rounds.models import RoundItem, Target, Update

    levels = list(ReadinessLevel.objects.filter(scale=register.scale).order_by("level"))
    for number in range(ROUNDS):
        opens = today - timedelta(days=30 * (ROUNDS - number))
        planned = plan_round(register=register, actor=leader, opens=opens, due=opens + timedelta(days=20), closes=today)
        found = open_round(found=planned, actor=leader, today=opens, sets_targets=True)
        items = list(RoundItem.objects.filter(round=found).order_by("entry"))
        if not items:
            items = add_items(found, entries, on=opens)
        level = levels[min(number // 3, 8)]
        readings = ReadinessReading.objects.bulk_create(
            ReadinessReading(entry_id=item.entry_id, level=level, date=opens, recorded_by=leader) for item in items
        )
        told = Update.objects.bulk_create(
            Update(
                item=item,
                target_answer="reached" if item.target_id else "",
                progress="Prøvd i to kommuner",
                reading=reading,
                read_on=opens,
                answered_at=timezone.now(),
                answered_by=leader,
                version=1,
            )
            for item, reading in zip(items, readings, strict=True)
            if item.entry_id % 7
        )
        Target.objects.bulk_create(
            Target(update=one, entry_id=one.item.entry_id, level=levels[min(number // 3 + 1, 8)], reaches="Kommunene")
            for one in told
        )
        close_round(found=found, actor=leader, today=opens + timedelta(days=21))
    last = today + timedelta(days=9)
    planned = plan_round(register=register, actor=leader, opens=today, due=last, closes=last)
    return {"round": open_round(found=planned, actor=leader, today=today, sets_targets=True).public_id}


def _assessments(register: "Register", leader: "User", pks: list[int], today: date) -> dict[str, str]:
    from samspill.parties.models import Role
    from samspill.reviews.domain.calls import close_call, open_call
    from samspill.reviews.domain.meetings import prepare_meeting
    from samspill.reviews.models import Assessment
    from tests.factories import RoleFactory

    people = [RoleFactory(kind=Role.Kind.READER, register_code="benk").user for _ in range(ASSESSORS)]
    for number in range(CALLS):
        call = open_call(register=register, actor=leader, title=f"Nr. {number}", due_day=today, assessors=people)
        Assessment.objects.bulk_create(
            Assessment(
                call=call, entry_id=pk, assessor=user, date=today - timedelta(days=9),
                probability=1 + (pk + place + number) % 5, probability_reason="Fordi",
                impact=1 + (pk * 7 + place) % 5, impact_reason="Derfor",
            )
            for pk in pks
            for place, user in enumerate(people)
        )  # fmt: skip
        close_call(call=call, actor=leader)
    meeting = prepare_meeting(register=register, actor=leader, on=today, participants=people)
    first = meeting.items.select_related("entry").first()
    assert first
    return {"call": call.public_id, "meeting": meeting.public_id, "entry": first.entry.public_id}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make()))
