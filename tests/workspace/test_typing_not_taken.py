"""What was typed while something closed is told about, shown for copying, and kept: nothing that is written is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from samspill.core.models import FormDraft
from samspill.registry.choices import Status
from samspill.registry.models import Entry
from samspill.reviews.domain.calls import close_call, open_call
from samspill.reviews.domain.closing import close_minutes
from samspill.reviews.domain.deciding import Decided, decide
from samspill.reviews.domain.meetings import prepare_meeting, refresh_agenda
from samspill.reviews.models import AssessmentCall, ReviewMeeting
from samspill.rounds.domain.rounds import close_round
from samspill.rounds.domain.updates import Seen, keep_typed
from samspill.rounds.models import RoundItem
from tests.rounds.test_round_page import opened
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
LONG = "Kommunen vil prøve den i to soner til,\nmen først når frosten er over."


@pytest.fixture
def scene() -> Scene:
    return Scene()


def prepared(scene: Scene) -> ReviewMeeting:
    return prepare_meeting(register=scene.register, actor=scene.curator, on=TODAY(), participants=[scene.owner])


def close(meeting: ReviewMeeting, scene: Scene) -> None:
    item = meeting.items.order_by("position")[0]
    decided = Decided(decision="continue", reason="Det virker")
    decide(item=item, actor=scene.curator, seen_version=item.version, decided=decided)
    close_minutes(meeting=meeting, actor=scene.curator)


def opened_call(scene: Scene) -> AssessmentCall:
    return open_call(
        register=scene.register, actor=scene.curator, title="Høsten", due_day=TODAY() + timedelta(days=9),
        assessors=[scene.owner, scene.curator],
    )  # fmt: skip


def kept_page(client: Client) -> str:
    return client.get(page("workspace:not_taken")).text


@pytest.mark.requirement("R-REG-10")
def test_a_decision_typed_while_the_minutes_close(scene: Scene) -> None:
    entry, _other = scene.published(title="Første"), scene.published(title="Andre")
    meeting = prepared(scene)
    close(meeting, scene)
    client = client_of(scene.owner)
    address = page("workspace:review_item", meeting.public_id, entry.public_id)
    given = {"decision": "park", "reason": LONG, "follow_up": "Ring kommunen", "version": 1}
    answer = client.post(address, given, headers={"referer": f"http://testserver{address}"})
    assert answer.status_code == 403
    assert "Ivar Innovasjonsleder" in answer.text  # who closed it, and who to speak to
    assert LONG.splitlines()[0] in answer.text
    assert "Ring kommunen" in answer.text
    assert "Parker" in answer.text  # the choice in its own words
    assert "Grunn</label>" in answer.text
    assert address in answer.text  # how it stands now
    kept = kept_page(client)
    assert LONG.splitlines()[1] in kept
    assert "Ring kommunen" in kept
    assert LONG.splitlines()[1] not in kept_page(client_of(scene.curator))


@pytest.mark.requirement("R-REG-10")
def test_other_matters_typed_while_the_minutes_close(scene: Scene) -> None:
    scene.published()
    meeting = prepared(scene)
    close(meeting, scene)
    answer = client_of(scene.curator).post(
        page("workspace:review", meeting.public_id), {"notes": LONG, "date": TODAY(), "version": 1}
    )
    assert answer.status_code == 403
    assert LONG.splitlines()[1] in answer.text
    assert "Annet</label>" in answer.text


@pytest.mark.requirement("R-REG-10")
def test_a_decision_about_what_went_from_the_list_meanwhile(scene: Scene) -> None:
    entry = scene.published()
    meeting = prepared(scene)
    Entry.objects.filter(pk=entry.pk).update(status=Status.ARCHIVED)
    refresh_agenda(meeting=meeting, actor=scene.curator)
    client = client_of(scene.owner)
    answer = client.post(
        page("workspace:review_item", meeting.public_id, entry.public_id), {"decision": "park", "reason": LONG}
    )
    assert answer.status_code == 404
    assert LONG.splitlines()[1] in answer.text
    assert LONG.splitlines()[1] in kept_page(client)


@pytest.mark.requirement("R-REG-08")
def test_an_assessment_typed_while_the_call_closes(scene: Scene) -> None:
    entry = scene.published()
    call = opened_call(scene)
    close_call(call=call, actor=scene.curator)
    client = client_of(scene.owner)
    address = page("workspace:call_assess", call.public_id, entry.public_id)
    given = {"probability": "4", "probability_reason": LONG, "impact": "2", "impact_reason": "Få", "do": "give"}
    answer = client.post(address, given)
    assert answer.status_code == 403
    assert "Ivar Innovasjonsleder" in answer.text
    assert LONG.splitlines()[1] in answer.text
    again = client.get(address)  # closed the tab, and comes back
    assert LONG.splitlines()[1] in again.text
    assert 'name="probability_reason"' not in again.text  # there is nothing to send it with any more
    begun = client.get(page("workspace:assessment_call", call.public_id)).text
    assert address in begun  # the closed call leads to what was begun


@pytest.mark.requirement("R-REG-08")
def test_what_saves_itself_is_kept_after_the_call_closed_and_says_so(scene: Scene) -> None:
    entry = scene.published()
    call = opened_call(scene)
    close_call(call=call, actor=scene.curator)
    client = client_of(scene.owner)
    address = page("workspace:call_draft", call.public_id, entry.public_id)
    answer = client.post(address, {"impact_reason": LONG}, headers={"x-requested-with": "fetch"})
    assert answer.status_code == 409
    assert answer.json()["state"] == "closed"
    assert "Ivar Innovasjonsleder" in answer.json()["text"]
    assert FormDraft.objects.get(user=scene.owner).data["impact_reason"][0].startswith("Kommunen")


@pytest.mark.requirement("R-REG-08")
def test_an_assessment_of_what_stopped_meanwhile_keeps_what_was_typed(scene: Scene) -> None:
    entry = scene.published()
    call = opened_call(scene)
    Entry.objects.filter(pk=entry.pk).update(status=Status.ARCHIVED)
    given = {"probability": "4", "probability_reason": LONG, "impact": "2", "impact_reason": "Få", "do": "give"}
    client, address = client_of(scene.owner), page("workspace:call_assess", call.public_id, entry.public_id)
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert LONG.splitlines()[1] in answer.text
    assert LONG.splitlines()[1] in client.get(address).text


@pytest.mark.requirement("R-REG-03")
def test_an_update_typed_while_the_round_closes(scene: Scene) -> None:
    scene.published()
    found = opened(scene)
    item = found.items.get()
    close_round(found=found, actor=scene.curator, today=TODAY())
    client, address = client_of(scene.owner), page("workspace:round_mine", found.public_id)
    answer = client.post(address, {"item": item.pk, "version": 0, "tab": "a", "progress": LONG})
    assert answer.status_code == 409
    assert "Ivar Innovasjonsleder" in answer.text
    assert LONG.splitlines()[1] in answer.text
    assert LONG.splitlines()[1] in kept_page(client)


@pytest.mark.requirement("R-REG-03")
def test_what_was_begun_and_never_sent_can_still_be_read_by_its_owner(scene: Scene) -> None:
    scene.published()
    found = opened(scene)
    item = found.items.get()
    keep_typed(item=item, actor=scene.owner, typed={"progress": LONG}, seen=Seen(version=0, tab="a"))
    close_round(found=found, actor=scene.curator, today=TODAY())
    assert LONG.splitlines()[1] in client_of(scene.owner).get(page("workspace:round_mine", found.public_id)).text


@pytest.mark.requirement("R-REG-03")
@pytest.mark.parametrize("by_script", [True, False])
def test_an_update_typed_while_it_is_handed_to_somebody_else(scene: Scene, by_script: bool) -> None:
    scene.published()
    found = opened(scene)
    item = found.items.get()
    RoundItem.objects.update(owner=scene.curator, because="handed", note="Du kjenner den")
    client, headers = client_of(scene.owner), {"hx-request": "true"} if by_script else None
    given = {"item": item.pk, "version": 0, "tab": "a", "progress": LONG}
    answer = client.post(page("workspace:round_mine", found.public_id), given, headers=headers)
    assert answer.status_code == (409 if by_script else 403)
    assert LONG.splitlines()[1] in answer.text
    assert "siden sist?</label>" in answer.text
    assert f'id="item-{item.pk}"' in answer.text or not by_script
    assert "En annen skal oppdatere" in answer.text
    by_itself = client.post(page("workspace:round_keep", found.public_id), given, headers={"hx-request": "true"})
    assert by_itself.status_code == 200  # a word on the status line, which tries again for ever on other answers
    assert LONG.splitlines()[1] in kept_page(client)


@pytest.mark.requirement("R-NFR-04")
def test_an_entry_sent_on_while_somebody_edits_it(scene: Scene) -> None:
    entry = scene.complete(status=Status.SUBMITTED)
    client = client_of(scene.owner)
    answer = client.post(page("workspace:entry_edit", entry.public_id), {"title": "Ny tittel her", "summary": LONG})
    assert answer.status_code == 403
    assert LONG.splitlines()[1] in answer.text
    assert LONG.splitlines()[1] in kept_page(client)
    saved_by_itself = client.post(
        page("workspace:entry_autosave", entry.public_id), {"summary": LONG}, headers={"x-requested-with": "fetch"}
    )
    assert saved_by_itself.status_code == 403
    assert saved_by_itself.json()["state"] == "refused"


@pytest.mark.requirement("R-NFR-04")
def test_a_message_to_the_owner_when_another_leader_was_faster(scene: Scene) -> None:
    entry = scene.complete(status=Status.PUBLISHED)
    client = client_of(scene.curator)
    for address, given in (
        (page("workspace:queue"), {"entry": entry.public_id, "action": "return", "message": LONG}),
        (page("workspace:entry_step", entry.public_id, "return"), {"message": LONG}),
    ):
        FormDraft.objects.all().delete()
        answer = client.post(address, given)
        assert answer.status_code == 409
        assert LONG.splitlines()[1] in answer.text
        assert LONG.splitlines()[1] in kept_page(client)


def test_what_a_view_refuses_before_it_has_a_form_stands_under_its_own_names(scene: Scene) -> None:
    answer = client_of(scene.owner).post(
        page("workspace:round_new", "senteret"), {"label": "Vårrunden", "intro": LONG, "due": "2027-03-01"}
    )
    assert answer.status_code == 403
    for label in ("Navn på runden", "Det du vil si til eierne", "Frist"):
        assert f"{label}</label>" in answer.text
    assert "to soner til" in kept_page(client_of(scene.owner))


@pytest.mark.requirement("R-NFR-06")
def test_what_is_kept_can_be_thrown_away_and_is_nobody_elses(scene: Scene) -> None:
    entry = scene.complete(status=Status.SUBMITTED)
    client, address = client_of(scene.owner), page("workspace:entry_edit", entry.public_id)
    client.post(address, {"summary": LONG})
    client.post(address, {"summary": LONG})  # the same twice is kept once
    kept = FormDraft.objects.get(user=scene.owner)
    assert client_of(scene.curator).post(page("workspace:not_taken"), {"discard": kept.pk}).status_code == 302
    assert client.post(page("workspace:not_taken"), {"discard": kept.pk}).status_code == 302
    assert not FormDraft.objects.exists()
    assert client_of(scene.owner).post(address, {"csrfmiddlewaretoken": "x", "version": "3"}).status_code == 403
    assert not FormDraft.objects.exists()  # nothing was typed
