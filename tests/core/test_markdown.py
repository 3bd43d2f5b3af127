"""Users' Markdown: useful marks become HTML, everything else stays text."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspill.core.markdown import TAGS, to_html, to_plain


def test_ordinary_marks() -> None:
    html = to_html("Noe *viktig* og **svært**.\n\n- en\n- to\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<em>viktig</em> og <strong>svært</strong>" in html
    assert "<li>en</li>" in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](https://example.org/x.png)",
        "<a href='x' style='color:red' onclick='x'>y</a>",
        '<https://example.org/" onmouseover="alert(1)>',
    ],
)
def test_nothing_that_runs_or_fetches_comes_through(text: str) -> None:
    html = to_html(text)
    tags = re.findall(r"<[^>]*>", html)
    assert not [tag for tag in tags if re.search(r"script|<img|javascript:|data:|style=|\son\w+=", tag)]


def test_links_tell_searchers_not_to_follow() -> None:
    assert 'rel="nofollow noopener noreferrer"' in to_html("[x](https://example.org)")


@given(st.text(alphabet="# \nab*_<>[]()!`-1.&\"'", max_size=80))
def test_only_known_elements_whatever_is_written(text: str) -> None:
    found = set(re.findall(r"</?([a-z0-9]+)", to_html(text)))
    assert found <= TAGS


@given(st.lists(st.integers(1, 6), min_size=1, max_size=8), st.integers(2, 4))
def test_headings_begin_where_the_page_says_and_never_leap(levels: list[int], top: int) -> None:
    text = "\n\n".join(f"{'#' * level} H" for level in levels)
    given_levels = [int(level) for level in re.findall(r"<h(\d)>", to_html(text, top_heading=top))]
    assert given_levels[0] == top
    assert min(given_levels) >= top
    assert all(after <= before + 1 for before, after in pairwise(given_levels))


def test_plain_text_is_cut_at_a_word() -> None:
    assert to_plain("**Fet** tekst\nmed [lenke](https://x.no)") == "Fet tekst med lenke"
    cut = to_plain("ord " * 100, length=30)
    assert len(cut) <= 32
    assert cut.endswith("ord\xa0…")
    assert to_plain("Kort setning. Enda en.", length=15) == "Kort setning."


@pytest.mark.parametrize(
    "text",
    [
        "", "  Ett avsnitt, “sitert” og 'slik'.  ", "To linjer\ni ett avsnitt", "Første.\n\n \nAndre: 50 % (ca.)!",
        "Slutter med to blanke  \nog går videre", "Med\u00a0hardt mellomrom", "Fra Windows\r\nto linjer", "2. punkt",
    ],
)  # fmt: skip
def test_text_without_marks_becomes_the_same_by_the_short_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = to_html(text)
    monkeypatch.setattr("samspill.core.markdown._unmarked", lambda text: None)
    assert short == to_html(text)
