"""Who publishes has seen what they publish: neither its text nor who sees it has become another meanwhile."""

import re

import pytest
from django.http import HttpResponse

from samspill.registry.choices import Status, Visibility
from samspill.registry.domain.entries import update_entry
from samspill.registry.domain.workflow import change_status
from samspill.registry.models import Entry
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


def version_in(answer: HttpResponse, form: str) -> str:
    """What the form that holds this says of the version that it shows."""
    [one] = [
        one.partition("</form>")[0] for one in answer.text.split("<form")[1:] if form in one.partition("</form>")[0]
    ]
    found = re.search(r'name="version" value="(\d+)"', one)
    assert found
    return found[1]


def made_public(scene: Scene, entry: Entry) -> None:
    """Its owner takes it back, shows it to everyone, and submits it again."""
    change_status(entry=entry, action="take_back", actor=scene.owner)
    entry.refresh_from_db()
    update_entry(entry=entry, actor=scene.owner, seen_version=entry.version, values={"visibility": Visibility.PUBLIC})
    change_status(entry=entry, action="submit", actor=scene.owner)


@pytest.mark.parametrize("shown_on", ["queue", "entry_edit", "entry_step"])
def test_nobody_publishes_for_everyone_what_was_for_fewer_when_they_looked(shown_on: str) -> None:
    scene = Scene()
    entry = scene.complete(Status.SUBMITTED, visibility=Visibility.UNIT)
    step = page("workspace:entry_step", entry.public_id, "publish", language="en")
    queue = page("workspace:queue", language="en")
    shown, form, address, afterwards = {
        "queue": (queue, 'value="publish"', queue, 'value="publish"'),
        "entry_edit": (page("workspace:entry_edit", entry.public_id, language="en"), step, step, 'id="id_message"'),
        "entry_step": (step, 'id="id_message"', step, 'id="id_message"'),
    }[shown_on]
    curator, said = client_of(scene.curator), {"entry": entry.public_id, "action": "publish", "message": "Fint"}
    before = version_in(curator.get(shown), form)
    made_public(scene, entry)
    late = curator.post(address, said | {"version": before})
    assert late.status_code == 409
    assert "has been changed since you opened the page" in late.text
    assert "Fint" in late.text, "what was typed is kept"
    entry.refresh_from_db()
    assert entry.status == Status.SUBMITTED
    assert curator.post(address, said | {"version": version_in(late, afterwards)}).status_code == 302
    entry.refresh_from_db()
    assert entry.status == Status.PUBLISHED
