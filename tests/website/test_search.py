"""The search that is always there."""

import pytest
from django.test import Client

from tests.factories import OrganisationFactory, PersonFactory, PublishedEntryFactory, UnitFactory
from tests.scenes import page
from tests.website.helpers import text_of, titles, total

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> None:
    university = OrganisationFactory(name_nb="Fjordvik universitet", name_en="Fjordvik University")
    UnitFactory(organisation=university, name_nb="Institutt for fjordforskning")
    PersonFactory(name="Åse Fjordheim")
    PersonFactory(name="Skjult Fjordheim", is_public=False)
    PublishedEntryFactory(title="Varme fra fjorden", keywords=["varmepumpe"])
    PublishedEntryFactory(title="Noe annet")


def search(client: Client, words: str, language: str = "nb") -> str:
    return text_of(client, page("website:search", language=language) + f"?q={words}")


@pytest.mark.usefixtures("things")
def test_it_finds_entries_organisations_people_and_units(client: Client) -> None:
    html = search(client, "fjord")
    for words in ("Varme fra fjorden", "Fjordvik universitet", "Åse Fjordheim", "Institutt for fjordforskning"):
        assert words in html, words
    assert "Skjult" not in html
    assert "Noe annet" not in html
    assert total(text_of(client, page("website:entry_list") + "?q=fjord")) == 1


@pytest.mark.usefixtures("things")
@pytest.mark.parametrize(
    ("words", "found"),
    [("VARME PUMPE", ["Varme fra fjorden"]), ("varme vind", []), ("åse", []), ("  varme  ", ["Varme fra fjorden"])],
)
def test_every_word_must_be_found_in_upper_or_lower_case(client: Client, words: str, found: list[str]) -> None:
    assert titles(search(client, words)) == found


@pytest.mark.usefixtures("things")
def test_norwegian_letters_know_no_case(client: Client) -> None:
    assert "Åse Fjordheim" in search(client, "åSE")


@pytest.mark.parametrize("words", ["%25", "_", "'; DROP TABLE", "<script>", "%00", "\\", "a" * 500])
def test_strange_words_are_answered_calmly(client: Client, words: str) -> None:
    PublishedEntryFactory(title="Vanlig")
    html = search(client, words)
    assert titles(html) == []
    assert "<script>&" not in html
    assert "<script></" not in html


def test_nothing_found_says_what_to_try(client: Client) -> None:
    assert "Fant ingenting for «qqq»" in search(client, "qqq")
    assert "Nothing was found for “qqq”" in search(client, "qqq", "en")
