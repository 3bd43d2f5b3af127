"""An owner leaves while the round is open: what waits for them surfaces at whoever is next, and tells whose it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samspill.core.due import due_for
from samspill.parties.models import Role
from samspill.rounds.domain.schedule import keep_schedule
from samspill.rounds.domain.updates import Seen, Told, answer, keep_typed
from samspill.rounds.models import RoundItem
from tests.factories import level
from tests.rounds.test_round_page import opened
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-03")]


def test_what_waits_for_whoever_left_surfaces_at_the_leader() -> None:
    scene = Scene()
    done, left = scene.published(title="Ferdig"), scene.published(title="Ikke ferdig")
    found = opened(scene)
    today = timezone.localdate()
    told = Told(progress="Prøvd", level=level(5), on=today, target_level=level(6), reaches="Som tjeneste")
    answer(item=found.items.get(entry=done), actor=scene.owner, told=told, seen=Seen(version=0), today=today)
    item = found.items.get(entry=left)
    keep_typed(item=item, actor=scene.owner, typed={"progress": "Halvveis"}, seen=Seen(version=0, tab="a"))
    assert keep_schedule(today=today).passed_on == 0  # is here
    Role.objects.filter(user=scene.owner).update(ended_at=timezone.now() - timedelta(days=1))
    assert keep_schedule(today=today).passed_on == 1
    item.refresh_from_db()
    assert (item.owner, item.former, item.because) == (scene.curator, scene.owner, RoundItem.Because.LEADER)
    assert found.items.get(entry=done).owner == scene.owner  # what they answered stays theirs
    assert keep_schedule(today=today).passed_on == 0
    waits = [one for group, rows in due_for(scene.curator, today=today) if group.code == "rounds" for one in rows]
    assert [one.count for one in waits] == [1]
    shown = client_of(scene.curator).get(page("workspace:round_mine", found.public_id)).text
    assert "Eva Eier har sluttet" in shown
    assert "Halvveis" in shown  # what was typed and not sent is not lost with them
