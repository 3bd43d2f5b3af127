"""Lists of the workspace as files: what their pages show to this user, with the way to the file below the list."""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samspill.cases.models import Channel
from samspill.centres.models import Centre, Initiative
from samspill.parties.domain import data_requests
from samspill.parties.domain.invitations import invite
from samspill.parties.models import Invitation, Role, SizeFigure
from samspill.parties.scopes import Scope
from samspill.registry.choices import Visibility
from samspill.registry.models import ImportJob
from samspill.reports.models import Edition
from samspill.reviews.domain.calls import open_call
from samspill.reviews.domain.meetings import prepare_meeting
from tests.centres.factories import (
    CentreFactory,
    CentrePartnerFactory,
    InitiativeFactory,
    MilestoneFactory,
    StudyFactory,
)
from tests.factories import PersonFactory, RegisterFactory, RoleFactory, SizeFigureFactory, UserFactory
from tests.reports.world import Centre as ReportedCentre
from tests.rounds.test_round_page import opened, post, told
from tests.scenes import Scene, client_of, page

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-07")]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def sent(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]


def file_of(client: Client, name: str, *args: object, query: str = "") -> list[dict[str, Any]]:
    """The rows of the file as JSON. The page that it says it is from is there, and leads to it in all three forms."""
    addresses = {form: page(name, *args, form) for form in ("xlsx", "csv", "json")}
    said = json.loads(sent(client, f"{addresses['json']}{query}"))
    html = client.get(said["about"]["address"].removeprefix("http://testserver")).text
    for address in addresses.values():
        assert f'href="{address}{query}"' in html, address
    rows: list[dict[str, Any]] = said["rows"]
    assert len(list(csv.reader(io.StringIO(sent(client, f"{addresses['csv']}{query}")), delimiter=";"))) == 1 + len(
        rows
    )
    return rows


def centre_of(scene: Scene) -> Centre:
    centre: Centre = CentreFactory(
        code="senter", name_nb="Varmesenteret", organisation=scene.university, unit=scene.centre
    )
    return centre


@pytest.mark.requirement("R-CEN-01", "R-CEN-03", "R-CEN-05", "R-CEN-06")
def test_a_centre_and_what_hangs_on_it(scene: Scene) -> None:
    centre = centre_of(scene)
    CentreFactory(name_nb="Et annet")
    CentrePartnerFactory(centre=centre, organisation=scene.municipality, start=date(2022, 1, 1))
    centre.register_links.create(register=scene.register)
    values = {"field": "=Varme", "amount": 4_000_000, "first_year": 2015, "last_year": 2025, "source": "Budsjettet"}
    centre.money.create(**values)
    MilestoneFactory(centre=centre, title="Midtveis", evaluator="Et utvalg", held=date(2024, 11, 1))
    StudyFactory(organisation=scene.university, findings="Mye").centre_links.create(centre=centre)
    curator = client_of(scene.curator)
    assert [row["name"] for row in file_of(curator, "workspace:export_centres")] == ["Varmesenteret"]
    [partner] = file_of(curator, "workspace:export_centre_parts", "senter", "partnere")
    assert (partner["organisation"], partner["start"]) == (scene.municipality.name, "2022-01-01")
    assert [row["code"] for row in file_of(curator, "workspace:export_centre_parts", "senter", "registre")] == [
        "senteret"
    ]
    [money] = file_of(curator, "workspace:export_centre_parts", "senter", "midler")
    assert (money["field"], money["amount"]) == ("=Varme", 4_000_000)
    assert "\r\n'=Varme;" in sent(curator, page("workspace:export_centre_parts", "senter", "midler", "csv"))
    [milestone] = file_of(curator, "workspace:export_milestones", "senter")
    assert (milestone["name"], milestone["held"], milestone["evaluator"]) == ("Midtveis", "2024-11-01", "Et utvalg")
    [study] = file_of(curator, "workspace:export_studies", "senter")
    assert (study["centres"], study["findings"]) == ("Varmesenteret", "Mye")
    assert client_of(scene.owner).get(page("workspace:export_milestones", "senter", "csv")).status_code == 403


