"""Filters typed as words are offered, and sentences, e-mail addresses and identifiers that are typed lead somewhere."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from samspill.parties.models import MunicipalityChange
from samspill.registry.choices import Visibility
from samspill.registry.meant import meant, without
from samspill.registry.models import EntryIdentifier
from tests.factories import (
    CountyFactory,
    GoalFactory,
    MunicipalityFactory,
    MunicipalOrganisationFactory,
    PersonFactory,
    PublishedEntryFactory,
    ReadingFactory,
    ScaleFactory,
    UnitFactory,
)
from tests.scenes import page
from tests.website.helpers import text_of, titles, total

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]


@pytest.fixture
def places() -> None:
    ScaleFactory(name_nb="Teknologimodenhet (TRL)")
    GoalFactory(number=7)
    for number, name in (("3407", "Gjøvik"), ("1121", "Time"), ("5501", "Tromsø"), ("3207", "Nordre Follo")):
        MunicipalityFactory(number=number, name=name, county=CountyFactory(number="34", name="Innlandet"))
    for old_number, name, number in (
        *(
            ("0217", "Oppegård", "3207"),
            ("0213", "Ski", "3207"),
            ("1928", "Torsken", "3407"),
            ("1432", "Førde", "5501"),
            ("0821", "Gjøvik", "5501"),
        ),
        *(("1850", "Tysfjord", "1121"), ("1850", "Tysfjord", "5501")),
    ):
        MunicipalityChange.objects.create(
            old_number=old_number, old_name=name, municipality_id=number, date=date(2020, 1, 1), kind="merged"
        )


YEARS = ("year", ("2020", "2021", "2022"))
GJOVIK = ("municipality", ("3407",))
INNLANDET = ("county", ("34",))


MEANT: dict[str, tuple[list[tuple[str, tuple[str, ...]]], str]] = {
    "velferdsteknologi 2024": ([("year", ("2024",))], "velferdsteknologi"),
    "fra 2020–2022": ([YEARS], ""),
    "prosjekt fra 2020 til 2022": ([YEARS], "prosjekt"),
    "TRL 9": ([("level", ("trl-9",))], ""),
    "robot trl7-8": ([("level", ("trl-7", "trl-8"))], "robot"),
    "teknologimodenhet 4": ([("level", ("trl-4",))], ""),
    "SDG7 barn": ([("sdg", ("7",))], "barn"),
    "FNs berekraftsmål nr. 7": ([("sdg", ("7",))], ""),
    "Gjøvik helse": ([GJOVIK], "helse"),
    "helse i gjovik kommune": ([GJOVIK], "helse"),
    "Gjøviks eldre i 2024": ([GJOVIK, ("year", ("2024",))], "eldre"),
    "nordre follo": ([("municipality", ("3207",))], ""),
    "Time kommune": ([("municipality", ("1121",))], ""),
    "Oppland": ([INNLANDET], ""),
    "Innlandet fylkeskommune": ([INNLANDET], ""),
    "oppegards helse": ([("municipality", ("3207",))], "helse"),
    "Tysfjord": ([("municipality", ("1121", "5501"))], ""),
    "Ski kommune": ([("municipality", ("3207",))], ""),
    "ski i skolen": ([], "ski i skolen"),
    "torsken": ([], "torsken"),
    "Torsken kommune": ([GJOVIK], ""),
    "helse i Førde": ([("municipality", ("5501",))], "helse"),
    # what only looks so is words
    "lang time": ([], "lang time"),
    '"Gjøvik 2024"': ([], '"Gjøvik 2024"'),
    "helse -Gjøvik -2024": ([], "helse -Gjøvik -2024"),
    "10 2024 000": ([("year", ("2024",))], "10 000"),
    "covid-19, 1.2024, 2024-11, 20240": ([], "covid-19, 1.2024, 2024-11, 20240"),
    "2099": ([], "2099"),
    "TRL 0": ([], "TRL 0"),
    "bærekraftsmål 18": ([], "bærekraftsmål 18"),
}


@pytest.mark.usefixtures("places")
def test_a_filter_among_words_is_recognised() -> None:
    for text, expected in MEANT.items():
        every = meant(text)
        assert ([(one.facet, one.values) for one in every], without(text, every)) == expected, text


def offered(html: str) -> dict[str, str]:
    """What is offered -> the address."""
    part = html.partition('class="s-offers"')[2].partition("</section>")[0]
    return {unescape(text): unescape(url) for url, text in re.findall(r'href="([^"]+)">([^<]+)</a>', part)}


@pytest.mark.usefixtures("places")
def test_the_number_of_an_offer_is_that_of_the_list_it_opens(client: Client) -> None:
    gjovik = MunicipalOrganisationFactory(municipality=MunicipalityFactory(number="3407"))
    PublishedEntryFactory(title="Velferdsteknologi", start_date=date(2024, 3, 1), organisation=gjovik, sdgs=[7])
    PublishedEntryFactory(title="Velferdsteknologi hjemme", start_date=date(2023, 3, 1), organisation=gjovik)
    PublishedEntryFactory(title="Velferdsteknologi for noen", organisation=gjovik, visibility=Visibility.PARTIES)
    ReadingFactory(entry=PublishedEntryFactory(title="Robot", start_date=date(2024, 1, 1)), number=9)
    follo = MunicipalOrganisationFactory(
        municipality=MunicipalityFactory(number="3207"), name_nb="Nordre Follo kommune"
    )
    PublishedEntryFactory(title="Varme", start_date=date(2022, 1, 1), organisation=follo)
    for typed, expected in (
        ("velferdsteknologi 2024", {"Startår: 2024, med «velferdsteknologi» (1 oppføring)": 1}),
        ("2024", {"Startår: 2024 (2 oppføringer)": 2}),
        ("SDG 7", {"Bærekraftsmål: 7 Mål 7 (1 oppføring)": 1}),
        ("Gjøvik velferdsteknologi", {"Kommune: Gjøvik, med «velferdsteknologi» (2 oppføringer)": 2}),
        ("TRL 9", {"Modenhet: TRL 9: Teknologimodenhet (TRL) trinn 9 (1 oppføring)": 1}),
        ("velferdsteknologi 2023 2024", {"Startår: 2023, 2024, med «velferdsteknologi» (2 oppføringer)": 2}),
        ("velferdsteknologi 2011", {}),
        ("Oppegård", {"Kommune: Nordre Follo (tidligere Oppegård) (1 oppføring)": 1}),
    ):
        found = offered(text_of(client, page("website:search") + f"?q={typed}"))
        assert {text: total(text_of(client, url)) for text, url in found.items()} == expected
    assert (
        "Nordre Follo kommune"
        in text_of(client, page("website:search") + "?q=Oppegård").partition("organisations-heading")[2]
    )
    html = text_of(client, page("website:search") + "?q=TRL 9")
    assert 'href="/sok/?q=trl"' not in html, "where a filter was meant, its words are not offered one by one"
    html = text_of(client, "/innovasjoner/?q=Gjøvik velferdsteknologi 2024&sdg=7")
    both = "Kommune: Gjøvik · Startår: 2024"
    text, url = next(iter(offered(html).items()))
    assert text.startswith(both)
    assert "sdg=7" in url, "filters that are on stay"
    assert titles(text_of(client, url)) == ["Velferdsteknologi"]


def test_of_a_sentence_the_list_offers_the_words_that_stand_together(client: Client) -> None:
    GoalFactory(number=7)
    PublishedEntryFactory(title="Lytter etter lekkasjer i vannledninger", summary="For enhver kommune.", sdgs=[7])
    html = text_of(client, "/innovasjoner/?q=hvordan kan kommunen stanse lekkasjer i vannledninger&sdg=7")
    assert "Utelatt: stanse." in html
    [url] = re.findall(r'<a href="(\?q=kommunen[^"]+)"', html)
    assert titles(text_of(client, "/innovasjoner/" + unescape(url))) == ["Lytter etter lekkasjer i vannledninger"]


def test_parts_of_a_compound_that_stands_nowhere_are_found_and_no_word_is_offered_that_finds_nothing(
    client: Client,
) -> None:
    PublishedEntryFactory(title="Håndtering av overvann")
    html = text_of(client, page("website:search") + "?q=overvannshåndtering")
    assert titles(html) == ["Håndtering av overvann"]
    assert (
        "Ingenting har «overvannshåndtering» slik det er skrevet. Dette ble funnet med delene: overvann, håndtering."
        in html
    )
    html = text_of(client, "/innovasjoner/?q=overvannshåndtering")
    assert '<a href="?q=overvann+h%C3%A5ndtering">overvann, håndtering</a>' in html
    html = text_of(client, page("website:search") + "?q=overvann robot")
    assert re.findall(r'class="ds-chip" href="[^"]+">([^<]+)<', html) == ["overvann"]


def test_a_value_that_is_typed_is_meant_in_place_of_the_one_that_is_chosen(client: Client) -> None:
    GoalFactory(number=7)
    for year in (2023, 2024):
        PublishedEntryFactory(title="Varme", start_date=date(year, 2, 1), sdgs=[7])
    html = unescape(text_of(client, "/innovasjoner/?q=varme 2024&year=2023&sdg=7"))
    [(url, said)] = re.findall(r'<a class="ds-chip" href="(/innovasjoner/[^"]+)">(Startår[^<]+)</a>', html)
    assert "2024" in said
    assert "(1 oppføring)" in said
    assert "sdg=7" in url
    assert "year=2023" not in url


def test_the_chosen_order_stays_in_what_is_offered(client: Client) -> None:
    for title in ("Varme", "Aske"):
        PublishedEntryFactory(title=title, start_date=date(2024, 2, 1))
    for words, expected in (
        ("2024&sort=title", "sort=title"),
        ("2024&sort=newest", ""),
        ("varme 2024&sort=newest", "sort=newest"),
    ):
        [url] = offered(text_of(client, f"/innovasjoner/?q={words}")).values()
        assert [part for part in url.split("&") if part.startswith("sort")] == ([expected] if expected else [])
    assert titles(text_of(client, "/innovasjoner/?year=2024&sort=title")) == ["Aske", "Varme"]
    PublishedEntryFactory(title="Varme i bygda")
    html = text_of(client, "/innovasjoner/?q=stanse bygda varme&sort=oldest")
    assert 'href="?q=bygda+varme&amp;sort=oldest"' in html


def test_what_is_pasted_leads_to_what_is_known_by_it(client: Client) -> None:
    unit = UnitFactory(contact_email="post@senteret.example")
    entry = PublishedEntryFactory(title="Målt på nytt")
    EntryIdentifier.objects.create(entry=entry, scheme="doi", value="10.1234/abc.DEF")
    search = page("website:search")
    for typed, there in (
        ("Post@senteret.example", page("website:unit", unit.code)),
        ("https://doi.org/10.1234/abc.DEF", page("website:entry", entry.public_id)),
        ("10.1234/abc.DEF", page("website:entry", entry.public_id)),
    ):
        assert client.get(search, {"q": typed})["Location"] == there
    PublishedEntryFactory(title="Står på example.org og https der")
    for typed in ("https://doi.org/10.1234/finnes.ikke", "10.1234/finnes", "10.1234/a%2500b", "ola@example.org"):
        html = text_of(client, f"{search}?q={typed}")
        assert "Fant ingenting" in html, typed
        assert 'class="ds-chip"' not in html, "some of the words of an address mean nothing"


def test_the_name_in_an_e_mail_address_is_searched_for(client: Client) -> None:
    PersonFactory(name="Håkon Mosekollen", email="hakon@privat.example")
    search = page("website:search")
    assert "Håkon Mosekollen" in text_of(client, f"{search}?q=hakon.mosekollen@kommune.example")
    assert "Håkon Mosekollen" not in text_of(client, f"{search}?q=h123@privat.example")


def test_a_bare_number_is_no_excerpt(client: Client) -> None:
    details = {"participants_count": 48, "place": "Lofoten"}
    PublishedEntryFactory(title="Varme", summary="Et møte.", details=details)
    found = text_of(client, page("website:search") + "?q=lofoten").partition('class="s-list"')[2][:1500]
    assert "48" not in re.sub(r'href="[^"]*"', "", found), "but for addresses, which hold any number"
    assert "<mark>48</mark>" in text_of(client, page("website:search") + "?q=48")


def test_a_list_without_filters_to_choose_has_no_place_of_that_name(client: Client) -> None:
    PublishedEntryFactory(title="Varme")
    shown, empty = (text_of(client, f"/innovasjoner/?q={words}") for words in ("varme", "qqq"))
    assert 'aria-label="Filtre"' in shown
    assert 'aria-label="Filtre"' not in empty
