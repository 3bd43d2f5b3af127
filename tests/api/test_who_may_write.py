"""Who may write what by the API: each role with a token of all scopes and a body without fault."""

from typing import Any

import pytest
from django.db import transaction

from tests.api.helpers import Program
from tests.permission_world import WHO, build

pytestmark = pytest.mark.django_db

ENTRY = {"kind": "innovation", "title": "Ny", "register": "reg"}
PLACE = {"organisation": "komm"}
WRITES: list[tuple[str, str, Any, str]] = [
    # anonymous, no role, contributor, innovation leader, unit leader, partner, reader, administrator
    ("post", "/entries", ENTRY, "401 403 201 201 201 403 403 201"),
    ("patch", "/entries/draft222", {"title": "Nytt"}, "401 403 403 200 403 403 403 200"),
    ("patch", "/entries/open2222", {"title": "Nytt", "reason": "x"}, "401 403 403 200 403 403 403 200"),
    ("post", "/entries/draft222/steps", {"step": "withdraw", "message": "x"}, "401 403 403 200 403 403 403 200"),
    ("post", "/entries/draft222/contributions", {"person": "person22"}, "401 403 403 201 403 403 403 201"),
    ("post", "/entries/draft222/evidence", {"kind": "note", "note": "x"}, "401 403 403 201 403 403 403 201"),
    ("post", "/entries/draft222/identifiers", {"value": "10.1234/abc"}, "401 403 403 201 403 403 403 201"),
    ("post", "/organisations", {"kind": "company", "name_nb": "Ny AS"}, "401 403 403 201 403 403 403 201"),
    ("patch", "/organisations/komm", {"short_name": "K"}, "401 403 403 403 403 200 403 200"),
    ("patch", "/organisations/uni", {"short_name": "U"}, "401 403 403 403 403 403 403 200"),
    ("post", "/organisations/uni/units", {"name_nb": "Ny", "parent": "fak"}, "401 403 403 201 201 403 403 201"),
    ("patch", "/units/inst", {"name_en": "Dept"}, "401 403 403 200 200 403 403 200"),
    ("post", "/people", {"name": "Ny", "affiliation": PLACE}, "401 403 403 403 403 201 403 201"),
    ("patch", "/people/person22", {"name": "Nytt"}, "401 403 403 200 200 403 403 200"),
    ("post", "/people/person22/affiliations", PLACE, "401 403 403 403 403 201 403 201"),
]


@pytest.mark.requirement("R-NFR-05")
def test_each_role() -> None:
    world = build()
    programs = {who: Program(world.users[who], if_match="*") for who in WHO}
    wrong = []
    for method, path, body, expected in WRITES:
        for who, wanted in zip(WHO, expected.split(), strict=True):
            with transaction.atomic():
                answer = programs[who].send(method, path, body)
                transaction.set_rollback(True)
            if str(answer.status_code) != wanted:
                wrong.append(f"{method} {path} by {who}: {answer.status_code}, expected {wanted}")
            if answer.status_code == 403 and len(answer.json()["detail"]) < 20:
                wrong.append(f"{method} {path} by {who}: no reason")
    assert not wrong, "\n".join(wrong)
