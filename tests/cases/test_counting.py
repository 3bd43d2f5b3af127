"""Words are counted as a reader counts them."""

import pytest

from samspill.cases.counting import Length, count_words

SAMPLES = [
    ("", 0),
    ("  \n\n ", 0),
    ("Tre hele ord.", 3),
    ("brann- og redningstjenesten", 3),
    ("et førti-årig e-postsystem", 3),
    ("5 627 400 innbyggere", 2),
    ("5\u00a0627\u00a0400 innbyggere", 2),
    ("I 2024 100 brukere", 4),
    ("3,5 millioner – nesten 12 %", 4),
    ("uker 10–12, og/eller seinere", 4),
    ("**Fet** og _skrå_ og ~~strøket~~ `kode`", 6),
    ("## En overskrift\n\n- ett\n- to\n\n1. tre\n2. fire", 6),
    ("Se [Flom i små bekker](https://example.org/a/b?c=d-e) nå.", 6),
    ("Se https://example.org/a/b?c=d-e nå.", 3),
    ("> Et sitat\n> over to linjer", 5),
    ("| År | Tall |\n|----|-----:|\n| 2024 | 1 200 |", 4),
    ("```\nuendret tekst\n```", 2),
    ("ja—nei…kanskje", 3),
    ("§ 3 og & * + -", 2),
    ("Čáhci lea buorre", 3),
]


@pytest.mark.requirement("R-IND-10")
@pytest.mark.parametrize(("text", "number"), SAMPLES)
def test_words_as_a_reader_counts(text: str, number: int) -> None:
    assert count_words(text) == number


def test_a_limit_says_by_how_much() -> None:
    assert (Length(120, 100).over, Length(120, 100).left) == (20, 0)
    assert (Length(80, 100).over, Length(80, 100).left) == (0, 20)
    assert (Length(9000, None).over, Length(9000, None).left) == (0, 0)
