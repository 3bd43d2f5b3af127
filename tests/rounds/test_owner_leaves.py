"""An owner leaves while the round is open: what waits for them surfaces at whoever is next, and tells whose it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samspill.core.due import due_for
from samspill.parties.models import Role
from samspill.rounds.domain.schedule import keep_schedule
from samspill.rounds.domain.updates import Seen, Told, answer, keep_typed
from samspill.rounds.models import RoundItem, Update
from tests.api.helpers import Program
from tests.factories import AffiliationFactory, level
from tests.rounds.test_round_page import opened, told
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-03")]


def test_what_waits_for_whoever_left_surfaces_at_the_leader() -> None:
    scene = Scene()
    done, left = scene.published(title="Ferdig"), scene.published(title="Ikke ferdig")
    found = opened(scene)
    today = timezone.localdate()
    said = Told(progress="Prøvd", level=level(5), on=today, target_level=level(6), reaches="Som tjeneste")
    answer(item=found.items.get(entry=done), actor=scene.owner, told=said, seen=Seen(version=0), today=today)
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


@pytest.mark.requirement("R-NFR-05")
def test_whoever_left_sees_and_answers_nothing_more_also_before_the_night() -> None:
    """What they answered stays theirs; but neither is it theirs to change, nor is it theirs to read on."""
    scene = Scene()
    registered = scene.published(title="Registrert for andre")
    registered.contributions.all().delete()
    found = opened(scene)
    item, client, round_page = found.items.get(), client_of(scene.owner), page("workspace:round_mine", found.public_id)
    program = Program(scene.owner)
    assert client.post(round_page, told(item)).status_code == 302
    Role.objects.filter(user=scene.owner).update(ended_at=timezone.now() - timedelta(days=1))
    again = told(item, version="1", progress="Det var løgn")
    for refused in (client.get(round_page), client.post(round_page, again)):
        assert refused.status_code == 403
        assert "ingen rolle lenger" in refused.context["reason"]
    assert "ingen rolle lenger" in client.post(page("workspace:round_keep", found.public_id), again).text
    assert client.get(page("workspace:entry_rounds", registered.public_id)).status_code == 403
    assert program.get(f"/rounds/{found.public_id}").status_code == 403
    update = Update.objects.get()
    assert (update.progress == "Det var løgn", update.typed) == (False, {})
    AffiliationFactory(person=scene.owner_person, organisation=scene.university)
    assert client.get(round_page).status_code == 200, "somebody who works there is here without a role"


def test_my_work_leads_whoever_left_to_no_round_that_refuses_them() -> None:
    scene = Scene()
    scene.published(title="Står igjen")
    opened(scene)
    today = timezone.localdate()

    def waiting() -> list[str]:
        scene.owner.__dict__.pop("_acting", None)
        return [one.code for group, rows in due_for(scene.owner, today=today) if group.code == "rounds" for one in rows]

    assert len(waiting()) == 1
    Role.objects.filter(user=scene.owner).update(ended_at=timezone.now() - timedelta(days=1))
    assert waiting() == []
