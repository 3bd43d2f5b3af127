"""A database with the example in it, copied for all tests of this folder: what each of them changes is undone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from samspill.accounts.models import User
from tests.ops.installations import name_in, new_database
from tests.template_database import know_password, with_example, working_on


@pytest.fixture(scope="package", autouse=True)
def _example(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), new_database(with_example()) as url, working_on(name_in(url)):
        know_password(settings.HOME)
        yield


@pytest.fixture
def leader(_example: None, db: None) -> User:
    """The innovation leader of the example register."""
    return User.objects.get(email="hakon.mosekollen@example.org")
