"""The order of what is found, and that one way of looking gives it as well as another."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from samspill.core.search import Document, changes, search, sources, vocabulary
from samspill.core.search.indexing import index
from samspill.core.search.questions import Question
from tests.core.search_things import NOW, Things, found

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    made = Things()
    monkeypatch.setitem(sources._sources, "thing", made.source())
    return made


def test_title_goes_before_text_and_fresh_before_old(things: Things) -> None:
    old = things.add("Robotar i helsetenesta", days=3000)
    text = things.add("Noko anna", summary="Ein robot hjelper til.")
    new = things.add("Robot i hjemmetjenesten", days=10)
    names = things.add("Enda noe", names=["robotikk", "robot"], days=200)
    assert found("robot") == [new, old, names, text]
    assert found("robot", order="newest")[0] == text


def test_a_title_that_says_what_was_typed_goes_before_one_that_holds_parts_of_it(things: Things) -> None:
    meant = things.add("Én dør inn for alle", days=2000)
    parts = things.add("Dørlås: kom inn", days=1, text="Dør for dør. Inn i et hus, med én dør.")
    assert [hit.object_id for hit in search("én dør inn", kinds=["thing"]).hits] == [meant, parts]
    assert [hit.object_id for hit in search("dør", kinds=["thing"]).hits] == [meant, parts]
    assert [hit.object_id for hit in search("ÉN DØR, INN", kinds=["thing"]).hits] == [meant, parts]
    numbered = things.add("TRL 7 og SDG11", days=900)
    assert [hit.object_id for hit in search("sdg11 trl 7", kinds=["thing"]).hits] == [numbered]


@pytest.mark.parametrize("text", ["varme", "varme vann", '"varme vann"', "varme -dusj", "varm"])
def test_several_kinds_are_ranked_in_one_look_and_as_each_is(
    things: Things, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    titles = ["Varme", "Vann", "Dusj", "Varme vann", "Vann og varme", "Ved", "Varmepumpe", "Varme i dusj"]
    bodies = ["varme vann", "vann", "varme", "dusj med varme vann", ""]
    things.add_all(
        [
            Document(number + 1, titles[number % 8], text=bodies[number % 5], fresh=NOW - timedelta(days=number % 11))
            for number in range(40)
        ]
    )
    monkeypatch.setitem(sources._sources, "other", replace(things.source(), kind="other"))
    index("other", list(things.rows))
    at_once = search(text, kinds=["thing", "other"], per_page=100)
    monkeypatch.setattr("samspill.core.search.ranking.in_full", lambda question, size: False)
    one_by_one = search(text, kinds=["thing", "other"], per_page=100)
    assert at_once == one_by_one
    assert at_once.total_is_exact
    assert at_once.total == len(at_once.hits) > 10


@pytest.mark.parametrize("holders", [[], ["crew 7"]])
def test_what_is_looked_up_by_number_is_what_the_index_finds(
    things: Things, monkeypatch: pytest.MonkeyPatch, holders: list[str]
) -> None:
    titles = [
        *("Institutt for varme og vann", "Nasjonalparksenter", "Skule i heimen", "Skole og hjem", "Nasjonalparker"),
        *("Varmepumper", "Kunstig intelligens", "KI i skolen", "Intelligens er kunstig", "E-helse", "10 000 hjem"),
    ]
    texts = ["", "Vann og varme.", "Helse i skolen", "Varme: vann er viktig.", "Varmt vann; litt til om varme vann"]
    seen_by = [("public",), ("public", "crew 7"), ("crew 7",), ("crew 8",)]
    things.add_all(
        [
            Document(
                number + 1, titles[number % 11], [titles[number % 7]], text=texts[number % 5],
                fresh=NOW - timedelta(days=number % 13), seen_by=seen_by[number % 4],
            )
            for number in range(80)
        ]
    )  # fmt: skip
    monkeypatch.setitem(sources._sources, "other", replace(things.source(), kind="other"))
    index("other", list(things.rows))
    kinds = ("thing", "other")
    monkeypatch.setattr(vocabulary, "LEAST", 1)
    monkeypatch.setattr(vocabulary, "_groups", [kinds])
    known: list[list[int] | None] = []
    may_match = vocabulary.may_match

    def noted(question: Question) -> list[int] | None:
        known.append(may_match(question))
        return known[-1]

    monkeypatch.setattr(vocabulary, "may_match", noted)
    for text in (
        *("varme", "varm vann", '"varme vann"', '"vann og varme"', '"og"', "varme -vann", 'varme -"vann og varme"'),
        *(
            "skole",
            "heim",
            "hjem -skule",
            "nasjonalparksenter",
            "nasjonalpark -senter",
            "varm",
            "varmepum",
            "ingenting",
        ),
        *("ki", "kunstig intelligens", '"kunstig intelligens" i', "e-helse", "ehelse", "10000", "vann -ki -og"),
    ):
        for prefix in (False, True):
            asked = partial(search, text, kinds=kinds, audience=holders, prefix=prefix, per_page=100)
            by_index = asked()
            assert not any(known)
            known.clear()
            seen = changes.seen.set(changes.stamp())
            assert asked() == by_index, text
            changes.seen.reset(seen)
            assert None not in known, text
            assert (by_index.total > 0) == any(known), text
            known.clear()
