"""People, where they belong, merging of duplicates, and which user they are."""

from datetime import date
from decimal import Decimal

import pytest

from samspill.core.errors import RuleError
from samspill.parties.domain import data_requests
from samspill.parties.domain.people import merge_persons
from samspill.parties.models import Affiliation, DataAccess, DataRequest, Person
from samspill.parties.queries import find_person, overlapping_shares
from samspill.registry.models import Confirmation, Contribution
from tests.factories import (
    AffiliationFactory,
    ContributionFactory,
    ContributionRoleFactory,
    EntryFactory,
    OrganisationFactory,
    PersonFactory,
    UnitFactory,
)
from tests.parties.helpers import Kind, browser, somebody, text

pytestmark = pytest.mark.django_db


def test_a_new_person_in_the_own_unit() -> None:
    unit = UnitFactory()
    page = browser(somebody(Kind.UNIT_LEADER, unit=unit))
    data = {
        "name": "Ola  Eksempel",
        "email": "ola@eksempel.no",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
        "is_public": "on",
        "place-organisation": unit.organisation.pk,
        "place-unit": unit.pk,
        "place-share": "50,5",
        "place-valid_from": "2024-08-01",
    }
    answer = page.post("/arbeid/personer/ny/", data)
    person = Person.objects.get()
    assert answer["Location"] == f"/arbeid/personer/{person.public_id}/"
    assert (person.name, person.orcid) == ("Ola Eksempel", "0000-0002-1825-0097")
    place = person.affiliations.get()
    assert (place.unit, place.share, place.valid_from) == (unit, Decimal("50.50"), date(2024, 8, 1))
    asked = page.post("/arbeid/personer/ny/", data | {"name": "OLA EKSEMPEL", "orcid": "", "email": ""})
    assert "Ola Eksempel" in text(asked)
    assert Person.objects.count() == 1
    taken = page.post("/arbeid/personer/ny/", data | {"name": "En Annen", "email": "", "asked": "1"})
    assert taken.context["form"].errors["orcid"]
    nowhere = page.post("/arbeid/personer/ny/", {"name": "En Tredje"})
    assert nowhere.context["place"].errors["organisation"]
    assert (taken.status_code, nowhere.status_code) == (422, 422)
    assert Person.objects.count() == 1


def test_whose_an_orcid_id_is_is_not_told_where_that_person_has_no_public_page() -> None:
    PersonFactory(name="Vera Uten Side", orcid="0000-0002-1825-0097", is_public=False)
    unit = UnitFactory()
    new = {"name": "Ola", "orcid": "0000-0002-1825-0097", "place-organisation": unit.organisation.pk}
    answer = browser(somebody(Kind.UNIT_LEADER, unit=unit)).post("/arbeid/personer/ny/", new)
    assert answer.status_code == 422
    assert "Noen uten offentlig side har denne ORCID iD-en" in text(answer)
    assert "Vera" not in text(answer)
    told = browser(somebody(Kind.ADMINISTRATOR)).post("/arbeid/personer/ny/", new)
    assert "Vera Uten Side" in text(told), "who may change them is told"


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0098", "123", "x"])
def test_a_wrong_orcid_is_told(orcid: str) -> None:
    person = PersonFactory(name="Ola")
    answer = browser(somebody(Kind.ADMINISTRATOR)).post(
        f"/arbeid/personer/{person.public_id}/", {"name": "Ola", "orcid": orcid}
    )
    assert answer.context["form"].errors["orcid"]


def test_shares_over_100_are_warned_of_not_blocked() -> None:
    person, organisation = PersonFactory(), OrganisationFactory()
    AffiliationFactory(person=person, organisation=organisation, share=80, valid_from=date(2020, 1, 1))
    page = browser(somebody(Kind.ADMINISTRATOR))
    answer = page.post(
        f"/arbeid/personer/{person.public_id}/tilknytning/",
        {"organisation": organisation.pk, "share": "40", "valid_from": "2024-01-01", "valid_to": "2024-12-31"},
        follow=True,
    )
    assert person.affiliations.count() == 2
    assert overlapping_shares(Person.objects.get(pk=person.pk)) == [(date(2024, 1, 1), Decimal(120))]
    assert "Fra 1. januar 2024 er stillingene til sammen 120 %" in text(answer).replace("\xa0", " ")


