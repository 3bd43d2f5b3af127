"""Login, sign-up, verification, password and profile, as a user meets them."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from samspill.accounts.models import User
from tests.factories import PASSWORD, UserFactory
from tests.scenes import client_of

pytestmark = pytest.mark.django_db


def link_in(message: Any) -> str:
    """The path of the one link in a mail."""
    found = re.findall(r"https?://[^/\s]+(/\S+)", message.body)
    assert len(found) == 1, message.body
    return str(found[0])


def sign_up(client: Client, email: str = "ny@eksempel.no", prefix: str = "") -> Any:
    return client.post(
        f"{prefix}/konto/ny/",
        {"name": "Ny Bruker", "email": email, "password1": PASSWORD, "password2": PASSWORD},
    )


@pytest.mark.requirement("R-NFR-04")
@pytest.mark.parametrize(
    ("prefix", "language", "subject"),
    [
        ("", "nb", "Bekreft e-postadressen din"),
        ("/nn", "nn", "Stadfest e-postadressa di"),
        ("/en", "en", "Confirm your e-mail address"),
    ],
)
def test_sign_up_verify_and_be_logged_in(visitor: Client, prefix: str, language: str, subject: str) -> None:
    answer = sign_up(visitor, prefix=prefix)
    assert answer.status_code == 302
    assert answer["Location"] == f"{prefix}/konto/e-post/sendt/"
    sent = visitor.get(answer["Location"])
    assert sent.status_code == 200
    told = {"nb": "sendt en e-post", "nn": "sendt ein e-post", "en": "sent a mail"}[language]
    assert sent.content.decode().count(told) == 1, "with the address, and not once more without it"
    user = User.objects.get(email="ny@eksempel.no")
    assert (user.name, user.language) == ("Ny Bruker", language)
    assert mail.outbox[0].subject == subject
    link = link_in(mail.outbox[0])
    assert link.startswith(f"{prefix}/konto/e-post/bekreft/")
    assert "ny@eksempel.no" in visitor.get(link).content.decode()
    assert not EmailAddress.objects.get(user=user).verified, "opening the link is not enough: mail scanners do that"
    answer = visitor.post(link)
    assert answer["Location"] == f"{prefix}/arbeid/"
    assert visitor.get(f"{prefix}/konto/profil/").context["user"] == user


def test_before_verification_nobody_gets_in(visitor: Client) -> None:
    sign_up(visitor)
    other_browser = Client()
    answer = other_browser.post("/konto/logg-inn/", {"login": "ny@eksempel.no", "password": PASSWORD})
    assert answer["Location"] == "/konto/e-post/sendt/"
    assert "_auth_user_id" not in other_browser.session


def test_login_and_logout(visitor: Client, user: User) -> None:
    answer = visitor.post("/konto/logg-inn/", {"login": "KARI@eksempel.no", "password": PASSWORD})
    assert answer["Location"] == "/arbeid/"
    assert visitor.get("/konto/logg-ut/").status_code == 200
    assert "_auth_user_id" in visitor.session, "asking for the page does not log out"
    visitor.post("/konto/logg-ut/")
    assert "_auth_user_id" not in visitor.session


def test_remembered_for_two_weeks_or_until_the_browser_closes(user: User) -> None:
    for ticked, expected in ((False, ""), (True, 14 * 24 * 3600)):
        browser = Client()
        data = {"login": user.email, "password": PASSWORD} | ({"remember": "on"} if ticked else {})
        answer = browser.post("/konto/logg-inn/", data)
        assert answer.cookies["sessionid"]["max-age"] == expected
        assert answer.cookies["sessionid"]["httponly"]
        assert answer.cookies["sessionid"]["samesite"] == "Lax"


def test_language_follows_the_user_after_login(visitor: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(language="nn")
    answer = visitor.post("/en/konto/logg-inn/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/nn/arbeid/"
    other = Client()
    answer = other.post("/konto/logg-inn/?next=/konto/profil/", {"login": user.email, "password": PASSWORD})
    assert answer["Location"] == "/nn/konto/profil/"
    elsewhere = Client().post(
        "/konto/logg-inn/?next=https://eksempel.com/", {"login": user.email, "password": PASSWORD}
    )
    assert elsewhere["Location"] == "/nn/arbeid/"


def test_wrong_password_keeps_the_address_and_says_what_is_wrong(visitor: Client, user: User) -> None:
    page = visitor.post("/konto/logg-inn/", {"login": user.email, "password": "feil"}).content.decode()
    assert "E-postadressen eller passordet er feil" in page
    assert 'value="kari@eksempel.no"' in page


@pytest.mark.parametrize(
    ("password", "said"),
    [("kort", "12"), ("kari@eksempel.no", "e-post"), ("1q2w3e4r5t6y", "vanlig")],
)
def test_weak_passwords_are_refused_with_a_reason(visitor: Client, password: str, said: str) -> None:
    answer = visitor.post(
        "/konto/ny/",
        {"name": "Kari", "email": "kari@eksempel.no", "password1": password, "password2": password},
    )
    assert answer.status_code == 200
    assert said in str(answer.context["form"].errors["password1"])
    assert not User.objects.exists()


def test_reset_password(visitor: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(language="nn")
    answer = visitor.post("/konto/passord/glemt/", {"email": user.email})
    assert answer["Location"] == "/konto/passord/glemt/sendt/"
    assert mail.outbox[0].subject == "Vel eit nytt passord"
    link = link_in(mail.outbox[0])
    assert link.startswith("/nn/konto/passord/glemt/")
    form = visitor.get(link, follow=True)
    assert form.request["PATH_INFO"].endswith("-set-password/"), "the key is not left in the address"
    new = "et helt annet passord"
    done = visitor.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done["Location"] == "/nn/konto/passord/byttet/"
    assert visitor.get(done["Location"]).status_code == 200
    assert mail.outbox[1].subject == "Passordet ditt vart endra"
    assert Client().post("/konto/logg-inn/", {"login": user.email, "password": new}).status_code == 302
    again = Client().get(link, follow=True)
    assert "brukt eller for gammal" in again.content.decode()


def test_change_password(client: Client, user: User) -> None:
    client.force_login(user)
    new = "et helt annet passord"
    wrong = client.post("/konto/passord/", {"oldpassword": "feil", "password1": new, "password2": new})
    assert "ikke ditt nåværende" in str(wrong.context["form"].errors["oldpassword"])
    twice = client.post("/konto/passord/", {"oldpassword": PASSWORD, "password1": new, "password2": new + "x"})
    assert twice.context["form"].errors["password2"]
    answer = client.post("/konto/passord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer["Location"] == "/konto/profil/"
    assert mail.outbox[-1].to == [user.email]
    account = client.get("/konto/profil/")
    assert account.status_code == 200, "this browser stays logged in"
    crumbs = account.content.decode().partition('class="s-breadcrumbs"')[2].partition("</nav>")[0]
    assert 'href="/arbeid/"' in crumbs, "the account is a page of My work, and leads back to it"


def test_change_e_mail_needs_password_and_confirmation(client: Client, user: User) -> None:
    client.force_login(user)
    answer = client.post("/konto/e-post/", {"email": "ny@eksempel.no", "action_add": ""})
    assert answer["Location"].startswith("/konto/igjen/")
    client.post(answer["Location"], {"password": PASSWORD})
    if not EmailAddress.objects.filter(email="ny@eksempel.no").exists():
        client.post("/konto/e-post/", {"email": "ny@eksempel.no", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "kari@eksempel.no", "until the link is followed, the old address is used"
    page = client.get("/konto/e-post/").content.decode()
    assert "ny@eksempel.no" in page
    message = next(message for message in mail.outbox if message.to == ["ny@eksempel.no"])
    client.post(link_in(message))
    user.refresh_from_db()
    assert user.email == "ny@eksempel.no"
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["ny@eksempel.no"]
    assert any(message.to == ["kari@eksempel.no"] for message in mail.outbox), "the old address is told"


def test_an_address_confirmed_twice_says_that_the_link_has_been_used(client: Client, user: User) -> None:
    client.force_login(user)
    client.post(
        client.post("/konto/e-post/", {"email": "ny@eksempel.no", "action_add": ""})["Location"], {"password": PASSWORD}
    )
    link = link_in(next(message for message in mail.outbox if message.to == ["ny@eksempel.no"]))
    client.post(link)
    again = client.post(link, follow=True)
    assert (again.status_code, again.redirect_chain) == (200, [(link, 302)])
    assert "Lenken er brukt" in again.text
    assert "Du logger inn med ny@eksempel.no" in again.text


def test_a_link_that_is_not_sent_again_is_told_of(client: Client, user: User) -> None:
    client.force_login(user)
    address = {"email": "ny@eksempel.no"}
    client.post(client.post("/konto/e-post/", address | {"action_add": ""})["Location"], {"password": PASSWORD})
    sent = len(mail.outbox)
    again = client.post("/konto/e-post/", address | {"action_send": ""}, follow=True)
    assert "mindre enn tre minutter siden" in again.text
    client.post("/konto/e-post/", address | {"action_remove": ""})
    for email in ("ny@eksempel.no", "x", ""):
        gone = client.post("/konto/e-post/", {"email": email, "action_send": ""}, follow=True)
        assert "Ingen adresse venter" in gone.text, "a page from before"
    assert not [one for one in mail.outbox[sent:] if one.to == ["ny@eksempel.no"]]


def test_profile_changes_name_and_language(client: Client, user: User) -> None:
    client.force_login(user)
    answer = client.post("/konto/profil/", {"name": "  Kari   Nordmann ", "language": "en"})
    assert answer["Location"] == "/en/konto/profil/"
    user.refresh_from_db()
    assert (user.name, user.language) == ("Kari Nordmann", "en")
    assert client.post("/konto/profil/", {"name": "", "language": "xx"}).status_code == 200
    user.refresh_from_db()
    assert user.name == "Kari Nordmann"


def test_a_closed_account_cannot_log_in(visitor: Client) -> None:
    user = UserFactory(is_active=False)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    answer = visitor.post("/konto/logg-inn/", {"login": user.email, "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in visitor.session
    assert answer.status_code == 200


def test_the_beginning_of_the_addresses_of_the_account_is_the_account() -> None:
    browser = client_of(UserFactory())
    for prefix in ("", "/nn", "/en"):
        answer = browser.get(f"{prefix}/konto/")
        assert answer["Location"] == f"{prefix}/konto/profil/"
    assert "Nøkler for programmer" in browser.get("/konto/", follow=True).text
