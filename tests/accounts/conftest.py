"""Somebody with a verified address, and a browser without JavaScript."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from samspill.accounts.models import User
from tests.factories import UserFactory


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
