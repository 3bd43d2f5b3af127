"""The search that is always there: one search finds what was made, who works on it, and how to reach them."""

import json
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from samspill.parties.models import MunicipalityChange, Organisation, Unit
from samspill.website import kept_lists
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    CountyFactory,
    MunicipalityFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    RegisterFactory,
    UnitFactory,
)
from tests.scenes import page
from tests.website.helpers import text_of, titles, total

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]


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


def who(html: str) -> str:
    """The part of the page about who works on it."""
    return html.split('id="who-heading"')[1].partition("</aside>")[0]


@pytest.mark.usefixtures("things")
def test_it_finds_entries_organisations_people_and_units(client: Client) -> None:
    html = search(client, "fjord")
    for words in ("Fjordvik universitet", "Åse Fjordheim", "Institutt for fjordforskning"):
        assert words in html, words
    assert titles(html) == ["Varme fra fjorden"]
    assert "Skjult" not in html
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


def test_what_only_begins_so_is_told_of(client: Client) -> None:
    PublishedEntryFactory(title="Skille avfall")
    OrganisationFactory(name_nb="Solund kommune")
    begins = "Vist er det som har et ord som begynner slik"
    for words in ("ski", "sol"):
        html = search(client, words)
        assert "Skille avfall" not in html
        assert "Solund kommune" not in html
        assert begins not in html
    html = search(client, "skil")
    assert titles(html) == ["Skille avfall"]
    assert "Ingenting ble funnet med ordet «skil»" in html
    assert begins in html
    assert begins in text_of(client, page("website:entry_list") + "?q=skil")
    PersonFactory(name="Skil Nordmann")
    html = search(client, "skil")
    assert "Ingen innovasjon ble funnet med ordet «skil»" in html
    assert "Skil Nordmann" in html
    assert begins not in search(client, "skille")


def test_of_several_words_it_is_not_said_that_the_last_stands_nowhere(client: Client) -> None:
    PublishedEntryFactory(title="Nattbris langs kysten", summary="Et slep.")
    PublishedEntryFactory(title="Varme fra fjorden", summary="En slepebåt går.")
    html = search(client, "fjorden slep")
    assert titles(html) == ["Varme fra fjorden"]
    assert "Ingenting ble funnet med ordet" not in html, "«slep» stands in the other"
    assert "Ingenting har alle ordene slik de står. Vist er det som har et ord som begynner med «slep»." in html
    PersonFactory(name="Slep Fjorden")
    assert "Ingen innovasjon har alle ordene slik de står." in search(client, "fjorden slep")


def test_a_page_without_words_teaches(client: Client) -> None:
    html = text_of(client, page("website:search"))
    for example in ("%22sosial%20innovasjon%22", "varme%20-sj", "velf"):
        assert f"?q={example}" in html


@pytest.mark.parametrize(
    "words",
    ["%", "_", "'; DROP TABLE", "<script>alert(1)</script>", "%00", "\\", "a" * 500, '"ubalansert', "-", "&|!"],
)
def test_strange_words_are_answered_calmly(client: Client, words: str) -> None:
    PublishedEntryFactory(title="Vanlig")
    answer = client.get(page("website:search"), {"q": words})
    assert answer.status_code == 200
    assert titles(answer.content.decode()) == []
    assert "<script>alert" not in answer.content.decode()


def test_ten_thousand_letters_are_cut_and_told_of(client: Client) -> None:
    PublishedEntryFactory(title="Varmelager")
    html = search(client, "varmelager " * 1000)
    assert titles(html) == ["Varmelager"]
    assert "lengre enn 400 tegn" in html
    assert 'value="varmelager varmelager' in html


@pytest.mark.parametrize(("words", "said"), [("-varme", "utelate"), ("og", "vanlige")])
def test_what_cannot_be_searched_for_is_told(client: Client, words: str, said: str) -> None:
    PublishedEntryFactory(title="Varme og kulde")
    assert said in search(client, words)


def test_a_filter_in_the_address_leads_to_the_list_that_knows_filters(client: Client) -> None:
    answer = client.get("/nn/sok/?q=varme&type=product&type=tull")
    assert (answer.status_code, answer["Location"]) == (302, "/nn/innovasjoner/?q=varme&type=product&type=tull")


