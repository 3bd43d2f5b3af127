"""What holds for all public pages: front page, registers, about, errors, languages."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from samspill.core.errors import server_error
from tests.factories import ParticipationFactory, PublishedEntryFactory, ReadingFactory, RegisterFactory
from tests.scenes import Scene, client_of, page
from tests.website.helpers import text_of, titles

pytestmark = pytest.mark.django_db


def test_an_empty_site_teaches(client: Client) -> None:
    assert "s-empty" in text_of(client, page("website:home"))
    assert "s-empty" in text_of(client, page("website:register_list"))
    assert "s-empty" in text_of(client, page("website:environments"))


@pytest.mark.parametrize(
    ("language", "word"),
    [("nb", "Hopp til hovedinnholdet"), ("nn", "Hopp til hovudinnhaldet"), ("en", "Skip to the main content")],
)
def test_the_frame_speaks_three_languages_and_links_to_the_others(client: Client, language: str, word: str) -> None:
    html = text_of(client, page("website:about", language=language))
    assert word in html
    for code, path in (("nb", "/om/"), ("nn", "/nn/om/"), ("en", "/en/om/")):
        assert f'<a href="{path}" lang="{code}" hreflang="{code}"' in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{page("website:about", language=language)}">' in html


def test_the_front_page_shows_the_newest_innovations_and_registers(client: Client) -> None:
    PublishedEntryFactory(title="Nyest av alle")
    RegisterFactory(name_nb="Åpent register")
    RegisterFactory(name_nb="Lukket register", is_public=False)
    html = text_of(client, page("website:home"))
    assert titles(html) == ["Nyest av alle"]
    assert "Åpent register" in html
    assert "Lukket register" not in html


@pytest.mark.parametrize(("who", "status"), [("", 404), ("stranger", 404), ("curator", 200), ("administrator", 200)])
def test_a_register_that_is_not_public_is_for_those_with_a_role_in_it(client: Client, who: str, status: int) -> None:
    scene = Scene()
    scene.register.is_public = False
    scene.register.save()
    PublishedEntryFactory(title="Ligger der", register=scene.register)
    browser = client_of(getattr(scene, who)) if who else client
    assert browser.get(page("website:register", "senteret")).status_code == status
    assert ("Eksempelregister" in text_of(browser, page("website:entry_list"))) == (status == 200)


def test_the_account_menu_follows_the_login(client: Client) -> None:
    assert page("account_login") in text_of(client, page("website:home"))
    html = text_of(client_of(Scene().owner), page("website:home"))
    assert page("workspace:my_work") in html
    assert f'<form method="post" action="{page("account_logout")}">' in html


def test_about_names_every_source_with_licence_and_date(client: Client) -> None:
    html = text_of(client, page("website:about"))
    for words in ("municipalities.csv", "CC BY 4.0", "2026-01-01", "entry_types.csv"):
        assert words in html, words


def test_those_who_run_the_site_can_be_written_to(client: Client, settings: Any) -> None:
    assert "mailto:" not in text_of(client, page("website:about"))
    settings.SITE_CONTACT = "drift@eksempel.no"
    for name in ("about", "privacy"):
        assert "mailto:drift@eksempel.no" in text_of(client, page(f"website:{name}")), name
    assert "mailto:drift@eksempel.no" in text_of(client_of(Scene().stranger), page("workspace:my_work"))


def test_a_missing_page_offers_a_way_on(client: Client) -> None:
    html = text_of(client, "/finnes-ikke/", 404)
    assert page("website:search") in html
    assert 'name="robots" content="noindex"' in html


def test_the_page_for_our_own_faults_needs_no_database(rf: RequestFactory, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0), translation.override("nb"):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Noe gikk galt hos oss" in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_three(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    scene = Scene()
    for _number in range(number):
        entry = PublishedEntryFactory(register=scene.register)
        ParticipationFactory(entry=entry)
        ReadingFactory(entry=entry)
        RegisterFactory()
    client.get(page("website:entry_list"))  # reads the vocabularies, which the process keeps
    for address, first in (
        (page("website:home"), 8),
        (page("website:register_list"), 2),
        (page("website:register", "senteret"), 11),
    ):
        for queries in (first, 1):  # asked again: whether it holds
            with django_assert_num_queries(queries):
                client.get(address)
