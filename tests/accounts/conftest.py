"""Somebody with a verified address, a browser without JavaScript, and a service to log in with."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from samspill.accounts.models import User
from tests.accounts.login_steps import PEOPLE, use
from tests.factories import UserFactory
from tests.login_service import LoginService, running


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user() -> User:
    user = UserFactory(email="kari@eksempel.no", name="Kari Eksempel")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=False)


@pytest.fixture(scope="session")
def mock() -> Iterator[LoginService]:
    with running(PEOPLE) as service:
        yield service


@pytest.fixture
def service(mock: LoginService, settings: Any) -> LoginService:
    cache.clear()
    mock.groups = []
    use(
        settings,
        feide=mock.settings(trusted_domains=["sikker.eksempel.no"]),
        annen=mock.settings(kind="generic"),  # with the same client id, as may well be
    )
    return mock
