"""Who took part: contributors, organisations."""

from datetime import date
from decimal import Decimal

import pytest

from samspill.parties.models import Person
from samspill.registry.models import Contribution, Entry, Participation
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    OrganisationFactory,
    ParticipationFactory,
    ParticipationRoleFactory,
    PersonFactory,
    UnitFactory,
)
from tests.scenes import Scene, client_of
from tests.scenes import page as page_of

pytestmark = pytest.mark.django_db


def address(entry: Entry, language: str = "nb") -> str:
    return page_of("workspace:entry_parts", entry.public_id, language=language)


@pytest.mark.requirement("R-REG-01")
def test_a_person_is_found_by_part_of_the_name_and_added() -> None:
    scene = Scene()
    entry = scene.entry()
    person = PersonFactory(name="Ola Nordmann Eksempel")
    PersonFactory(name="Kari Annen")
    client = client_of(scene.owner)
    page = client.get(address(entry), {"who": "eksem nord"}).text
    assert f"person:{person.public_id}" in page
    assert "Kari Annen" not in page
    client.post(address(entry), {"do": "add_contributor", "who": f"person:{person.public_id}"})
    assert entry.contributions.get().person == person


def test_somebody_who_is_found_is_told_by_where_they_are_today() -> None:
    scene = Scene()
    entry, person = scene.entry(), PersonFactory(name="Ola Nordmann Eksempel")
    old, now = (
        UnitFactory(organisation=scene.university, name_nb=name) for name in ("Institutt for før", "Institutt for nå")
    )
    for unit, since, until in ((old, 2010, 2015), (now, 2016, 2019), (now, 2020, None)):
        AffiliationFactory(
            person=person,
            organisation=scene.university,
            unit=unit,
            valid_from=date(since, 1, 1),
            valid_to=until and date(until, 12, 31),
        )
    shown = client_of(scene.owner).get(address(entry), {"who": "eksempel"}).text
    assert shown.count("Institutt for nå") == 1
    assert "Institutt for før" not in shown


def test_a_unit_can_contribute() -> None:
    scene = Scene()
    entry = scene.entry()
    unit = UnitFactory(name_nb="Institutt for eksempler")
    client = client_of(scene.owner)
    assert f"unit:{unit.code}" in client.get(address(entry), {"who": "eksempler"}).text
    client.post(address(entry), {"do": "add_contributor", "who": f"unit:{unit.code}"})
    assert entry.contributions.get().unit == unit


def test_hits_come_while_typing_too() -> None:
    scene = Scene()
    entry = scene.entry()
    PersonFactory(name="Ola Nordmann Eksempel")
    piece = client_of(scene.owner).get(page_of("workspace:entry_parts_search", entry.public_id), {"who": "ola"}).text
    assert "Ola Nordmann Eksempel" in piece
    assert "<html" not in piece


def test_a_new_person_is_made_on_the_spot() -> None:
    scene = Scene()
    entry = scene.entry()
    client_of(scene.owner).post(
        address(entry),
        {
            "do": "new_person",
            "new-name": "Ny  Person",
            "new-email": "Ny@Eksempel.no",
            "new-organisation": str(scene.university.pk),
        },
    )
    person = entry.contributions.get().person
    assert person is not None
    assert (person.name, person.email) == ("Ny Person", "ny@eksempel.no")
    assert person.affiliations.get().organisation == scene.university


def test_nobody_becomes_two_persons_by_e_mail() -> None:
    scene = Scene()
    entry = scene.entry()
    PersonFactory(name="Finnes Fra før", email="finnes@eksempel.no")
    answer = client_of(scene.owner).post(
        address(entry), {"do": "new_person", "new-name": "Samme", "new-email": "FINNES@eksempel.no"}
    )
    assert answer.status_code == 422
    assert "Finnes Fra før" in answer.text
    assert 'value="Samme"' in answer.text
    assert not Person.objects.filter(name="Samme").exists()


@pytest.mark.requirement("R-NFR-06")
def test_whoever_has_no_public_page_is_found_by_the_whole_name_only() -> None:
    """Each of two letters told of ten people and where they work, and an e-mail address of whose it is."""
    scene = Scene()
    entry, elsewhere = scene.entry(), OrganisationFactory(name_nb="Et Annet Sted")
    hidden = PersonFactory(name="Vera Uten Side", email="vera@eksempel.no", is_public=False)
    AffiliationFactory(person=hidden, organisation=elsewhere)
    colleague = PersonFactory(name="Verner Uten Side", is_public=False)
    AffiliationFactory(person=colleague, organisation=scene.university)
    client = client_of(scene.owner)
    for pages in (address(entry), page_of("workspace:entry_parts_search", entry.public_id)):
        listed = client.get(pages, {"who": "ver"}).text
        assert hidden.public_id not in listed
        assert colleague.public_id in listed
        assert "hele navnet" in client.get(pages, {"who": "vera"}).text
        found = client.get(pages, {"who": "vera  uten side"}).text
        assert f"person:{hidden.public_id}" in found
        assert "Et Annet Sted" not in found
    given = {"do": "new_person", "new-name": "Noen", "new-email": "VERA@eksempel.no"}
    answer = client.post(address(entry), given)
    assert answer.status_code == 422
    assert "Noen uten offentlig side har denne e-postadressen" in answer.text
    assert "Vera" not in answer.text
    client.post(address(entry), {"do": "add_contributor", "who": f"person:{hidden.public_id}"})
    assert entry.contributions.get().person == hidden


