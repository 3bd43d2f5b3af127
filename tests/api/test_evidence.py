"""Evidence by programs: files go up and come down again, and what is said of them is changed."""

import hashlib
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from samspill.parties.models import Role
from samspill.registry.models import Evidence
from tests.api.helpers import Program, problem
from tests.factories import RoleFactory, UserFactory
from tests.scenes import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-PAR-28")]
PDF = b"%PDF-1.7\n" + b"Rapport. " * 500


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def path(scene: Scene) -> str:
    """The evidence of a draft of the owner's."""
    body = {"kind": "innovation", "title": "Ny", "register": "senteret"}
    return f"/api/v1/entries/{Program(scene.owner).post('/entries', body).json()['id']}/evidence"


def send(program: Program, path: str, content: bytes = PDF, name: str = "rapport.pdf", **more: Any) -> Any:
    fields = {"file": SimpleUploadedFile(name, content)} | more.pop("fields", {})
    return program.client.post(f"{path}/files", fields, headers=program.headers | more)


def test_a_file_goes_up_and_comes_down_again(scene: Scene, path: str) -> None:
    owner, stranger = Program(scene.owner), Program(scene.stranger)
    made = send(owner, path, fields={"title": "Årsrapport", "date": "2026-03-01", "is_confidential": "true"})
    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["kind"], told["title"], told["date"], told["is_confidential"]) == (
        "file", "Årsrapport", "2026-03-01", True,
    )  # fmt: skip
    assert told["file"] == {
        "name": "rapport.pdf", "content_type": "application/pdf", "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(), "address": f"http://testserver{path}/{told['id']}/file",
    } | {"address": told["file"]["address"]}  # fmt: skip
    address = told["file"]["address"][told["file"]["address"].index("/api/v1") :]
    got = owner.get(address)
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Type"] == "application/pdf"
    assert got["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    assert owner.get(address, if_none_match=got["ETag"]).status_code == 304
    problem(stranger.get(address), 403, "refused")
    problem(Program().get(address), 403, "refused")
    problem(owner.get(address.replace(told["id"], "zzzzzzzz")), 404, "not-found")


def test_only_those_who_may_change_the_entry(scene: Scene, path: str) -> None:
    reader = UserFactory()
    RoleFactory(user=reader, kind=Role.Kind.READER, unit=scene.centre)
    for user, status in ((scene.owner, 201), (scene.curator, 201), (scene.stranger, 403), (reader, 403)):
        assert send(Program(user), path).status_code == status, user
    problem(send(Program(), path), 401, "no-token")
    problem(send(Program(scene.owner, "read"), path), 403, "missing-scope")
    assert Evidence.objects.count() == 2


def test_a_file_that_is_sent_twice_is_kept_once(scene: Scene, path: str) -> None:
    owner = Program(scene.owner)
    key = {"idempotency-key": "en-nøkkel".encode().hex()}
    first = send(owner, path, **key)
    again = send(owner, path, **key)  # with other marks between its parts
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotency-Replayed"] == "true"
    problem(send(owner, path, PDF + b"!", **key), 409, "key-used")
    problem(send(owner, path, name="annen.pdf", **key), 409, "key-used")
    problem(send(owner, path, fields={"title": "Ny"}, **key), 409, "key-used")
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "fields", "status", "code", "pointer"),
    [
        (b"MZ program", "rapport.pdf", {}, 422, "invalid", "/file"),
        (b"<html>", "side.html", {}, 422, "invalid", "/file"),
        (b"", "tom.pdf", {}, 422, "invalid", "/file"),
        (PDF + b" " * 9_000, "stor.pdf", {}, 422, "invalid", "/file"),
        (PDF, "r.pdf", {"date": "i fjor"}, 422, "invalid", "/date"),
        (PDF, "r.pdf", {"is_confidential": "ja"}, 422, "invalid", "/is_confidential"),
        (PDF, "r.pdf", {"title": "x" * 201}, 422, "invalid", "/title"),
        (PDF, "r.pdf", {"file": "ikke en fil"}, 422, "invalid", "/file"),
        (PDF + b" " * 100_000, "altfor.pdf", {}, 413, "too-large", None),
    ],
)
def test_files_that_are_not_taken(
    scene: Scene, path: str, settings: Any, content: bytes, name: str, fields: Any, status: int, code: str, pointer: Any
) -> None:
    settings.FILE_UPLOAD_MAX_SIZE = len(PDF) + 5_000
    before = default_storage.listdir("evidence")[0] if default_storage.exists("evidence") else []
    said = problem(send(Program(scene.owner), path, content, name, fields=fields), status, code)
    assert [one.get("pointer") for one in said.get("errors", [])] == ([pointer] if pointer else [])
    assert not Evidence.objects.exists()
    assert (default_storage.listdir("evidence")[0] if default_storage.exists("evidence") else []) == before


