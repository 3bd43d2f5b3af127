"""The example, loaded once for all tests of this folder: what each of them changes is undone, the rest in the end."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from samspill.accounts.models import User

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They are run by one process when tests run on several, so that it is loaded in one of them only."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("example"))


@pytest.fixture(scope="package", autouse=True)
def _example(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        for name in ("load_reference", "load_example"):
            call_command(name, stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def leader(_example: None, db: None) -> User:
    """The innovation leader of the example register."""
    return User.objects.get(email="hakon.mosekollen@example.org")
