"""What some read in pages of the workspace alone: a case before it is published, where entries went, what is held of
somebody else, when time limits last ran, unpublished stories, and files that asked for a login."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samspill.api.limits import forget_quiet
from samspill.cases.domain.reviews import answer_review, ask_for_review, state_of, take_back
from samspill.cases.models import CaseSource, Story, StoryForm
from samspill.centres.models import Milestone
from samspill.core.personal_data import retention
from samspill.parties.domain import data_requests
from samspill.parties.domain.roles import end_role
from samspill.parties.models import DataAccess, ProposedAffiliation, Role
from samspill.parties.policies import LOOK
from samspill.registry.domain.carrying_on import carry_on
from samspill.registry.models import Evidence
from samspill.reports.domain import building, editions
from tests.api.helpers import Program, problem
from tests.cases.helpers import a_case
from tests.centres.factories import CentreFactory, MilestoneFactory
from tests.factories import AffiliationFactory, EvidenceFactory, RegisterFactory, RoleFactory
from tests.scenes import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def short(address: str) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


@pytest.mark.requirement("R-PAR-28", "R-IND-10", "R-NFR-05")
def test_a_partner_reads_the_case_that_it_is_asked_about_before_it_is_published(scene: Scene) -> None:
    entry = a_case(scene)
    CaseSource.objects.create(entry=entry, name="Kari Kilde", confirms="Tallet", contact="kari@eksempel.no")
    asked = ask_for_review(entry=entry, actor=scene.owner, organisation=scene.municipality, message="Stemmer det?")
    partner = Program(scene.representative)
    problem(partner.get(f"/entries/{entry.public_id}/case"), 403, "refused")
    [listed] = partner.get("/me/case-readings").json()["items"]
    assert (listed["id"], listed["entry"]["title"], listed["answer"]) == (asked.public_id, "Vannet kom", None)
    path = short(listed["href"])
    read = partner.get(path)
    said = read.json()
    assert said["versions"][0]["knowledge"] == "Målinger."
    assert said["sources"] == [{"name": "Kari Kilde", "confirms": "Tallet", "contact": None, "link": ""}]
    answer_review(
        review=asked, actor=scene.representative, answer="changes", read=state_of(entry), comment="Nesten.", comments={}
    )
    now = partner.get(path, if_none_match=read["ETag"])
    assert (now.json()["answer"], now.json()["comment"]) == ("changes", "Nesten.")
    for who in (scene.owner, scene.curator, scene.administrator, scene.stranger):
        problem(Program(who).get(path), 403, "refused")
        assert Program(who).get("/me/case-readings").json()["items"] == []
    problem(Program().get(path), 401, "no-token")
    again = ask_for_review(entry=entry, actor=scene.owner, organisation=scene.municipality)
    take_back(review=again, actor=scene.owner)
    problem(partner.get(f"/case-readings/{again.public_id}"), 403, "refused")
    assert [row["id"] for row in partner.get("/me/case-readings").json()["items"]] == [asked.public_id]


@pytest.mark.requirement("R-PAR-28", "R-REG-15", "R-NFR-05")
def test_a_register_tells_where_its_entries_went_and_came_from(scene: Scene) -> None:
    target = RegisterFactory(organisation=scene.university, unit=scene.centre, code="etterfolger")
    gone = [scene.published(title=f"Nr. {one}") for one in range(2)]
    carry_on(source=scene.register, target=target, actor=scene.curator, reason="Senteret er slutt.")
    told = Program().get("/registers/senteret").json()["carried_on"]
    assert [(one["register"]["code"], one["entries"]) for one in told] == [("etterfolger", 2)]
    assert Program().get("/registers/etterfolger").json()["carried_on"] == []
    curator = Program(scene.curator)
    first = curator.get("/registers/senteret/carried-on?limit=1").json()
    rows = [*first["items"], *curator.get(first["next"]).json()["items"]]
    assert [row["entry"]["id"] for row in rows] == [one.public_id for one in reversed(gone)]
    assert {(row["source"]["code"], row["target"]["code"], row["reason"]) for row in rows} == {
        ("senteret", "etterfolger", "Senteret er slutt.")
    }
    assert curator.get("/registers/etterfolger/carried-on").json()["items"] == []
    assert len(curator.get("/registers/etterfolger/carried-on?came=1").json()["items"]) == 2
    problem(Program(scene.owner).get("/registers/senteret/carried-on"), 403, "refused")
    type(target).objects.filter(pk=target.pk).update(is_public=False)
    assert Program().get("/registers/senteret").json()["carried_on"] == []


@pytest.mark.parametrize("number", [1, 3])
def test_questions_do_not_grow(scene: Scene, number: int) -> None:
    target = RegisterFactory(organisation=scene.university, unit=scene.centre, code="etterfolger")
    for one in range(number):
        entry = a_case(scene, title=f"Nr. {one}")
        ask_for_review(entry=entry, actor=scene.owner, organisation=scene.municipality)
    form = StoryForm.objects.get_or_create(code="person", defaults={"name_nb": "P"})[0]
    for _one in range(number):
        Story.objects.create(entry=entry, title="Den", form=form)
    scene.published()
    carry_on(source=scene.register, target=target, actor=scene.curator, reason="Slutt.")
    for who, path, questions in (
        (scene.representative, "/me/case-readings", 5),
        (scene.curator, "/registers/senteret/carried-on", 8),
        (scene.curator, f"/entries/{entry.public_id}/stories?drafts=1", 12),
        (scene.administrator, "/personal-data/limits", 6),
    ):
        program = Program(who)
        program.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert len(program.get(path).json()["items"]) >= number, path
        assert len(asked) == questions, path


@pytest.mark.requirement("R-PAR-28", "R-NFR-06")
def test_administrators_read_when_time_limits_last_ran(scene: Scene) -> None:
    retention.run(["rates"])
    assert forget_quiet() == 0
    said = {row["code"]: row for row in Program(scene.administrator).get("/personal-data/limits").json()["items"]}
    assert (said["rates"]["last_run"]["rows"], said["rates"]["last_run"]["error"]) == (0, "")
    assert said["replies"]["last_run"] is None
    problem(Program(scene.curator).get("/personal-data/limits"), 403, "refused")


@pytest.mark.requirement("R-PAR-28", "R-NFR-06", "R-NFR-07")
def test_what_is_held_of_somebody_is_opened_with_a_reason_and_a_scope_of_its_own(scene: Scene) -> None:
    path = f"/people/{scene.owner_person.public_id}/personal-data-looks"
    administrator = Program(scene.administrator, "read", "personal-data:others")
    why = {"reason": "Ba om en kopi på telefon."}
    refused = problem(Program(scene.administrator, "read", "personal-data:read").post(path, why), 403, "missing-scope")
    assert refused["needed_scope"] == "personal-data:others"
    role = RoleFactory(kind=Role.Kind.ADMINISTRATOR)
    former = Program(role.user)
    end_role(role=role, actor=scene.administrator)
    problem(former.post(path, why), 403, "refused")
    assert "Lag en ny" in refused["detail"]
    vain = problem(Program(scene.curator).post(path, why), 403, "missing-scope")
    assert "åpner ingenting for deg" in vain["detail"]
    assert problem(administrator.post(path, {"reason": " "}), 422, "invalid")["errors"][0]["pointer"] == "/reason"
    assert not DataAccess.objects.exists()
    made, again = (administrator.post(path, why, Idempotency_Key="look-1") for _time in range(2))
    assert made.status_code == 201, made.content
    assert (again.json(), again["Cache-Control"]) == (made.json(), "no-store")
    access = DataAccess.objects.get()
    assert (access.by, access.reason, access.took_copy_at) == (scene.administrator, why["reason"], None)
    address = short(made["Location"])
    answer = administrator.get(address)
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["about"] == {"name": "Eva Eier", "e-mail": None, "person": scene.owner_person.public_id}
    access.refresh_from_db()
    assert access.took_copy_at is not None, "the person can read that a copy was taken"
    problem(former.get(address), 403, "refused")
    DataAccess.objects.update(by=scene.curator)
    problem(administrator.get(address), 404, "not-found")
    DataAccess.objects.update(by=scene.administrator, at=timezone.now() - LOOK - timedelta(seconds=1))
    problem(administrator.get(address), 403, "refused")


@pytest.mark.requirement("R-PAR-28", "R-NFR-06")
def test_administrators_read_the_texts_that_are_left_of_a_request(scene: Scene) -> None:
    scene.published(summary="Eva Eier fant det på.")
    AffiliationFactory(person=scene.owner_person, organisation=scene.university, unit=scene.centre)
    asked = data_requests.ask(kind="erase", actor=scene.curator, person=scene.owner_person, identity="Skrev selv.")
    data_requests.grant(request=asked, actor=scene.administrator)
    data_requests.carry_out(asked.pk)
    path = f"/personal-data-requests/{asked.public_id}"
    [text] = Program(scene.administrator).get(path).json()["texts"]
    assert (text["where"], text["field"]) == ("texts_entry", "summary")
    assert "Eva Eier" in text["text"]
    assert Program(scene.curator).get(path).json()["texts"] == []


def test_stories_that_are_not_published_are_for_those_who_write_them(scene: Scene) -> None:
    entry = scene.published()
    form = StoryForm.objects.create(code="person", name_nb="En person forteller")
    proof = EvidenceFactory(
        entry=entry, kind=Evidence.Kind.FILE, url="", file=ContentFile(b"x", name="b.png"), content_type="image/png"
    )
    Story.objects.create(entry=entry, form=form, title="Vist", published_at=timezone.now(), picture=proof)
    Story.objects.create(entry=entry, form=form, title="Kladd")
    path = f"/entries/{entry.public_id}/stories"
    [shown] = Program(scene.curator).get(path).json()["items"]
    assert shown["picture"].endswith(f"/api/v1/entries/{entry.public_id}/evidence/{proof.public_id}/file")
    drafts = Program(scene.curator).get(f"{path}?drafts=1").json()["items"]
    assert [(one["title"], one["published_at"]) for one in drafts] == [("Kladd", None)]
    problem(Program().get(f"{path}?drafts=1"), 401, "no-token")
    problem(Program(scene.stranger).get(f"{path}?drafts=1"), 403, "refused")


def test_where_a_login_service_says_that_one_works(scene: Scene) -> None:
    ProposedAffiliation.objects.create(user=scene.owner, organisation=scene.municipality, service="feide")
    [said] = Program(scene.owner).get("/me/proposed-affiliations").json()["items"]
    assert (said["organisation"]["code"], said["unit"], said["service"]) == (scene.municipality.code, None, "feide")
    assert Program(scene.curator).get("/me/proposed-affiliations").json()["items"] == []
    problem(Program().get("/me/proposed-affiliations"), 401, "no-token")


@pytest.mark.requirement("R-PAR-28", "R-CEN-01")
def test_files_are_fetched_with_a_key_where_the_page_asks_for_a_login(scene: Scene, tmp_path: Any) -> None:
    made = editions.begin_edition(subject=scene.register, year=2025, everyone=True)
    building.build(made)
    program = Program(scene.curator, accept_language="nn")
    files = {one["form"]: one for one in program.get(f"/reports/{made.public_id}").json()["files"]}
    sheet = program.get(short(files["xlsx"]["href"]))
    assert (sheet.content[:2], sheet["Content-Type"]) == (b"PK", files["xlsx"]["type"])
    assert "-nn.xlsx" in sheet["Content-Disposition"]
    assert program.get(short(files["xlsx"]["href"]), if_none_match=sheet["ETag"]).status_code == 304
    problem(Program(scene.owner).get(short(files["pdf"]["href"])), 403, "refused")
    problem(program.get(f"/reports/{made.public_id}/files/docx"), 404, "not-found")
    closed = CentreFactory(organisation=scene.university, unit=scene.centre, code="lukket", is_public=False)
    MilestoneFactory(
        centre=closed, kind=Milestone.Kind.OTHER, report_file=ContentFile(b"%PDF-1.7", name="r.pdf"),
        report_name="rapport.pdf", report_type="application/pdf",
    )  # fmt: skip
    [held] = program.get("/centres/lukket").json()["milestones"]
    answer = program.get(short(held["report_file"]))
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    problem(Program().get(short(held["report_file"])), 403, "refused")
