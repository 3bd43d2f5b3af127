"""Opening a round: what it would do is told before, and why it must wait."""

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from samspill.rounds.models import UpdateRound
from tests.rounds.test_round_lead import act, overview, plan
from tests.scenes import Scene, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-03")]


@time_machine.travel("2026-05-10", tick=False)
def test_a_round_that_is_closed_early_stands_for_its_days_and_says_so() -> None:
    scene = Scene()
    scene.published()
    plan(scene)
    found = UpdateRound.objects.get()
    act(scene, found, "apne", sure="1")
    curator = client_of(scene.curator)
    assert "kan ingen annen runde åpnes før 1. juni 2026" in curator.get(overview(found)).text
    act(scene, found, "lukk", sure="1")
    crossing = plan(scene, label="På nytt")
    assert crossing.status_code == 422
    assert "Den er lukket, men står for alle dagene sine" in crossing.text
    plan(scene, label="På nytt", opens="2026-06-01", due="2026-06-30", closes="2026-07-20")
    new = UpdateRound.objects.get(label="På nytt")
    assert 'name="sure"' not in curator.get(overview(new)).text
    for text in (curator.get(overview(new)).text, act(scene, new, "apne", sure="1").text):
        assert "Denne kan åpnes fra 1. juni 2026" in text
    plan(scene, label="Etterpå", opens="2026-07-01", due="2026-07-30", closes="2026-08-20")
    assert "er planlagt før denne" in curator.get(overview(UpdateRound.objects.get(label="Etterpå"))).text
    with time_machine.travel("2026-06-01", tick=False):
        assert "Det spørres om 1 innovasjon." in act(scene, new, "apne", sure="1").text


@time_machine.travel("2026-05-10", tick=False)
def test_what_opening_would_do_costs_the_same_for_any_number(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    scene = Scene()
    plan(scene)
    there, client = overview(UpdateRound.objects.get()), client_of(scene.curator)
    for number in (1, 3):
        while scene.register.entries.count() < number:
            scene.published()
        client.get(there)
        with django_assert_num_queries(16):
            text = client.get(there).text
        assert f"{number} innovasjon" in text
