"""A program makes an entry, changes it, takes it onward, and is told what stands in the way."""

import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from samspill.registry.choices import Status, Visibility
from samspill.registry.models import Contribution, Entry, EntryIdentifier
from tests.api.helpers import Program, problem
from tests.factories import (
    EvidenceFactory,
    GoalFactory,
    PublishedEntryFactory,
    ReadingFactory,
    level,
)
from tests.scenes import Scene, client_of

pytestmark = pytest.mark.django_db
NEW = {"kind": "innovation", "title": "Varme fra kloakken", "types": ["product"], "summary": "Den **varmer**."}


@pytest.fixture
def scene() -> Scene:
    return Scene()


def made(program: Program, **more: Any) -> dict[str, Any]:
    answer = program.post("/entries", NEW | {"register": "senteret"} | more)
    assert answer.status_code == 201, answer.content
    assert answer["Location"].endswith(answer.json()["id"])
    found: dict[str, Any] = answer.json() | {"etag": answer["ETag"]}
    return found


@pytest.mark.requirement("R-PAR-28")
def test_the_whole_way_of_an_entry(scene: Scene) -> None:
    GoalFactory()
    owner, curator = Program(scene.owner), Program(scene.curator)
    entry = made(owner, sdgs=[11], keywords=["varme"])
    path = f"/entries/{entry['id']}"
    assert (entry["status"], entry["organisation"]["name"]) == ("draft", "Eksempeluniversitetet")
    assert entry["unit"]["code"] == scene.centre.code, "the register's own unit"

    part = owner.post(f"{path}/contributions", {"person": scene.owner_person.public_id, "roles": ["idea_owner"]})
    assert part.status_code == 201
    assert (
        owner.post(
            f"{path}/participations", {"organisation": scene.municipality.code, "role": "co_creator"}
        ).status_code
        == 201
    )
    level(4)
    reading = owner.post(f"{path}/readings", {"level": "trl-4", "date": "2024-03-01"})
    assert (reading.status_code, reading.json()["level"]) == (201, 4)
    corrected = owner.post(
        f"{path}/readings/{reading.json()['id']}/corrections", {"level": "trl-3", "reason": "Feil linje."}
    )
    assert corrected.json()["corrects"] == reading.json()["id"]
    link = owner.post(
        f"{path}/evidence", {"kind": "link", "url": "https://eksempel.no/rapport", "is_confidential": True}
    )
    assert link.status_code == 201
    other = PublishedEntryFactory()
    related = owner.post(f"{path}/relations", {"word": "grew_from", "entry": other.public_id})
    assert (related.status_code, related.json()["word"]) == (201, "grew_from")

    changed = owner.patch(path, {"title": "Varme fra avløpet"}, if_match=entry["etag"])
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert changed.json()["steps"] == ["submit", "withdraw"]
    assert owner.post(f"{path}/steps", {"step": "submit"}).json()["status"] == "submitted"
    returned = curator.post(f"{path}/steps", {"step": "return", "message": "Hvem deltok?"})
    assert returned.json()["status"] == "returned"
    owner.post(f"{path}/steps", {"step": "submit"})
    assert curator.post(f"{path}/steps", {"step": "publish"}).json()["status"] == "published"

    everyone = Program().get(path).json()
    assert everyone["title"] == "Varme fra avløpet"
    assert everyone["readiness"]["level"] == 3
    assert [one["corrected_by"] for one in everyone["readings"]] == [corrected.json()["id"], None]
    assert everyone["evidence"] == [], "confidential"
    assert everyone["contributions"][0]["person"]["name"] == "Eva Eier"
    assert (everyone["steps"], everyone["may_edit"]) == ([], False)
    assert Program().get("/entries").json()["items"][0]["id"] == entry["id"]


