"""Units and people: the tree, who belonged where at a date, and what became of a unit."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from samspill.parties.models import UnitSuccession
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    PersonFactory,
    PublishedEntryFactory,
    RegisterFactory,
    UnitFactory,
)
from tests.scenes import Scene, client_of, page
from tests.website.helpers import text_of, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_the_tree_of_today_is_shown_without_units_that_ended(scene: Scene, client: Client) -> None:
    UnitFactory(organisation=scene.university, parent=scene.centre, name_nb="Gruppen")
    UnitFactory(organisation=scene.university, name_nb="Gamle institutt", valid_to=date(2019, 12, 31))
    html = text_of(client, page("website:environments"))
    assert "Gruppen" in html
    assert "Gamle institutt" not in html


def test_an_ended_unit_keeps_its_people_and_points_to_its_successor(scene: Scene, client: Client) -> None:
    old = UnitFactory(organisation=scene.university, name_nb="Gamle institutt", valid_to=date(2019, 12, 31))
    UnitSuccession.objects.create(unit=old, successor=scene.centre, date=date(2020, 1, 1), note="slått sammen")
    person = PersonFactory(name="Tidlig Ute")
    AffiliationFactory(
        person=person,
        organisation=scene.university,
        unit=old,
        valid_from=date(2015, 1, 1),
        valid_to=date(2018, 6, 30),
    )
    PublishedEntryFactory(title="Gammelt funn", organisation=scene.university, unit=old)
    here = page("website:unit", old.code)
    html = text_of(client, here)
    assert "31. desember 2019" in html
    assert page("website:unit", scene.centre.code) in html
    assert titles(html) == ["Gammelt funn"]
    assert "Tidlig Ute" not in html  # on the unit's last day the person had left
    assert "Tidlig Ute" in text_of(client, f"{here}?date=2016-05-17")
    assert "Tidlig Ute" in text_of(client, f"{page('website:unit', old.code)}?date=2018-06-30")
    assert "Gamle institutt" in text_of(client, page("website:unit", scene.centre.code))


def test_a_date_that_cannot_be_read_is_told_of(scene: Scene, client: Client) -> None:
    html = text_of(client, page("website:unit", scene.centre.code) + "?date=17.mai")
    assert "«17.mai» er ikke en dato" in html


def test_people_of_units_below_are_shown_at_the_unit_above(scene: Scene, client: Client) -> None:
    below = UnitFactory(organisation=scene.university, parent=scene.centre, name_nb="Gruppen")
    AffiliationFactory(person=PersonFactory(name="Nede Nedover"), organisation=scene.university, unit=below)
    hidden = PersonFactory(name="Skjult Skjultsen", is_public=False)
    AffiliationFactory(person=hidden, organisation=scene.university, unit=below)
    html = text_of(client, page("website:unit", scene.centre.code))
    assert "Nede Nedover" in html
    assert "Skjult Skjultsen" not in html


def test_a_person_has_a_page_with_places_and_parts_but_no_e_mail(scene: Scene, client: Client) -> None:
    person = PersonFactory(name="Eva Eksempel", email="eva@eksempel.no", orcid="0000-0002-1825-0097")
    AffiliationFactory(person=person, organisation=scene.university, unit=scene.centre, title="Forsker")
    ContributionFactory(entry=PublishedEntryFactory(title="Funnet"), person=person)
    html = text_of(client, page("website:person", person.public_id))
    for words in ("Forsker", "Senteret", "fra 1. januar 2020", "Idéhaver", "0000-0002-1825-0097"):
        assert words in html, words
    assert titles(html) == ["Funnet"]
    assert "eva@eksempel.no" not in html


def test_one_writes_to_a_person_through_the_place_of_today(scene: Scene, client: Client) -> None:
    person = PersonFactory(name="Eva Eksempel", email="eva@eksempel.no")
    before = UnitFactory(organisation=scene.university, contact_email="gamle@eksempel.no")
    AffiliationFactory(person=person, organisation=scene.university, unit=before, valid_to=date(2021, 12, 31))
    scene.centre.contact_email = "senteret@eksempel.no"
    scene.centre.save()
    AffiliationFactory(person=person, organisation=scene.university, unit=scene.centre)
    html = text_of(client, page("website:person", person.public_id))
    assert "Gjennom Senteret:" in html
    assert "mailto:senteret@eksempel.no" in html
    assert "eva@eksempel.no" not in html
    assert "gamle@eksempel.no" not in html


def test_a_unit_without_an_address_is_reached_through_its_register_the_unit_above_or_its_organisation(
    scene: Scene, client: Client
) -> None:
    here = page("website:unit", scene.centre.code)
    scene.university.contact_email = "post@eksempel.no"
    scene.university.save()
    assert "mailto:post@eksempel.no" in text_of(client, here)
    RegisterFactory(unit=scene.centre, organisation=scene.university, contact_email="register@eksempel.no")
    RegisterFactory(
        unit=scene.centre, organisation=scene.university, contact_email="lukket@eksempel.no", is_public=False
    )
    html = text_of(client, here)
    assert "mailto:register@eksempel.no" in html
    assert "lukket@eksempel.no" not in html
    scene.centre.contact_email = "senteret@eksempel.no"
    scene.centre.save()
    group = UnitFactory(organisation=scene.university, parent=scene.centre)
    assert "mailto:senteret@eksempel.no" in text_of(client, page("website:unit", group.code))


@pytest.mark.parametrize(
    ("who", "status"),
    [("", 404), ("stranger", 404), ("owner", 200), ("administrator", 200), ("curator", 200), ("representative", 404)],
)
def test_a_page_that_is_not_public_is_for_colleagues(scene: Scene, client: Client, who: str, status: int) -> None:
    person = scene.owner_person
    person.is_public = False
    person.save()
    AffiliationFactory(person=person, organisation=scene.university)
    browser = client_of(getattr(scene, who)) if who else client
    assert browser.get(page("website:person", person.public_id)).status_code == status


def test_the_address_of_a_merged_duplicate_leads_to_the_person(client: Client) -> None:
    person = PersonFactory(former_public_ids=["gammelid"])
    response = client.get(page("website:person", "gammelid"))
    assert response.status_code == 301
    assert response["Location"] == page("website:person", person.public_id)


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_three(
    scene: Scene, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    person = PersonFactory()
    for _number in range(number):
        unit = UnitFactory(organisation=scene.university, parent=scene.centre)
        AffiliationFactory(person=person, organisation=scene.university, unit=unit)
        AffiliationFactory(organisation=scene.university, unit=unit)
        ContributionFactory(entry=PublishedEntryFactory(organisation=scene.university, unit=unit), person=person)
    client.get(page("website:entry_list"))  # reads the vocabularies, which the process keeps
    for address, first in (
        (page("website:environments"), 2),
        (page("website:unit", scene.centre.code), 14),
        (page("website:person", person.public_id), 11),
    ):
        for queries in (first, 1):  # asked again: whether it holds
            with django_assert_num_queries(queries):
                client.get(address)
