"""What is marked in a text: whole words that a search found, whatever was searched for before."""

import pytest

from samspill.core.search import highlight, parsing
from samspill.core.search.highlighting import learn, snippet

pytestmark = pytest.mark.requirement("R-RSA-04")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Hus, båt og HUS.", "<mark>Hus</mark>, båt og <mark>HUS</mark>."),
        ("hus_nr a/hus hus/b hus.", "<mark>hus</mark>_nr a/<mark>hus</mark> <mark>hus</mark>/b <mark>hus</mark>."),
        ("hus'et ’hus’ <hus>", "<mark>hus</mark>&#x27;et ’<mark>hus</mark>’ &lt;<mark>hus</mark>&gt;"),
        ("ahus hus9 hu s hus", "ahus hus9 hu s <mark>hus</mark>"),
    ],
)  # fmt: skip
def test_whole_words_are_marked_where_they_stand(text: str, marked: str) -> None:
    assert highlight(text, parsing.read("hus").terms) == marked


def test_each_search_marks_its_own_words_in_the_same_text() -> None:
    text = "Et hus ved en båt " + "og mer " * 60 + "slutt"
    house, boat = parsing.read("hus").terms, parsing.read("båt").terms
    for _again in range(2):
        assert "<mark>hus</mark> ved en båt" in highlight(text, house)
        assert "hus ved en <mark>båt</mark>" in highlight(text, boat)
        assert snippet(text, parsing.read("slutt").terms).endswith("slutt")


def test_a_word_that_another_thread_meets_meanwhile_is_marked_too() -> None:
    terms = parsing.read("fjordhus").terms
    assert highlight("Et fjordhus", terms) == "Et <mark>fjordhus</mark>"
    learn("fjordhusene")
    assert highlight("Om fjordhusene", terms) == "Om <mark>fjordhusene</mark>"
