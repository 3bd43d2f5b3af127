"""What somebody meets who writes a program by the documentation alone."""

import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.helpers import Program, problem
from tests.centres.factories import CentreFactory
from tests.factories import RegisterFactory
from tests.scenes import Scene, client_of

pytestmark = pytest.mark.django_db
NEW = {"kind": "innovation", "title": "Ny", "register": "senteret"}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_every_unknown_word_is_told_at_once_with_the_vocabulary_that_has_them(scene: Scene) -> None:
    body = NEW | {"types": ["prodct"], "disciplines": ["x"], "service_areas": ["y"]}
    said = problem(Program(scene.owner, accept_language="en").post("/entries", body), 422, "invalid")
    told = {fault["pointer"]: fault for fault in said["errors"]}
    assert [*told] == ["/types", "/disciplines", "/service_areas"], "in the same order each time"
    assert "prodct" in told["/types"]["message"]
    assert told["/types"]["mend"].endswith("/api/v1/vocabularies/entry-types")
    assert told["/service_areas"]["mend"].endswith("/api/v1/vocabularies/service-areas")


def test_the_values_that_are_possible_are_told_in_no_language(scene: Scene) -> None:
    said = problem(Program(scene.owner).post("/entries", NEW | {"kind": "inovation"}), 422, "invalid")
    assert said["errors"][0]["mend"] == "Bruk en av: innovation, activity, result, impact_case."
    said = problem(Program().get("/entries?kind=x"), 400, "bad-parameter")
    assert said["errors"][0]["mend"].endswith("innovation, activity, result, impact_case.")


def test_whoever_overwrites_knowingly_waits_for_those_before(scene: Scene) -> None:
    """The entry is locked before its version is read: otherwise one of two at the same moment is refused."""
    entry = scene.entry()
    program = Program(scene.owner, if_match="*")
    with CaptureQueriesContext(connection) as asked:
        assert program.patch(f"/entries/{entry.public_id}", {"title": "Nytt"}).status_code == 200
    of_entries = [one["sql"] for one in asked if 'FROM "registry_entry"' in (one["sql"] or "")]
    assert "FOR UPDATE" in of_entries[0]


def test_a_relation_to_a_draft_is_shown_to_those_who_see_the_draft(scene: Scene) -> None:
    entry, draft = scene.published(), scene.entry(title="Utkastet")
    path = f"/entries/{entry.public_id}"
    made = Program(scene.owner).post(f"{path}/relations", {"word": "led_to", "entry": draft.public_id}).json()
    assert Program(scene.owner).get(path).json()["relations"] == [made]
    assert Program().get(path).json()["relations"] == []


def test_a_body_without_a_length_is_refused_as_such(scene: Scene) -> None:
    """Chunked: nobody could know how much comes, and what was sent was told to be missing."""
    program = Program(scene.owner)
    headers: Any = {"authorization": program.headers["authorization"], "transfer-encoding": "chunked"}
    answer = Client(headers=headers).generic(
        "POST", "/api/v1/entries", content_type="application/json", **{"wsgi.input": io.BytesIO(b"{}")}
    )
    problem(answer, 411, "no-length")


@pytest.mark.parametrize("value", [[1], "1.5", {"a": 1}, True])
def test_a_wrong_extra_field_is_named_as_it_was_sent(scene: Scene, value: Any) -> None:
    """And nothing of how we look at it: the pointer held names of functions and addresses of memory."""
    sent = (
        f'{{"kind": "innovation", "title": "Ny", "register": "senteret", "details": {{"hours": {json.dumps(value)}}}}}'
    )
    sent = sent.replace('"1.5"', "1.5")
    client = Client(headers=Program(scene.owner).headers)
    said = problem(client.post("/api/v1/entries", sent, content_type="application/json"), 422, "invalid")
    assert [(fault["pointer"], fault["message"]) for fault in said["errors"]] == [
        ("/details/hours", "Send en tekst eller et helt tall.")
    ]


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/organisations", {"kind": "company", "name_nb": "A", "number": "12"}, "/number"),
        ("/organisations", {"kind": "company", "name_nb": "A", "country": "Norge"}, "/country"),
        ("/people", {"name": "A", "affiliation": {"organisation": "nei"}}, "/affiliation/organisation"),
        ("/people", {"name": "A", "affiliation": {"organisation": "@", "unit": "nei"}}, "/affiliation/unit"),
        ("/entries/@/evidence", {"kind": "file"}, "/kind"),
        ("/entries/@/contributions", {"person": "@", "roles": ["nei"]}, "/roles"),
        ("/entries/@/participations", {"organisation": "@", "role": "nei"}, "/role"),
    ],
)
def test_a_fault_says_where_it_is_and_how_to_mend_it(scene: Scene, path: str, body: Any, pointer: str) -> None:
    there = {"organisation": scene.municipality.code, "person": scene.owner_person.public_id}
    body = {name: there[name] if value == "@" else value for name, value in body.items()}
    if body.get("affiliation", {}).get("organisation") == "@":
        body["affiliation"]["organisation"] = scene.municipality.code
    path = path.replace("@", scene.entry().public_id)
    said = problem(Program(scene.administrator, accept_language="nb").post(path, body), 422, "invalid")
    [fault] = said["errors"]
    assert (fault["pointer"], bool(fault["mend"])) == (pointer, True)
    assert "String" not in said["detail"] + fault["message"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/entries?sdg=99", "sdg"),
        ("/entries?level=trl-99", "level"),
        ("/entries?year=2025&year=2026", "year"),
        ("/search?q=a&q=b", "q"),
        ("/search?filter=sdg:99", "filter"),
        ("/centres?scheme=nei", "scheme"),
        ("/centres?register=lukket", "register"),
        ("/centres?unit=nei", "unit"),
        ("/centres?role=host", "role"),
        ("/recommendations?subject=nei", "subject"),
        ("/recommendations?subject=centre:nei", "subject"),
        ("/registers/senteret/assessment-results?impact=3", "probability"),
        ("/people?unit=nei", "unit"),
        ("/stories?form=nei", "form"),
        ("/municipalities?county=99", "county"),
    ],
)
def test_a_wrong_parameter_is_named_and_never_ignored(scene: Scene, path: str, parameter: str) -> None:
    RegisterFactory(organisation=scene.university, code="lukket", is_public=False)
    who = Program(scene.curator) if path.startswith("/registers") else Program()
    said = problem(who.get(path), 400, "bad-parameter")
    [fault] = said["errors"]
    assert fault["parameter"] == parameter
    assert "«»" not in said["detail"]


@pytest.mark.requirement("R-NFR-05")
def test_a_centre_is_not_found_by_a_register_that_the_reader_may_not_know_of(scene: Scene) -> None:
    closed = RegisterFactory(organisation=scene.university, unit=scene.centre, code="lukket", is_public=False)
    CentreFactory(code="s0", name_nb="Åpent senter").register_links.create(register=closed)
    shown = ["Åpent senter" in Client().get(f"/sentre/?register={code}").content.decode() for code in ("lukket", "nei")]
    assert shown[0] == shown[1], "a register that is hidden is like one that is not there"
    assert "Åpent senter" in client_of(scene.curator).get("/sentre/?register=lukket").content.decode()
    [found] = Program(scene.curator).get("/centres?register=lukket").json()["items"]
    assert found["code"] == "s0"
