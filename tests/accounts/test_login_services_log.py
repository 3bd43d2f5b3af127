"""What the log tells an operator of a login with a service that went wrong, and what it never tells."""

import logging
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.test import Client

from samspill.accounts.federated.adapter import told_of
from tests.accounts.login_steps import come_back, leave, through
from tests.login_service import SECRET, LoginService

pytestmark = pytest.mark.django_db


def test_neither_secret_nor_code_is_logged(
    service: LoginService, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = Client()
    back = come_back(leave(browser), sub="kari")
    query = parse_qs(urlsplit(back).query)
    assert browser.get(back.replace(query["code"][0], "feil-kode-fra-noen")).status_code == 502
    ours = "\n".join(
        record.getMessage() + str(record.__dict__) for record in caplog.records if record.name.startswith("samspill")
    )
    assert "Login with feide failed" in ours
    assert SECRET not in ours
    assert "feil-kode-fra-noen" not in ours
    assert SECRET not in repr(settings.LOGIN_SERVICES)


@pytest.mark.parametrize(
    ("error", "cause", "told"),
    [
        (
            OAuth2Error('Error retrieving access token: b\'{"error": "invalid_client"}\''),
            None,
            "refuses client_id or secret",
        ),
        (OAuth2Error("Invalid id_token"), jwt.ImmatureSignatureError(), "clock"),
        (OAuth2Error("Invalid id_token"), jwt.InvalidAudienceError(), "another client_id"),
        (ProviderException("issuer"), None, "something else than “issuer”"),
        (OAuth2Error('b\'{"error": "hemmelig", "id_token": "hemmelig"}\''), None, ""),
    ],
)
def test_the_log_tells_the_operator_what_to_mend(error: Exception, cause: Exception | None, told: str) -> None:
    error.__cause__ = cause
    assert told in told_of(error)
    assert "hemmelig" not in told_of(error)


def test_a_secret_that_the_service_does_not_know_is_told_of_in_the_log(
    service: LoginService, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "refuses", "invalid_client")
    answer = through(Client(), "sikker")
    assert answer.status_code == 502
    assert "invalid_client (the service refuses client_id or secret: look at SAMSPILL_OIDC" in caplog.text
    assert SECRET not in caplog.text
