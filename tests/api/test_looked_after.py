"""What those read by programs who look after something: the same as in their pages, at the same number of questions."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samspill.parties.domain import roles as role_acts
from samspill.parties.models import Invitation, Role
from tests.api.helpers import Program, problem
from tests.factories import RoleFactory, UserFactory
from tests.scenes import Scene

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "/roles": 8,
    "/roles?ended=1": 8,
    "/invitations": 8,
}
"""Asked by an innovation leader; the allowance, the token, the roles and the user's person are four of them."""


class LookedAfter(Scene):
    """``number`` of all that is looked after in the register; addresses stand in ``names``."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.names: dict[str, str] = {}
        for one in range(number):
            place = {"register_code": "senteret"} if one else {"unit": self.centre}
            RoleFactory(kind=Role.Kind.READER, **place)
            RoleFactory(kind=Role.Kind.READER, valid_to=timezone.localdate() - timedelta(days=9), **place)
            invited(f"{one}@eksempel.no", **place)


def invited(email: str, *, days: int = 14, **values: Any) -> Invitation:
    expires = timezone.now() + timedelta(days=days)
    return Invitation.objects.create(
        email=email, kind=Role.Kind.READER, expires_at=expires, **({"token_hash": email} | values)
    )


@pytest.mark.parametrize("number", [1, 3])
def test_questions_do_not_grow(number: int) -> None:
    world = LookedAfter(number)
    program = Program(world.curator)
    wrong = {}
    for path, questions in QUESTIONS.items():
        address = path.format(**world.names)
        program.get(address)  # vocabularies are kept by the process
        with CaptureQueriesContext(connection) as asked:
            answer = program.get(address)
        assert answer.status_code == 200, (path, answer.content)
        assert len(answer.json().get("items", range(number))) >= number, path
        if len(asked) != questions:
            wrong[path] = len(asked)
    assert wrong == {}, repr(wrong)


@pytest.mark.requirement("R-PAR-28", "R-NFR-05")
def test_roles_say_who_gave_them_and_why_they_ended() -> None:
    scene = Scene()
    given = RoleFactory(kind=Role.Kind.READER, unit=scene.centre, granted_by=scene.curator)
    path = f"/roles/{given.pk}"
    said = Program(scene.curator).get(path)
    assert said.json()["granted_by"] == "Ivar Innovasjonsleder"
    assert said.json()["unit"]["code"] == scene.centre.code
    assert Program(scene.curator).get(path, if_none_match=said["ETag"]).status_code == 304
    role_acts.end_role(role=given, actor=scene.curator, on=None, reason="Sluttet")
    [ended] = Program(scene.curator).get("/roles?ended=1").json()["items"]
    assert (ended["id"], ended["is_over"], ended["end_reason"]) == (given.pk, True, "Sluttet")
    assert given.pk not in [row["id"] for row in Program(scene.curator).get("/roles").json()["items"]]
    named = Program(scene.curator).get("/roles?q=eva").json()["items"]
    assert [row["user"] for row in named] == ["Eva Eier"]
    assert Program(given.user).get(path).json()["email"] == given.user.email  # one's own
    problem(Program(scene.representative).get(path), 403, "refused")
    problem(Program(UserFactory()).get("/roles"), 403, "refused")
    problem(Program(scene.curator, "entries:write").get("/roles"), 403, "missing-scope")


@pytest.mark.requirement("R-PAR-28", "R-NFR-05")
def test_invitations_are_for_those_who_look_after_the_place_and_never_tell_their_link() -> None:
    scene = Scene()
    invited("ny@eksempel.no", unit=scene.centre, token_hash="f" * 64)
    invited("gammel@eksempel.no", days=-1, register_code="senteret")
    invited("annen@eksempel.no", organisation=scene.municipality)
    answer = Program(scene.curator).get("/invitations")
    said = [(row["email"], row["state"]) for row in answer.json()["items"]]
    assert said == [("ny@eksempel.no", "open"), ("gammel@eksempel.no", "expired")]
    assert "f" * 64 not in answer.text
    first = Program(scene.administrator).get("/invitations?limit=2").json()
    assert len(Program(scene.administrator).get(first["next"]).json()["items"]) == 1
    problem(Program(scene.owner).get("/invitations"), 403, "refused")
