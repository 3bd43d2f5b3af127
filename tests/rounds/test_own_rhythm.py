"""A register whose profile opens no rounds can have a rhythm of its own; its innovation leader chooses it."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from samspill.registry.models import Register
from samspill.rounds.domain.rounds import close_round
from samspill.rounds.domain.schedule import keep_schedule
from samspill.rounds.models import UpdateRound
from tests.rounds.test_round_page import address, opened, post, told
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-03", "R-REG-18")]


def values(register: Register, **changes: object) -> dict[str, object]:
    """What a browser posts from the register's page."""
    return {"name_nb": register.name_nb, "scale": register.scale_id, "is_public": "on"} | changes


def test_a_leader_gives_a_free_register_its_rhythm() -> None:
    scene = Scene()
    scene.published()
    assert (scene.register.profile.code, scene.register.profile.due_days) == ("free", [])
    keep_schedule(today=date(2027, 5, 2))
    assert not UpdateRound.objects.exists()
    client, address = client_of(scene.curator), page("workspace:register_edit", "senteret")
    wrong = client.post(address, values(scene.register, due_days="02-30", sets_targets="on"))
    assert wrong.status_code == 422
    assert "02-30" in wrong.text
    given = values(scene.register, due_days="11-30, 05-31", sets_targets="on")
    assert client_of(scene.owner).post(address, given).status_code == 403
    assert client.post(address, given).status_code == 302
    year = client.get(page("workspace:register_year", "senteret"))
    assert year.status_code == 200
    keep_schedule(today=date(2027, 5, 2))
    found = UpdateRound.objects.get()
    assert (found.due, found.is_open, found.sets_targets) == (date(2027, 5, 31), True, True)
    assert found.items.get().owner == scene.owner
    rule = client.get(page("workspace:register_profile", "senteret")).text
    assert "31. mai" in rule  # the page of the profile tells what holds here
    scene.register.refresh_from_db()
    assert scene.register.due_days == ["05-31", "11-30"]
    assert client.post(address, values(scene.register, due_days="")).status_code == 302
    keep_schedule(today=date(2027, 11, 2))
    assert UpdateRound.objects.count() == 1  # taken away again: no more are planned


def test_without_a_rhythm_of_its_own_the_profile_decides() -> None:
    scene = Scene()
    profile = scene.register.profile
    profile.due_days, profile.sets_targets = ["10-31"], True
    profile.save()
    scene.register.refresh_from_db()
    assert (scene.register.rhythm, scene.register.asks_targets) == (["10-31"], True)
    scene.register.due_days = ["03-31"]
    assert scene.register.rhythm == ["03-31"]


@pytest.mark.requirement("R-NFR-02")
def test_a_round_goes_by_the_rules_it_opened_with() -> None:
    scene = Scene()
    scene.published()
    first = opened(scene, due=-3)
    profile = scene.register.profile
    profile.due_days, profile.sets_targets = ["03-31"], False
    profile.save()
    scene.register.refresh_from_db()
    mine = client_of(scene.owner).get(address(first)).text
    assert 'name="target_level"' in mine
    post(scene.owner, first, told(first.items.get()))
    closed = close_round(found=first, actor=scene.curator, today=timezone.localdate())
    said = json.loads(closed.content)
    assert said["due"] == str(timezone.localdate() - timedelta(days=3))
    assert (said["items"][0]["state"], "next_target" in said["items"][0]) == ("late", True)

    keep_schedule(today=date(2028, 3, 2))
    second = UpdateRound.objects.exclude(pk=first.pk).get()
    assert (second.due, second.is_open, second.sets_targets) == (date(2028, 3, 31), True, False)
    assert 'name="target_level"' not in client_of(scene.owner).get(address(second)).text


def test_a_round_that_a_leader_has_moved_a_little_ahead_stands_for_its_due_day() -> None:
    """Otherwise another was planned and opened the day after it was due, and late answers were no longer taken."""
    scene = Scene()
    scene.published()
    Register.objects.update(due_days=["05-31", "11-30"])
    keep_schedule(today=date(2027, 11, 2))
    UpdateRound.objects.update(due=date(2027, 11, 26))
    keep_schedule(today=date(2027, 11, 27))
    states = [(str(one.due), one.state) for one in UpdateRound.objects.order_by("due")]
    assert states == [("2027-11-26", "open"), ("2028-05-31", "planned")]


def test_a_planned_round_is_proposed_for_a_day_that_no_round_stands_for() -> None:
    scene = Scene()
    scene.published()
    today = timezone.localdate()
    soon, later = today + timedelta(days=40), today + timedelta(days=100)
    Register.objects.update(due_days=[f"{day:%m-%d}" for day in (soon, later)])
    client, address = client_of(scene.curator), page("workspace:round_new", "senteret")
    assert client.get(address).context["form"].initial["due"] == soon
    keep_schedule(today=today)
    assert UpdateRound.objects.get().due == soon
    assert client.get(address).context["form"].initial["due"] == later