def test_an_entry_says_what_it_is_called_elsewhere(scene: Scene) -> None:
    entry = scene.published()
    made = EntryIdentifier.objects.create(entry=entry, scheme="doi", value="10.1234/varme")
    found = Program(None).get(f"/entries/{entry.public_id}").json()["identifiers"]
    url = "https://doi.org/10.1234/varme"
    assert found == [{"id": made.pk, "scheme": "doi", "value": "10.1234/varme", "url": url}]


def test_the_history_names_the_program(scene: Scene) -> None:
    owner = Program(scene.owner)
    entry = made(owner)
    owner.patch(f"/entries/{entry['id']}", {"title": "Nytt navn"}, if_match=entry["etag"])
    page = client_of(scene.owner).get(reverse("workspace:entry_history", args=[entry["id"]])).content.decode()
    assert f"Eva Eier, med programmet «{owner.token.name}»" in page
    lines = owner.get(f"/entries/{entry['id']}/history").json()["items"]
    assert lines[0]["who"].startswith("Eva Eier")
    assert owner.token.name in lines[0]["who"]


def test_history_comes_in_pages(scene: Scene) -> None:
    owner = Program(scene.owner)
    entry = made(owner)
    for step in ("submit", "take_back"):
        Contribution.objects.get_or_create(entry=Entry.objects.get(public_id=entry["id"]), person=scene.owner_person)
        assert owner.post(f"/entries/{entry['id']}/steps", {"step": step}).status_code == 200
    whole = owner.get(f"/entries/{entry['id']}/history").json()
    first = owner.get(f"/entries/{entry['id']}/history?limit=2").json()
    rest = owner.get(first["next"].removeprefix("http://127.0.0.1:8000")).json()
    assert first["items"] + rest["items"] == whole["items"]
    assert (whole["next"], rest["next"]) == (None, None)


@pytest.mark.requirement("R-NFR-05")
def test_who_sees_what(scene: Scene) -> None:
    hidden = scene.published(visibility=Visibility.UNIT)
    said = problem(Program().get(f"/entries/{hidden.public_id}"), 403, "refused")
    assert hidden.title not in str(said)
    assert Program(scene.owner).get(f"/entries/{hidden.public_id}").status_code == 200
    assert problem(Program(scene.stranger).get(f"/entries/{hidden.public_id}"), 403, "refused")
    ids = [one["id"] for one in Program(scene.stranger).get("/entries").json()["items"]]
    assert hidden.public_id not in ids
    draft = scene.entry(title="Utkast")
    assert [one["title"] for one in Program(scene.owner).get("/entries?status=draft").json()["items"]] == ["Utkast"]
    assert Program(scene.stranger).get("/entries?status=draft").json()["items"] == []
    assert [one["id"] for one in Program(scene.owner).get("/entries?mine=1").json()["items"]] == [
        draft.public_id,
        hidden.public_id,
    ]


def test_confidential_evidence_is_for_those_who_work_with_it(scene: Scene) -> None:
    entry = scene.published()
    EvidenceFactory(entry=entry, title="Hemmelig avtale", is_confidential=True)
    EvidenceFactory(entry=entry, title="Åpen rapport")
    path = f"/entries/{entry.public_id}"
    assert "Hemmelig" not in Program(scene.stranger).get(path).content.decode()
    assert {one["title"] for one in Program(scene.owner).get(path).json()["evidence"]} == {
        "Hemmelig avtale",
        "Åpen rapport",
    }


def test_a_withdrawn_entry_tells_that_it_was_here(scene: Scene) -> None:
    entry = scene.published(title="Borte")
    path = f"/entries/{entry.public_id}"
    gone = Program(scene.curator).post(f"{path}/steps", {"step": "withdraw", "message": "Feil eier."})
    assert gone.json()["status"] == "withdrawn"
    said = problem(Program().get(path), 410, "withdrawn")
    assert said["reason"] == "Feil eier."
    assert "summary" not in said


