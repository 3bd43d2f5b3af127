"""The list of entries: filters in the address, words, and no more queries with more rows."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from samspill.registry.choices import Kind, Visibility
from samspill.website import kept_lists
from tests.factories import (
    ContributionFactory,
    EntryFactory,
    GoalFactory,
    ParticipationFactory,
    PublishedEntryFactory,
    ReadingFactory,
    UnitFactory,
)
from tests.scenes import Scene, client_of, page
from tests.website.helpers import text_of, titles, total

pytestmark = pytest.mark.django_db
LIST = "/innovasjoner/"


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    GoalFactory(number=7)
    below = UnitFactory(organisation=scene.university, parent=scene.centre, name_nb="Gruppen")
    one = PublishedEntryFactory(
        title="Varmelager",
        summary="Lagrer **sommervarme**.",
        keywords=["borehull", "Fjell"],
        organisation=scene.university,
        unit=below,
        start_date=date(2021, 5, 1),
        sdgs=[7],
    )
    ParticipationFactory(entry=one, organisation=scene.municipality, in_use_since=date(2024, 1, 1))
    PublishedEntryFactory(title="Dans i veikryss", types=["artistic"], register=scene.register, own_word="greie")
    PublishedEntryFactory(title="Verksted", kind=Kind.ACTIVITY, types=["workshop"], organisation=scene.municipality)
    EntryFactory(title="Hemmelig kladd", organisation=scene.university)
    PublishedEntryFactory(title="For enheten", visibility=Visibility.UNIT, organisation=scene.university)
    return scene


@pytest.mark.requirement("R-NFR-05")
@pytest.mark.requirement("R-RSA-04")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Varmelager", "Dans i veikryss", "Verksted"}),
        ("kind=activity", {"Verksted"}),
        ("kind=activity&kind=innovation", {"Varmelager", "Dans i veikryss", "Verksted"}),
        ("type=artistic", {"Dans i veikryss"}),
        ("type=artistic&type=workshop", {"Dans i veikryss", "Verksted"}),
        ("type=artistic&type=workshop&kind=activity", {"Verksted"}),
        ("year=2021", {"Varmelager"}),
        ("register=senteret", {"Dans i veikryss"}),
        ("unit={unit}", {"Varmelager", "Dans i veikryss"}),
        ("partner={municipality}", {"Varmelager", "Verksted"}),
        ("partner={municipality}&kind=innovation", {"Varmelager"}),
        ("municipality={number}", {"Varmelager", "Verksted"}),
        ("county={county}&kind=activity", {"Verksted"}),
        ("region={region}&sdg=7", {"Varmelager"}),
        ("in_use=1", {"Varmelager"}),
        ("level=none", {"Varmelager", "Dans i veikryss"}),
        ("q=SOMMER+fjell", {"Varmelager"}),
        ("q=sommer+dans", set()),
        ("q=greie", {"Dans i veikryss"}),
        ("q=varmelager+-fjell", set()),
        ("q=87654321%25", set()),  # factories count up to smaller ones
        ("q=Hemmelig", set()),
        ("q=For+enheten", set()),
    ],
)
def test_filters_leave_what_they_say(scene: Scene, client: Client, query: str, found: set[str]) -> None:
    facts = scene.municipality.municipality
    assert facts
    query = query.format(
        unit=scene.centre.code,
        municipality=scene.municipality.code,
        number=facts.number,
        county=facts.county.number,
        region=facts.county.region.code,
    )
    html = text_of(client, f"{LIST}?{query}")
    assert set(titles(html)) == found
    assert total(html) == len(found)
    assert "Hemmelig kladd" not in html


def test_those_who_may_see_more_find_more(scene: Scene) -> None:
    assert "For enheten" in titles(text_of(client_of(scene.administrator), f"{LIST}?q=enheten"))


def test_a_filter_that_is_on_can_be_taken_off(scene: Scene, client: Client) -> None:
    html = text_of(client, f"{LIST}?kind=innovation&type=artistic&type=workshop&page=2")
    for rest in (
        "type=artistic&amp;type=workshop",
        "kind=innovation&amp;type=workshop",
        "kind=innovation&amp;type=artistic",
    ):
        assert f'data-removable href="?{rest}"' in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("type=finnes-ikke", "finnes-ikke"),
        ("year=x", "Startår: x"),
        ("year=99999", "99999"),
        ("level=trl-99", "trl-99"),
        ("sdg=0", "0"),
        ("kommune=5001", "kommune"),
        ("sort=sideways", "sideways"),
        ("kind=<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
        ("type=' OR 1=1 --", "OR 1=1"),
    ],
)
def test_what_is_not_understood_is_told_and_breaks_nothing(scene: Scene, client: Client, query: str, said: str) -> None:
    html = text_of(client, f"{LIST}?{query}")
    assert total(html) == 3
    assert said in html.split("ds-alert")[1].split("</div>")[0]
    assert "<b>x" not in html


@pytest.mark.parametrize("query", ["partner=%00", "utm_source=brev&fbclid=1", "page=3", "type=", "q=+++"])
def test_what_asks_for_nothing_is_passed_over(scene: Scene, client: Client, query: str) -> None:
    html = text_of(client, f"{LIST}?{query}")
    assert total(html) == 3
    assert "ds-alert" not in html


def test_a_known_value_beside_an_unknown_still_counts(scene: Scene, client: Client) -> None:
    html = text_of(client, f"{LIST}?kind=activity&kind=tull")
    assert titles(html) == ["Verksted"]
    assert "tull" in html


def test_very_many_values_are_cut_and_told_of(scene: Scene, client: Client) -> None:
    html = text_of(client, f"{LIST}?" + "&".join(f"year={1900 + number}" for number in range(200)))
    assert "Bare de første 50 verdiene" in html
    assert total(html) == 0


def test_very_long_words_are_cut_and_told_of(scene: Scene, client: Client) -> None:
    html = text_of(client, LIST + "?q=" + "varmelager " * 1000)
    assert "lengre enn 400 tegn" in html
    assert 'value="varmelager varmelager' in html
    assert titles(html) == ["Varmelager"]


@pytest.mark.parametrize(
    "words",
    ['"varmelager', 'varmelager"', "(((", "-", '""', "' & | ! :* <-> \\", "%", "_", "<script>alert(1)</script>", "a:b"],
)
def test_strange_values_are_answered_calmly(scene: Scene, client: Client, words: str) -> None:
    for name in ("q", "after", "before", "sort", "all", "unit", "person"):
        answer = client.get(LIST, {name: words})
        assert answer.status_code == 200, name
        assert "<script>alert" not in answer.content.decode(), name


def test_the_search_in_the_list_keeps_the_filters(scene: Scene, client: Client) -> None:
    assert '<input type="hidden" name="in_use" value="1">' in text_of(client, f"{LIST}?in_use=1")


def test_words_that_matched_are_marked_and_told_of(scene: Scene, client: Client) -> None:
    html = text_of(client, f"{LIST}?q=varmelager+borehull")
    assert "<mark>Varmelager</mark>" in html
    assert "Nøkkelord og navn: borehull" in html


def test_empty_lists_teach(client: Client) -> None:
    assert "s-empty" in text_of(client, LIST)


def test_a_misspelt_word_gets_a_suggestion(client: Client) -> None:
    for _number in range(3):
        PublishedEntryFactory(title="Velferdsteknologi hjemme")
    html = text_of(client, f"{LIST}?q=velferdsteknolgi")
    assert "Mente du" in html
    assert "?q=velferdsteknologi" in html


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
    client.get(address)  # reads the vocabularies, which the process keeps
    kept_lists.forget_all()
    with django_assert_num_queries(4):  # whether it holds, counts, list with texts, what rows tell of those to be seen
        client.get(address)


def test_where_nothing_fits_filters_alone_nothing_is_said_of_words(client: Client, scene: Scene) -> None:
    shown = client.get(f"{LIST}?sdg=7&year=1999").text
    assert "Ingen treff med disse filtrene" in shown
    assert "Fjern ett av dem, eller se alle." in shown
    assert "bruk færre ord" not in shown
    assert "bruk færre ord" in client.get(f"{LIST}?sdg=7&q=finnesikke").text