def test_nothing_found_says_what_to_try(client: Client) -> None:
    for title in ("Sykkel", "Vegar"):
        PublishedEntryFactory(title=title)
    html = search(client, "qqq sykkel")
    assert "Fant ingenting for «qqq sykkel»" in html
    assert 'href="/sok/?q=sykkel"' in html
    assert 'href="/sok/?q=qqq"' not in html, "it would find nothing"
    assert "Nothing was found for “qqq”" in search(client, "qqq", "en")
    html = search(client, "sykkelvegar")
    assert 'href="/sok/?q=sykkel"' in html
    assert 'href="/sok/?q=vegar"' in html


def test_a_misspelt_word_gets_a_suggestion(client: Client) -> None:
    for _number in range(3):
        PublishedEntryFactory(title="Velferdsteknologi hjemme")
    html = search(client, "velferdsteknolgi")
    assert "Mente du" in html
    assert 'href="/sok/?q=velferdsteknologi"' in html


def test_a_suggestion_comes_from_everything_that_is_searched(client: Client) -> None:
    OrganisationFactory(name_nb="Tromsø kommune")
    OrganisationFactory(name_nb="Vestfold")
    for _number in range(3):
        OrganisationFactory(name_nb="Troms fylkeskommune")
        OrganisationFactory(name_nb="Østfold")
    assert "?q=Troms%C3%B8" in search(client, "Tromzø"), "a name stays a name"
    assert "Tromsø kommune" in search(client, "Tromso"), "letters that a keyboard lacks are put back"
    assert "Østfold" in search(client, "oestfold")
    OrganisationFactory(name_nb="Samisk høgskole")
    for _number in range(6):
        PublishedEntryFactory(summary="Samira har laget det")
    html = search(client, "samisk")
    assert "Samisk høgskole" in html
    assert "Mente du" not in html, "what is known as it stands was meant"


def test_a_municipality_that_is_found_by_a_former_name_says_so(client: Client) -> None:
    akershus = CountyFactory(number="32", name="Akershus")
    lillestrom = MunicipalityFactory(number="3205", name="Lillestrøm", county=akershus)
    for number, name in (("0231", "Skedsmo"), ("0226", "Sørum"), ("0227", "Fet")):
        MunicipalityChange.objects.create(
            old_number=number, old_name=name, municipality=lillestrom, date=date(2020, 1, 1), kind="merged"
        )
    MunicipalOrganisationFactory(municipality=lillestrom)
    OrganisationFactory(name_nb="Skedsmo trelast", municipality=lillestrom)
    for words, said in (
        ("Skedsmo kommune", "Kommune · Akershus · tidligere Skedsmo"),
        ("sorum", "Kommune · Akershus · tidligere Sørum"),
        ("skedsmo sørum", "Kommune · Akershus · tidligere Skedsmo, Sørum"),
        ("Lillestrøm kommune", "Kommune · Akershus"),
    ):
        notes = re.findall(r'Lillestrøm kommune</a> <span class="s-quiet">([^<]*)<', search(client, words))
        assert notes == [said], words
    OrganisationFactory(name_nb="Akershus fylkeskommune", kind=Organisation.Kind.COUNTY, county=akershus)
    county = '<span class="s-quiet">Fylkeskommune · Akershus · tidligere Viken<'
    assert county in search(client, "viken")
    assert "tidlegare Skedsmo" in search(client, "skedsmo", "nn")
    assert "formerly Skedsmo" in search(client, "skedsmo", "en")
    assert "Universitet · Akershus<" in search(client, "skedsmo"), "what lies there is no former municipality"


def test_words_that_were_left_out_are_said_as_they_were_typed(client: Client) -> None:
    PublishedEntryFactory(title="Varmelager på Mosetoppen", summary="Åpne data om rør.")
    html = search(client, 'Qvigstad Varmelager "åpne Data" Mosetoppens')
    assert 'noen av dem: Varmelager, "åpne Data", Mosetoppens.' in unescape(html)
    assert 'Utelatt: <a href="/sok/?q=Qvigstad">Qvigstad</a>.' in html
    html = search(client, "Qvigstad Varmelager")
    assert 'href="/sok/?q=Varmelager">Varmelager</a>' in html, "one by one, too"
    html = text_of(client, "/innovasjoner/?q=Qvigstad varmelager Mosetoppen rør")
    assert "Utelatt: Qvigstad." in html


def test_of_an_address_that_nothing_holds_the_name_is_searched_for(client: Client) -> None:
    PersonFactory(name="Kari Nordmann")
    html = search(client, "kari.nordmann@fjordvik.example")
    assert "noen av dem: kari, nordmann." in html