def test_what_is_published_is_corrected_with_a_reason(scene: Scene) -> None:
    entry = scene.published()
    owner, path = Program(scene.owner), f"/entries/{entry.public_id}"
    etag = owner.get(path)["ETag"]
    said = problem(owner.patch(path, {"title": "Nytt"}, if_match=etag), 422, "invalid")
    assert said["errors"][0]["pointer"] == "/reason"
    assert owner.patch(path, {"title": "Nytt", "reason": "Skrivefeil"}, if_match=etag).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"title": "x"}, "/kind"),
        (NEW | {"tittel": "x"}, "/tittel"),
        (NEW | {"title": " "}, "/title"),
        (NEW | {"types": ["finnes-ikke"], "register": "senteret"}, "/types"),
        (NEW | {"sdgs": [18]}, "/sdgs/0"),
        (NEW | {"start_date": "2024-02-30"}, "/start_date"),
        (NEW | {"start_date": "2024-02-02", "end_date": "2024-01-01", "register": "senteret"}, "/end_date"),
        (NEW | {"start_date": 1700000000}, "/start_date"),
        (NEW | {"register": "ukjent"}, "/register"),
        (NEW, "/register"),
        (NEW | {"register": "senteret", "details": {"tull": 1}}, "/details/tull"),
        (NEW | {"register": "senteret", "details": {"hours": -1}}, "/details/hours"),
        (NEW | {"keywords": ["x" * 101]}, "/keywords/0"),
        (NEW | {"title": "x\x00y"}, "/title"),
        (NEW | {"title": "x" * 10_000}, "/title"),
        (NEW | {"visibility": "alle"}, "/visibility"),
    ],
)
def test_a_fault_names_its_field(scene: Scene, body: dict[str, Any], pointer: str) -> None:
    said = problem(Program(scene.owner).post("/entries", body), 422, "invalid")
    assert said["errors"][0]["pointer"] == pointer
    assert said["errors"][0]["message"]
    assert not Entry.objects.exists()


def test_odd_text_is_kept_as_it_is(scene: Scene) -> None:
    odd = "'; DROP TABLE registry_entry; -- <script>alert(1)</script> \u202e 𝔘"
    entry = made(Program(scene.owner), title=odd, summary=odd * 20, keywords=[odd[:60]])
    assert (entry["title"], entry["keywords"]) == (odd, [odd[:60]])


def test_a_part_is_changed_only_by_who_has_seen_it(scene: Scene) -> None:
    entry = scene.complete()
    owner, path = Program(scene.owner), f"/entries/{entry.public_id}"
    part = owner.get(path).json()["contributions"][0]
    there = f"{path}/contributions/{part['id']}"
    problem(owner.patch(there, {"share": 40}), 428, "no-version")
    changed = owner.patch(there, {"share": 40}, if_match=part["etag"])
    assert (changed.json()["share"], changed.json()["roles"]) == (40.0, part["roles"])
    said = problem(owner.patch(there, {"share": 50}, if_match=part["etag"]), 412, "stale")
    assert (said["yours"]["sent"], said["current"]["resource"]["share"]) == ({"share": 50}, 40.0)
    problem(owner.patch(there, {"share": 101}, if_match="*"), 422, "invalid")
    problem(owner.post(f"{path}/contributions", {"person": scene.owner_person.public_id}), 409, "conflict")
    problem(owner.delete(there, if_match=part["etag"]), 412, "stale")
    assert owner.delete(there, if_match=changed["ETag"]).status_code == 204
    assert owner.get(path).json()["contributions"] == []


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_the_same_moment_one_is_told_of_the_other() -> None:
    """Also where the other has been let past the check of If-Match, and writes only afterwards."""
    scene = Scene()
    entry = scene.complete()
    owner = Program(scene.owner)
    shown = owner.get(f"/entries/{entry.public_id}").json()
    for kind, change in (("contributions", {"share": 40}), ("participations", {"start_date": "2024-01-01"})):
        part = shown[kind][0]
        there = f"/api/v1/entries/{entry.public_id}/{kind}/{part['id']}"
        days = ("2025-01-01", "2025-01-02")
        answers = at_once(owner, [(there, change | {"end_date": day}, part["etag"]) for day in days])
        assert sorted(answer.status_code for answer in answers) == [200, 412], kind


