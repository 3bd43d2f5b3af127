"""Every account page, its errors and its mails are wholly in the language of the page (R-NFR-03).

allauth has no nynorsk, and Django's is not complete: a sentence that is the same in English and in nynorsk is one that
nobody translated.
"""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from samspill.accounts.federated.services import as_allauth, read_services
from samspill.accounts.models import User
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-NFR-03")]

SAME = {"Kari Eksempel", "Skip"}
OPEN_PAGES = [
    "logg-inn/",
    "ny/",
    "passord/glemt/",
    "passord/glemt/sendt/",
    "passord/glemt/1-x/",
    "passord/byttet/",
    "e-post/sendt/",
    "e-post/bekreft/x/",
    "stengt/",
]
OWN_PAGES = ["profil/", "e-post/", "passord/", "logg-ut/", "igjen/", "totrinn/", "innlogginger/", "innlogget/"]
TWO_STEP_PAGES = [
    "totrinn/",
    "totrinn/app/av/",
    "totrinn/reservekoder/",
    "totrinn/reservekoder/nye/",
    "totrinn/nokler/ny/",
    "igjen/kode/",
    "logg-inn/med/feide/",
    "logg-inn/med/feide/tilbake/",
]
WRONG = [
    ("logg-inn/", {}),
    ("logg-inn/", {"login": "x@eksempel.no", "password": "feil"}),
    ("logg-inn/", {"login": "x", "password": "y"}),
    ("ny/", {}),
    ("ny/", {"name": "N", "email": "x", "password1": "kort", "password2": "annet"}),
    ("ny/", {"name": "N", "email": "n@eksempel.no", "password1": "1q2w3e4r5t6y", "password2": "1q2w3e4r5t6x"}),
    ("ny/", {"name": "N", "email": "navnesen@eksempel.no", "password1": "navnesen@eksempel", "password2": ""}),
    ("passord/glemt/", {"email": "x"}),
]
OWN_WRONG = [
    ("profil/", {"name": "", "language": "xx"}),
    ("e-post/", {"email": "x", "action_add": ""}),
    ("e-post/", {"email": "kari@eksempel.no", "action_add": ""}),
    ("passord/", {"oldpassword": "x", "password1": "kort", "password2": "annet"}),
    ("igjen/", {"password": "x"}),
]


class _Texts(HTMLParser):
    """What a reader reads in <main>, piece by piece, and the labels that screen readers say."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == "main"
        if self.inside:
            self.texts |= {
                value for name, value in attrs if name in ("aria-label", "placeholder", "title", "alt") and value
            }

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.texts.add(" ".join(data.split()))


def sentences(page: str) -> set[str]:
    parser = _Texts()
    parser.feed(page)
    return {text for text in parser.texts if len(re.findall(r"[^\W\d]{2,}", text)) > 1 and "@" not in text} - SAME


def assert_translated(english: set[str], other: set[str], where: str) -> None:
    assert english, f"{where}: nothing to read"
    assert not english & other, f"{where}: not translated: {sorted(english & other)}"


@pytest.mark.parametrize("language", ["", "/nn"])
def test_pages(user: User, language: str) -> None:
    for paths, browser in ((OPEN_PAGES, Client()), (OWN_PAGES, Client())):
        if paths is OWN_PAGES:
            browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        for path in paths:
            english = sentences(browser.get(f"/en/konto/{path}").content.decode())
            assert_translated(english, sentences(browser.get(f"{language}/konto/{path}").content.decode()), path)


@pytest.mark.parametrize("language", ["", "/nn"])
def test_two_step_login_and_services(user: User, language: str, settings: Any) -> None:
    settings.LOGIN_SERVICES = read_services('{"feide": {"client_id": "x", "secret": "y"}}')
    settings.SOCIALACCOUNT_PROVIDERS = as_allauth(settings.LOGIN_SERVICES)
    browser = Client()
    browser.post("/konto/logg-inn/", {"login": user.email, "password": PASSWORD})
    browser.post("/konto/igjen/", {"password": PASSWORD})
    pages = [browser.get(f"{prefix}/konto/totrinn/app/").content.decode() for prefix in ("/en", language)]
    assert_translated(*map(sentences, pages), "totrinn/app/")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "ab" * 40, "used_mask": 0})
    for path in TWO_STEP_PAGES:
        english, other = (
            sentences(browser.get(f"{prefix}/konto/{path}").content.decode()) for prefix in ("/en", language)
        )
        assert_translated(english, other, path)


@pytest.mark.parametrize("language", ["", "/nn"])
def test_errors(user: User, language: str) -> None:
    for cases, logged_in in ((WRONG, False), (OWN_WRONG, True)):
        for path, data in cases:
            pages = []
            for prefix in ("/en", language):
                browser = Client()
                if logged_in:
                    browser.post("/konto/logg-inn/", {"login": user.email, "password": PASSWORD})
                    browser.get("/konto/profil/")
                answer = browser.post(f"{prefix}/konto/{path}", data)
                assert answer.status_code == 200, (path, data, answer.status_code)
                pages.append(sentences(answer.content.decode()))
            assert_translated(*pages, f"{path} {data}")


def test_mails_are_in_the_receivers_language_and_lead_there(user: User) -> None:
    bodies: dict[str, list[set[str]]] = {}
    for language, prefix in (("en", "/en"), ("nn", "/nn"), ("nb", "")):
        mail.outbox.clear()
        cache.clear()  # one mail in three minutes to each address is the limit
        User.objects.filter(pk=user.pk).update(language=language)
        user.refresh_from_db()
        reader = Client()
        reader.post("/konto/passord/glemt/", {"email": user.email})  # from the bokmål page, whoever asks
        reader.post("/konto/ny/", {"name": "N", "email": user.email, "password1": PASSWORD, "password2": PASSWORD})
        for message in mail.outbox:
            assert f"http://testserver{prefix}/konto/" in message.body
        reader.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        reader.post("/konto/passord/", {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD})
        stranger = Client()
        stranger.post(f"{prefix}/konto/passord/glemt/", {"email": f"fins.ikke.{language}@eksempel.no"})
        stranger.post(
            f"{prefix}/konto/ny/",
            {"name": "N", "email": f"ny.{language}@eksempel.no", "password1": PASSWORD, "password2": PASSWORD},
        )
        assert len(mail.outbox) == 5
        bodies[language] = [
            {message.subject, *(line.strip() for line in message.body.splitlines() if len(line.split()) > 2)}
            for message in mail.outbox
        ]
    for language in ("nn", "nb"):
        for english, other in zip(bodies["en"], bodies[language], strict=True):
            assert not english & other, sorted(english & other)
