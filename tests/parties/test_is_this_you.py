"""Somebody registered a person with the user's address: My work asks, and a yes makes the credit the user's."""

import pytest

from samspill.parties.models import Role
from tests.factories import AffiliationFactory, EntryFactory, MunicipalOrganisationFactory, PersonFactory
from tests.parties.helpers import browser, somebody

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-08")]

CLAIM = "/arbeid/personer/meg/"


def test_a_person_with_my_address_where_i_have_a_role_asks_me() -> None:
    municipality = MunicipalOrganisationFactory()
    user = somebody(Role.Kind.CONTRIBUTOR, organisation=municipality)
    client = browser(user)
    person = PersonFactory(name="Ny Kollega", email=user.email.upper())
    assert "Er du Ny Kollega?" not in client.get("/arbeid/").text, "who belongs elsewhere may be somebody else"
    AffiliationFactory(person=person, organisation=municipality)
    html = client.get("/arbeid/").text
    assert "Er du Ny Kollega?" in html
    assert CLAIM in html
    client.post(CLAIM, {"person": person.public_id})
    assert client.post(CLAIM, {"person": person.public_id}).status_code == 302, "pressed twice"
    assert "Er du Ny Kollega?" not in client.get("/arbeid/").text


def test_who_adds_themselves_belongs_where_they_have_a_role_and_is_asked() -> None:
    municipality = MunicipalOrganisationFactory()
    user = somebody(Role.Kind.PARTNER_REPRESENTATIVE, organisation=municipality)
    entry = EntryFactory(organisation=municipality, created_by=user)
    client = browser(user)
    where = f"/arbeid/oppforinger/{entry.public_id}/hvem/"
    given = {"do": "new_person", "new-name": "Kari Eksempel", "new-email": user.email}
    assert client.post(where, given)["Location"] == where
    assert "Er du Kari Eksempel?" in client.get("/arbeid/").text
