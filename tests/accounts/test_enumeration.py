"""Nobody can find out who has an account: known and unknown addresses get the same answer."""

import re
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from samspill.accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

UNKNOWN = "fins.ikke@eksempel.no"


def shape(answer: Any, email: str) -> tuple[object, ...]:
    """What a stranger sees, without what differs every time and without the address they typed."""
    text = answer.content.decode().replace(email, "ADRESSE")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return answer.status_code, answer.get("Location"), sorted(answer.cookies), sorted(answer.headers), text


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_sign_up(user: User, prefix: str) -> None:
    answers = []
    for email in (user.email, UNKNOWN):
        browser = Client()
        data = {"name": "Ny", "email": email, "password1": PASSWORD, "password2": PASSWORD}
        first = browser.post(f"{prefix}/konto/ny/", data)
        answers.append((shape(first, email), shape(browser.get(first["Location"]), email)))
    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[user.email], [UNKNOWN]]
    assert "Du har allerede en konto" in mail.outbox[0].subject, "in the receiver's language, not the page's"
    assert "/konto/passord/glemt/" in mail.outbox[0].body
    assert user.check_password(PASSWORD)
    assert User.objects.get(email=user.email).name == "Kari Eksempel"


def test_reset_password(user: User) -> None:
    answers = []
    for email in (user.email, UNKNOWN):
        browser = Client()
        first = browser.post("/konto/passord/glemt/", {"email": email})
        answers.append((shape(first, email), shape(browser.get(first["Location"]), email)))
    assert answers[0] == answers[1]
    assert [message.subject for message in mail.outbox] == ["Velg et nytt passord", "Ingen konto med denne adressen"]


def test_login(user: User) -> None:
    answers = [
        shape(Client().post("/konto/logg-inn/", {"login": email, "password": "feil passord her"}), email)
        for email in (user.email, UNKNOWN)
    ]
    assert answers[0] == answers[1]


def test_change_of_address_to_one_that_is_taken(client: Client, user: User) -> None:
    """Somebody who is logged in cannot try out addresses by changing to them."""
    other = UserFactory()
    client.post("/konto/logg-inn/", {"login": user.email, "password": PASSWORD})
    client.get("/konto/e-post/")  # shows the message of the login
    answers = []
    for email in (UNKNOWN, other.email):
        answer = client.post("/konto/e-post/", {"email": email, "action_add": ""})
        answers.append((answer.status_code, answer.get("Location"), shape(client.get("/konto/e-post/"), email)[4]))
    assert answers[0] == answers[1]


def test_an_address_that_the_mail_server_refuses(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(backend: EmailBackend, messages: list[Any]) -> int:
        if UNKNOWN in messages[0].to:
            raise SMTPRecipientsRefused({UNKNOWN: (550, b"5.1.1 <fins.ikke@eksempel.no>: unknown user")})
        return len(messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    for address, data in (("ny", {"name": "Ny", "password1": PASSWORD, "password2": PASSWORD}), ("passord/glemt", {})):
        answers = []
        for email in (user.email, UNKNOWN):
            browser = Client()
            first = browser.post(f"/konto/{address}/", {"email": email, **data})
            answers.append((shape(first, email), shape(browser.get(first["Location"]), email)))
        assert answers[0] == answers[1]
