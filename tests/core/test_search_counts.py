"""Counts of lists that the process keeps, and the sample that it holds: about right, never about what is hidden."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samspill.core.prepared import fetch
from samspill.core.search import (
    PUBLIC,
    Document,
    counting,
    known,
    lists,
    matching_ids,
    parsing,
    probe,
    probing,
    ranking,
    sampling,
    search,
    sources,
    values,
)
from samspill.core.search.asking import question
from tests.core.search_things import NOW, Things

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]
NUMBER = 400


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    """The first half is new and warm, a quarter of all is for insiders only; the oldest twenty are rare."""
    made = Things()
    monkeypatch.setitem(sources._sources, "thing", made.source())
    made.add_all(
        [
            Document(
                number + 1,
                f"Varme {number:03}",
                fresh=NOW - timedelta(days=number),
                facets=[
                    f"age:{'new' if number < NUMBER // 2 else 'old'}",
                    f"colour:{number % 3}",
                    *(["rare:1"] if number >= NUMBER - 20 else []),
                ],
                seen_by=["insider"] if number % 4 == 0 else [PUBLIC],
            )
            for number in range(NUMBER)
        ]
    )
    return made


@pytest.fixture
def _held(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with hundreds of thousands."""
    for name, value in (("ENOUGH", 10), ("SAMPLED", 10), ("COUNTED", 30), ("PROBED", 20)):
        monkeypatch.setattr(sampling, name, value)
    for name, value in (("LEAST", 100), ("HELD", 200), ("TOLD", 8), ("LOOKED_AT", 20)):
        monkeypatch.setattr(known, name, value)
    monkeypatch.setattr(counting, "FEW", 10)


FACETS = ["age", "colour", "rare"]


@pytest.mark.usefixtures("_held")
def test_the_counts_of_many_are_about_right_and_say_so(things: Things) -> None:
    result = search(kinds=["thing"], filters={"age": ["new"], "colour": ["0", "1"]}, facets=FACETS)
    assert not result.total_is_exact
    assert 50 <= result.total <= 150  # 100 in truth
    colours = {one.value: one.count for one in result.facets["colour"]}
    assert set(colours) == {"0", "1", "2"}, "the counts of a facet ignore its own filter"
    assert all(20 <= count <= 90 for count in colours.values())  # 50 in truth
    assert not any(one.exact for one in result.facets["colour"])
    assert {one.value for one in result.facets["age"]} == {"new", "old"}


@pytest.mark.usefixtures("_held")
def test_few_are_counted_one_by_one(things: Things) -> None:
    result = search(kinds=["thing"], filters={"rare": ["1"], "colour": ["0"]}, facets=FACETS)
    true = [number for number in range(NUMBER - 20, NUMBER) if number % 3 == 0 and number % 4]
    assert (result.total, result.total_is_exact) == (len(true), True)
    assert [(one.value, one.count, one.exact) for one in result.facets["age"]] == [("old", len(true), True)]


def test_those_who_see_more_are_told_of_more(things: Things) -> None:
    filters = {"rare": ["1"]}
    everyone = search(kinds=["thing"], filters=filters, facets=FACETS)
    insider = search(kinds=["thing"], filters=filters, facets=FACETS, audience=["insider"])
    assert (everyone.total, insider.total) == (15, 20)
    assert sum(one.count for one in everyone.facets["colour"]) == 15


@pytest.mark.parametrize("held", [True, False])
def test_without_a_filter_all_counts_are_exact(things: Things, held: bool, request: pytest.FixtureRequest) -> None:
    if held:
        request.getfixturevalue("_held")
    result = search(kinds=["thing"], facets=FACETS)
    assert (result.total, result.total_is_exact) == (300, True)
    assert {one.value: one.count for one in result.facets["age"]} == {"new": 150, "old": 150}
    one = search(kinds=["thing"], filters={"age": ["old"]}, facets=FACETS)
    assert (one.total, one.total_is_exact) == (150, True)
    assert {one.value: one.count for one in one.facets["age"]} == {"new": 150, "old": 150}


