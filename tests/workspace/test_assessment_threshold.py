"""What was high on both when an assessment was closed stays so there, whatever the profile says later."""

from importlib import import_module

import pytest
from django.db import connection

from samspill.registry.domain import profiles
from samspill.reviews.domain.calls import close_call
from samspill.reviews.models import AssessmentCall
from tests.api.helpers import Program
from tests.scenes import client_of, page
from tests.workspace.test_assessment import Assessing

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-09")]
HIGH = "Høy på begge"


def closed(scene: Assessing) -> AssessmentCall:
    """An assessment that was closed while 4 on both was high, with one innovation of 4 and 4."""
    entry, call = scene.published(title="Varmelager"), scene.call()
    scene.give(call, entry, scene.first, 4, 4)
    close_call(call=call, actor=scene.curator)
    return call


def say(scene: Assessing, least: int) -> None:
    values = {"assessment_threshold": least}
    profiles.update_profile(profile=scene.register.profile, actor=scene.administrator, values=values)


def test_a_closed_assessment_keeps_what_was_high_when_it_was_closed() -> None:
    scene = Assessing()
    call = closed(scene)
    say(scene, 5)
    of_call, of_register = (
        page("workspace:assessment_call", call.public_id),
        page("workspace:register_assessment", "senteret"),
    )
    client, program = client_of(scene.curator), Program(scene.curator)
    shown = client.get(of_call).text
    assert HIGH in shown
    assert "minst 4 på begge" in shown
    assert "s-chart__square--marked" in shown
    assert "Varmelager" in client.get(f"{of_call}?high=1").text
    now = client.get(of_register).text
    assert HIGH not in now, "what the register wants now is what its profile says now"
    assert "Varmelager" not in client.get(f"{of_register}?high=1").text
    for address, is_high in ((f"/assessment-calls/{call.public_id}", True), ("/registers/senteret", False)):
        results = f"{address}/results" if is_high else f"{address}/assessment-results"
        assert [one["is_high"] for one in program.get(results).json()["items"]] == [is_high]


def test_the_matrix_of_the_register_says_which_threshold_holds_for_which() -> None:
    scene = Assessing()
    closed(scene)
    client, there = client_of(scene.curator), page("workspace:register_assessment", "senteret", language="en")
    other = "closed while another threshold held"
    assert other not in client.get(there).text, "the same for all"
    say(scene, 5)
    shown = client.get(there).text
    assert "An innovation is high from 5 on both, as the register’s profile says now." in shown
    assert other in shown
    told = " ".join(shown[shown.index(other) :].partition("</ul>")[0].split())
    assert "Høsten" in told
    assert "high from 4 on both" in told
    assert "1 of its innovations here is high by that, and is not now." in told
    for language, closed_then in (("nb", "ble avsluttet mens"), ("nn", "vart avslutta medan")):
        here = page("workspace:register_assessment", "senteret", language=language)
        assert closed_then in client.get(here).text, "an assessment is closed in the same words everywhere"
    say(scene, 3)
    assert "and is not now" not in client.get(there).text, "high by both"
    say(scene, 4)
    assert other not in client.get(there).text


def test_assessments_that_were_closed_before_get_what_the_profile_said_then() -> None:
    scene = Assessing()
    say(scene, 3)
    call = closed(scene)
    say(scene, 5)
    AssessmentCall.objects.update(threshold=None)
    later = scene.call(title="Åpen")
    with connection.cursor() as cursor:
        cursor.execute(  # a test is one moment to the database
            "UPDATE registry_registerprofileevent SET pgh_created_at = now() + interval '1 day' "
            "WHERE assessment_threshold = 5"
        )
        cursor.execute(import_module("samspill.reviews.migrations.0005_threshold_of_closed_calls").KEEP)
    assert dict(AssessmentCall.objects.values_list("pk", "threshold")) == {call.pk: 3, later.pk: None}


@pytest.mark.parametrize("which", ["all", "chosen"])
def test_nobody_is_asked_to_choose_among_no_innovations(which: str) -> None:
    scene = Assessing()
    sent = {"title": "Høsten", "due_day": "2999-01-01", "assessors": [scene.first.pk], "which": which}
    answer = client_of(scene.curator).post(page("workspace:call_new", "senteret"), sent)
    assert answer.status_code == 422
    assert "Velg minst én" not in answer.text
    assert "Registeret har ingen aktive innovasjoner å vurdere" in answer.text
