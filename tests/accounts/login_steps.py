"""Steps of a login with a service, and the people that the service knows."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

import requests
from django.core import mail
from django.test import Client

from samspill.accounts.federated.services import as_allauth, read_services
from tests.login_service import KARI

PEOPLE = {
    "kari": KARI,
    "uten": {},
    "sikker": {"name": "Siri Sikker", "email": "siri@sikker.eksempel.no", "email_verified": True},
    "rar": {"name": "Rar\x00 " + "x" * 900, "email": "ikke en adresse"},
}


def use(settings: Any, **services: Any) -> None:
    """As if SAMSPILL_OIDC had these."""
    settings.LOGIN_SERVICES = read_services(json.dumps(services))
    settings.SOCIALACCOUNT_PROVIDERS = as_allauth(settings.LOGIN_SERVICES)


def leave(browser: Client, prefix: str = "", **data: str) -> str:
    """Press the button; the address that the page moves on to."""
    answer = browser.post(f"{prefix}/konto/logg-inn/med/feide/", data)
    assert answer.status_code == 200, answer.content
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.content.decode())
    assert found
    return found[1].replace("&amp;", "&")


def come_back(address: str, **form: str) -> str:
    """Log in at the service; the path that it sends the browser back to."""
    answer = requests.post(address, data=form, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}" == "http://127.0.0.1:8000"
    return f"{back.path}?{back.query}"


def through(browser: Client, sub: str = "kari", prefix: str = "", **data: str) -> Any:
    return browser.get(come_back(leave(browser, prefix, **data), sub=sub))


def confirm(browser: Client) -> Any:
    link = re.search(r"https?://[^/\s]+(/\S+)", str(mail.outbox[-1].body))
    assert link
    return browser.post(link[1])


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session
