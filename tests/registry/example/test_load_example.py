"""The labelled example loads into an empty installation, and only there."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from samspill.registry.models import Entry, ReadinessReading, Register

pytestmark = pytest.mark.django_db


def command(name: str) -> str:
    out = StringIO()
    call_command(name, stdout=out)
    return out.getvalue()


@pytest.mark.requirement("R-REG-01", "R-ART-01", "R-REG-19")
def test_the_example_is_a_centre_with_four_years_of_readings() -> None:
    kinds = Counter(Entry.objects.values_list("kind", flat=True))
    assert kinds["innovation"] >= 40
    assert set(kinds) == {"innovation", "activity", "result", "impact_case"}
    years = {reading.date.year for reading in ReadinessReading.objects.all()}
    assert years >= {2022, 2023, 2024, 2025}
    assert {"service", "artistic"} <= {code for entry in Entry.objects.all() for code in entry.types}
    assert Register.objects.get().is_example


def test_an_installation_in_use_is_left_alone_and_every_role_can_log_in(client: Client) -> None:
    count = Entry.objects.count()
    assert command("load_example") == ""
    assert Entry.objects.count() == count
    told = command("example_logins")
    emails = [word for line in told.splitlines()[1:] for word in line.split() if "@" in word]
    password = told.splitlines()[0].split()[-1].rstrip("):")
    assert len(emails) == 6
    for email in emails:
        client.logout()
        response = client.post(reverse("account_login"), {"login": email, "password": password})
        assert response.status_code == 302, email