def test_of_a_sentence_the_words_that_stand_together_are_searched_for(client: Client) -> None:
    PublishedEntryFactory(title="Lytter etter lekkasjer i vannledninger", summary="For enhver kommune.")
    PublishedEntryFactory(title="Bussen stanser for deg")
    PublishedEntryFactory(title="Hjelp for kommunen")
    html = search(client, "Hvordan kan kommunen stanse lekkasjer i vannledninger?")
    assert titles(html) == ["Lytter etter lekkasjer i vannledninger"]
    assert "noen av dem: kommunen, lekkasjer, vannledninger." in html, "each word for itself, not one phrase"
    assert 'Utelatt: <a href="/sok/?q=stanse">stanse</a>.' in html, "a word that was left out is one press away"
    assert 'Left out: <a href="/en/sok/?q=stanse">' in search(client, "kommunen stanse lekkasjer vannledninger", "en")
    assert titles(search(client, "stanse lekkasjer")) == [], "of two, whoever asks chooses one sooner themselves"
    assert titles(search(client, "stanse lekkasjer vannledninger -kommune")) == ["Bussen stanser for deg"]


def test_what_is_pasted_opens_its_page(client: Client) -> None:
    entry = PublishedEntryFactory()
    hidden = PublishedEntryFactory(visibility="register")
    person = PersonFactory(name="Åse Fjordheim", orcid="0000-0002-1825-0097")
    PersonFactory(orcid="0000-0001-5109-3700", is_public=False)
    for typed in (entry.public_id, f"https://old.example.org/nn/e/{entry.public_id}/a-title/?x=1"):
        answer = client.get(page("website:search"), {"q": typed})
        assert (answer.status_code, answer["Location"]) == (302, f"/e/{entry.public_id}/"), typed
    for typed in (person.orcid, f"https://orcid.org/{person.orcid}", f"/personer/{person.public_id}/"):
        assert client.get(page("website:search"), {"q": typed})["Location"] == f"/personer/{person.public_id}/", typed
    for typed in (hidden.public_id, f"/e/{hidden.public_id}/", "0000-0001-5109-3700", "//evil.example/e/", "23456789"):
        answer = client.get(page("website:search"), {"q": typed})
        assert answer.status_code == 200, typed
        assert "Fant ingenting" in answer.content.decode(), typed


@pytest.mark.parametrize(
    ("typed", "told"), [("-varme", "bare ord du vil utelate"), ("--- !!", "ingen ord å søke etter")]
)
def test_without_a_word_to_be_found_it_says_how_to_search(client: Client, typed: str, told: str) -> None:
    html = search(client, typed)
    assert told in html
    assert "Slik søker du" in html
    assert "Fant ingenting" not in html


def test_common_words_that_stand_nowhere_are_not_said_to_be_everywhere(client: Client) -> None:
    PublishedEntryFactory(title="Varmelager")
    html = search(client, "var")
    assert "Dette er svært vanlige ord" in html
    assert "finner nesten alt" not in html, "beside: nothing was found"


def test_the_box_completes_what_is_typed(client: Client) -> None:
    PublishedEntryFactory(title="Velferdsteknologi hjemme var der varmen var")
    assert json.loads(client.get("/sok/forslag/?q=va").content) == {"suggestions": ["varmen"]}, "no common words"
    answer = client.get("/sok/forslag/?q=hjemme+velf")
    assert json.loads(answer.content) == {"suggestions": ["hjemme velferdsteknologi"]}
    assert "max-age=60" in answer["Cache-Control"]
    for strange in ("", "%", "x" * 10_000, "'", "\\"):
        assert json.loads(client.get("/sok/forslag/", {"q": strange}).content) == {"suggestions": []}