def test_forms_and_json_have_each_their_address(scene: Scene, path: str) -> None:
    owner = Program(scene.owner)
    problem(owner.post(f"{path}/files", {"kind": "note", "note": "x"}), 415, "wrong-type")
    problem(owner.client.post(path, {"kind": "note", "note": "x"}, headers=owner.headers), 415, "wrong-type")
    headers = owner.headers | {"content-type": "multipart/form-data; boundary=x"}
    broken = Client().generic(
        "POST", f"{path}/files", b"--y", content_type=headers["content-type"], headers=owner.headers
    )
    assert broken.status_code in (400, 422)


def test_what_is_said_of_evidence_is_changed_by_who_has_seen_it(scene: Scene, path: str) -> None:
    owner = Program(scene.owner)
    made = send(owner, path).json()
    one = f"{path}/{made['id']}"
    problem(owner.patch(one, {"title": "Ny"}), 428, "no-version")
    problem(owner.patch(one, {"title": "Ny"}, if_match='"x"'), 412, "stale")
    problem(Program(scene.stranger).patch(one, {"title": "Ny"}, if_match="*"), 403, "refused")
    changed = owner.patch(one, {"title": "Ny", "is_confidential": True}, if_match=made["etag"])
    assert changed.status_code == 200, changed.content
    assert (changed.json()["title"], changed.json()["is_confidential"], changed.json()["date"]) == ("Ny", True, None)
    assert owner.patch(one, {"date": "2026-01-31"}, if_match="*").json()["title"] == "Ny"
    assert owner.patch(one, {"date": None}, if_match="*").json()["date"] is None
    problem(owner.patch(one, {"title": None, "is_confidential": None}, if_match="*"), 422, "invalid")
    other = Program(scene.owner).post("/entries", {"kind": "innovation", "title": "En til", "register": "senteret"})
    problem(
        owner.patch(f"/entries/{other.json()['id']}/evidence/{made['id']}", {"title": "x"}, if_match="*"),
        404,
        "not-found",
    )


def test_a_file_that_is_just_too_large_is_not_said_to_be_as_large_as_the_limit(
    scene: Scene, path: str, settings: Any
) -> None:
    settings.FILE_UPLOAD_MAX_SIZE = 1024 * 1024
    answer = send(Program(scene.owner, accept_language="en"), path, PDF.ljust(1024 * 1024 + 1))
    # filesizeformat parts number and unit with a space that does not break
    said = problem(answer, 422, "invalid")["detail"].replace("\xa0", " ")
    assert "is 1.1 MB; the limit is 1.0 MB." in said, said
    settings.FILE_UPLOAD_MAX_SIZE = 2048
    answer = send(Program(scene.owner, accept_language="en"), path, PDF[:2049])
    assert "is 2.1 KB; the limit is 2.0 KB." in answer.json()["detail"].replace("\xa0", " ")


@pytest.mark.requirement("R-CHN-07", "R-PAR-28")
def test_numbers_in_other_archives_are_added_as_they_are_pasted(scene: Scene) -> None:
    entry = scene.entry()
    path = f"/entries/{entry.public_id}"
    owner = Program(scene.owner)
    made = owner.post(f"{path}/identifiers", {"value": "https://doi.org/10.1234/abc"})
    assert (made.status_code, made.json()["scheme"], made.json()["value"]) == (201, "doi", "10.1234/abc")
    assert owner.post(f"{path}/identifiers", {"value": "10.1234/abc", "scheme": "doi"}).json() == made.json(), "once"
    assert owner.get(path).json()["identifiers"] == [made.json()]
    said = problem(owner.post(f"{path}/identifiers", {"value": "tull"}, accept_language="en"), 422, "invalid")
    assert [(fault["pointer"], fault["mend"]) for fault in said["errors"]] == [
        ("/scheme", "Use one of: nva, cristin, doi, handle, isbn, urn.")
    ]
    said = problem(owner.post(f"{path}/identifiers", {"value": "12", "scheme": "isbn"}), 422, "invalid")
    assert said["errors"][0]["pointer"] == "/value"
    said = problem(owner.post(f"{path}/identifiers", {"value": "hva er dette"}), 422, "invalid")
    assert said["errors"][0]["pointer"] == "/scheme"
    problem(Program(scene.stranger).post(f"{path}/identifiers", {"value": "10.1234/abc"}), 403, "refused")
    gone = f"{path}/identifiers/{made.json()['id']}"
    problem(owner.delete(f"/entries/{scene.entry().public_id}/identifiers/{made.json()['id']}"), 404, "not-found")
    assert owner.delete(gone).status_code == 204
    problem(owner.delete(gone), 404, "not-found")
    assert owner.get(path).json()["identifiers"] == []
