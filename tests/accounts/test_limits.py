"""Rate limits hold across processes (they lie in the database), and say so on a page of ours."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.test import Client

from samspill.accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("prefix", "heading"), [("", "For mange forsøk"), ("/nn", "For mange forsøk"), ("/en", "Too many attempts")]
)
def test_wrong_passwords_are_limited_per_address(user: User, prefix: str, heading: str) -> None:
    assert isinstance(cache._connections[cache._alias], DatabaseCache)  # type: ignore[attr-defined]
    for email in (user.email, "fins.ikke@eksempel.no"):
        for number in range(5):
            answer = Client().post(f"{prefix}/konto/logg-inn/", {"login": email, "password": f"feil {number}"})
            assert answer.status_code == 200
        answer = Client().post(f"{prefix}/konto/logg-inn/", {"login": email, "password": PASSWORD})
        assert answer.status_code == 429
        page = answer.content.decode()
        assert heading in page
        assert 'class="s-header"' in page, "in our own look"
        cache.clear()  # the limit per machine, which comes later


def test_reset_mails_are_limited_per_address(user: User) -> None:
    codes = [Client().post("/konto/passord/glemt/", {"email": user.email}).status_code for _number in range(6)]
    assert codes == [302] * 5 + [429]


def test_sign_ups_are_limited_per_machine() -> None:
    codes = [
        Client().post("/konto/ny/", {"name": "N", "email": f"n{number}@eksempel.no", "password1": "x"}).status_code
        for number in range(21)
    ]
    assert codes == [200] * 20 + [429]


def test_behind_a_proxy_the_limit_counts_the_visitor_and_cannot_be_tricked(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    data = {"name": "N", "email": "n@eksempel.no", "password1": "x"}

    def post(forwarded: str) -> int:
        return Client().post("/konto/ny/", data, headers={"x-forwarded-for": forwarded}).status_code

    for number in range(20):
        assert post(f"10.9.8.{number}, 203.0.113.7") == 200, "what the visitor claims is before the comma"
    assert post("10.9.9.9, 203.0.113.7") == 429
    assert post("203.0.113.8") == 200, "another visitor is not stopped"


def test_a_guesser_cannot_push_the_limits_out() -> None:
    """Django's database cache forgets a third of its entries above a limit, which is 300 unless set."""
    assert cache._max_entries >= 100_000  # type: ignore[attr-defined]