def test_affiliations_are_set_by_those_who_look_after_the_place() -> None:
    mine, other = UnitFactory(), UnitFactory()
    leader = somebody(Kind.UNIT_LEADER, unit=mine)
    person = PersonFactory()
    here = AffiliationFactory(person=person, organisation=mine.organisation, unit=mine)
    there = AffiliationFactory(person=person, organisation=other.organisation, unit=other)
    page = browser(leader)
    end = {"organisation": mine.organisation.pk, "unit": mine.pk, "valid_from": "2020-01-01", "valid_to": "2023-12-31"}
    assert page.post(f"/arbeid/personer/{person.public_id}/tilknytning/{here.pk}/", end).status_code == 302
    refused = page.post(f"/arbeid/personer/{person.public_id}/tilknytning/{there.pk}/", end)
    assert refused.status_code == 403
    assert refused.context["reason"]
    wrong = page.post(
        f"/arbeid/personer/{person.public_id}/tilknytning/",
        {"organisation": mine.organisation.pk, "unit": mine.pk, "valid_from": "2024-01-01", "valid_to": "2023-01-01"},
    )
    assert wrong.context["form"].errors["valid_to"]
    assert Affiliation.objects.get(pk=here.pk).valid_to == date(2023, 12, 31)


def test_the_person_may_change_the_own_name() -> None:
    user = somebody()
    person = PersonFactory(user=user)
    answer = browser(user).post(f"/arbeid/personer/{person.public_id}/", {"name": "Nytt Navn", "is_public": "on"})
    assert answer.status_code == 302
    assert Person.objects.get().name == "Nytt Navn"
    assert browser(somebody()).get(f"/arbeid/personer/{person.public_id}/").status_code == 403


def test_merging_moves_everything_and_old_addresses_lead_on() -> None:
    kept, duplicate = PersonFactory(name="Kari", orcid=""), PersonFactory(name="Kari", orcid="0000-0002-1825-0097")
    unit = UnitFactory()
    AffiliationFactory(person=duplicate, organisation=unit.organisation, unit=unit)
    for person in (kept, duplicate):
        AffiliationFactory(person=person, organisation=unit.organisation, valid_from=date(2019, 1, 1))
    alone, both = EntryFactory(), EntryFactory()
    ContributionFactory(entry=alone, person=duplicate, share=50)
    ContributionFactory(entry=both, person=kept, share=20)
    other_role = ContributionRoleFactory(code="developer").code
    ContributionFactory(entry=both, person=duplicate, share=30, roles=[other_role])
    administrator = somebody(Kind.ADMINISTRATOR)
    answer = browser(administrator).post(
        f"/arbeid/personer/{kept.public_id}/sla-sammen/",
        {"duplicate": f"http://127.0.0.1/personer/{duplicate.public_id}/", "reason": "Samme person"},
    )
    assert answer.status_code == 302, text(answer)
    kept.refresh_from_db()
    assert Person.objects.count() == 1
    assert kept.orcid == "0000-0002-1825-0097"
    assert find_person(duplicate.public_id) == kept
    assert browser(administrator).get(f"/arbeid/personer/{duplicate.public_id}/").status_code == 200
    assert kept.affiliations.count() == 2, "the one that both had is one"
    assert Contribution.objects.get(entry=alone).person == kept
    folded = Contribution.objects.get(entry=both)
    assert (folded.person, folded.share, len(folded.roles)) == (kept, 50, 2)
    history = folded.events.filter(pgh_label="update").latest("pgh_id")  # type: ignore[attr-defined]
    assert history.pgh_context.metadata["reason"] == "Samme person"


@pytest.mark.requirement("R-NFR-06")
def test_merging_loses_no_request_about_the_data_and_no_note_of_who_looked() -> None:
    """A wish to be erased that went along with the duplicate would never be answered, and nobody could tell of it."""
    kept, duplicate, administrator = (
        PersonFactory(name="Kari"),
        PersonFactory(name="Kari"),
        somebody(Kind.ADMINISTRATOR),
    )
    page = browser(administrator)
    asked = page.post(
        f"/arbeid/personer/{duplicate.public_id}/be-om/", {"kind": "erase", "identity": "Ringte.", "reason": "Vil ut."}
    )["Location"]
    page.post(f"/arbeid/personer/{duplicate.public_id}/opplysninger/", {"reason": "Ville se etter."})
    page.post(f"/arbeid/personer/{kept.public_id}/sla-sammen/", {"duplicate": duplicate.public_id})
    assert not Person.objects.filter(pk=duplicate.pk).exists()
    assert "Vil ut." in text(page.get(asked))
    assert "Ville se etter." in [one.reason for one in DataAccess.objects.filter(person=kept)]
    page.post(asked, {"action": "grant"})
    data_requests.carry_out(DataRequest.objects.get().pk)
    assert Person.objects.get().name == "Slettet person"


