"""What people type in another way than it is written: abbreviations, numbers with spaces, letters a keyboard lacks."""

import time
from typing import Any

import pytest

from samspill.core.search import highlight, is_address, loosen, matching_ids, search, suggestion, that_find, words
from samspill.core.search.parsing import as_typed, read
from tests.core.search_things import Things, found, things

__all__ = ["things"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]


def titles(text: str) -> list[str]:
    return sorted(hit.title for hit in search(text, kinds=["thing"]).hits)


@pytest.fixture
def written(things: Things) -> None:
    for title, text in (
        ("Skjema", "Et skjema fylt ut med KI."),
        ("Journal", "Bruker kunstig intelligens i journalen."),
        ("Museum", "Intelligens i naturen og en kunstig foss."),
        ("Ny kunnskap", "Satser på forskning og utvikling."),
        ("FoU-dag", "Arbeid i kommunen."),
        ("Kontor", "Utvikling uten forskning."),
        ("Journal på nett", "Et løft for e-helse."),
        ("Ehelse", "Skrevet i ett."),
        ("E-helseløsninger", "Flere av dem."),
        ("Pris", "Ga 10 000 kroner."),
        ("Tall", "Nådde 10000 hjem, 10 dager og 1 000 turer."),
        ("Mange", "Gjelder 1 200 000 innbyggere."),
        ("Dag", "Varte i 10 dager."),
    ):
        things.add(title, text=text)


TYPED = {
    "KI": ["Journal", "Skjema"],
    "AI": ["Journal", "Skjema"],
    "kunstig intelligens": ["Journal", "Museum", "Skjema"],
    '"kunstig intelligens"': ["Journal"],
    "FoU": ["FoU-dag", "Ny kunnskap"],
    "forskning og utvikling": ["FoU-dag", "Kontor", "Ny kunnskap"],
    "ehelse": ["E-helseløsninger", "Ehelse", "Journal på nett"],
    "e-helse": ["E-helseløsninger", "Ehelse", "Journal på nett"],
    "10 000": ["Pris", "Tall"],
    "10\xa0000 kroner": ["Pris"],
    "10.000": ["Pris", "Tall"],
    "10000": ["Pris", "Tall"],
    "1200000": ["Mange"],
    "1 200 000 innbyggere": ["Mange"],
    "10 dager -10000": ["Dag"],
}


@pytest.mark.usefixtures("written")
def test_the_other_way_to_write_it_is_found() -> None:
    assert {typed: titles(typed) for typed in TYPED} == TYPED


HIDDEN = ("\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff")
"""Soft hyphen and signs without width: nobody sees them, and what is copied from a web page or a PDF holds them."""


@pytest.mark.parametrize("sign", HIDDEN, ids=ascii)
def test_signs_that_nobody_sees_part_no_word(things: Things, sign: str) -> None:
    home = things.add("Kurs for pårørende", summary="Hver torsdag")
    copied = things.add(f"Velferds{sign}teknologi", summary=f"En avta{sign}le{sign}.")
    assert found(f"på{sign}rø{sign}rende{sign}") == [home]
    assert found(f'"kurs for på{sign}rørende"') == [home]
    assert found("velferdsteknologi") == found(f"velferdstekno{sign}logi") == [copied]
    result = search(f"avtal{sign}er", kinds=["thing"])
    [[why]] = [hit.why for hit in result.hits]
    assert (why.term, why.word) == ("avtaler", f"avta{sign}le")
    assert highlight(f"En avta{sign}le{sign}.", result.terms) == f"En <mark>avta{sign}le</mark>{sign}."


@pytest.mark.parametrize("typed", ["ka kan me gjera med lekkasjer", "korsen gjør dokker lekkasjer", "lekkasjer OR not"])
def test_words_of_questions_are_passed_over(things: Things, typed: str) -> None:
    things.add("Lekkasjer i rør")
    assert titles(typed) == ["Lekkasjer i rør"]
    things.add("Gjør det selv")
    assert titles("gjør") == ["Gjør det selv"], "where there is nothing else, they are words"


@pytest.mark.usefixtures("written")
def test_the_other_way_to_write_it_says_why_it_was_found() -> None:
    [hit] = [hit for hit in search("KI", kinds=["thing"]).hits if hit.title == "Journal"]
    assert [(match.term, match.word) for match in hit.why] == [("ki", "kunstig intelligens")]
    assert highlight(hit.snippet, read("KI").terms) == "Bruker <mark>kunstig intelligens</mark> i journalen."
    assert highlight("Ga 10 000 til 10 hus 000.", read("10000").terms) == "Ga <mark>10 000</mark> til 10 hus 000."


