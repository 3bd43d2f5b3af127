"""What no page of ours would send, sent by hand: answered clearly, and nothing is lost or forged."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from samspill.core.errors import RuleError
from samspill.parties.domain.units import reorganise
from samspill.parties.models import Invitation, Role
from samspill.registry.importing import acts, work
from samspill.registry.importing.options import Options
from samspill.registry.models import Confirmation, ImportJob, ImportRow
from tests.centres.factories import CentreFactory
from tests.factories import (
    AffiliationFactory,
    OrganisationFactory,
    PersonFactory,
    RegisterFactory,
    RoleFactory,
    UnitFactory,
)
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


def test_a_row_that_is_only_added_and_taken_away_is_not_changed_by_hand() -> None:
    scene = Scene()
    place = {"organisation": scene.university, "unit": scene.centre}
    centre, other = CentreFactory(**place), RegisterFactory(**place)
    link = centre.register_links.create(register=scene.register)
    address, curator = page("workspace:centre_parts", centre.code, "registre"), client_of(scene.curator)
    for register in ("", "ingen", other.pk):
        said = {"do": "change", "row": link.pk, f"row{link.pk}-register": register, "seen": "gammelt"}
        assert curator.post(address, said).status_code == 302, register
        assert "Ingenting ble gjort" in curator.get(address).text, register
        link.refresh_from_db()
        assert link.register == scene.register


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


HOSTILE = [
    "",
    "²",
    "9" * 20,
    "9" * 5000,
    "-1",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "x" * 100_000,
    "\x00<script>alert(1)</script>🙂e\u0301\u202e\r\nBcc: x@eksempel.no",
    "https://[",
    "ANOTHER",
]
"""Put into one field at a time; ANOTHER is the number of what lies in another organisation."""

TICKS = {"asked", "is_new_party", "is_somebody_else", "is_public"}
"""Boxes to tick: any value means yes."""


def _forms(scene: Scene) -> Iterator[tuple[Client, str, dict[str, str]]]:
    """Each form about parties, roles, invitations and imports: who sends it, where, and what would be right."""
    uni, unit, curator = scene.university, scene.centre, client_of(scene.curator)
    administrator = client_of(scene.administrator)
    beside = UnitFactory(organisation=uni)
    person, twin = PersonFactory(name="Pia Person"), PersonFactory(name="Pia Persson")
    AffiliationFactory(person=person, organisation=uni, unit=unit)
    role = RoleFactory(user=scene.stranger, kind=Role.Kind.READER, unit=unit)
    offer = Invitation.objects.create(
        email="ny@eksempel.no", kind=Role.Kind.READER, unit=unit,
        token_hash=hashlib.sha256(b"token").hexdigest(), expires_at=timezone.now() + timedelta(days=14),
    )  # fmt: skip
    job = ImportJob.objects.create(
        register=scene.register, file_name="ark.csv", headings=["Tittel"], created_by=scene.curator,
        sheets=["a", "b"], sheet="a", header_row=1, mapping={"0": "title"}, samples=[["En innovasjon"]],
    )  # fmt: skip
    names = {"name_nb": "Navn", "contact_email": ""}
    organisation = names | {
        "kind": "municipality", "short_name": "", "number": "", "ror": "", "country": "NO", "website": "",
        "municipality": "", "asked": "1", "is_new_party": "on",
    }  # fmt: skip
    of_unit = names | {"level": "department", "valid_from": "", "valid_to": ""}
    of_person = {"name": "Ny", "email": "", "orcid": "", "is_public": "on", "asked": "1", "is_somebody_else": "on"}
    of_place = {"organisation": str(uni.pk), "unit": str(unit.pk), "title": "Leder", "share": "50",
                "valid_from": "2020-01-01", "valid_to": ""}  # fmt: skip
    figure = {"measure": "population", "unit": "", "value": "5", "on": "2024-01-01", "source": "SSB"}
    taking_over = {"on": "2024-01-01", "successors": str(beside.pk), "people_to": str(beside.pk),
                   "units_below_to": str(beside.pk), "note": ""}  # fmt: skip
    given = {"user": scene.stranger.email, "kind": "contributor", "scope": f"unit:{unit.pk}", "valid_to": ""}
    invited = {"email": "b@eksempel.no", "name": "B", "kind": "reader", "scope": f"unit:{unit.pk}", "language": "nb"}
    cell = {"row": "2", "column": "0", "value": "x", "suggestion": "y", "query": "page=2"}
    match = {"kind": "innovation", "type": "", "year": "2020", "column_0": "title"}
    for browser, name, arguments, data in (
        (administrator, "organisation_new", [], organisation),
        (administrator, "organisation_figures", [uni.code], figure),
        (curator, "unit_edit", [unit.code], of_unit),
        (curator, "unit_move", [unit.code], {"parent": str(beside.pk), "reason": ""}),
        (curator, "unit_reorganise", [unit.code], taking_over),
        (curator, "person_new", [], of_person | {f"place-{field}": value for field, value in of_place.items()}),
        (curator, "person_edit", [person.public_id], of_person),
        (administrator, "person_merge", [person.public_id], {"duplicate": twin.public_id, "reason": ""}),
        (administrator, "person_link", [person.public_id], {"email": scene.stranger.email}),
        (curator, "person_claim", [], {"person": person.public_id}),
        (curator, "roles", [], given),
        (curator, "role", [role.pk], {"on": "", "reason": ""}),
        (curator, "invite", [], invited),
        (Client(), "invitation", ["token"], {"name": "Ny", "password": "et langt passord her"}),
        (curator, "invitation_resend", [offer.pk], {"x": ""}),
        (curator, "import_match", [job.public_id], match),
        (curator, "import_sheet", [job.public_id], {"sheet": "a", "header_row": "1"}),
        (curator, "import_mend", [job.public_id], cell),
        (curator, "import_decide", [job.public_id], {"row": "2", "choice": "here", "query": "page=2"}),
        (curator, "import_confirm", [job.public_id], {"x": ""}),
        (curator, "import_cancel", [job.public_id], {"x": ""}),
    ):
        yield browser, page(f"workspace:{name}", *arguments), data


def test_no_value_in_any_field_is_too_much() -> None:
    scene, wrong = Scene(), []
    another = UnitFactory(organisation=OrganisationFactory())
    for browser, path, right in _forms(scene):
        for field in right.keys() - TICKS:
            for value in HOSTILE:
                with transaction.atomic():
                    answer = browser.post(path, right | {field: value.replace("ANOTHER", str(another.pk))})
                    transaction.set_rollback(True)
                browser.cookies.pop("messages", None)
                told = answer.status_code in (302, 403, 404, 422) or re.search(
                    r'aria-invalid="true"|ds-alert', answer.text
                )
                if answer.status_code not in (200, 302, 403, 404, 422) or not told:
                    wrong.append(f"{path} {field}={value[:30]!r}: {answer.status_code}")
                if "<script>alert" in answer.text:
                    wrong.append(f"{path} {field}: not escaped")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("day", "said"), [("0001-01-01", "fire sifre"), ("0024-01-01", "fire sifre")])
def test_year_with_too_few_digits_is_explained(day: str, said: str) -> None:
    scene = Scene()
    answer = client_of(scene.curator).post(page("workspace:unit_reorganise", scene.centre.code), {"on": day})
    assert said in answer.text


def test_the_faults_of_both_forms_of_a_page_stand_together() -> None:
    answer = client_of(Scene().administrator).post(page("workspace:person_new"), {"name": ""})
    assert answer.text.count("<ds-error-summary") == 1
    assert "2 ting må rettes" in answer.text


def test_what_is_too_large_is_answered_with_a_page(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client_of(Scene().administrator).post(page("workspace:person_new", language="nn"), {"name": "x" * 2000})
    assert answer.status_code == 400
    assert "større enn vi tek imot" in answer.text


def test_first_day_of_all_days_cannot_be_the_first_of_a_new_order() -> None:
    scene = Scene()
    with pytest.raises(RuleError):
        reorganise(unit=scene.centre, on=date.min, actor=scene.administrator)


@pytest.mark.requirement("R-REG-07")
@pytest.mark.parametrize("cell", ["9" * 5000, "1" * 400, "https://[", "TRL " + "9" * 400, "inf", "²"])
def test_cells_that_mean_nothing_are_faults_of_their_row(cell: str) -> None:
    scene = Scene()
    headings = ("Innovasjon", "Type", "Start", "Lenke", "TRL 2022")
    content = "\n".join(";".join(line) for line in (headings, ("Lampe", "Produkt", cell, cell, cell)))
    job = acts.receive(
        register=scene.register, actor=scene.curator, file=SimpleUploadedFile("a.csv", content.encode()), name="a.csv"
    )
    mapping = {"0": "title", "1": "type", "2": "start_date", "3": "url", "4": "trl@2022"}
    job = acts.match_columns(job=job, actor=scene.curator, mapping=mapping, options=Options())
    work.check(job)
    answer = client_of(scene.curator).get(page("workspace:import_job", job.public_id))
    assert answer.status_code == 200
    assert job.rows.get().action == ImportRow.Action.FAULTY