def test_merging_refuses_those_who_are_not_the_same() -> None:
    administrator = somebody(Kind.ADMINISTRATOR)
    one = PersonFactory(orcid="0000-0002-1825-0097", user=somebody())
    for other in (one, PersonFactory(orcid="0000-0001-5109-3700"), PersonFactory(user=somebody())):
        with pytest.raises(RuleError):
            merge_persons(kept=one, duplicate=other, actor=administrator)
    assert (
        browser(somebody(Kind.UNIT_LEADER, unit=UnitFactory()))
        .get(f"/arbeid/personer/{one.public_id}/sla-sammen/")
        .status_code
        == 403
    )


def test_merging_never_loses_an_answer() -> None:
    kept, duplicate, entry = PersonFactory(), PersonFactory(), EntryFactory()
    ContributionFactory(entry=entry, person=kept)
    part = ContributionFactory(entry=entry, person=duplicate)
    Confirmation.objects.create(contribution=part, statement="contributed", answer="confirmed")
    with pytest.raises(RuleError):
        merge_persons(kept=kept, duplicate=duplicate, actor=somebody(Kind.ADMINISTRATOR))
    assert Confirmation.objects.count() == 1
    assert Person.objects.filter(pk=duplicate.pk).exists()


def test_an_administrator_links_person_and_user() -> None:
    person, user, administrator = PersonFactory(), somebody(), somebody(Kind.ADMINISTRATOR)
    page = browser(administrator)
    address = f"/arbeid/personer/{person.public_id}/bruker/"
    assert page.post(address, {"email": "fins.ikke@eksempel.no"}).context["form"].errors["email"]
    page.post(address, {"email": user.email.upper()})
    person.refresh_from_db()
    assert person.user == user
    other = PersonFactory()
    twice = page.post(f"/arbeid/personer/{other.public_id}/bruker/", {"email": user.email})
    assert person.name in text(twice)
    page.post(address, {"email": ""})
    person.refresh_from_db()
    assert person.user is None


def test_nobody_becomes_somebody_else_by_changing_their_address() -> None:
    """A leader may add anybody to the own unit; with the e-mail too, they could claim the person and their drafts."""
    unit = UnitFactory()
    leader = somebody(Kind.UNIT_LEADER, unit=unit)
    page = browser(leader)
    affiliated = AffiliationFactory(person=PersonFactory(email="offer@eksempel.no")).person
    contributor = ContributionFactory(person=PersonFactory(email=""), entry=EntryFactory(title="Hemmelig")).person
    known = PersonFactory(email="kjent@eksempel.no", user=somebody())
    for person in (affiliated, contributor, known):
        place = {"organisation": unit.organisation.pk, "unit": unit.pk}
        assert page.post(f"/arbeid/personer/{person.public_id}/tilknytning/", place).status_code == 302
        for change in ({"email": leader.email}, {"orcid": "0000-0002-1825-0097"}):
            data = {"name": person.name, "email": person.email, "is_public": "on"} | change
            answer = page.post(f"/arbeid/personer/{person.public_id}/", data)
            assert "administrator" in text(answer), "refused beside the field"
        page.post("/arbeid/personer/meg/", {"person": person.public_id})
        before = person.user
        person.refresh_from_db()
        assert (person.email != leader.email, person.orcid, person.user) == (True, "", before)


def test_a_leader_mends_the_address_of_those_who_belong_only_there() -> None:
    unit = UnitFactory()
    person = AffiliationFactory(organisation=unit.organisation, unit=unit).person
    page = browser(somebody(Kind.UNIT_LEADER, unit=unit))
    data = {"name": person.name, "email": "ny@eksempel.no", "is_public": "on"}
    assert page.post(f"/arbeid/personer/{person.public_id}/", data).status_code == 302
    person.refresh_from_db()
    assert person.email == "ny@eksempel.no"


def test_a_merge_that_comes_second_says_so() -> None:
    """Two administrators press the button at once: the second finds the duplicate gone once the first is done."""
    administrator = somebody(Kind.ADMINISTRATOR)
    one, other, duplicate = (PersonFactory(name="Kari Eksempel") for _number in range(3))
    seen_by_the_second = Person.objects.get(pk=duplicate.pk)
    merge_persons(kept=one, duplicate=duplicate, actor=administrator)
    with pytest.raises(RuleError):
        merge_persons(kept=other, duplicate=seen_by_the_second, actor=administrator)
    assert find_person(seen_by_the_second.public_id) == one