def test_a_word_typed_without_the_letters_of_a_keyboard_finds_at_once(things: Things) -> None:
    things.add("Tromsø kommune")
    things.add("Porsaŋgu")
    things.add("Håkon Bærland")
    assert titles("Tromso") == ["Tromsø kommune"]
    assert titles("tromsoe kommune") == ["Tromsø kommune"]
    assert titles("porsangu") == ["Porsaŋgu"]
    assert titles("hakon baerland") == ["Håkon Bærland"]
    assert titles("hakan") == [], "another letter is a slip: that is asked"
    assert titles("a" * 60) == [], "so many letters may lack some in millions of ways: not all are tried"


@pytest.mark.parametrize("typed", ["helsetenest", "helsetenes", "helsetj", "samhandlingsløysin", "tenest"])
def test_a_word_of_the_other_language_is_found_before_it_is_typed_to_its_end(things: Things, typed: str) -> None:
    things.add("Helsetjenester i hjemmet")
    things.add("Samhandlingsløsninger")
    things.add("Nestleder i helseting")
    wanted = "Samhandlingsløsninger" if typed.startswith("sam") else "Helsetjenester i hjemmet"
    assert titles(typed) == [wanted]


@pytest.mark.parametrize("typed", ["helsetenest", "ungdomsoms", "Helsetjenest"])
def test_a_compound_that_stands_nowhere_is_taken_apart_before_it_is_typed_to_its_end(
    things: Things, typed: str
) -> None:
    things.add("Tjenester for helse i bygda")
    things.add("Omsorg for ungdom")
    wanted = "Omsorg for ungdom" if typed == "ungdomsoms" else "Tjenester for helse i bygda"
    assert titles(typed) == []
    assert titles(loosen(typed, kinds=["thing"]).text) == [wanted]


def test_a_word_that_is_known_is_not_taken_apart(things: Things) -> None:
    """“Deling” is no “del” of somebody who begins with “ing”."""
    things.add("Del av en bil", summary="For ingeniører")
    assert not loosen("deling", kinds=["thing"])
    assert not loosen("bil-deling", kinds=["thing"])


def test_what_begins_a_word_is_no_misspelling_of_another(things: Things) -> None:
    things.add("Hun bærer vann", text="Bærer og drager.")
    assert suggestion("bærekr", kinds=[["thing"]], found=[0]) == ""
    assert suggestion("bærrer", kinds=[["thing"]], found=[0]) == "bærer"


def test_who_can_help_with_something_asks_for_that(things: Things) -> None:
    things.add("Overvann i gata")
    assert titles("kven kan hjelpe med overvatn?") == ["Overvann i gata"]


def test_an_export_holds_what_the_list_shows_of_a_beginning_and_without_letters(things: Things) -> None:
    number = things.add("Velferdsteknologi på Tromsøya")
    things.add("Noe annet")
    for typed in ("velferdst", "tromsoya", "velferdsteknologi"):
        assert search(typed, kinds=["thing"]).ids == [*matching_ids(typed, kind="thing")] == [number], typed
    assert [*matching_ids("finnes ikke", kind="thing")] == []


@pytest.mark.parametrize("typed", ["felsetjenezte", "xhelsetjenesye", "elsetjenestre", "ehlsetjenetse"])
def test_a_slip_at_the_first_letter_and_one_near_the_end_are_mended(typed: str) -> None:
    words.learn({"helsetjeneste": 2, "kommune": 3, "tjeneste": 4})
    assert words.alike(typed) == "helsetjeneste"


@pytest.mark.parametrize("text", ["kari@fjordvik.no", " kari@fjordvik.no. ", "k.n@post.fjordvik.no,", "10.1000/182"])
def test_an_address_is_known(text: str) -> None:
    assert is_address(text)


def test_an_address_ends_with_no_beginning_of_a_word(things: Things) -> None:
    """“nor” of an e-mail address is no “Norge”, and “oms” of a DOI no “omsorg”."""
    things.add("Kari Nordmann", summary="Fjordvik i Norge, side 10 og 1234 om varme", names=["omsorg"])
    for text in ("kari.nordmann@fjordvik.nor", "10.1234/oms"):
        result = search(text, kinds=["thing"])
        assert (result.total, "beginning" in result.notes) == (0, False), text
    assert loosen("kari.nordmann@fjordvik.nor", kinds=["thing"]).text == "kari nordmann"


