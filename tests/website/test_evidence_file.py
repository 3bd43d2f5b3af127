"""Evidence files: only through the permission check, and as a download that no browser runs."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings

from samspill.registry.choices import Status
from samspill.registry.models import Entry, Evidence
from tests.factories import EvidenceFactory, PublishedEntryFactory
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-05")]


@pytest.fixture
def scene(tmp_path: Path, settings: Settings) -> Scene:
    settings.MEDIA_ROOT = tmp_path
    return Scene()


def evidence(entry: Entry, *, is_confidential: bool = False) -> Evidence:
    return EvidenceFactory(
        entry=entry,
        kind=Evidence.Kind.FILE,
        url="",
        file=ContentFile(b"<script>1</script>", name="x"),
        file_name="Bevis på æøå.html",
        content_type="text/html",
        is_confidential=is_confidential,
    )


@pytest.fixture
def entry(scene: Scene) -> Entry:
    return PublishedEntryFactory(organisation=scene.university, unit=scene.centre, created_by=scene.owner)


def test_a_public_file_is_a_download_with_its_name(entry: Entry, client: Client) -> None:
    response = client.get(page("website:evidence_file", evidence(entry).public_id))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"<script>1</script>"  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment;")
    assert "filename*=utf-8''Bevis%20p%C3%A5%20%C3%A6%C3%B8%C3%A5.html" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("who", "status"),
    [("", 403), ("stranger", 403), ("representative", 403), ("owner", 200), ("curator", 200), ("administrator", 200)],
)
def test_a_confidential_file_is_for_those_who_work_with_the_entry(
    scene: Scene, entry: Entry, client: Client, who: str, status: int
) -> None:
    file = evidence(entry, is_confidential=True)
    browser = client_of(getattr(scene, who)) if who else client
    response = browser.get(page("website:evidence_file", file.public_id))
    assert response.status_code == status
    assert response.getvalue().startswith(b"<script>1") == (status == 200)  # type: ignore[attr-defined]
    if status == 200:
        assert "no-store" in response["Cache-Control"]


def test_a_file_of_an_entry_that_is_not_open_is_refused(scene: Scene, entry: Entry, client: Client) -> None:
    file = evidence(entry)
    Entry.objects.filter(pk=entry.pk).update(status=Status.DRAFT)
    assert client.get(page("website:evidence_file", file.public_id)).status_code == 403


def test_what_is_not_a_file_or_is_lost_is_not_found(entry: Entry, client: Client) -> None:
    assert client.get(page("website:evidence_file", EvidenceFactory(entry=entry).public_id)).status_code == 404
    lost = evidence(entry)
    Path(lost.file.path).unlink()
    assert client.get(page("website:evidence_file", lost.public_id)).status_code == 404
    assert client.get(page("website:evidence_file", "zzzzzzzz")).status_code == 404