def test_what_this_process_indexes_counts_at_once_and_what_is_shown_never_lags(things: Things) -> None:
    assert search(kinds=["thing"], facets=FACETS).total == 300
    things.add("Varme til slutt", facets=["age:new"])
    assert search(kinds=["thing"], facets=FACETS).total == 301
    with connection.cursor() as cursor:  # as another process would
        cursor.execute("UPDATE core_searchcount SET count = 1 WHERE facet = '@thing public'")
    things.hidden = {*range(1, 500)}
    assert search(kinds=["thing"], facets=FACETS).hits == ()
    known.forget()
    things.hidden = set()
    assert search(kinds=["thing"]).total >= 20, "no fewer than are shown"
    assert search(kinds=["thing"]).next, "there is a next page as long as there are more"


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("age", ["new", "old"])
@pytest.mark.parametrize("walked", [15, 100, 10_000])
def test_a_walk_along_the_newest_finds_what_the_index_finds(
    things: Things, monkeypatch: pytest.MonkeyPatch, order: str, age: str, walked: int
) -> None:
    monkeypatch.setattr("samspill.core.search.lists.WALKED", walked)
    filters = {"age": [age], "colour": ["1", "2"]}
    true = [*matching_ids(kind="thing", filters=filters)]
    assert len(true) == 100
    seen, after = list[int](), ""
    while True:
        page = search(kinds=["thing"], filters=filters, order=order, per_page=20, after=after)
        seen += page.ids
        after = page.next
        if not after:
            break
    assert seen == (true if order == "newest" else true[::-1])