def at_once(program: Program, sent: Sequence[tuple[str, Any, str]]) -> list[Any]:
    """PATCHes that are all under way before one of them can write: the row that they wait for is held until then."""
    answers: list[Any] = []

    def send(there: str, body: Any, tag: str) -> None:
        client = Client(headers={"authorization": f"Bearer {program.secret}", "if-match": tag})
        answers.append(client.patch(there, body, content_type="application/json"))
        connection.close()

    threads = [threading.Thread(target=send, args=one) for one in sent]
    with transaction.atomic():
        list(Entry.objects.select_for_update())
        for thread in threads:
            thread.start()
        time.sleep(0.5)
    for thread in threads:
        thread.join()
    return answers


def test_a_refused_change_of_two_things_leaves_both(scene: Scene) -> None:
    entry = scene.entry(title="Før")
    owner, path = Program(scene.owner), f"/entries/{entry.public_id}"
    answer = owner.patch(path, {"title": "Etter", "register": "ukjent"}, if_match=owner.get(path)["ETag"])
    assert problem(answer, 422, "invalid")["errors"][0]["pointer"] == "/register"
    entry.refresh_from_db()
    assert entry.title == "Før"


def test_a_scale_that_does_not_fit_is_refused(scene: Scene) -> None:
    entry = scene.entry(types=["artistic"])
    ReadingFactory(entry=scene.published())
    said = problem(
        Program(scene.owner).post(f"/entries/{entry.public_id}/readings", {"level": "trl-4", "date": "2024-01-01"}),
        422, "invalid",
    )  # fmt: skip
    assert said["errors"][0]["pointer"] == "/level"
    late = {"level": "artistic-2", "date": "2999-01-01"}
    said = problem(Program(scene.owner).post(f"/entries/{entry.public_id}/readings", late), 422, "invalid")
    assert said["errors"][0]["pointer"] == "/date"


@pytest.mark.requirement("R-PAR-28")
def test_each_thing_that_an_entry_lacks_is_named_by_its_field(scene: Scene) -> None:
    entry = scene.entry(types=[], summary=" ")
    entry.contributions.all().delete()
    path = f"/entries/{entry.public_id}/steps"
    said = problem(Program(scene.owner, accept_language="en").post(path, {"step": "submit"}), 422, "invalid")
    assert [(fault["pointer"], fault["message"]) for fault in said["errors"]] == [
        ("/types", "Choose at least one type."),
        ("/summary", "Describe it in a few sentences."),
        ("/contributions", "Name at least one contributor or partner."),
    ]
    assert said["detail"] == " ".join(fault["message"] for fault in said["errors"])
    assert said["errors"][0]["mend"].endswith("/api/v1/vocabularies/entry-types")
    assert "/participations" in said["errors"][2]["mend"]


def test_steps_that_are_not_possible(scene: Scene) -> None:
    entry = scene.entry(summary="")
    path = f"/entries/{entry.public_id}/steps"
    problem(Program(scene.owner).post(path, {"step": "submit"}), 422, "invalid")
    alone = scene.entry(summary="Den varmer.")
    alone.contributions.all().delete()
    [fault] = problem(
        Program(scene.owner).post(f"/entries/{alone.public_id}/steps", {"step": "submit"}), 422, "invalid"
    )["errors"]
    assert fault["pointer"] == "/contributions"
    assert "/participations" in fault["mend"]
    problem(Program(scene.owner).post(path, {"step": "publish"}), 403, "refused")
    problem(Program(scene.owner).post(path, {"step": "fly"}), 422, "invalid")
    entry.refresh_from_db()
    assert entry.status == Status.DRAFT