@pytest.fixture
def environment() -> Unit:
    """A centre behind most of what is about heat, an institute behind a little, and one that has closed."""
    university: Organisation = OrganisationFactory(name_nb="Universitetet", contact_email="post@universitetet.example")
    faculty = UnitFactory(organisation=university, name_nb="Fakultetet", contact_email="fak@universitetet.example")
    centre: Unit = UnitFactory(organisation=university, parent=faculty, name_nb="Senteret")
    institute = UnitFactory(organisation=university, name_nb="Instituttet")
    closed = UnitFactory(organisation=university, name_nb="Nedlagt", valid_to=timezone.localdate() - timedelta(days=9))
    leader = PersonFactory(name="Lise Leder", email="lise@universitetet.example")
    AffiliationFactory(person=leader, organisation=university, unit=centre, title="Senterleder")
    hidden = PersonFactory(name="Skjult Sørensen", is_public=False)
    for number in range(3):
        entry = PublishedEntryFactory(title=f"Varme {number}", organisation=university, unit=centre)
        ContributionFactory(entry=entry, person=leader)
        ContributionFactory(entry=entry, person=hidden)
    ContributionFactory(
        entry=PublishedEntryFactory(title="Litt om varme", organisation=university, unit=closed),
        person=None,
        unit=institute,
    )
    PublishedEntryFactory(title="Noe annet", organisation=university, unit=institute)
    return centre


def test_units_and_people_behind_the_hits_come_with_a_way_to_reach_them(client: Client, environment: Unit) -> None:
    part = who(search(client, "varme"))
    assert part.index("Senteret") < part.index("Instituttet")
    assert "Kontakt gjennom Fakultetet:" in part
    assert "mailto:fak@universitetet.example" in part
    assert "mailto:post@universitetet.example" in part  # the institute has none of its own
    assert "Lise Leder" in part
    assert "Senterleder, Senteret, Universitetet" in part
    assert "Nedlagt" not in part


@pytest.mark.requirement("R-NFR-05")
def test_nobody_s_own_address_and_nobody_hidden_is_shown(client: Client, environment: Unit) -> None:
    html = search(client, "varme")
    assert "lise@" not in html
    assert "Skjult" not in html


def test_the_nearest_address_is_given(client: Client, environment: Unit) -> None:
    RegisterFactory(organisation=environment.organisation, unit=environment, contact_email="register@senteret.example")
    assert "mailto:register@senteret.example" in who(search(client, "varme"))
    Unit.objects.filter(pk=environment.pk).update(contact_email="senteret@universitetet.example")
    assert 'Kontakt: <a href="mailto:senteret@universitetet.example"' in who(search(client, "varme"))


def test_how_much_each_has_opens_the_list_of_it(client: Client, environment: Unit) -> None:
    part = who(search(client, "varme"))
    assert f'href="/innovasjoner/?q=varme&amp;unit={environment.code}">3 oppføringer' in part
    assert total(text_of(client, f"/innovasjoner/?q=varme&unit={environment.code}")) == 3


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_three(
    client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for place in range(number + 2):  # with fewer hits than three, a misspelling is looked for too
        university = OrganisationFactory(name_nb=f"Varmeby {place}")
        unit = UnitFactory(organisation=university, name_nb=f"Varmesenter {place}")
        person = PersonFactory(name=f"Varme Varmesen {place}")
        AffiliationFactory(person=person, organisation=university, unit=unit, valid_from=date(2020, 1, 1))
        entry = PublishedEntryFactory(title=f"Varme {place}", organisation=university, unit=unit)
        ContributionFactory(entry=entry, person=person)
        ParticipationFactory(entry=entry)
    search(client, "varme")  # reads the vocabularies, which the process keeps
    kept_lists.forget_all()
    with django_assert_num_queries(9):  # the first of them for the page to be kept
        search(client, "varme")


@pytest.mark.parametrize("words", ["fjordferdslem", "xqzzw"])
def test_words_that_stand_nowhere_are_looked_up_once_for_entries_and_all_beside_them(
    client: Client, words: str
) -> None:
    PublishedEntryFactory(title="Fjordferdsel")
    statements = list[str]()

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        html = search(client, words)
    assert ("?q=fjordferdsel" in html) == (words == "fjordferdslem")
    assert len([sql for sql in statements if "FROM core_searchword" in sql and "INSERT" not in sql]) == 2


@pytest.mark.parametrize(("language", "said"), [("nb", "1. mars 2024"), ("en", "1 March 2024")])
def test_days_in_an_excerpt_are_written_as_the_reader_writes_them(client: Client, language: str, said: str) -> None:
    details = {"tto_date": "2024-03-01", "place": "Lofoten"}
    PublishedEntryFactory(title="Varme", summary="Siden 2023-05-06 som det ble sagt.", details=details)
    html = search(client, "lofoten", language)
    assert said in html
    assert "2024-03-01" not in html
    assert "2023-05-06" in html, "what somebody wrote is left as it is"
