"""Null bytes, wherever a browser could put them, never reach the database."""

import pytest
from django.test import Client

from samspill.registry.models import Entry
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    ["/arbeid/oppforinger/a%00b/", "/arbeid/regneark/%00/", "/konto/passord/glemt/1-x%00y/", "/e/%00/", "/%00/"],
)
def test_address_with_a_null_byte_is_not_found(path: str) -> None:
    browser = client_of(Scene().administrator)
    assert browser.get(path).status_code == 404
    assert browser.post(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/arbeid/ko/?register=%00", "/arbeid/roller/?q=a%00b", "/arbeid/parter/?q=%00", "/sok/?q=%00", "/?%00=1"],
)
def test_question_with_a_null_byte_is_answered_without_it(path: str) -> None:
    assert client_of(Scene().administrator).get(path).status_code == 200


def test_cookie_with_a_null_byte_is_nobodys_session() -> None:
    browser = Client(headers={"cookie": r'sessionid="\000abc"; csrftoken="\000"'})
    assert browser.get("/").status_code == 200


def test_typing_with_a_null_byte_is_kept_without_it() -> None:
    scene = Scene()
    entry = scene.entry(title="Før")
    browser = client_of(scene.owner)
    kept = browser.post(page("workspace:entry_autosave", entry.public_id), {"version": "1\x00", "summary": "a\x00b"})
    assert kept.status_code == 422, "the title is missing"
    assert "ab" in browser.get(page("workspace:entry_edit", entry.public_id)).content.decode()
    step = browser.post(page("workspace:entry_step", entry.public_id, "withdraw"), {"message": "Do\x00belt ført"})
    assert step.status_code == 302
    assert Entry.objects.get(pk=entry.pk).withdrawn_reason == "Dobelt ført"
