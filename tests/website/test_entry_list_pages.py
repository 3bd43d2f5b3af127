"""Pages of the list of entries: cursors in the address, four orders, nothing lost and nothing twice."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from tests.factories import PublishedEntryFactory
from tests.website.helpers import text_of, titles, total

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]
LIST = "/innovasjoner/"
TITLES = ["Zebra", "Ærfugl", "Østers", "Ål", "Aal", "apekatt", "Äpple", "Öl", "Åa", "Bjørk"]
AS_NORWEGIANS_READ = ["Aal", "apekatt", "Bjørk", "Zebra", "Äpple", "Ærfugl", "Öl", "Østers", "Åa", "Ål"]


def way(html: str, name: str) -> str:
    """The address behind a link to another page; empty when there is none."""
    part = html.partition("s-pagination s-pages")[2].partition("</nav>")[0]
    found = re.search(rf'href="([^"]*)">{name}<', part)
    return unescape(found[1]) if found else ""


@pytest.fixture
def many() -> list[str]:
    """45 titles, the newest first; five were published in the same moment."""
    begin = datetime(2024, 1, 1, tzinfo=UTC)
    made = [
        PublishedEntryFactory(title=f"Nummer {number:02}", published_at=begin + timedelta(days=min(number, 40)))
        for number in range(45)
    ]
    return [entry.title for entry in sorted(made, key=lambda one: (one.published_at, one.pk), reverse=True)]


@pytest.mark.parametrize(("sort", "turned"), [("", False), ("newest", False), ("oldest", True), ("title", True)])
def test_all_pages_together_are_the_list(client: Client, many: list[str], sort: str, turned: bool) -> None:
    wanted = sorted(many) if sort == "title" else many[::-1] if turned else many
    html = text_of(client, f"{LIST}?kind=innovation&sort={sort}" if sort else f"{LIST}?kind=innovation")
    found, back = titles(html), []
    while address := way(html, "Neste"):
        assert "kind=innovation" in address
        html = text_of(client, LIST + address)
        assert total(html) == 45
        found += titles(html)
    assert found == wanted
    while address := way(html, "Forrige"):
        html = text_of(client, LIST + address)
        back = titles(html) + back
    assert back == wanted[: len(back)]
    assert len(back) == 40


def test_first_and_last_are_one_step_away(client: Client, many: list[str]) -> None:
    last = text_of(client, LIST + way(text_of(client, LIST), "Siste"))
    assert titles(last)[-1] == many[-1]
    assert not way(last, "Neste")
    assert titles(text_of(client, LIST + way(last, "Første"))) == many[:20]


def test_what_is_published_meanwhile_moves_nothing(client: Client, many: list[str]) -> None:
    onward = way(text_of(client, LIST), "Neste")
    PublishedEntryFactory(title="Helt ny")
    assert titles(text_of(client, LIST + onward)) == many[20:40]


def test_words_find_the_best_first_and_page_onward(client: Client, many: list[str]) -> None:
    html = text_of(client, f"{LIST}?q=nummer")
    found = titles(html)
    while address := way(html, "Neste"):
        html = text_of(client, LIST + address)
        found += titles(html)
    assert sorted(found) == sorted(many)


def test_titles_stand_as_norwegians_read(client: Client) -> None:
    for title in TITLES:
        PublishedEntryFactory(title=title)
    assert titles(text_of(client, f"{LIST}?sort=title")) == AS_NORWEGIANS_READ


@pytest.mark.parametrize(
    "place", ["after=tull", "before=tull", "after=AAAA", "after=..%2F", "before=%F0%9F%98%80", "after=eyJ4IjogMX0"]
)
def test_a_place_that_cannot_be_read_is_told_and_the_list_begins(client: Client, many: list[str], place: str) -> None:
    html = text_of(client, f"{LIST}?{place}")
    assert titles(html) == many[:20]
    assert "ds-alert" in html


def test_a_place_from_another_order_is_told_and_the_list_begins(client: Client, many: list[str]) -> None:
    onward = way(text_of(client, f"{LIST}?sort=title"), "Neste")
    html = text_of(client, LIST + onward.replace("sort=title", "sort=oldest"))
    assert titles(html) == many[::-1][:20]
    assert "ds-alert" in html
