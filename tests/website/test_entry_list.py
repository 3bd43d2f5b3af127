"""The list of entries: filters in the address, words, pages, and no more queries with more rows."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from samspill.registry.choices import Kind, Visibility
from tests.factories import (
    ContributionFactory,
    EntryFactory,
    ParticipationFactory,
    PublishedEntryFactory,
    ReadingFactory,
    UnitFactory,
)
from tests.scenes import Scene, page
from tests.website.helpers import text_of, titles, total

pytestmark = pytest.mark.django_db
LIST = "/innovasjoner/"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    below = UnitFactory(organisation=scene.university, parent=scene.centre, name_nb="Gruppen")
    one = PublishedEntryFactory(
        title="Varmelager",
        summary="Lagrer **sommervarme**.",
        keywords=["borehull", "Fjell"],
        organisation=scene.university,
        unit=below,
        start_date=date(2021, 5, 1),
    )
    ParticipationFactory(entry=one, organisation=scene.municipality, in_use_since=date(2024, 1, 1))
    PublishedEntryFactory(title="Dans i veikryss", types=["artistic"], register=scene.register, own_word="greie")
    PublishedEntryFactory(title="Verksted", kind=Kind.ACTIVITY, types=["workshop"], organisation=scene.municipality)
    EntryFactory(title="Hemmelig kladd", organisation=scene.university)
    PublishedEntryFactory(title="For enheten", visibility=Visibility.UNIT)
    return scene


@pytest.mark.requirement("R-NFR-05")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Varmelager", "Dans i veikryss", "Verksted"}),
        ("kind=activity", {"Verksted"}),
        ("type=artistic", {"Dans i veikryss"}),
        ("year=2021", {"Varmelager"}),
        ("register=senteret", {"Dans i veikryss"}),
        ("unit={unit}", {"Varmelager", "Dans i veikryss"}),
        ("partner={municipality}", {"Varmelager", "Verksted"}),
        ("partner={municipality}&kind=innovation", {"Varmelager"}),
        ("in_use=1", {"Varmelager"}),
        ("level=none", {"Varmelager", "Dans i veikryss"}),
        ("q=SOMMER+fjell", {"Varmelager"}),
        ("q=sommer+dans", set()),
        ("q=greie", {"Dans i veikryss"}),
        ("q=100%25", set()),
        ("q=Hemmelig", set()),
        ("q=For+enheten", set()),
    ],
)
def test_filters_leave_what_they_say(scene: Scene, client: Client, query: str, found: set[str]) -> None:
    query = query.format(unit=scene.centre.code, municipality=scene.municipality.code)
    html = text_of(client, f"{LIST}?{query}")
    assert set(titles(html)) == found
    assert total(html) == len(found)
    assert "Hemmelig kladd" not in html
    assert "For enheten" not in html.replace("“For enheten”", "").replace('value="For enheten"', "")


def test_a_filter_that_is_on_can_be_taken_off(scene: Scene, client: Client) -> None:
    html = text_of(client, f"{LIST}?kind=innovation&type=artistic&page=2")
    assert 'href="?type=artistic"' in html  # without kind, and back on the first page
    assert 'href="?kind=innovation"' in html
    assert '<option value="artistic" selected>' in html


@pytest.mark.parametrize("query", ["type=finnes-ikke", "year=x", "year=99999", "partner=%00", "level=trl-99", "sdg=0"])
def test_unknown_values_are_told_of_and_break_nothing(scene: Scene, client: Client, query: str) -> None:
    html = text_of(client, f"{LIST}?{query}")
    assert total(html) == 3
    assert ("ds-alert" in html) == ("%00" not in query)


def test_a_filter_that_the_form_does_not_offer_is_kept_when_it_is_sent(scene: Scene, client: Client) -> None:
    assert '<input type="hidden" name="in_use" value="1">' in text_of(client, f"{LIST}?in_use=1")


def test_empty_lists_teach(client: Client) -> None:
    assert "s-empty" in text_of(client, LIST)


def test_more_than_a_page_is_split_and_filters_are_kept(client: Client) -> None:
    for _number in range(45):
        PublishedEntryFactory()
    html = text_of(client, f"{LIST}?kind=innovation&page=2")
    assert len(titles(html)) == 20
    assert 'href="?kind=innovation&amp;page=3"' in html
    assert len(titles(text_of(client, f"{LIST}?page=99"))) == 5


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_three(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for _number in range(number):
        entry = PublishedEntryFactory()
        ParticipationFactory(entry=entry)
        ContributionFactory(entry=entry)
        ReadingFactory(entry=entry)
    address = page("website:entry_list")
    with django_assert_num_queries(11):
        client.get(address)
