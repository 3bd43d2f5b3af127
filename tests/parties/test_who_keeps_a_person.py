"""Who looks after a person: those who look after all places where they belong, not whoever adds them to another."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from samspill.accounts.models import User
from samspill.parties.models import Affiliation, DataRequest, Person, Unit
from tests.api.helpers import Program
from tests.factories import AffiliationFactory, PersonFactory, UnitFactory
from tests.parties.helpers import Kind, browser, somebody, text

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-05")]

ASKED = {"kind": "erase", "identity": "Ringte.", "reason": "Vil ut."}


@pytest.fixture
def kari() -> Person:
    """Belongs to another place, and has no public page."""
    person: Person = PersonFactory(
        name="Kari Eksempel", email="kari@eksempel.no", orcid="0000-0002-1825-0097", is_public=False
    )
    elsewhere = UnitFactory()
    AffiliationFactory(person=person, organisation=elsewhere.organisation, unit=elsewhere, share="61.25")
    return person


def leads(unit: Unit) -> User:
    return somebody(Kind.UNIT_LEADER, unit=unit)


def refused(leader: User, kari: Person) -> None:
    """The leader sees where she belongs, and neither learns nor changes, hides, shows or erases anything else."""
    page, address = browser(leader), f"/arbeid/personer/{kari.public_id}/"
    shown = text(page.get(address))
    assert kari.name in shown
    for secret in (kari.email, kari.orcid, "61,25", 'name="name"', "be-om/"):
        assert secret not in shown
    for change in ({"is_public": "on"}, {"name": "Kari Kjeltring"}):
        answer = page.post(address, {"name": kari.name, "email": kari.email, "orcid": kari.orcid} | change)
        assert answer.status_code == 403
        assert "alle stedene" in answer.context["reason"]
    assert page.post(f"{address}be-om/", ASKED).status_code == 403
    program = Program(leader)
    told = program.get(f"/people/{kari.public_id}")
    assert told.json()["email"] is None
    assert 61.25 not in {row["share"] for row in told.json()["affiliations"]}
    tag = {"if_match": told["ETag"]}
    assert program.patch(f"/people/{kari.public_id}", {"name": "Kari Kjeltring"}, **tag).status_code == 403
    now = Person.objects.get(pk=kari.pk)
    assert (now.name, now.is_public) == (kari.name, False)
    assert not DataRequest.objects.exists()


def test_whoever_adds_somebody_to_their_own_place_is_not_their_keeper(kari: Person) -> None:
    unit = UnitFactory()
    kari.is_public = True
    kari.save()
    place = {"organisation": unit.organisation.pk, "unit": unit.pk}
    leader = leads(unit)
    answer = browser(leader).post(f"/arbeid/personer/{kari.public_id}/tilknytning/", place, follow=True)
    assert answer.redirect_chain[-1][1] == 302
    assert answer.status_code == 200
    kari.is_public = False
    kari.save()
    refused(leader, kari)


def test_nobody_without_a_public_page_is_added_by_those_who_may_not_see_them(kari: Person) -> None:
    unit = UnitFactory()
    page, address = browser(leads(unit)), f"/arbeid/personer/{kari.public_id}/tilknytning/"
    assert page.get(address).status_code == 404
    assert page.post(address, {"organisation": unit.organisation.pk, "unit": unit.pk}).status_code == 404
    assert kari.affiliations.count() == 1


def test_whoever_looks_after_a_place_that_somebody_has_left_is_not_their_keeper(kari: Person) -> None:
    unit, yesterday = UnitFactory(), timezone.localdate() - timedelta(days=1)
    AffiliationFactory(person=kari, organisation=unit.organisation, unit=unit, valid_to=yesterday)
    refused(leads(unit), kari)


def test_who_belongs_nowhere_today_is_kept_by_where_they_belonged(kari: Person) -> None:
    place = kari.affiliations.get()
    Affiliation.objects.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert place.unit
    page, address = browser(leads(place.unit)), f"/arbeid/personer/{kari.public_id}/"
    assert kari.email in text(page.get(address))
    given = {"name": "Kari Nygift", "email": kari.email, "orcid": kari.orcid}
    assert page.post(address, given).status_code == 302
    assert Person.objects.get(pk=kari.pk).name == "Kari Nygift"


def test_a_new_person_tells_of_nobody_without_a_public_page_who_has_the_address(kari: Person) -> None:
    unit = UnitFactory()
    new = {"name": "Ola Ny", "email": "KARI@eksempel.no", "place-organisation": unit.organisation.pk, "asked": "1"}
    new["place-unit"] = unit.pk
    page = browser(leads(unit))
    asked = page.post("/arbeid/personer/ny/", new)
    assert "Noen uten offentlig side" in text(asked)
    assert kari.name not in text(asked)
    assert kari.affiliations.get().organisation.name not in text(asked)
    assert Person.objects.count() == 1
    assert page.post("/arbeid/personer/ny/", new | {"is_somebody_else": "on"}).status_code == 302
    administrator = browser(somebody(Kind.ADMINISTRATOR))
    assert kari.name in text(administrator.post("/arbeid/personer/ny/", new | {"name": "En Tredje"}))


def test_a_leader_sees_the_share_of_their_own_place_and_whose_the_others_are(kari: Person) -> None:
    unit = UnitFactory()
    AffiliationFactory(person=kari, organisation=unit.organisation, unit=unit, share="40")
    leader = leads(unit)
    rows = Program(leader).get(f"/people/{kari.public_id}").json()["affiliations"]
    assert sorted((row["share"] for row in rows), key=str) == [40.0, None]
    elsewhere = kari.affiliations.exclude(unit=unit).get().unit
    sent = {"name": kari.name, "email": kari.email, "orcid": kari.orcid}
    answer = browser(leader).post(f"/arbeid/personer/{kari.public_id}/", sent)
    assert f"Du har ikke ansvar for: {elsewhere}." in answer.context["reason"]


def test_where_somebody_was_last_is_told_when_they_are_nowhere() -> None:
    person = PersonFactory()
    for since, until in ((None, date(2005, 1, 1)), (date(2020, 1, 1), date(2024, 1, 1))):
        unit = UnitFactory(name_nb=f"Til {until.year}")
        AffiliationFactory(person=person, organisation=unit.organisation, unit=unit, valid_from=since, valid_to=until)
    assert [place.partition(",")[0] for place in person.places()] == ["Til 2024"]