def test_roles_share_and_dates_are_saved() -> None:
    scene = Scene()
    part = ContributionFactory(entry=scene.entry(), roles=[])
    prefix = f"c{part.pk}"
    client_of(scene.owner).post(
        address(part.entry),
        {
            "do": "change_contributor",
            "part": part.pk,
            f"{prefix}-roles": ["idea_owner", "artist"],
            f"{prefix}-share": "33,5",
            f"{prefix}-start_date": "2024-01-01",
        },
    )
    part.refresh_from_db()
    assert part.roles == ["idea_owner", "artist"]
    assert part.share == Decimal("33.5")


def test_shares_past_100_are_refused_with_what_is_left_and_the_typing_is_kept() -> None:
    scene = Scene()
    entry = scene.entry()
    ContributionFactory(entry=entry, share=70)
    part = ContributionFactory(entry=entry)
    prefix = f"c{part.pk}"
    answer = client_of(scene.owner).post(
        address(entry, "en"), {"do": "change_contributor", "part": part.pk, f"{prefix}-share": "40"}
    )
    assert answer.status_code == 422
    assert "At most 30 percent is left" in answer.text
    assert 'value="40"' in answer.text
    part.refresh_from_db()
    assert part.share is None
    assert "70" in client_of(scene.owner).get(address(entry)).text


def test_contributors_change_places() -> None:
    scene = Scene()
    entry = scene.entry()
    first, second, third = (ContributionFactory(entry=entry, position=number) for number in range(3))
    client = client_of(scene.owner)

    def order() -> list[int]:
        return list(entry.contributions.order_by("position", "pk").values_list("pk", flat=True))

    client.post(address(entry), {"do": "up", "part": third.pk})
    assert order() == [first.pk, third.pk, second.pk]
    client.post(address(entry), {"do": "down", "part": first.pk})
    assert order() == [third.pk, first.pk, second.pk]
    client.post(address(entry), {"do": "up", "part": third.pk})  # already first
    assert order() == [third.pk, first.pk, second.pk]


def test_a_contributor_is_taken_out_and_the_history_keeps_it() -> None:
    scene = Scene()
    part = ContributionFactory(entry=scene.entry(), person=PersonFactory(name="Tatt Ut"))
    client = client_of(scene.owner)
    client.post(address(part.entry), {"do": "remove_contributor", "part": part.pk})
    assert not Contribution.objects.exists()
    assert "Tatt Ut" in client.get(page_of("workspace:entry_history", part.entry.public_id)).text


def test_an_organisation_is_found_and_added_with_role_and_use() -> None:
    scene = Scene()
    entry = scene.entry()
    company = OrganisationFactory(name_nb="Eksempelbedriften AS", number="914782007")
    client = client_of(scene.owner)
    assert company.code in client.get(address(entry), {"org": "914782007"}).text
    client.post(
        address(entry),
        {
            "do": "add_organisation",
            "organisation": company.code,
            "o-role": "adopter",
            "o-start_date": "2023-01-01",
            "o-in_use_since": "2024-02-01",
        },
    )
    part = entry.participations.get()
    assert (part.organisation, part.role_id, str(part.in_use_since)) == (company, "adopter", "2024-02-01")


def test_a_fault_in_the_form_of_an_organisation_keeps_what_was_typed() -> None:
    scene = Scene()
    entry = scene.entry()
    answer = client_of(scene.owner).post(
        address(entry),
        {
            "do": "add_organisation",
            "organisation": scene.municipality.code,
            "o-role": "adopter",
            "o-start_date": "2024-01-01",
            "o-end_date": "2023-01-01",
        },
    )
    assert answer.status_code == 422
    assert 'value="2024-01-01"' in answer.text
    assert scene.municipality.name in answer.text
    assert not Participation.objects.exists()


def test_another_role_keeps_the_participation_and_its_answers() -> None:
    scene = Scene()
    part = ParticipationFactory(entry=scene.entry(), organisation=scene.municipality)
    ParticipationRoleFactory(code="adopter")
    client_of(scene.owner).post(
        address(part.entry), {"do": "change_organisation", "part": part.pk, f"p{part.pk}-role": "adopter"}
    )
    assert Participation.objects.get().pk == part.pk
    assert Participation.objects.get().role_id == "adopter"


@pytest.mark.parametrize(
    "data",
    [
        {"do": "add_contributor", "who": "person:finnesikke"},
        {"do": "change_contributor", "part": "99999999999999999999999"},
        {"do": "add_organisation", "organisation": "finnes-ikke"},
        {"do": "up", "part": "-1"},
    ],
)
def test_what_is_not_there_is_not_found(data: dict[str, str]) -> None:
    scene = Scene()
    assert client_of(scene.owner).post(address(scene.entry()), data).status_code == 404


def test_a_part_of_another_entry_cannot_be_changed_from_here() -> None:
    scene = Scene()
    foreign = ContributionFactory()
    answer = client_of(scene.owner).post(address(scene.entry()), {"do": "remove_contributor", "part": foreign.pk})
    assert answer.status_code == 302, "as one that is gone"
    assert Contribution.objects.filter(pk=foreign.pk).exists()


def test_strange_searches_are_answered() -> None:
    scene = Scene()
    for searched in ("%", "'; drop table x", "\x00ab", "æ" * 500, "<script>"):
        page = client_of(scene.owner).get(address(scene.entry()), {"who": searched, "org": searched})
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_numbers_of_rows_are_sent_back_as_they_are_also_past_a_thousand() -> None:
    scene = Scene()
    entry = scene.entry()
    ContributionFactory(entry=entry, pk=12345)
    ParticipationFactory(entry=entry, pk=54321)
    client = client_of(scene.owner)
    page = client.get(address(entry)).text
    assert 'name="part" value="12345"' in page
    assert 'name="part" value="54321"' in page
