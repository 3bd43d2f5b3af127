"""An organisation without entries shows what belongs there, and the way that fits the reader."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import OrganisationFactory, RoleFactory, UserFactory
from tests.scenes import client_of

pytestmark = pytest.mark.django_db


def test_the_way_on_is_to_log_in_to_get_a_role_or_to_register(client: Client) -> None:
    address = reverse("website:organisation", args=[OrganisationFactory().code])
    register = f'href="{reverse("workspace:entry_new")}"'
    assert register not in client.get(address).text
    without = client_of(UserFactory()).get(address).text
    assert register not in without, "it would be refused there"
    assert "slik får du en rolle" in without
    contributor = client_of(RoleFactory(kind="contributor", organisation=OrganisationFactory()).user)
    assert register in contributor.get(address).text