@pytest.mark.usefixtures("_held")
def test_a_search_of_many_counts_its_facets_in_the_sample_that_is_held(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ENOUGH", 20), ("SMALL", 100)):
        monkeypatch.setattr(ranking, name, value)
    monkeypatch.setattr(sampling, "SAMPLED", 100)

    def in_the_database(wanted: Sequence[Any]) -> list[Any]:
        assert not wanted
        return []

    monkeypatch.setattr(sampling, "facet_counts", in_the_database)
    result = search("varme", kinds=["thing"], facets=["age", "colour"])
    assert not result.total_is_exact
    assert 200 <= result.total <= 420  # 300 in truth
    assert {one.value for one in result.facets["colour"]} == {"0", "1", "2"}
    for name in ("age", "colour"):
        assert abs(sum(one.count for one in result.facets[name]) - result.total) <= 20, "each has one of its values"
        assert not any(one.exact for one in result.facets[name])


def test_a_look_ahead_tells_what_the_search_would_have_looked_for(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ENOUGH", 20), ("SMALL", 100)):
        monkeypatch.setattr(ranking, name, value)
    [told] = probe("varme", [["thing"]])
    assert told
    assert search("varme", kinds=["thing"], probed=told).hits == search("varme", kinds=["thing"]).hits
    assert probe("-varme", [["thing"], ["thing"]]) == [None, None]


@pytest.mark.parametrize("level", range(4))
@pytest.mark.parametrize("age", [["new"], ["new", "old"]])
def test_the_facets_of_a_sample_are_those_of_its_documents(things: Things, level: int, age: list[str]) -> None:
    asking = question(parsing.read(""), ["thing"], {"age": age}, None)
    sample = sampling.Sample(level, 300)
    [(number, facets), (again, _none)] = sampling.facet_counts([(asking, ["colour"], sample), (asking, [], sample)])
    wanted = sampling.count(replace(asking, level=level)) * sample.times
    assert (number, again) == (wanted, wanted)
    assert wanted or level > 2
    whole = sum(count.count for count in facets["colour"])
    assert abs(whole - wanted) <= len(facets["colour"]) * sample.times


@pytest.fixture
def _words_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "LEAST", 100)
    monkeypatch.setattr(probing, "HELD", 50)
    for name, value in (("ENOUGH", 20), ("SMALL", 100)):
        monkeypatch.setattr(ranking, name, value)


@pytest.mark.usefixtures("_words_held")
@pytest.mark.parametrize(
    ("text", "about"),
    [("varme", 300), ("varme -varme", 0), ('"varme 399"', 0), ("kulde", 0), ("varmen", 300), ("varme kulde", 0)],
)
def test_the_process_tells_about_how_many_hold_words(things: Things, text: str, about: int) -> None:
    asking = question(parsing.read(text), ["thing"], None, None)
    held = probing.held(asking)
    assert held
    assert abs(held.count(asking) * held.times - about) <= about // 4
    assert probing.held(question(parsing.read(text), ["thing"], None, "insider")) is None


@pytest.mark.usefixtures("_words_held")
def test_what_the_process_tells_of_words_in_titles_and_filters_agrees_with_the_database(things: Things) -> None:
    for text in ("varme", "varme 007", '"varme" kulde', "kulde -varme"):
        plain = question(parsing.read(text), ["thing"], {"age": ["new"]}, None)
        for asking in (plain, replace(plain, title="all"), replace(plain, title="any")):
            held = probing.held(asking)
            assert held
            in_sample = sampling.count(replace(asking, level=held.level))
            assert held.count(asking) == (in_sample if in_sample >= probing.SEEN else 0)


@pytest.mark.usefixtures("_words_held")
def test_whether_more_match_than_so_few_is_one_question(
    things: Things, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(sampling, "PROBED", 20)
    for text, there in (("varme", True), ("varme 007", True), ("istid", False), ('"varme varme"', False)):
        asking = question(parsing.read(text), ["thing"], None, None)
        assert probing.held(asking)
        assert sampling.documents(asking)
        with django_assert_num_queries(1):
            assert sampling.more_than(asking, 0) == there


@pytest.mark.usefixtures("_words_held")
def test_which_of_a_sample_match_is_known_without_asking(
    things: Things, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(probing, "TELLING", 20)
    asking = question(parsing.read("varme"), ["thing"], {"age": ["new", "old"]}, None)
    held = probing.held(asking)
    assert held
    where, asked = replace(asking, level=held.level).where()
    found = [pk for (pk,) in fetch(f"SELECT id FROM core_searchdocument WHERE {where}", asked)]
    with django_assert_num_queries(0):
        told = probing.matches(asking, held.level)
        assert told
        assert (told[0], sorted(told[1])) == (len(found) * held.times, sorted(found))
        assert probing.matches(asking, held.level + 1) == told
        assert probing.matches(asking, held.level - 1) is None
    for text in ("kulde", '"varme varme"'):
        assert probing.matches(question(parsing.read(text), ["thing"], None, None), held.level) is None


@pytest.mark.usefixtures("_words_held")
def test_a_word_that_stands_nowhere_is_ranked_as_a_beginning_only(things: Things) -> None:
    things.add("Zwixelbaum fra nord")
    assert search("varme", kinds=["thing"]).total
    asked = (
        ("zwixelb", 1, True),
        ("zwixelbaum", 1, True),
        ("varm", 1, True),
        ("kvxqz", 0, False),
        ('"kvxqz"', 1, False),
    )
    for text, number, is_found in asked:
        with CaptureQueriesContext(connection) as queries:
            found = search(text, kinds=["thing"], facets=["age"])
        assert len([one for one in queries if "ts_rank" in one["sql"]]) == number, text
        assert not [
            one for one in queries if "EXISTS (SELECT FROM core_searchdocument" in one["sql"]
        ]  # reads the table
        assert (found.total > 0) == is_found
        assert list(found.facets) == ["age"]
        assert found.terms
    assert search("kvxqz", kinds=["thing"], page=3).page == 3


@pytest.mark.usefixtures("_words_held")
def test_a_search_finds_what_the_sample_knows_nothing_of(things: Things) -> None:
    things.add("Kulde fra nord")
    assert [hit.title for hit in search("kulde", kinds=["thing"]).hits] == ["Kulde fra nord"]


@pytest.mark.usefixtures("_words_held")
def test_values_among_many_are_counted_in_what_the_process_holds(
    things: Things, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(values, "TELLING", 20)
    result = replace(search("varme", kinds=["thing"]), total=300, total_is_exact=False)
    with django_assert_num_queries(0):
        counted = values.ask_values(result, ["age:new", "age:never"], kind="thing")()
    assert abs(counted.total - 300) <= 60
    assert 80 <= counted.values["age:new"].count <= 220
    assert "age:never" not in counted.values


@pytest.mark.usefixtures("_held")
@pytest.mark.parametrize("order", ["newest", "oldest", "title"])
def test_what_is_counted_with_the_first_page_is_exact_and_the_next_goes_on(
    things: Things, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    monkeypatch.setattr(sampling, "COUNTED", 200)
    asked: dict[str, Any] = {"kinds": ["thing"], "filters": {"age": ["old"], "colour": ["0"]}, "order": order}
    wanted = [number + 1 for number in range(NUMBER // 2, NUMBER) if number % 3 == 0 and number % 4]
    wanted = wanted[::-1] if order == "oldest" else wanted
    looks: list[str] = []
    first_and_number = lists.first_and_number
    monkeypatch.setattr(lists, "first_and_number", lambda *a, **b: looks.append("one") or first_and_number(*a, **b))
    first = search(facets=["colour"], per_page=30, **asked)
    following = search(facets=["colour"], per_page=30, after=first.next, **asked)
    assert looks == ["one"]
    assert first.ids + following.ids == wanted
    assert (first.total, first.total_is_exact) == (len(wanted), True)
