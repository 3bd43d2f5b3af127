"""What no page of ours would send, sent by hand: answered clearly, and nothing is lost or forged."""

import pytest
from django.test import Client

from samspill.registry.models import Confirmation, ImportJob
from tests.scenes import Scene, client_of, page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("version", ["²", "99999999999999999999", "9" * 5000, "-1", "", "1e3"])
@pytest.mark.parametrize("name", ["entry_edit", "entry_autosave"])
@pytest.mark.parametrize("resolve", [{}, {"resolve": "1", "pick-title": "mine", "mine-title": "Ny"}])
def test_version_that_cannot_be_one(name: str, version: str, resolve: dict[str, str]) -> None:
    scene = Scene()
    entry = scene.entry(title="Før")
    posted = {"version": version, "title": "Ny", "types": "product", "language": "nb", "visibility": "public"}
    answer = client_of(scene.owner).post(page(f"workspace:{name}", entry.public_id), posted | resolve)
    assert answer.status_code == 422
    entry.refresh_from_db()
    assert entry.title == "Før"


@pytest.mark.parametrize("statement", ["contributed", "", "x" * 500])
def test_representative_answers_only_what_can_be_asked(statement: str) -> None:
    scene = Scene()
    entry = scene.published()
    answer = client_of(scene.representative).post(
        page("workspace:entry_answer", entry.public_id),
        {
            "part_kind": "participation",
            "part": str(entry.participations.get().pk),
            "statement": statement,
            "answer": "confirmed",
        },
    )
    assert answer.status_code == 422
    assert not Confirmation.objects.exists()


def test_what_another_tab_typed_is_not_thrown_away() -> None:
    scene = Scene()
    entry = scene.entry(title="Før")
    browser = client_of(scene.owner)
    posted = {"version": "1", "title": "Ny", "types": "product", "language": "nb", "visibility": "public"}
    autosave = page("workspace:entry_autosave", entry.public_id)
    assert browser.post(autosave, posted).json()["version"] == 2
    assert browser.post(autosave, posted | {"summary": "Fra den gamle fanen"}).status_code == 409
    assert browser.post(autosave, posted | {"version": "2", "title": "Nyere"}).json()["version"] == 3
    assert "Fra den gamle fanen" in browser.get(page("workspace:entry_edit", entry.public_id)).text


@pytest.mark.parametrize("name", ["import_mend", "import_decide"])
@pytest.mark.parametrize("row", ["²", "٣", "-1", "9" * 30])
def test_row_that_cannot_be_one(name: str, row: str) -> None:
    scene = Scene()
    job = ImportJob.objects.create(register=scene.register, file_name="ark.csv", created_by=scene.curator)
    data = {"row": row, "column": row, "value": "x", "choice": "here"}
    assert client_of(scene.curator).post(page(f"workspace:{name}", job.public_id), data).status_code == 302


def test_form_without_its_token_is_explained_in_the_users_language() -> None:
    strict = Client(enforce_csrf_checks=True)
    for language, said in (("nb", "Skjemaet er for gammelt"), ("nn", "Skjemaet er for gammalt"), ("en", "too old")):
        answer = strict.post(page("account_login", language=language), {"login": "a@eksempel.no", "password": "x"})
        assert answer.status_code == 403
        assert said in answer.text
