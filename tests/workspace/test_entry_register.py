"""An entry is moved to another register, or out of all, and everything recorded follows it."""

import pytest

from samspill.registry.models import Entry
from tests.factories import RegisterFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-REG-18")]


def test_the_curator_moves_what_is_published_and_says_why() -> None:
    scene = Scene()
    other = RegisterFactory(organisation=scene.university, unit=scene.centre, code="etterfolgeren")
    entry = scene.published()
    address = page("workspace:entry_register", entry.public_id)
    client = client_of(scene.curator)
    assert client.post(address, {"register": other.code}).status_code == 422
    assert client.post(address, {"register": other.code, "reason": "Senteret er avsluttet."}).status_code == 302
    assert Entry.objects.get(pk=entry.pk).register == other
    history = client.get(page("workspace:entry_history", entry.public_id)).text
    assert "Senteret er avsluttet." in history
    assert other.name in history


def test_nobody_moves_an_entry_into_a_register_of_others() -> None:
    scene = Scene()
    foreign = RegisterFactory(code="fremmed")
    entry = scene.entry()
    address = page("workspace:entry_register", entry.public_id)
    assert client_of(scene.owner).post(address, {"register": foreign.code}).status_code == 422
    assert Entry.objects.get(pk=entry.pk).register == scene.register


def test_a_draft_is_taken_out_of_its_register() -> None:
    scene = Scene()
    entry = scene.entry()
    address = page("workspace:entry_register", entry.public_id)
    assert client_of(scene.owner).post(address, {"register": ""}).status_code == 302
    assert Entry.objects.get(pk=entry.pk).register is None


def test_a_contributor_cannot_take_what_is_published_out_of_the_register() -> None:
    scene = Scene()
    entry = scene.published(created_by=scene.owner)
    client = client_of(scene.owner)
    address = page("workspace:entry_register", entry.public_id)
    assert client.post(address, {"register": "", "reason": "Vil ut"}).status_code == 403
    assert Entry.objects.get(pk=entry.pk).register == scene.register
    assert address not in client.get(page("workspace:entry_edit", entry.public_id)).text
