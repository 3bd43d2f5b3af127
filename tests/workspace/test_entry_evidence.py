"""Evidence on the page: files by their content, links, notes."""

import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from samspill.registry.models import Entry, Evidence
from tests.factories import EvidenceFactory
from tests.scenes import Scene, client_of
from tests.scenes import page as page_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-05", "R-ART-02")]

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 30


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


def address(entry: Entry, language: str = "nb") -> str:
    return page_of("workspace:entry_evidence", entry.public_id, language=language)


def office(*members: str) -> bytes:
    """A zip with these members, as Word and Excel make."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for member in members:
            archive.writestr(member, "<x/>")
    return data.getvalue()


def send(scene: Scene, entry: Entry, name: str, content: bytes, language: str = "nb", **more: str) -> object:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")  # what the browser says is not believed
    return client_of(scene.owner).post(
        address(entry, language), {"do": "file", "file-file": file} | {f"file-{key}": v for key, v in more.items()}
    )


def test_a_file_is_stored_under_a_random_name_with_its_checksum(tmp_path: Path) -> None:
    scene = Scene()
    entry = scene.entry()
    send(scene, entry, "../../Rapport æøå.pdf", PDF, title="Rapporten", date="2024-05-01", is_confidential="on")
    piece = entry.evidence.get()
    assert (piece.title, piece.file_name, piece.content_type) == ("Rapporten", "Rapport æøå.pdf", "application/pdf")
    assert (piece.size, piece.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert piece.is_confidential
    assert piece.file.name == f"evidence/{piece.public_id[:2]}/{piece.public_id}"
    assert (tmp_path / piece.file.name).read_bytes() == PDF
    assert piece.added_by == scene.owner


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("bilde.png", PNG, "image/png"),
        ("bilde.JPG", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20, "image/jpeg"),
        ("ark.xlsx", office("[Content_Types].xml", "xl/workbook.xml"), None),
        ("brev.docx", office("[Content_Types].xml", "word/document.xml"), None),
        ("tall.csv", "Tittel;År\nVarme;2024\n".encode("cp1252"), "text/csv"),
        ("notat.txt", "Å være <3 eller ikke".encode(), "text/plain"),
    ],
)
def test_documents_and_pictures_come_in(name: str, content: bytes, content_type: str | None) -> None:
    scene = Scene()
    entry = scene.entry()
    answer = send(scene, entry, name, content)
    assert answer.status_code == 302  # type: ignore[attr-defined]
    if content_type:
        assert entry.evidence.get().content_type == content_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("side.html", b"<html><script>alert(1)</script></html>"),
        ("tegning.svg", b"<svg onload='alert(1)'/>"),
        ("program.exe", b"MZ\x90\x00" + b"\x00" * 60),
        ("program.pdf", b"MZ\x90\x00" + b"\x00" * 60),
        ("side.txt", b"  <!doctype html><script>alert(1)</script>"),
        ("side.csv", b"a;b\n1;<SCRIPT>alert(1)</SCRIPT>"),
        ("bilde.png", PDF),
        ("rapport.pdf", PNG),
        ("makro.docx", office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        ("makro.docm", office("[Content_Types].xml", "word/document.xml")),
        ("ark.docx", office("[Content_Types].xml", "xl/workbook.xml")),
        ("ark.xlsx", b"PK\x03\x04 not a zip"),
        ("arkiv.zip", office("a.txt")),
        ("uten endelse", PDF),
        ("binær.txt", b"abc\x00def"),
    ],
)
def test_other_content_is_refused_with_a_sentence(name: str, content: bytes) -> None:
    scene = Scene()
    entry = scene.entry()
    answer = send(scene, entry, name, content, title="Beholdes", language="en")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert 'id="id_file-file_error"' in answer.text  # type: ignore[attr-defined]
    assert 'value="Beholdes"' in answer.text  # type: ignore[attr-defined]
    assert not Evidence.objects.exists()


def test_too_large_and_empty_files_are_refused(settings: object) -> None:
    scene = Scene()
    entry = scene.entry()
    settings.FILE_UPLOAD_MAX_SIZE = 100  # type: ignore[attr-defined]
    large = send(scene, entry, "stor.pdf", PDF + b" " * 100, language="en")
    assert large.status_code == 422  # type: ignore[attr-defined]
    assert "the limit is 100 bytes" in large.text.replace("\xa0", " ")  # type: ignore[attr-defined]
    assert send(scene, entry, "tom.pdf", b"").status_code == 422  # type: ignore[attr-defined]
    assert not Evidence.objects.exists()


def test_links_and_notes() -> None:
    scene = Scene()
    entry = scene.entry()
    client = client_of(scene.owner)
    client.post(address(entry), {"do": "link", "link-url": "https://eksempel.no/omtale", "link-title": "Omtale"})
    client.post(address(entry), {"do": "note", "note-note": "Sagt på møtet", "note-date": "2024-02-02"})
    assert {(piece.kind, piece.title) for piece in entry.evidence.all()} == {
        ("link", "Omtale"),
        ("note", "Sagt på møtet"),
    }
    page = client.get(address(entry)).text
    assert "https://eksempel.no/omtale" in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "", "ikke en adresse"])
def test_a_link_must_be_an_address_on_the_web(url: str) -> None:
    scene = Scene()
    answer = client_of(scene.owner).post(address(scene.entry()), {"do": "link", "link-url": url})
    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_evidence_is_made_public_and_removed_and_the_file_goes(
    tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    scene = Scene()
    entry = scene.entry()
    send(scene, entry, "rapport.pdf", PDF, is_confidential="on")
    piece = entry.evidence.get()
    client = client_of(scene.owner)
    client.post(address(entry), {"do": "change", "evidence": piece.public_id, f"{piece.public_id}-title": "Ny"})
    piece.refresh_from_db()
    assert (piece.title, piece.is_confidential) == ("Ny", False)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(address(entry), {"do": "remove", "evidence": piece.public_id})
    assert not Evidence.objects.exists()
    assert not (tmp_path / piece.file.name).exists()
    assert "rapport.pdf" in client.get(page_of("workspace:entry_history", entry.public_id)).text


def test_evidence_of_another_entry_is_out_of_reach() -> None:
    scene = Scene()
    foreign = EvidenceFactory()
    answer = client_of(scene.owner).post(address(scene.entry()), {"do": "remove", "evidence": foreign.public_id})
    assert answer.status_code == 302, "as one that is gone"
    assert Evidence.objects.filter(pk=foreign.pk).exists()


def test_who_saves_last_sees_what_somebody_else_said_of_the_same_evidence() -> None:
    """Else a title that is mended makes public what has been made confidential in the same minutes."""
    scene = Scene()
    entry = scene.entry()
    send(scene, entry, "rapport.pdf", PDF, title="Rapporten")
    piece = entry.evidence.get()
    owner, curator = client_of(scene.owner), client_of(scene.curator)
    seen = {f"{piece.public_id}-seen": field(owner.get(address(entry, "en")), f"{piece.public_id}-seen")}
    change = {"do": "change", "evidence": piece.public_id, f"{piece.public_id}-title": "Rapporten"} | seen
    assert curator.post(address(entry), change | {f"{piece.public_id}-is_confidential": "on"}).status_code == 302

    mended = change | {f"{piece.public_id}-title": "Rapport 2024"}
    late = owner.post(address(entry, "en"), mended)
    assert late.status_code == 409
    assert "Above the form stands what is saved now" in late.text
    assert "Rapport 2024" in late.text, "what was typed is kept"
    piece.refresh_from_db()
    assert (piece.title, piece.is_confidential) == ("Rapporten", True)

    again = mended | {name: field(late, name) for name in seen} | {f"{piece.public_id}-is_confidential": "on"}
    assert owner.post(address(entry, "en"), again).status_code == 302
    piece.refresh_from_db()
    assert (piece.title, piece.is_confidential) == ("Rapport 2024", True)


def field(answer: HttpResponse, name: str) -> str:
    """What the page holds in a hidden field."""
    found = re.search(rf'name="{name}" value="(\w+)"', answer.text)
    assert found, name
    return found[1]
