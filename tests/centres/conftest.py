"""A centre at a university, its innovation leader, and their browser."""

import pytest
from django.test import Client

from samspill.accounts.models import User
from samspill.centres.models import Centre
from samspill.parties.models import Role
from tests.centres.factories import (
    CentreFactory,
)
from tests.factories import (
    OrganisationFactory,
    RoleFactory,
    UnitFactory,
    UserFactory,
)


@pytest.fixture
def leader() -> User:
    """Innovation leader of the unit `fak` at the university `uni`."""
    unit = UnitFactory(code="fak", organisation=OrganisationFactory(code="uni", name_nb="Universitetet"))
    return RoleFactory(user=UserFactory(), kind=Role.Kind.INNOVATION_LEADER, unit=unit).user  # type: ignore[no-any-return]


@pytest.fixture
def browser(leader: User) -> Client:
    client = Client()
    client.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def centre(leader: User) -> Centre:
    unit = leader.roles.get().unit
    assert unit
    return CentreFactory(code="senter", name_nb="Senteret", organisation=unit.organisation, unit=unit)
