"""What those read by programs who look after something: the same as in their pages, at the same number of questions."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samspill.cases.domain.reviews import answer_review, ask_for_review, state_of
from samspill.cases.models import CaseReview
from samspill.parties.domain import data_requests
from samspill.parties.domain import roles as role_acts
from samspill.parties.models import DataRequest, Invitation, Person, Role
from samspill.registry.choices import Status
from samspill.registry.domain import profiles as profile_acts
from samspill.registry.domain import registers as register_acts
from samspill.registry.models import ImportJob, ImportRow, RegisterProfile
from tests.api.helpers import Program, problem
from tests.api.questions import other_numbers
from tests.cases.helpers import a_case
from tests.effect_factories import EffectFactory
from tests.factories import (
    AffiliationFactory,
    OrganisationFactory,
    PersonFactory,
    RegisterFactory,
    RoleFactory,
    UserFactory,
)
from tests.scenes import Scene

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "/organisations/{organisation}/people": 8,
    "/entries?queue=1": 8,
    "/entries/{case}/case/readings": 13,
    "/roles": 8,
    "/roles?ended=1": 8,
    "/invitations": 8,
    "/me/personal-data-requests": 3,
    "/personal-data-requests": 6,
    "/personal-data-requests/{request}": 6,
    "/registers/{register}/settings": 6,
    "/registers/{register}/settings/versions": 7,
    "/registers/{register}/profile-change?profile={profile}": 8,
    "/registers/{register}/words/effects": 7,
    "/profiles": 6,
    "/profiles/{profile}": 6,
    "/profiles/{profile}/versions": 7,
    "/registers/{register}/imports": 7,
    "/imports/{import}": 7,
    "/imports/{import}/rows": 7,
}
"""Asked by an innovation leader; the allowance, the token, the roles and the user's person are four of them."""


