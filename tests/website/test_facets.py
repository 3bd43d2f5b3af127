"""The facets beside a list: each number opens a list of exactly as many, and what is on can be taken off."""

import re
from html import unescape

import pytest
from django.test import Client

from samspill.registry.choices import Kind
from samspill.registry.models import Entry
from tests.factories import (
    GoalFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ParticipationFactory,
    PublishedEntryFactory,
    ReadingFactory,
    UnitFactory,
)
from tests.scenes import Scene, client_of
from tests.website.helpers import text_of, titles, total

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]
LIST = "/innovasjoner/"


@pytest.fixture
def scene() -> Scene:
    """Entries that differ in everything that they can be narrowed by."""
    scene = Scene()
    for number in range(5):
        GoalFactory(number=number + 1)
    below = UnitFactory(organisation=scene.university, parent=scene.centre, name_nb="Gruppen")
    for number in range(5):
        entry = PublishedEntryFactory(
            title=f"Varme {number}",
            organisation=scene.university,
            unit=below if number % 2 else scene.centre,
            register=scene.register,
            types=["product", "artistic"] if number % 2 else ["product"],
            sdgs=[number + 1],
        )
        ParticipationFactory(entry=entry, organisation=scene.municipality)
        if number < 3:
            ReadingFactory(entry=entry, number=number + 2)
    PublishedEntryFactory(title="Verksted", kind=Kind.ACTIVITY, types=["workshop"], organisation=scene.municipality)
    return scene


def facet_links(html: str, name: str = "") -> dict[str, int]:
    """Address -> count of the values that are not on."""
    part = html.split(f'id="facet-{name}"')[1].partition("</details>")[0] if name else html
    found = re.findall(
        r'<li><a href="([^"]+)" rel="nofollow"><span class="s-facet__text">.*?__count">([\d\xa0]+)<', part
    )
    return {unescape(address): int(count) for address, count in found}


@pytest.mark.parametrize("who", ["", "administrator", "curator"])
@pytest.mark.parametrize("query", ["", "?kind=innovation", "?q=varme&type=artistic"])
def test_every_number_opens_a_list_of_exactly_as_many(scene: Scene, client: Client, who: str, query: str) -> None:
    browser = client_of(getattr(scene, who)) if who else client
    on = {part.split("=")[0] for part in query.strip("?").split("&") if part}
    checked = 0
    for address, count in facet_links(text_of(browser, LIST + query)).items():
        if address.rsplit("&", 1)[-1].strip("?").split("=")[0] not in on:
            assert total(text_of(browser, LIST + address)) == count, address
            checked += 1
    assert checked > 10


def test_another_value_of_the_same_facet_widens_the_list(scene: Scene, client: Client) -> None:
    (more,) = facet_links(text_of(client, f"{LIST}?kind=activity"), "kind")
    assert more == "?kind=activity&kind=innovation"
    assert total(text_of(client, LIST + more)) == 6


def test_a_value_that_is_on_is_marked_and_leads_back(scene: Scene, client: Client) -> None:
    html = text_of(client, f"{LIST}?kind=activity&sort=title")
    part = html.split('id="facet-kind"')[1].split("</details>")[0]
    assert '<a href="?sort=title" rel="nofollow" aria-current="true">' in part


def test_a_unit_counts_what_is_below_it(scene: Scene, client: Client) -> None:
    counts = facet_links(text_of(client, LIST), "unit")
    assert counts[f"?unit={scene.centre.code}"] == 5


def test_long_facets_show_the_first_and_a_way_to_all(client: Client) -> None:
    for _number in range(11):
        ParticipationFactory(entry=PublishedEntryFactory(organisation=OrganisationFactory()))
    html = text_of(client, LIST)
    assert len(facet_links(html, "partner")) == 8
    (address,) = re.findall(r'href="([^"]*all=partner[^"]*)"', html)
    assert len(facet_links(text_of(client, LIST + unescape(address).split("#")[0]), "partner")) > 8
    assert address.endswith("#facet-partner")


def test_places_of_owners_and_partners_are_facets(client: Client) -> None:
    home = MunicipalOrganisationFactory()
    PublishedEntryFactory(title="Her", organisation=home)
    PublishedEntryFactory(title="Der")
    assert home.municipality
    html = text_of(client, LIST)
    (address,) = facet_links(html, "municipality")
    assert address == f"?municipality={home.municipality.number}"
    assert titles(text_of(client, LIST + address)) == ["Her"]


def test_what_is_hidden_is_not_counted(scene: Scene, client: Client) -> None:
    before = facet_links(text_of(client, LIST), "kind")
    Entry.objects.filter(title="Varme 0").update(visibility="unit")
    after = facet_links(text_of(client, LIST), "kind")
    assert before["?kind=innovation"] - after["?kind=innovation"] == 1
