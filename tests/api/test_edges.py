"""What happens at the edges: odd characters, bodies where none belong, and places that are somebody else's."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from samspill.api.cursors import BY_CODE, BY_NUMBER, write
from samspill.api.document import document
from samspill.api.schemas.base import In, Out
from samspill.centres.models import Milestone
from samspill.core.due import due_for
from samspill.parties.models import Role
from samspill.registry.choices import Status
from samspill.registry.models import Entry
from tests.api.helpers import Program, problem
from tests.centres.factories import CentreFactory, InitiativeFactory, MilestoneFactory
from tests.factories import EvidenceFactory, RegisterFactory, RoleFactory, UnitFactory
from tests.scenes import Scene, client_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def scene() -> Scene:
    return Scene()


def draft_of(scene: Scene) -> tuple[Program, str]:
    program = Program(scene.owner)
    made = program.post("/entries", {"kind": "innovation", "title": "Ny", "register": "senteret"}).json()
    return program, f"/entries/{made['id']}"


@pytest.mark.requirement("R-CEN-01")
def test_a_milestone_with_a_report_tells_where_it_is_fetched(scene: Scene) -> None:
    for path, of in (
        ("/centres/s0", {"centre": CentreFactory(code="s0")}),
        ("/initiatives/i0", {"initiative": InitiativeFactory(code="i0")}),
    ):
        held = MilestoneFactory(
            **({"centre": None} | of), kind=Milestone.Kind.OTHER, report_file="milestones/2026/r.pdf"
        )
        said = Program().get(path)
        assert said.status_code == 200
        [told] = [one for one in said.json()["milestones"] if one["id"] == held.public_id]
        assert told["report_file"].endswith(f"/milestones/{held.public_id}/report")


@pytest.mark.requirement("R-NFR-05")
def test_a_draft_is_made_in_no_register_of_others(scene: Scene) -> None:
    """A role in an organisation lets nobody put entries into another organisation's register."""
    RegisterFactory(organisation=scene.municipality, code="kommunens", is_public=True)
    program = Program(scene.owner)
    body = {"kind": "innovation", "title": "Ny", "register": "kommunens", "unit": scene.centre.code}
    problem(program.post("/entries", body | {"organisation": scene.university.code}), 403, "refused")
    assert not Entry.objects.exists()


@pytest.mark.requirement("R-NFR-05")
def test_an_entry_is_given_to_nobody_else_by_a_role_in_a_register(scene: Scene) -> None:
    """Its owner is the register's organisation, or a place where the caller may register."""
    program = Program(scene.owner)
    body = {"kind": "innovation", "title": "Ny", "register": "senteret"}
    others = UnitFactory(organisation=scene.municipality)
    for place in ({"organisation": scene.municipality.code}, {"unit": others.code}):
        problem(program.post("/entries", body | place), 403, "refused")
    RoleFactory(user=scene.owner, kind=Role.Kind.CONTRIBUTOR, organisation=scene.municipality)
    for place in ({"organisation": scene.municipality.code}, {"unit": others.code}, {}):
        assert program.post("/entries", body | place).status_code == 201


@pytest.mark.requirement("R-NFR-08", "R-PAR-28")
def test_what_waits_for_somebody_is_what_their_page_says(scene: Scene) -> None:
    program, path = draft_of(scene)
    assert program.post(f"{path}/steps", {"step": "submit"}).status_code == 422, "not complete yet"
    Entry.objects.update(status=Status.SUBMITTED)
    answer = Program(scene.curator).get("/me/work")
    assert answer.status_code == 200, answer.content
    found = [
        (group.code, due.code, due.what) for group, items in due_for(scene.curator, today=TODAY()) for due in items
    ]
    assert found
    assert [(one["kind"], one["code"], one["what"]) for one in answer.json()["items"]] == found
    assert client_of(scene.curator).get(urlsplit(answer.json()["items"][0]["page"]).path).status_code == 200
    problem(Program().get("/me/work"), 401, "no-token")


