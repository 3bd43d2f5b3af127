"""An organisation without entries shows what belongs there, and the way that fits the reader."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_way_on_is_to_log_in_or_to_register(client: Client) -> None:
    address = reverse("website:organisation", args=[OrganisationFactory().code])
    register = f'href="{reverse("workspace:entry_new")}"'
    assert register not in client.get(address).text
    client.force_login(UserFactory())
    assert register in client.get(address).text
