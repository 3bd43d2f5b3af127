"""A form that starts something does it once, however often its button is pressed; asked of the server, without scripts.

Pressed again means: the same things from the same showing of the page. Mended, or sent from a page loaded anew, it is
another act.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from samspill.cases import reference as cases
from samspill.cases.models import Channel, Story, StoryForm
from samspill.core.models import FormDraft, SentForm
from samspill.core.personal_data import rules
from samspill.parties.models import Invitation, Unit
from samspill.registry.models import Entry, ImportJob
from samspill.reports.models import Edition
from samspill.reviews.models import WorkTask
from tests.registry.sheets import Centre, csv_bytes
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db
TOLD = "Dette ble sendt to ganger"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def mark_of(browser: Client, address: str, *fields: str) -> str:
    """What the page gives its form, the one with these fields; another each time it is loaded."""
    forms = re.findall(r"<form.*?</form>", browser.get(address).text, re.DOTALL)
    marks = [
        re.findall(r'name="once" value="([^"]{16})"', form)
        for form in forms
        if 'method="post"' in form and all(f'name="{name}"' in form for name in fields)
    ]
    found = next(mark for mark in marks if mark or fields)
    assert found, "the form has no mark"
    return str(found[0])


def sheet(*titles: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("register.csv", csv_bytes([("Innovasjon",), *[(title,) for title in titles]]))


@pytest.mark.usefixtures("vocabularies")
@pytest.mark.requirement("R-REG-07")
def test_a_slow_upload_pressed_twice_is_one_import() -> None:
    browser, address = client_of(Centre().curator), page("workspace:import_new", "senteret")
    mark = mark_of(browser, address)
    assert mark != mark_of(browser, address)
    first = browser.post(address, {"file": sheet("Lampe"), "once": mark})
    again = browser.post(address, {"file": sheet("Lampe"), "once": mark})
    assert (first.status_code, again.status_code) == (302, 302)
    assert first["Location"] == again["Location"]
    assert ImportJob.objects.count() == 1
    assert TOLD in browser.get(again["Location"]).text
    other = browser.post(address, {"file": sheet("Stol"), "once": mark})  # gone back, and another sheet chosen
    anew = browser.post(address, {"file": sheet("Lampe"), "once": mark_of(browser, address)})
    assert len({first["Location"], other["Location"], anew["Location"]}) == 3
    assert ImportJob.objects.count() == 3


@pytest.mark.usefixtures("vocabularies")
def test_what_was_refused_is_not_taken_for_done() -> None:
    centre = Centre()
    browser, address = client_of(centre.curator), page("workspace:import_new", "senteret")
    for _time in range(2):
        file = SimpleUploadedFile("bilde.csv", b"\x89PNG\x00\x00")
        assert browser.post(address, {"file": file, "once": "the-same-mark-00"}).status_code == 422
    assert not SentForm.objects.exists()
    milestones = client_of(Scene().administrator)
    assert milestones.post("/arbeid/sentre/ny/", {"name_nb": "Halvt", "once": "x", "kept": "0"}).status_code == 422
    assert "Halvt" in str(FormDraft.objects.get().data)  # what was typed is kept all the same


def test_reports_evidence_and_drafts_too() -> None:
    scene = Scene()
    entry = scene.entry()
    curator, owner = client_of(scene.curator), client_of(scene.owner)
    order = page("workspace:reports", scene.register.code)
    asked = {"year": timezone.localdate().year - 1, "readers": "everyone", "once": mark_of(curator, order)}
    first = curator.post(order, asked)
    assert first.status_code == 302
    Edition.objects.update(state=Edition.State.FAILED)  # no more under way: the second press would order another
    assert curator.post(order, asked)["Location"] == first["Location"]
    assert Edition.objects.count() == 1
    evidence = page("workspace:entry_evidence", entry.public_id)
    mark = mark_of(owner, evidence)
    for _time in range(2):
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
        sent = {"do": "file", "file-file": file, "file-title": "Rapport", "file-date": "2024-05-01", "once": mark}
        assert owner.post(evidence, sent).status_code == 302
    assert entry.evidence.count() == 1
    new = f"{page('workspace:entry_new')}?kind=activity"
    place = re.findall(r'value="(register:[^"]+)"', owner.get(new).text)[0]
    draft = {"place": place, "title": "Verksted", "language": "nb", "once": mark_of(owner, new)}
    assert owner.post(new, draft)["Location"] == owner.post(new, draft)["Location"]
    assert Entry.objects.filter(title="Verksted").count() == 1


def test_one_users_mark_says_nothing_of_anothers_and_is_forgotten() -> None:
    scene = Scene()
    new = f"{page('workspace:entry_new')}?kind=activity"
    draft = {"place": f"register:{scene.register.code}", "title": "Verksted", "language": "nb", "once": "same-mark"}
    for user in (scene.owner, scene.curator):
        assert client_of(user).post(new, draft).status_code == 302
    assert Entry.objects.filter(title="Verksted").count() == 2
    other = f"{page('workspace:entry_new')}?kind=result"
    for address, said in ((new, draft | {"title": "Et annet verksted"}), (other, draft)):
        assert TOLD not in client_of(scene.owner).post(address, said, follow=True).text, "another act"
    assert Entry.objects.count() == 4
    assert client_of(scene.owner).get(page("workspace:entry_new")).status_code == 200
    rule = next(rule for rule in rules() if rule.code == "sent_forms")
    assert rule.run(timezone.now() + timedelta(days=1)) == 0
    assert rule.run(timezone.now() + timedelta(days=3)) == 4


def sent_twice(browser: Client, address: str, said: dict[str, Any]) -> None:
    """The same from one showing of the page: both are led to the same place, and the second is told so."""
    said |= {"once": mark_of(browser, address, *said)}
    first, again = browser.post(address, said), browser.post(address, said)
    assert (first.status_code, again.status_code) == (302, 302), first.context and first.context["form"].errors
    assert first["Location"] == again["Location"]
    assert TOLD in browser.get(again["Location"]).text


def test_registers_units_rounds_invitations_and_words_are_made_once() -> None:
    scene = Scene()
    curator, administrator = client_of(scene.curator), client_of(scene.administrator)
    unit = {"name_nb": "Ny seksjon", "level": "group"}
    sent_twice(administrator, page("workspace:unit_new", scene.university.code), unit)
    assert Unit.objects.filter(name_nb="Ny seksjon").count() == 1
    register = {"name_nb": "Nytt", "code": "nytt", "place": f"unit:{scene.centre.code}"}
    sent_twice(curator, page("workspace:register_new"), register | {"scale": scene.register.scale_id})
    opens = timezone.localdate() + timedelta(days=10)
    days = {"opens": opens, "due": opens + timedelta(days=20), "closes": opens + timedelta(days=40)}
    sent_twice(curator, page("workspace:round_new", "senteret"), {key: day.isoformat() for key, day in days.items()})
    invited = {"email": "ny@example.org", "kind": "contributor", "scope": f"unit:{scene.centre.pk}", "language": "nb"}
    sent_twice(curator, page("workspace:invite"), invited)
    assert len(mail.outbox) == 1
    figure = {"measure": "employees", "value": "12", "on": "2024-12-31", "source": "Årsrapport"}
    sent_twice(administrator, page("workspace:organisation_figures", scene.university.code), figure)
    assert scene.university.size_figures.count() == 1


def test_a_letter_waits_until_what_it_tells_of_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server may take ten seconds: nobody waits for a lock meanwhile, and no link leads to what was undone."""
    scene = Scene()
    curator, held = client_of(scene.curator), []
    around = len(connection.savepoint_ids)
    sent = mail.get_connection().send_messages
    monkeypatch.setattr(
        "django.core.mail.backends.locmem.EmailBackend.send_messages",
        lambda _self, letters: (held.append(len(connection.savepoint_ids) - around), sent(letters))[1],
    )
    invited = {"email": "ny@example.org", "kind": "contributor", "scope": f"unit:{scene.centre.pk}", "language": "nb"}
    curator.post(page("workspace:invite"), invited | {"once": "x"})
    again = page("workspace:invitation_resend", Invitation.objects.get().pk)
    curator.post(again, {"once": "x"})
    assert "er sendt til ny@example.org" in curator.get(page("workspace:roles")).text
    assert held == [0, 0]
    monkeypatch.setattr("samspill.core.done_once._refused", lambda request: 1 // 0)  # anything, as late as may be
    with pytest.raises(ZeroDivisionError):
        curator.post(again, {"once": "y"})
    assert held == [0, 0]


def test_stories_channels_readings_and_tasks_are_made_once() -> None:
    cases.load()
    scene = Scene()
    entry, form = scene.entry(), StoryForm.objects.first()
    assert form is not None
    owner, curator, administrator = (client_of(one) for one in (scene.owner, scene.curator, scene.administrator))
    sent_twice(owner, page("workspace:entry_stories", entry.public_id), {"form": form.code, "title": "Lampen"})
    assert Story.objects.count() == 1
    channel = {"do": "add", "channel": Channel.objects.all()[0].code, "date": "2024-05-01", "title": "Omtale"}
    sent_twice(owner, page("workspace:entry_channels", entry.public_id), channel)
    sent_twice(administrator, page("workspace:channel_new"), {"name_nb": "Torget"})
    reading = {"level": scene.register.scale.levels.first().pk, "year": "2024", "note": "Prøvd"}
    sent_twice(owner, page("workspace:entry_readiness", entry.public_id), reading)
    assert entry.readings.count() == 1
    plan = page("workspace:work_plan", scene.register.code, timezone.localdate().year)
    sent_twice(curator, plan, {"name": "Oppgave", "leader": scene.curator.pk})
    assert WorkTask.objects.count() == 1


def test_a_form_that_changes_what_stands_is_sent_as_often_as_one_likes() -> None:
    scene = Scene()
    browser = client_of(scene.administrator)
    assert 'name="once"' not in browser.get(page("workspace:unit_edit", scene.centre.code)).text
    assert 'name="once"' not in browser.get(page("workspace:register_edit", scene.register.code)).text


def test_what_is_taken_away_with_two_presses_is_taken_away_and_not_looked_for_in_vain() -> None:
    cases.load()
    scene = Scene()
    entry = scene.entry()
    owner, address = client_of(scene.owner), page("workspace:entry_channels", entry.public_id)
    channel = Channel.objects.all()[0].code
    owner.post(address, {"do": "add", "channel": channel, "date": "2024-05-01", "title": "Omtale"})
    sent_twice(owner, address, {"do": "remove", "shown": str(entry.shown_in.get().pk)})
    archive = page("workspace:entry_identifiers", entry.public_id)
    owner.post(archive, {"do": "add", "scheme": "doi", "value": "10.1000/182"})
    sent_twice(owner, archive, {"do": "remove", "identifier": str(entry.identifiers.get().pk)})
    assert not entry.shown_in.exists()
    assert not entry.identifiers.exists()


def test_what_was_refused_on_the_page_that_it_led_to_is_not_called_done() -> None:
    scene = Scene()
    owner, address = client_of(scene.owner), page("workspace:entry_parts", scene.entry().public_id)
    sent = {"do": "add_contributor", "who": "", "once": "the-same-mark-00"}
    for _time in range(2):
        assert owner.post(address, sent).status_code == 302
        shown = owner.get(address).text
        assert "Velg en person eller en enhet fra listen." in shown
        assert TOLD not in shown
    assert not SentForm.objects.exists()