@pytest.mark.parametrize(
    ("path", "values"),
    [("/registers", (BY_CODE, "\ud800")), ("/organisations", (BY_CODE, "\udfff")), ("/people", (BY_NUMBER, 2**63))],
)
def test_a_cursor_that_no_row_can_have_is_refused(path: str, values: tuple[Any, ...]) -> None:
    problem(Program().get(f"{path}?cursor={write(*values)}"), 400, "bad-cursor")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("0001-01-01", "four digits"), ("0024-05-01", "four digits"), ("0999-12-31", "four digits"),
        ("3000-01-01", "before the year 3000"), ("9999-12-31", "before the year 3000"),
    ],
)  # fmt: skip
def test_days_that_nobody_means_are_refused_as_in_the_pages(scene: Scene, day: str, said: str) -> None:
    program, path = draft_of(scene)
    program.headers["accept_language"] = "en"
    for body, pointer in (
        ({"start_date": day}, "/start_date"),
        ({"end_date": day}, "/end_date"),
        ({"details": {"tto_date": day}}, "/details/tto_date"),
    ):
        fault = problem(program.patch(path, body, if_match="*"), 422, "invalid")["errors"][0]
        assert (fault["pointer"], said in fault["message"]) == (pointer, True), fault


def test_the_first_and_the_last_day_that_somebody_may_mean(scene: Scene) -> None:
    program, path = draft_of(scene)
    days = {"start_date": "1000-01-01", "end_date": "2999-12-31"}
    answer = program.patch(path, days, if_match="*")
    assert answer.status_code == 200, answer.content
    assert {name: answer.json()[name] for name in days} == days


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "{}"), ("own_word", "{}"), ("keywords", ["{}"]), ("details", {"venue": "{}"}), ("reason", "{}"),
        ("types", ["{}"]),
    ],
)  # fmt: skip
def test_signs_that_no_text_can_hold_are_named(scene: Scene, field: str, value: Any, sign: str) -> None:
    program, path = draft_of(scene)
    body = json.dumps({field: value}).replace("{}", json.dumps(f"a{sign}")[1:-1])
    said = problem(program.send("patch", path, body, if_match="*"), 422, "invalid")
    assert said["errors"][0]["pointer"].startswith(f"/{field}")


def test_a_text_that_is_too_long_is_told_so_and_how_many_signs_it_may_have(scene: Scene) -> None:
    """“Too many: Send fewer.” was for lists."""
    program, path = draft_of(scene)
    answer = program.patch(path, {"title": "x" * 301}, if_match="*", accept_language="en")
    said = problem(answer, 422, "invalid")
    assert said["detail"] == "One fault in the body. See “errors”."
    [fault] = said["errors"]
    assert (fault["message"], fault["mend"]) == ("Too long: at most 300 characters.", "Make it shorter.")
    answer = program.patch(path, {"keywords": ["x"] * 101, "ways": [""]}, if_match="*", accept_language="en")
    said = problem(answer, 422, "invalid")
    assert said["detail"] == "2 faults in the body. See “errors”."
    assert [fault["message"] for fault in said["errors"] if fault["pointer"] == "/keywords"] == [
        "Too many: at most 100."
    ]


def test_a_stale_deletion_is_told_of_whatever_its_body_is(scene: Scene) -> None:
    piece = EvidenceFactory(entry=scene.published())
    program = Program(scene.curator)
    path = f"/api/v1/entries/{piece.entry.public_id}/evidence/{piece.public_id}"
    headers = program.headers | {"if-match": '"gammel"'}
    problem(program.client.delete(path, "ikke json", content_type="text/plain", headers=headers), 412, "stale")


def test_each_schema_of_the_document_has_a_name_of_its_own() -> None:
    """Two that are called the same would stand for each other."""
    assert document()
    names = [one.__name__ for one in [*_all_below(Out), *_all_below(In)]]
    assert [name for name in set(names) if names.count(name) > 1] == []


def _all_below(kind: type) -> set[type]:
    return {found for below in kind.__subclasses__() for found in (below, *_all_below(below))}


def test_a_number_that_no_row_can_have_leads_nowhere(scene: Scene) -> None:
    entry, number = scene.entry(), 2**64
    program, path = Program(scene.administrator, if_match="*"), f"/entries/{entry.public_id}"
    problem(program.get(f"/roles/{number}"), 404, "not-found")
    problem(program.get(f"/personal-data-looks/{number}"), 404, "not-found")
    for part in ("contributions", "participations", "relations", "identifiers"):
        problem(program.delete(f"{path}/{part}/{number}"), 404, "not-found")
    correction = {"level": "trl-4", "reason": "Feil"}
    problem(program.post(f"{path}/readings/{number}/corrections", correction), 404, "not-found")
    place = f"/people/{scene.owner_person.public_id}/affiliations/{number}"
    problem(program.patch(place, {"title": "x"}), 404, "not-found")
