"""Stories, channels, initiatives with their leaders, and annual reports as files: what their pages show, no more."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samspill.cases import reference
from samspill.cases.models import Channel, Shown, Story, StoryForm
from samspill.centres.models import Appointment, Initiative, LeaderTask
from samspill.parties.domain.withholding import restrict
from samspill.reports.models import Edition
from tests.centres.factories import CentreFactory, InitiativeFactory
from tests.factories import AffiliationFactory, PersonFactory, UnitFactory
from tests.reports.world import Centre
from tests.scenes import Scene, client_of
from tests.website.helpers import text_of
from tests.website.test_exports import body, rows

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-07")]


@pytest.fixture
def scene() -> Scene:
    reference.load()
    return Scene()


def story(scene: Scene, title: str, form: str = "a_day", **more: Any) -> Story:
    values = {"entry": scene.published(title="Varme fra serverne"), "published_at": timezone.now()} | more
    found: Story = Story.objects.create(form=StoryForm.objects.get(code=form), title=title, **values)
    return found


def test_stories_as_they_are_filtered_with_their_whole_texts(scene: Scene, client: Client) -> None:
    long = "=SUM(A1) Klokka sju. " * 40
    told = story(scene, "En dag", text=long, audience="Naboer")
    story(scene, "Jeg rakk det", form="person")
    story(scene, "Ikke ferdig", published_at=None)
    story(scene, "Til et utkast", entry=scene.complete())
    address = "/fortellinger/eksport.csv"
    assert {row["Tittel"] for row in rows(client, address)} == {"En dag", "Jeg rakk det"}
    [row] = rows(client, f"{address}?form=a_day")
    assert row["Fortellingen"] == f"'{long}"
    assert (row["For hvem"], row["Oppføring"]) == ("Naboer", "Varme fra serverne")
    assert row["Adresse i Samspill"].endswith(f"/e/{told.entry.public_id}/#fortelling-{told.public_id}")
    html = client.get("/fortellinger/?form=a_day").text
    assert 'href="/fortellinger/eksport.xlsx?form=a_day"' in html
    assert "form=person" not in json.loads(body(client, "/en/fortellinger/eksport.json?form=person"))["rows"][0]
    assert client.get(f"{address}?form=tull").status_code == 400
    told_of = client.get("/fortellinger/?form=tull").text
    assert "Former: tull" in told_of
    assert 'href="/fortellinger/eksport.csv"' in told_of  # what the page shows: not narrowed


def test_the_catalogue_of_channels(scene: Scene, client: Client) -> None:
    channel = Channel.objects.get(code="local_paper")
    for entry in (scene.published(), scene.complete()):
        Shown.objects.create(entry=entry, channel=channel, date=date(2025, 5, 1))
    Channel.objects.filter(code="podcast").update(is_active=False)
    found = {row["Kode"]: row for row in rows(client, "/kanaler/eksport.csv")}
    assert found["local_paper"]["Ganger vist"] == "1"  # the draft is not the reader's to see
    assert "podcast" not in found
    assert "Aktiv" not in found["local_paper"]
    assert 'href="/nn/kanaler/eksport.json"' in client.get("/nn/kanaler/").text


def leader(initiative: Initiative, name: str, focus: str = "service", **more: Any) -> Appointment:
    person = PersonFactory(name=name, is_public=more.pop("is_public", True), email="skjult@eksempel.no")
    values = {"start": date(2024, 1, 1), "tasks": ["help"]} | more
    found: Appointment = initiative.appointments.create(
        person=person, unit=UnitFactory(organisation=initiative.organisation), focus=focus, **values
    )
    return found


def test_initiatives_as_their_reader_sees_them(client: Client) -> None:
    scene = Scene()
    shown = InitiativeFactory(code="ski", name_nb="Satsingen", organisation=scene.university)
    shown.phases.create(name="Fase I", start=date(2018, 1, 1), end=date(2021, 12, 31))
    shown.instruments.create(name="Samlinger")
    InitiativeFactory(code="intern", name_nb="Hemmelig", is_public=False)
    [row] = rows(client, "/satsinger/eksport.csv")
    assert (row["Kode"], row["Navn"], row["Virkemidler"]) == ("ski", "Satsingen", "Samlinger")
    assert row["Faser"] == "Fase I (1. januar 2018 – 31. desember 2021)"
    assert "Hemmelig" in body(client_of(scene.administrator), "/satsinger/eksport.csv").decode()
    assert 'href="/satsinger/eksport.xlsx"' in client.get("/satsinger/").text


@pytest.mark.requirement("R-SKI-02")
def test_innovation_leaders_by_focus_and_never_one_without_a_public_page(client: Client) -> None:
    scene = Scene()
    LeaderTask.objects.create(code="help", name_nb="Hjelper forskere")
    initiative = InitiativeFactory(code="ski", organisation=scene.university)
    leader(initiative, "Lise Leder")
    leader(initiative, "Tor Teknologi", focus="technology", end=date(2024, 6, 1))
    leader(initiative, "Ida Innenfor", is_public=False)
    restrict(person=leader(initiative, "Per Begrenset").person, actor=None)
    address = "/satsinger/ski/eksport.csv"
    found = rows(client, address)
    assert {row["Navn"] for row in found} == {"Lise Leder", "Tor Teknologi"}
    assert [row["Oppgaver"] for row in found] == ["Hjelper forskere"] * 2
    assert "skjult@" not in body(client, "/satsinger/ski/eksport.json").decode()
    assert {row["Navn"] for row in rows(client, f"{address}?focus=technology")} == {"Tor Teknologi"}
    assert "Ida Innenfor" in body(client_of(scene.administrator), address).decode()
    assert "Begrenset" not in body(client_of(scene.administrator), address).decode()
    assert client.get(f"{address}?focus=tull").status_code == 400
    assert "Hovedfokus: tull" in client.get("/satsinger/ski/?focus=tull").text
    assert 'href="/satsinger/ski/eksport.json?focus=service"' in client.get("/satsinger/ski/?focus=service").text
    Initiative.objects.update(is_public=False)
    assert client.get(address).status_code == 403


@pytest.mark.requirement("R-REG-06")
def test_annual_reports_with_their_checksums(client: Client) -> None:
    centre = Centre()
    published, _inside = centre.edition(), centre.edition()
    Edition.objects.filter(pk=published.pk).update(published_at=timezone.now())
    address = "/registre/senteret/rapporter/eksport.csv"
    [row] = rows(client, address)
    assert (row["År"], row["Utgave"], row["Sjekksum (SHA-256)"]) == ("2024", "1", published.checksum)
    assert row["Adresse i Samspill"].endswith(f"/rapporter/{published.public_id}/")
    assert "Opprettet av" not in row
    assert 'href="/registre/senteret/rapporter/eksport.csv"' in client.get("/registre/senteret/rapporter/").text
    assert client.get("/registre/intet/rapporter/eksport.csv").status_code == 404
    assert rows(client, f"/miljoer/{centre.centre.code}/rapporter/eksport.csv") == []


def test_the_people_of_a_unit_on_a_day(client: Client) -> None:
    scene = Scene()
    place = {"organisation": scene.university, "unit": scene.centre, "valid_from": date(2024, 1, 1)}
    for name, more in (("Lise Leder", {"valid_to": date(2024, 12, 31)}), ("Ny Ansatt", {"share": 20})):
        AffiliationFactory(
            person=PersonFactory(name=name, email="skjult@eksempel.no"), title="Forsker", **place, **more
        )
    AffiliationFactory(person=PersonFactory(name="Ida Innenfor", is_public=False), **place)
    unit = f"/miljoer/{scene.centre.code}/"
    then = rows(client, f"{unit}personer/eksport.csv?date=2024-05-17")
    assert [(row["Navn"], row["Stilling"]) for row in then] == [("Lise Leder", "Forsker"), ("Ny Ansatt", "Forsker")]
    now = body(client, f"{unit}personer/eksport.json").decode()
    assert "Ny Ansatt" in now
    assert not any(one in now for one in ("Lise Leder", "Ida Innenfor", "skjult@", '"share"'))
    assert f'href="{unit}personer/eksport.csv?date=2024-05-17"' in client.get(f"{unit}?date=2024-05-17").text
    assert client.get(f"{unit}personer/eksport.csv?date=17.5.2024").status_code == 400


def test_the_innovations_of_a_centre_are_those_that_its_page_counts(client: Client) -> None:
    scene = Scene()
    centre = CentreFactory(organisation=scene.university)
    centre.register_links.create(register=scene.register)
    scene.published(title="Varme")
    address = "/innovasjoner/eksport.csv?kind=innovation&register=senteret"
    assert f'href="{address.replace("&", "&amp;")}"' in text_of(client, f"/sentre/{centre.code}/")
    assert [row["Tittel"] for row in rows(client, address)] == ["Varme"]


QUERIES = {
    "/fortellinger/eksport.csv?form=a_day": 5,
    "/kanaler/eksport.csv": 4,
    "/satsinger/eksport.csv": 6,
    "/satsinger/ski/eksport.csv": 6,
    "/registre/senteret/rapporter/eksport.csv": 5,
}


@pytest.mark.parametrize("number", [1, 3])
def test_each_takes_the_same_queries_for_1_and_3_rows(scene: Scene, client: Client, number: int) -> None:
    initiative = InitiativeFactory(code="ski", organisation=scene.university)
    for place in range(number):
        entry = story(scene, f"En dag {place}").entry
        Shown.objects.create(entry=entry, channel=Channel.objects.all()[place], date=date(2025, 5, 1))
        if place:
            InitiativeFactory(organisation=scene.university).phases.create(name="Fase", start=date(2018, 1, 1))
        initiative.phases.create(name="Fase", start=date(2018 + place, 1, 1))
        leader(initiative, f"Lise {place}")
        values = {"content": "{}", "checksum": "0", "state": "ready", "published_at": timezone.now()}
        Edition.objects.create(register=scene.register, year=2024, number=place + 1, **values)
    taken = {}
    for address in QUERIES:
        body(client, address)
        with CaptureQueriesContext(connection) as asked:
            assert len(rows(client, address)) >= number
        taken[address] = len(asked)
    assert taken == QUERIES