@pytest.mark.parametrize("text", ["a@" + "." * 19_990 + "@", "a@" + "b." * 9_990 + " c"], ids=["stops", "hosts"])
def test_what_only_begins_as_an_address_is_soon_told(text: str) -> None:
    began = time.process_time()
    assert not is_address(text)
    assert time.process_time() - began < 0.1  # each way to part it at a stop was tried to its end: a second


def test_what_lacks_letters_and_finds_something_hides_no_other_spelling(
    things: Things, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        things.add("Tromso study" if number else "A field study in Tromso", text="A mal.")
        things.add("Vann i Tromsø", text="Måling, ei masteroppgåve og et mål for vår by.")
    monkeypatch.setattr(words, "_known_lettered", [])
    assert search("tromso", kinds=["thing"]).suggestion == "", "before the process has learnt the words"
    words.learn_lettered()
    with django_assert_num_queries(2):  # what is found, and whether the other spelling finds something
        assert search("Tromso", kinds=["thing"]).suggestion == "Tromsø"
    for typed in (
        "mal",
        "study",
        "masteroppgave",
    ):  # a word that is spelt right was meant, as one was that nobody writes otherwise
        with django_assert_num_queries(1):
            assert search(typed, kinds=["thing"]).suggestion == ""
    assert search("vann tromso", kinds=["thing"]).total == 4, "nothing else is found, so it is tried by itself"
    assert search("study tromso", kinds=["thing"]).suggestion == "", "the other spelling would find nothing"
    assert suggestion("Tromso", kinds=[["thing"]], found=[4]) == "Tromsø"


def test_of_words_that_stand_nowhere_together_those_are_kept_that_find_more(things: Things) -> None:
    for number in range(6):
        things.add(f"Hjem {number}", text="Eldre hjemme.")
    for text in ("Eldre som bor godt.", "Vann i gamle rør.", "Vann i rør i gata.", "Bygda."):
        things.add("Annet", text=text)
    kept = {typed: loosen(typed, kinds=["thing"]).words for typed in LOOSENED}
    assert kept == LOOSENED


def test_a_compound_that_stands_nowhere_is_taken_apart(things: Things) -> None:
    things.add("Overvann", text="Håndtering i bygda.")
    things.add("Flom", text="I bygda.")
    things.add("I byen")
    for typed, words_of, without in (
        ("overvannshåndtering", ("overvann", "håndtering"), ("overvannshåndtering",)),
        ("overvasshandtering bygda -byen", ("overvass", "handtering", "bygda", "-byen"), ("overvasshandtering",)),
        ("flomskade", (), ()),
        ("flomskade bygda", ("flom", "bygda"), ("skade",)),
        ("byflom", (), ()),
        ('"overvannshåndtering"', (), ()),
    ):
        found = loosen(typed, kinds=["thing"])
        assert (found.words, found.without) == (words_of, without), typed
        assert not found or search(found.text, kinds=["thing"]).total == 1
    assert that_find(["skade", "bygdene", "flomskade", "i"], kinds=[["thing"]]) == ["bygdene", "flom"]


def test_compounds_that_stand_somewhere_are_not_taken_apart_because_they_do_not_stand_together(things: Things) -> None:
    things.add("Overvannsplan")
    things.add("Flomvern")
    things.add("Plan for overvann og vern mot flom")
    assert not loosen("overvannsplan flomvern", kinds=["thing"]), "one of them is chosen sooner"


LOOSENED = {
    "eldre, bor, hjemme": ("eldre", "hjemme"),
    "eldre, bor, godt, hjemme": ("eldre", "bor", "godt"),
    "vann i gamle rør hjemme i gata": ("vann", "gamle", "rør"),
    "bygda eldre vann": ("bygda",),
    "bygda eldre vann kloakk": (),
    "bygda vann": (),
}


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ('åpen "kunnskap" om "Åpen Kunnskap"', ["åpen", "kunnskap", "Åpen Kunnskap"]),
        ('Åpen -kunnskap «åpen kunnskap»', ["Åpen", "kunnskap", "åpen kunnskap"]),
        ('"E-helse i Nord" NAV', ["E-helse i Nord", "NAV"]),
    ],
)  # fmt: skip
def test_words_are_told_as_they_were_typed_a_phrase_from_between_its_own_quotation_marks(
    text: str, typed: list[str]
) -> None:
    assert [as_typed(text, term) for term in read(text).terms] == typed
