"""Word by word: what was taken out and put in."""

from hypothesis import given
from hypothesis import strategies as st

from samspill.core.text_diff import diff


def test_words_and_not_letters_are_marked() -> None:
    assert [(piece.kind, piece.text) for piece in diff("Den er rød.", "Den er blå.")] == [
        ("same", "Den er "),
        ("del", "rød."),
        ("ins", "blå."),
    ]


def test_from_nothing_and_to_nothing() -> None:
    assert [piece.kind for piece in diff("", "Nytt")] == ["ins"]
    assert [piece.kind for piece in diff("Gammelt", "")] == ["del"]
    assert diff("", "") == []


def test_long_texts_are_compared_in_a_moment() -> None:
    old = "\n".join(f"linje {number} med noen ord" for number in range(5000))
    pieces = diff(old, old.replace("linje 4711 ", "rad 4711 "))
    assert [piece.text.strip() for piece in pieces if piece.kind == "ins"] == ["rad 4711 med noen ord"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_put_together_from_the_pieces(before: str, after: str) -> None:
    pieces = diff(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == after