@pytest.mark.requirement("R-NFR-05")
def test_no_file_names_a_centre_that_its_reader_may_not_see(scene: Scene) -> None:
    centre, hidden = centre_of(scene), CentreFactory(name_nb="Et hemmelig senter", is_public=False)
    Centre.objects.filter(pk=centre.pk).update(predecessor=hidden)
    study = StudyFactory(organisation=scene.university)
    for one in (centre, hidden):
        study.centre_links.create(centre=one)
    addresses = [
        page("workspace:export_studies", "senter", "json"),
        page("workspace:export_centres", "json"),
        page("website:export_centres", "json"),
    ]
    for address in addresses:
        text = sent(client_of(scene.curator), address)
        assert "Varmesenteret" in text
        assert "Et hemmelig senter" not in text, address
        assert "Et hemmelig senter" in sent(client_of(scene.administrator), address)
    assert "Et hemmelig senter" not in sent(Client(), addresses[2])


@pytest.mark.requirement("R-SKI-01", "R-SKI-02")
def test_an_initiative_and_what_hangs_on_it(scene: Scene) -> None:
    found: Initiative = InitiativeFactory(
        code="ski", name_nb="Satsingen", organisation=scene.university, unit=scene.centre
    )
    found.phases.create(name="Fase I", start=date(2018, 1, 1))
    found.instruments.create(name="Samlinger", description="To i året")
    person = PersonFactory(name="Ida Innenfor", is_public=False)
    found.appointments.create(person=person, unit=scene.centre, focus="service", start=date(2024, 1, 1))
    MilestoneFactory(centre=None, initiative=found)
    curator = client_of(scene.curator)
    [row] = file_of(curator, "workspace:export_initiatives")
    assert (row["name"], row["instruments"]) == ("Satsingen", "Samlinger")
    [phase] = file_of(curator, "workspace:export_initiative_parts", "ski", "faser")
    assert (phase["name"], phase["end"]) == ("Fase I", None)
    [instrument] = file_of(curator, "workspace:export_initiative_parts", "ski", "virkemidler")
    assert instrument["description"] == "To i året"
    [leader] = file_of(curator, "workspace:export_initiative_parts", "ski", "ledere")
    assert (leader["name"], leader["address"]) == ("Ida Innenfor", "")  # she has no public page
    assert len(file_of(curator, "workspace:export_initiative_milestones", "ski")) == 1


def test_spreadsheets_that_were_sent(scene: Scene) -> None:
    ImportJob.objects.create(register=scene.register, file_name="ark.xlsx", created_by=scene.curator)
    ImportJob.objects.create(register=RegisterFactory(), file_name="annet.xlsx")
    [row] = file_of(client_of(scene.curator), "workspace:export_imports", "senteret")
    assert (row["file"], row["made_by"], row["taken"]) == ("ark.xlsx", "Ivar Innovasjonsleder", 0)


def test_invitations_and_roles_by_what_they_are_narrowed_to(scene: Scene) -> None:
    RoleFactory(user=UserFactory(name="Lars Leser"), kind=Role.Kind.READER, organisation=scene.municipality)
    scope = Scope(unit=scene.centre)
    invite(email="ny@eksempel.no", kind=Role.Kind.CONTRIBUTOR, scope=scope, actor=scene.administrator, language="nb")
    invite(
        email="trukket@eksempel.no", kind=Role.Kind.CONTRIBUTOR, scope=scope, actor=scene.administrator, language="nb"
    )
    Invitation.objects.filter(email="trukket@eksempel.no").update(withdrawn_at=timezone.now())
    admin = client_of(scene.administrator)
    [row] = file_of(admin, "workspace:export_invitations")
    assert (row["email"], row["place"]) == ("ny@eksempel.no", str(scope))
    assert "token" not in str(row)
    assert [row["user"] for row in file_of(admin, "workspace:export_roles", query="?q=Leser")] == ["Lars Leser"]
    about = json.loads(sent(admin, f"{page('workspace:export_roles', 'json')}?q=Leser"))["about"]
    assert about["filters"] == [{"name": "Ord", "value": "Leser"}]
    ended = admin.get(f"{page('workspace:export_roles', 'csv')}?ended=1")
    assert "roller-som-er-avsluttet" in ended["Content-Disposition"]
    refused = admin.get(f"{page('workspace:export_roles', 'csv')}?q=Leser&farge=x").text
    assert 'eksport.csv?q=Leser"' in refused  # the way on asks for what was understood
    members = f"{page('workspace:export_members', scene.university.code, 'json')}?q=Eva"
    assert json.loads(sent(admin, members))["about"]["filters"] == [{"name": "Ord", "value": "Eva"}]


