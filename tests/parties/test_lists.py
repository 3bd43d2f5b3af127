"""Lists cost the same number of queries with one row and with three."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samspill.parties.models import Invitation
from tests.factories import (
    AffiliationFactory,
    MunicipalOrganisationFactory,
    OrganisationFactory,
    RegisterFactory,
    RoleFactory,
    SizeFigureFactory,
    UnitFactory,
    UserFactory,
)
from tests.parties.helpers import Kind, browser, somebody

pytestmark = pytest.mark.django_db


def cost(client: Any, path: str) -> int:
    client.get(path)  # the first visit may read what is kept afterwards
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def more(number: int) -> None:
    organisation = OrganisationFactory(code="uni")
    unit = UnitFactory(organisation=organisation)
    UnitFactory(organisation=organisation, parent=unit, valid_to="2020-01-01")
    MunicipalOrganisationFactory()
    AffiliationFactory(organisation=organisation, unit=unit)
    SizeFigureFactory(organisation=organisation, date=f"202{number}-01-01")
    register = RegisterFactory(organisation=organisation)
    RoleFactory(user=UserFactory(), kind=Kind.READER, unit=unit)
    RoleFactory(user=UserFactory(), kind=Kind.READER, register_code=register.code)
    for number_of_offer, place in enumerate(({"unit": unit}, {"register_code": register.code})):
        Invitation.objects.create(
            email="x@eksempel.no",
            kind=Kind.READER,
            token_hash=f"{number}-{number_of_offer}",
            expires_at="2099-01-01T00:00Z",
            **place,
        )


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/arbeid/parter/", 6),
        ("/arbeid/parter/uni/storrelse/", 7),
        ("/arbeid/parter/uni/enheter/", 9),
        ("/arbeid/parter/uni/personer/", 8),
        ("/arbeid/roller/", 12),
    ],
)
def test_the_same_number_of_queries(path: str, queries: int) -> None:
    client = browser(somebody(Kind.ADMINISTRATOR))
    more(1)
    assert cost(client, path) == queries
    more(2)
    more(3)
    assert cost(client, path) == queries