class LookedAfter(Scene):
    """``number`` of all that is looked after in the register; addresses stand in ``names``."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.names = {"register": "senteret", "profile": "narrow", "organisation": self.university.code}
        profile = RegisterProfile.objects.create(code="narrow", name_nb="Smal", fields=["readiness"])
        for one in range(number):
            place = {"register_code": "senteret"} if one else {"unit": self.centre}
            RoleFactory(kind=Role.Kind.READER, **place)
            RoleFactory(kind=Role.Kind.READER, valid_to=timezone.localdate() - timedelta(days=9), **place)
            invited(f"{one}@eksempel.no", **place)
            asked = DataRequest.objects.create(kind="copy", user=self.curator, requested_by=self.curator)
            self.names["request"] = asked.public_id
            RegisterProfile.objects.create(code=f"p{one}", name_nb=f"Profil {one}")
            profile.tags = [str(one)]
            profile.save()
            self.register.due_days = [f"0{one + 1}-01"]
            self.register.save()
            sheet = ImportJob.objects.create(register=self.register, file_name="ark.csv", created_by=self.curator)
            self.names["import"] = sheet.public_id
            AffiliationFactory(organisation=self.university, unit=self.centre)
            self.entry(title=f"Nr. {one}", status=Status.SUBMITTED)
            EffectFactory(code=f"own{one}", register=self.register)
        case = a_case(self, published=True)
        self.names["case"] = case.public_id
        for one in range(number):
            faulty(sheet, one + 2)
            CaseReview.objects.create(entry=case, organisation=OrganisationFactory(), asked_by=self.owner)


def faulty(sheet: ImportJob, number: int, **values: Any) -> ImportRow:
    fault = {
        "row": number, "column": 1, "heading": "TRL", "value": "11", "code": "level_range",
        "params": {"scale": "TRL", "highest": 9, "value": "11"}, "suggestions": [{"value": "9", "label": "TRL 9"}],
    }  # fmt: skip
    values = {"action": ImportRow.Action.FAULTY, "faults": [fault]} | values
    return ImportRow.objects.create(job=sheet, number=number, row_numbers=[number], title="Varme", **values)


def invited(email: str, *, days: int = 14, **values: Any) -> Invitation:
    expires = timezone.now() + timedelta(days=days)
    return Invitation.objects.create(
        email=email, kind=Role.Kind.READER, expires_at=expires, **({"token_hash": email} | values)
    )


@pytest.mark.parametrize("number", [1, 3])
def test_questions_do_not_grow(number: int) -> None:
    world = LookedAfter(number)
    assert other_numbers(world.curator, world.names, QUESTIONS, rows=number) == {}


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


@pytest.mark.requirement("R-PAR-28", "R-REG-18")
def test_settings_tell_what_holds_and_what_held_before() -> None:
    scene = Scene()
    program = Program(scene.curator)
    values = {name: getattr(scene.register, name) for name in register_acts.EDITABLE}
    register_acts.update_register(
        register=scene.register, actor=scene.curator, values=values | {"due_days": ["03-01"], "name_nb": "Nytt navn"}
    )
    scene.register.refresh_from_db()
    scene.register.column_mapping = {"Tittel": "title"}  # learnt from a spreadsheet: no other settings
    scene.register.save()
    wide = RegisterProfile.objects.create(code="wide", name_nb="Vid", due_days=["05-31"], sets_targets=True)
    before = program.get("/registers/senteret/settings")
    profile_acts.change_profile(register=scene.register, actor=scene.curator, profile=wide)
    now = program.get("/registers/senteret/settings", if_none_match=before["ETag"])
    assert (now.json()["profile"]["code"], now.json()["rhythm"], now.json()["asks_targets"]) == (
        "wide", ["03-01"], True,
    )  # fmt: skip
    told = program.get("/registers/senteret/settings/versions").json()["items"]
    assert [(row["name_nb"], row["profile"]) for row in told] == [
        ("Nytt navn", "wide"), ("Nytt navn", "free"), (values["name_nb"], "free"),
    ]  # fmt: skip


@pytest.mark.requirement("R-PAR-28", "R-REG-18")
def test_what_another_profile_would_change_is_told_before() -> None:
    scene = Scene()
    scene.published(market_potential="Stort")
    narrow = RegisterProfile.objects.create(code="narrow", name_nb="Smal", fields=["readiness"])
    path = "/registers/senteret/profile-change"
    said = Program(scene.curator).get(f"{path}?profile=narrow").json()
    assert {"code": "market_potential", "recorded": 1} in said["hidden"]
    assert (said["shown"], said["scale"]) == ([], None)
    problem(Program(scene.curator).get(f"{path}?profile=ukjent"), 400, "bad-parameter")
    problem(Program(scene.owner).get(f"{path}?profile=narrow"), 403, "refused")
    profile_acts.update_profile(profile=narrow, actor=scene.administrator, values={"is_active": False})
    problem(Program(scene.curator).get("/profiles/narrow"), 404, "not-found")
    told = Program(scene.administrator).get("/profiles/narrow/versions").json()["items"]
    assert [row["is_active"] for row in told] == [False, True]
    one = Program(scene.administrator).get("/profiles/free").json()
    assert (one["registers"], one["used_by"][0]["code"]) == (1, "senteret")


@pytest.mark.requirement("R-NFR-05")
def test_own_words_of_a_closed_register_are_for_those_who_know_of_it() -> None:
    scene = Scene()
    closed = RegisterFactory(organisation=scene.university, unit=scene.centre, code="lukket", is_public=False)
    own, shared = EffectFactory(code="own", register=closed), EffectFactory(code="shared")
    for who, sees in ((None, False), (scene.stranger, False), (scene.curator, True)):
        said = (Program(who) if who else Program()).get("/vocabularies/effects").json()["items"]
        assert shared.code in [word["code"] for word in said]
        assert (own.code in [word["code"] for word in said]) == sees, who
    [word] = Program(scene.curator).get("/registers/lukket/words/effects").json()["items"]
    assert (word["code"], word["used"]) == (own.code, 0)
    problem(Program(scene.owner).get("/registers/lukket/words/effects"), 403, "refused")
    problem(Program(scene.curator).get("/registers/lukket/words/andre"), 404, "not-found")


@pytest.mark.requirement("R-PAR-28")
def test_an_import_tells_what_is_wrong_in_which_cell_and_what_could_stand_there() -> None:
    scene = Scene()
    sheet = ImportJob.objects.create(
        register=scene.register, file_name="ark.csv", created_by=scene.curator, headings=["Tittel", ""],
        samples=[["Varme"], []], mapping={"0": "title", "1": ""}, header_row=1, status=ImportJob.Status.CHECKED,
    )  # fmt: skip
    faulty(sheet, 2)
    entry = scene.published()
    change = {"field": "summary", "old": "Før", "new": "Nå", "here": "Her", "conflict": True}
    faulty(sheet, 3, action="conflict", faults=[], changes=[change], entry=entry)
    faulty(sheet, 4, action="create", faults=[], taken_in_at=timezone.now())
    program = Program(scene.curator)
    [listed] = program.get("/registers/senteret/imports").json()["items"]
    assert (listed["status"], listed["taken"], listed["waiting"]) == ("checked", 1, 2)
    said = program.get(listed["href"].removeprefix("http://127.0.0.1:8000")).json()
    assert [(one["letter"], one["heading"], one["field"]) for one in said["columns"]] == [
        ("A", "Tittel", "title"), ("B", "B", None),
    ]  # fmt: skip
    assert (said["faulty"], said["conflicts"], said["ready"], said["taken_in"]["create"]) == (1, 1, 0, 1)
    rows = program.get(f"/imports/{sheet.public_id}/rows?limit=2", accept_language="nb")
    wrong, held = rows.json()["items"]
    [cell] = wrong["faults"]
    assert (cell["row"], cell["column"], cell["code"], cell["suggestions"][0]["value"]) == (2, "B", "level_range", "9")
    assert "TRL" in cell["message"]
    assert (held["changes"][0]["here"], held["changes"][0]["conflict"]) == ("Her", True)
    assert held["entry"].endswith(f"/entries/{entry.public_id}")
    [last] = program.get(rows.json()["next"]).json()["items"]
    assert (last["number"], last["taken_in_at"] is not None) == (4, True)
    [only] = program.get(f"/imports/{sheet.public_id}/rows?action=faulty").json()["items"]
    assert only["number"] == 2
    problem(program.get(f"/imports/{sheet.public_id}/rows?action=odd"), 400, "bad-parameter")
    problem(Program(scene.owner).get(f"/imports/{sheet.public_id}"), 403, "refused")


@pytest.mark.requirement("R-PAR-28", "R-NFR-06")
def test_what_is_held_of_the_user_is_read_with_a_scope_of_its_own() -> None:
    scene = Scene()
    scene.published(title="Nordlysvarsel")
    everything = Program(scene.owner, "read", "personal-data:read")
    everything.get("/me/personal-data")
    with CaptureQueriesContext(connection) as first:
        everything.get("/me/personal-data")
    scene.published(), scene.published()
    with CaptureQueriesContext(connection) as then:
        answer = everything.get("/me/personal-data")
    assert len(then) == len(first), "two for each kind of thing that is held, however much of it there is"
    said = answer.json()
    assert answer["Cache-Control"] == "no-store"
    assert (said["about"]["e-mail"], said["about"]["person"]) == (scene.owner.email, scene.owner_person.public_id)
    held = {holding["code"]: holding for holding in said["holdings"]}
    assert "Nordlysvarsel" in str(held["contributions"]["rows"])
    assert scene.owner.password not in answer.text
    assert everything.secret not in answer.text
    refused = problem(Program(scene.owner, "read").get("/me/personal-data"), 403, "missing-scope")
    assert refused["needed_scope"] == "personal-data:read"
    problem(Program().get("/me/personal-data"), 401, "no-token")
    assert {holding["code"] for holding in Program().get("/personal-data").json()["holdings"]} > set(held)


@pytest.mark.requirement("R-PAR-28", "R-NFR-06")
def test_requests_about_personal_data_are_for_whom_they_concern() -> None:
    scene = Scene()
    mine = data_requests.ask(kind="restrict", actor=scene.owner, reason="Søker jobb")
    [listed] = Program(scene.owner).get("/me/personal-data-requests").json()["items"]
    assert (listed["id"], listed["kind"], listed["status"]) == (mine.public_id, "restrict", "open")
    path = f"/personal-data-requests/{mine.public_id}"
    said = Program(scene.owner).get(path).json()
    assert (said["reason"], said["about"], said["requested_by"]) == ("Søker jobb", "Eva Eier", None)
    data_requests.grant(request=mine, actor=scene.administrator)
    assert Person.objects.get(pk=scene.owner_person.pk).name != "Eva Eier"
    assert Program(scene.owner).get(path).json()["about"] == "Eva Eier"
    problem(Program(scene.curator).get(path), 403, "refused")
    assert Program(scene.curator).get("/personal-data-requests?done=1").json()["items"] == []
    [done] = Program(scene.administrator).get("/personal-data-requests?done=1").json()["items"]
    assert (done["status"], done["about"]) == ("done", str(Person.objects.get(pk=scene.owner_person.pk)))


@pytest.mark.requirement("R-PAR-28", "R-NFR-05")
def test_those_who_look_after_a_place_read_who_is_there_and_what_they_decide_on() -> None:
    scene = Scene()
    hidden = AffiliationFactory(
        organisation=scene.university, unit=scene.centre, share=20,
        person=PersonFactory(name="Siri Skjult", is_public=False),
    )  # fmt: skip
    path = f"/organisations/{scene.university.code}/people"
    said = {row["person"]["name"]: row for row in Program(scene.curator).get(path).json()["items"]}
    assert (said["Siri Skjult"]["share"], said["Siri Skjult"]["unit"]["code"]) == (20.0, scene.centre.code)
    assert said["Siri Skjult"]["person"]["code"] == hidden.person.public_id
    assert Program(scene.curator).get(f"{path}?q=ingen").json()["items"] == []
    problem(Program(scene.representative).get(path), 403, "refused")
    submitted = scene.entry(status=Status.SUBMITTED)
    for who, sees in ((scene.curator, [submitted.public_id]), (scene.owner, [])):
        assert [row["id"] for row in Program(who).get("/entries?queue=1").json()["items"]] == sees


@pytest.mark.requirement("R-PAR-28", "R-IND-10")
def test_what_partners_say_of_a_case_is_read_by_those_who_work_with_it() -> None:
    scene = Scene()
    entry = a_case(scene, published=True)
    asked = ask_for_review(entry=entry, actor=scene.owner, organisation=scene.municipality, message="Stemmer det?")
    path = f"/entries/{entry.public_id}/case/readings"
    [open_one] = Program(scene.curator).get(path).json()["items"]
    assert (open_one["answer"], open_one["message"], open_one["asked_by"]) == (None, "Stemmer det?", "Eva Eier")
    answer_review(
        review=asked, actor=scene.representative, answer="changes", read=state_of(entry), comment="Nesten.",
        comments={"title": "Tallet er feil."},
    )  # fmt: skip
    [said] = Program(scene.owner).get(path).json()["items"]
    assert (said["answer"], said["comments"], said["is_of_earlier"]) == (
        "changes",
        {"title": "Tallet er feil."},
        False,
    )
    problem(Program(scene.stranger).get(path), 403, "refused")
    problem(Program().get(path), 401, "no-token")