@pytest.mark.requirement("R-PAR-03")
def test_figures_with_those_that_were_corrected_and_units(scene: Scene) -> None:
    first: SizeFigure = SizeFigureFactory(organisation=scene.university, value=100)
    SizeFigure.objects.filter(pk=first.pk).update(replaced_at=timezone.now())
    SizeFigureFactory(organisation=scene.university, value=200, source="Årsrapporten")
    admin, code = client_of(scene.administrator), scene.university.code
    found = {row["value"]: row["replaced_at"] for row in file_of(admin, "workspace:export_organisation_figures", code)}
    assert found[200] is None
    assert found[100]
    units = admin.get(page("workspace:organisation_units", code)).text
    address = f"{page('website:export_units', 'csv')}?organisation={code}"
    assert f'href="{address}"' in units
    assert "Senteret" in sent(admin, address)


def test_requests_about_personal_data_without_why_and_answer(scene: Scene) -> None:
    request = data_requests.ask(kind="erase", actor=scene.owner, reason="Noe ømtålig")
    data_requests.ask(kind="copy", actor=scene.stranger)
    data_requests.refuse(request=request, actor=scene.administrator, answer="Et svar")
    admin = client_of(scene.administrator)
    [waiting] = file_of(admin, "workspace:export_data_requests")
    [done] = file_of(admin, "workspace:export_data_requests", query="?done=1")
    assert (waiting["who"], done["who"], done["status"]) == ("Frode Fremmed", "Eva Eier", "Avslått")
    assert "ømtålig" not in str(done)
    assert "Et svar" not in str(done)
    assert json.loads(sent(client_of(scene.curator), page("workspace:export_data_requests", "json")))["rows"] == []


def test_what_administrators_keep_for_all(scene: Scene) -> None:
    Channel.objects.create(code="avis", name_nb="Lokalavisen", is_active=False, is_own=True)
    admin = client_of(scene.administrator)
    rows = {row["code"]: row for row in file_of(admin, "workspace:export_channels")}
    assert (rows["avis"]["is_active"], rows["avis"]["is_own"], rows["avis"]["number"]) == ("Nei", "Ja", 0)
    profiles = {row["code"]: row for row in file_of(admin, "workspace:export_profiles")}
    assert profiles[scene.register.profile.code]["registers"] == 1


@pytest.mark.requirement("R-REG-06")
def test_annual_reports_also_those_that_are_not_published() -> None:
    centre = ReportedCentre()
    published, inside = centre.edition(), centre.edition()
    Edition.objects.filter(pk=published.pk).update(published_at=timezone.now())
    rows = file_of(client_of(centre.curator), "workspace:export_reports", "senteret")
    assert [(row["number"], row["state"]) for row in rows] == [(2, "Ferdig"), (1, "Publisert")]
    assert rows[0]["checksum"] == inside.checksum


@pytest.mark.requirement("R-REG-08", "R-REG-10")
def test_assessments_and_reviews_of_a_register(scene: Scene) -> None:
    scene.register.profile.assessment = "probability_impact"
    scene.register.profile.save()
    entry = scene.published(title="Varme")
    due = timezone.localdate() + timedelta(days=9)
    open_call(
        register=scene.register, actor=scene.curator, title="Høsten", due_day=due, assessors=[scene.owner],
        entries=[entry],
    )  # fmt: skip
    prepare_meeting(register=scene.register, actor=scene.curator, on=timezone.localdate())
    curator = client_of(scene.curator)
    [call] = file_of(curator, "workspace:export_calls", "senteret")
    assert (call["title"], call["listed"], call["asked"], call["answers"]) == ("Høsten", 1, 1, 0)
    [review] = file_of(curator, "workspace:export_reviews", "senteret")
    assert (review["date"], review["listed"], review["decided"]) == (timezone.localdate().isoformat(), 1, 0)


