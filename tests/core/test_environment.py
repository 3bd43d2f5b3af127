"""Settings that cannot be meant stop the start with a sentence, which shows nothing secret."""

from collections.abc import Callable
from inspect import getmembers, isfunction
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

import samspill.settings
from samspill.core import environment
from samspill.core.environment import (
    contact,
    database_parts,
    host_names,
    mail_server,
    sender,
    site_address,
    switch,
    whole_numbers,
)
from samspill.settings import database_settings


def limits(given: str) -> list[int]:
    return whole_numbers("SAMSPILL_API_LIMITS", given, many=2, example="120,600")


@pytest.mark.parametrize(
    ("read", "given", "told"),
    [
        (limits, "abc", "SAMSPILL_API_LIMITS is 2 numbers"),
        (limits, "120", "such as 120,600."),
        (limits, "-1,5", "SAMSPILL_API_LIMITS"),
        (limits, "1,²", "SAMSPILL_API_LIMITS"),
        (site_address, "samspill.example.org", "SAMSPILL_URL is the address"),
        (site_address, "https://", "SAMSPILL_URL is the address"),
        (site_address, "https://samspill.example.org:port", "SAMSPILL_URL is the address"),
        (site_address, "https://samspill.example.org/under/", "a host to itself"),
        (site_address, "https://samspill.example .org", "SAMSPILL_URL is the address"),
        (host_names, "a.example.org, https://b.example.org", "not “https://b.example.org”"),
        (host_names, "b.example.org:8000", "without https:// and port"),
        (sender, "Samspill <ikke en adresse", "SAMSPILL_EMAIL_FROM is an e-mail address"),
        (sender, "Samspill", "SAMSPILL_EMAIL_FROM"),
        (sender, "Samspill, Fjordvik <samspill@example.org>", "stands in quotes"),
        (contact, "Drift <drift@example.org>", "SAMSPILL_CONTACT is an e-mail address alone"),
        (contact, "drift@example.org, post@example.org", "SAMSPILL_CONTACT"),
        (lambda given: switch("SAMSPILL_DEBUG", given), "true", "SAMSPILL_DEBUG is 1 for on"),
        (mail_server, "hemmelig", "SAMSPILL_EMAIL is smtp://"),
        (mail_server, "smtp://ola:hemmelig@mail.example.org:port", "SAMSPILL_EMAIL is smtp://"),
        (database_parts, "mysql://ola:hemmelig@db/samspill", "DATABASE_URL is not understood"),
        (database_parts, "postgresql://ola:hem/melig@db/samspill?x=1", "DATABASE_URL is not understood"),
    ],
)
def test_what_cannot_be_meant_is_told(read: Callable[[str], object], given: str, told: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=told) as caught:
        read(given)
    assert "hem" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_meant_is_read() -> None:
    assert limits(" 0, 600") == [0, 600]
    assert site_address("https://samspill.example.org:8443/") == "https://samspill.example.org:8443"
    assert mail_server("smtps://ola:hemmelig@mail.example.org").hostname == "mail.example.org"
    assert database_parts("postgresql://ola@/samspill?host=/run/postgresql")["host"] == "/run/postgresql"
    assert (contact(" drift@example.org "), contact("")) == ("drift@example.org", "")
    assert host_names(" a.example.org,, [::1],.example.org") == ["a.example.org", "[::1]", ".example.org"]
    assert sender('"Samspill, Fjordvik" <samspill@example.org>').startswith('"Samspill')
    assert sender("samspill@localhost") == "samspill@localhost"
    assert [switch("x", given) for given in ("", "0", "1")] == [False, False, True]


def test_the_settings_are_read_by_what_refuses() -> None:
    """Here, since a start for each of them is dear."""
    settings = Path(samspill.settings.__file__).read_text(encoding="utf-8")
    readers = [name for name, one in getmembers(environment, isfunction) if one.__module__ == environment.__name__]
    assert [name for name in readers if name[0] != "_" and f"environment.{name}(" not in settings] == []


def test_a_database_that_says_nothing_is_not_waited_for_for_ever() -> None:
    options = database_settings("postgresql://ola@db.example.org/samspill?tcp_user_timeout=5000")["OPTIONS"]
    assert (options["connect_timeout"], options["tcp_user_timeout"]) == ("5", "5000")
