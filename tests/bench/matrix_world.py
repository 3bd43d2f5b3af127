"""A register of 1,000 innovations that three people have assessed twice, and a review of them all.

python -m tests.bench.matrix_world        into the database of DATABASE_URL; prints addresses and a leader's session
"""

import json
from datetime import timedelta

import django

INNOVATIONS, CALLS, ASSESSORS = 1000, 2, 3


def make() -> dict[str, str]:
    """What the pages need to be asked for."""
    from django.test import Client
    from django.utils import timezone

    from samspill.parties.models import Role
    from samspill.registry.choices import Kind, Status
    from samspill.registry.models import Entry
    from samspill.reviews.domain.calls import close_call, open_call
    from samspill.reviews.domain.meetings import prepare_meeting
    from samspill.reviews.models import Assessment
    from tests.factories import RegisterFactory, RoleFactory

    register = RegisterFactory(code="matrisebenk", name_nb="Benken")
    leader = RoleFactory(kind=Role.Kind.INNOVATION_LEADER, register_code="matrisebenk").user
    people = [RoleFactory(kind=Role.Kind.READER, register_code="matrisebenk").user for _ in range(ASSESSORS)]
    pks = list(Entry.objects.filter(kind=Kind.INNOVATION).order_by("pk").values_list("pk", flat=True)[:INNOVATIONS])
    Entry.objects.filter(pk__in=pks).update(register=register, status=Status.PUBLISHED, types=["product"])
    today = timezone.localdate()
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
    client = Client()
    client.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")
    return {
        "leader": "; ".join(f"{name}={one.value}" for name, one in client.cookies.items()),
        "meeting": meeting.public_id,
        "entry": first.entry.public_id,
        "call": call.public_id,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make()))