@pytest.mark.requirement("R-REG-03")
def test_innovations_in_all_rounds_are_those_of_the_page(scene: Scene) -> None:
    for title in ("Vann", "Varme", "Årer"):
        scene.published(title=title)
    scene.published(title="Bare for enheten", visibility=Visibility.UNIT)
    found = opened(scene, due=-3)
    post(scene.owner, found, told(found.items.get(entry__title="Varme")))
    code, curator = found.public_id, client_of(scene.curator)
    rows = file_of(curator, "workspace:export_matrix", "senteret")
    assert [row["title"] for row in rows] == ["Bare for enheten", "Vann", "Varme", "Årer"]
    assert [rows[2][f"{code}_{what}"] for what in ("state", "level")] == ["Oppdatert sent", "TRL 5"]
    assert [rows[1][f"{code}_{what}"] for what in ("state", "level")] == ["Ikke oppdatert ennå", None]
    asked = file_of(curator, "workspace:export_matrix", "senteret", query="?q=va")
    assert [row["title"] for row in asked] == ["Vann", "Varme"]
    reader = UserFactory()
    RoleFactory(user=reader, kind=Role.Kind.READER, organisation=scene.university)
    for who in (reader, scene.owner):
        page_text = client_of(who).get(page("workspace:round_matrix", "senteret")).text
        shown = {row["title"] for row in file_of(client_of(who), "workspace:export_matrix", "senteret")}
        assert ("Bare for enheten" in page_text) == ("Bare for enheten" in shown)
        assert {"Vann", "Varme", "Årer"} <= shown
    strange = curator.get(f"{page('workspace:round_matrix', 'senteret')}?farge=x").text
    assert "Vi kjenner ikke til farge" in strange


@pytest.mark.requirement("R-REG-03")
def test_the_rounds_of_a_register(scene: Scene) -> None:
    scene.published(title="Varme")
    found = opened(scene)
    post(scene.owner, found, told(found.items.get()))
    [row] = json.loads(sent(client_of(scene.owner), page("workspace:export_rounds", "senteret", "json")))["rows"]
    assert (row["id"], row["innovations"], row["updated"], row["not_updated"]) == (found.public_id, 1, 1, 0)
    assert client_of(scene.stranger).get(page("workspace:export_rounds", "senteret", "csv")).status_code == 403


QUERIES = {
    "centres": 10,
    "centre_parts senter partnere": 9,
    "centre_parts senter registre": 9,
    "centre_parts senter midler": 9,
    "milestones senter": 9,
    "studies senter": 10,
    "initiatives": 10,
    "initiative_parts ski faser": 9,
    "initiative_parts ski ledere": 10,
    "imports senteret": 9,
    "invitations": 9,
    "data_requests": 8,
    "channels": 8,
    "profiles": 8,
    "reviews senteret": 9,
    "rounds senteret": 9,
    "matrix senteret": 11,
    "reports senteret": 9,
}


@pytest.mark.parametrize("number", [1, 3])
def test_each_takes_the_same_queries_for_1_and_3_rows(scene: Scene, number: int) -> None:
    centre = centre_of(scene)
    initiative: Initiative = InitiativeFactory(code="ski", organisation=scene.university)
    for place in range(number):
        if place:
            CentreFactory(organisation=scene.university)
            InitiativeFactory(organisation=scene.university)
        CentrePartnerFactory(centre=centre)
        centre.register_links.create(register=scene.register if not place else RegisterFactory())
        values = {"field": "Varme", "amount": 4, "first_year": 2015, "last_year": 2025, "source": "Budsjettet"}
        centre.money.create(**values)
        MilestoneFactory(centre=centre, kind="other")
        StudyFactory(organisation=scene.university).centre_links.create(centre=centre)
        initiative.phases.create(name="Fase", start=date(2018 + place, 1, 1))
        initiative.instruments.create(name="Samlinger")
        initiative.appointments.create(
            person=PersonFactory(), unit=scene.centre, focus="service", start=date(2024, 1, 1)
        )
        ImportJob.objects.create(register=scene.register, file_name="ark.xlsx", created_by=UserFactory())
        scope = Scope(unit=scene.centre)
        invite(
            email=f"a{place}@eksempel.no",
            kind=Role.Kind.CONTRIBUTOR,
            scope=scope,
            actor=scene.administrator,
            language="nb",
        )
        data_requests.ask(kind="copy", actor=UserFactory())
        Channel.objects.create(code=f"kanal{place}", name_nb="Kanal")
        Edition.objects.create(register=scene.register, year=2024, number=place + 1, made_by=UserFactory())
        scene.published(title=f"Varme {place}")
    found = opened(scene)
    for item in found.items.all():
        post(scene.owner, found, told(item))
    prepare_meeting(register=scene.register, actor=scene.curator, on=timezone.localdate())
    admin, taken = client_of(scene.administrator), {}
    for what in QUERIES:
        name, *args = what.split()
        address = page(f"workspace:export_{name}", *args, "csv")
        sent(admin, address)
        with CaptureQueriesContext(connection) as asked:
            sent(admin, address)
        taken[what] = len(asked)
    assert taken == QUERIES
