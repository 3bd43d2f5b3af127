"""Partners: the list, and a page with dated facts and all that the partner takes part in."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samspill.parties.domain.acting import NOBODY
from samspill.parties.models import MunicipalityChange, Organisation, Role, SizeFigure
from samspill.registry.choices import Visibility
from samspill.registry.shown import taking_part
from tests.factories import (
    EntryFactory,
    MunicipalityFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    ParticipationFactory,
    PersonFactory,
    PublishedEntryFactory,
    RoleFactory,
    SizeFigureFactory,
    UserFactory,
)
from tests.scenes import page
from tests.website.helpers import text_of, titles, total

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Organisation:
    """A municipality with a name in four languages and a past."""
    facts = MunicipalityFactory(
        number="5444",
        name="Porsanger",
        name_north_sami="Porsáŋgu",
        name_kven="Porsanki",
        centrality_index=455,
        centrality_class=6,
        sami_administrative_area=True,
        language_form="neutral",
    )
    MunicipalityChange.objects.create(
        old_number="5436", old_name="Porsanger", municipality=facts, date=date(2024, 1, 1), kind="renumbered"
    )
    MunicipalityChange.objects.create(
        old_number="2020", old_name="Uendret", municipality=facts, date=date(2024, 1, 1), kind="unchanged"
    )
    return MunicipalOrganisationFactory(municipality=facts)


@pytest.mark.requirement("R-PAR-03", "R-NFR-01")
def test_a_municipality_shows_dated_facts_with_sources_and_older_values(place: Organisation, client: Client) -> None:
    common: dict[str, Any] = {"organisation": place, "measure": SizeFigure.Measure.INHABITANTS}
    SizeFigureFactory(value=Decimal(3998), date=date(2020, 1, 1), source="SSB 2020", **common)
    SizeFigureFactory(value=Decimal(41000), date=date(2026, 1, 1), source="SSB 2026", is_approximate=True, **common)
    html = text_of(client, page("website:organisation", place.code))
    for words in (
        "omtrent 41\xa0000",
        "1. januar 2026",
        "SSB 2026",
        "Eldre tall",
        "3\xa0998",
        "SSB 2020",
        '<span lang="se">Porsáŋgu</span>',
        '<span lang="fkv">Porsanki</span>',
        "klasse 6 av 6",
        "Trøndelag",
        "Midt-Norge",
        "5436 Porsanger",
        "samiske språk",
    ):
        assert words in html, words
    assert "Uendret" not in html
    assert html.index("SSB 2026") < html.index("SSB 2020")


def test_all_it_takes_part_in_is_shown_and_who_acts_for_it(place: Organisation, client: Client) -> None:
    ParticipationFactory(entry=PublishedEntryFactory(title="Felles løft"), organisation=place)
    PublishedEntryFactory(title="Eget løft", organisation=place)
    ParticipationFactory(entry=EntryFactory(title="Kladd"), organisation=place)
    for name, is_public, ends in (
        ("Aktiv Ansatt", True, None),
        ("Skjult", False, None),
        ("Sluttet", True, date(2021, 1, 1)),
    ):
        role = RoleFactory(kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation=place, valid_to=ends)
        PersonFactory(name=name, user=role.user, is_public=is_public)
    html = text_of(client, page("website:organisation", place.code))
    assert set(titles(html)) == {"Felles løft", "Eget løft"}
    assert "Aktiv Ansatt" in html
    assert "Skjult" not in html
    assert "Sluttet" not in html


def test_whoever_ceased_to_act_for_it_today_is_named_no_more(place: Organisation, client: Client) -> None:
    person = PersonFactory(name="Kari Kommune", is_public=True, user=UserFactory())
    role = RoleFactory(user=person.user, kind=Role.Kind.PARTNER_REPRESENTATIVE, organisation=place)
    address = page("website:organisation", place.code)
    assert "Kari Kommune" in client.get(address).text
    Role.objects.filter(pk=role.pk).update(ended_at=timezone.now(), valid_to=timezone.localdate())
    assert "Kari Kommune" not in client.get(address).text


def test_an_organisation_without_anything_teaches(place: Organisation, client: Client) -> None:
    assert "s-empty" in text_of(client, page("website:organisation", place.code))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 3),
        ("q=porsa", 1),
        ("q=PORSA+kommune", 1),
        ("q=974767880", 1),
        ("kind=company", 1),
        ("county=50", 1),
        ("kind=company&county=50", 0),
        ("taking_part=1", 1),
        ("kind=tull", 3),
    ],
)
def test_the_list_is_narrowed_by_name_kind_county_and_taking_part(
    place: Organisation, client: Client, query: str, expected: int
) -> None:
    OrganisationFactory(name_nb="Firma AS", kind=Organisation.Kind.COMPANY)
    university = OrganisationFactory(name_nb="Universitetet", number="974767880")
    OrganisationFactory(name_nb="Nedlagt", is_active=False)
    PublishedEntryFactory(organisation=university)
    html = text_of(client, f"{page('website:organisation_list')}?{query}")
    assert total(html) == expected
    assert "Nedlagt" not in html
    assert ("s-empty" in html) == (expected == 0)


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_the_same_for_one_and_three(
    place: Organisation, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    for year in range(number):
        ParticipationFactory(entry=PublishedEntryFactory(), organisation=place)
        SizeFigureFactory(organisation=place, date=date(2020 + year, 1, 1))
    client.get(page("website:entry_list"))  # reads the vocabularies, which the process keeps
    for address, first in ((page("website:organisation", place.code), 14), (page("website:organisation_list"), 3)):
        for queries in (first, 1):  # asked again: whether it holds
            with django_assert_num_queries(queries):
                client.get(address)


def test_no_organisation_makes_the_database_look_through_the_entries() -> None:
    """Those without an entry of their own did, each of them: the front page took seconds where there were many."""
    PublishedEntryFactory()
    assert "registry_entry" not in taking_part(NOBODY).explain()


def test_a_hidden_entry_makes_its_organisations_take_part_only_for_those_who_see_it(client: Client) -> None:
    hidden = PublishedEntryFactory(visibility=Visibility.PARTIES)
    ParticipationFactory(entry=hidden, organisation=OrganisationFactory(name_nb="Skjult deltaker"))
    address = f"{page('website:organisation_list')}?taking_part=1"
    assert "Skjult deltaker" not in client.get(address).text
    client.force_login(RoleFactory(kind=Role.Kind.ADMINISTRATOR).user)
    assert "Skjult deltaker" in client.get(address).text
