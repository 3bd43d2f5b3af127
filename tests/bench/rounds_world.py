"""A register of 1,000 innovations and 20 rounds, and an owner with 50 innovations in the round that is open.

    python -m tests.bench.rounds_world        into the database of DATABASE_URL; prints the round and a leader's session

Everything but the rows of closed rounds goes through the acts of `rounds.domain`.
"""

import json
from datetime import timedelta

import django

INNOVATIONS, ROUNDS, OWN = 1000, 20, 50


def make() -> dict[str, str]:
    """What the pages need to be asked for."""
    from django.test import Client
    from django.utils import timezone

    from samspill.parties.models import Role
    from samspill.registry.choices import Kind, Status
    from samspill.registry.models import Entry, ReadinessLevel, ReadinessReading
    from samspill.rounds.domain.rounds import add_items, close_round, open_round, plan_round
    from samspill.rounds.models import RoundItem, Target, Update
    from tests.factories import RegisterFactory, RoleFactory

    register = RegisterFactory(code="benk", name_nb="Benken")
    leader = RoleFactory(kind=Role.Kind.INNOVATION_LEADER, register_code="benk").user
    owner = RoleFactory(kind=Role.Kind.CONTRIBUTOR, register_code="benk").user
    pks = list(Entry.objects.filter(kind=Kind.INNOVATION).order_by("pk").values_list("pk", flat=True)[:INNOVATIONS])
    Entry.objects.filter(pk__in=pks).update(
        register=register, status=Status.PUBLISHED, types=["product"], created_by=leader
    )
    Entry.objects.filter(pk__in=pks[:OWN]).update(created_by=owner)
    entries = list(Entry.objects.filter(pk__in=pks))
    levels = list(ReadinessLevel.objects.filter(scale=register.scale).order_by("level"))
    today = timezone.localdate()
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
    planned = plan_round(
        register=register, actor=leader, opens=today, due=today + timedelta(days=9), closes=today + timedelta(days=9)
    )
    last = open_round(found=planned, actor=leader, today=today, sets_targets=True)
    sessions = {}
    for name, user in (("leader", leader), ("owner", owner)):
        client = Client()
        client.force_login(user)
        sessions[name] = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
    return {"round": last.public_id, "own": str(last.items.filter(owner=owner).count()), **sessions}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make()))
