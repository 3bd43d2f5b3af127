"""Logging in with a service, through the pages and against a real one on this machine. The browser's part of it is
in tests/browser/test_login.py."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.core.cache import cache
from django.test import Client

from samspill.accounts import provider
from samspill.accounts.domain.users import create_verified_user
from samspill.accounts.models import LoginSession as Session
from samspill.accounts.models import User
from samspill.accounts.provider import Exchange
from samspill.parties.models import Role
from tests.accounts.login_steps import come_back, confirm, is_in, leave, through, use
from tests.factories import PASSWORD, UserFactory
from tests.login_service import LoginService, groups, running

pytestmark = pytest.mark.django_db


def test_a_new_user_confirms_the_address_and_is_in_the_next_time_at_once(service: LoginService) -> None:
    browser = Client()
    answer = through(browser, prefix="/nn")
    assert answer["Location"] == "/nn/konto/e-post/sendt/"
    assert not is_in(browser)
    user = User.objects.get(email="kari@eksempel.no")
    assert (user.name, user.language, user.has_usable_password()) == ("Kari Eksempel", "nn", False)
    assert service.proved(), "PKCE with S256"
    assert {"openid", "groups-org"} <= set(service.asked[-1]["scope"].split())
    assert service.asked[-1]["nonce"]
    assert service.asked[-1]["redirect_uri"] == "http://127.0.0.1:8000/konto/logg-inn/med/feide/tilbake/"
    assert confirm(browser)["Location"] == "/nn/arbeid/"
    again = Client()
    assert through(again)["Location"] == "/nn/arbeid/"
    assert again.session["_auth_user_id"] == str(user.pk)
    assert SocialAccount.objects.count() == User.objects.count() == 1


def test_next_to_nothing_is_kept_of_the_answer(service: LoginService) -> None:
    through(Client())
    kept = SocialAccount.objects.get().extra_data
    assert kept == {"label": "kari@eksempel.no", "places": []}
    assert not SocialToken.objects.exists()


def test_an_address_is_verified_only_by_a_trusted_service_for_its_own_domain(service: LoginService) -> None:
    browser = Client()
    assert through(browser, "sikker")["Location"] == "/arbeid/"
    assert EmailAddress.objects.get(email="siri@sikker.eksempel.no").verified
    assert not mail.outbox or "Bekreft" not in mail.outbox[-1].subject


@pytest.mark.parametrize("verified_here", [True, False])
def test_an_account_is_never_joined_by_address(service: LoginService, settings: Any, verified_here: bool) -> None:
    """Not even when the service is trusted and says that the address is verified; and nobody learns that it exists."""
    use(settings, feide=service.settings(trusted_domains=["sikker.eksempel.no"]))
    owner = UserFactory(email="siri@sikker.eksempel.no")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=verified_here, primary=True)
    browser = Client()
    answer = through(browser, "sikker")
    assert answer["Location"] == "/konto/e-post/sendt/", "as for a new address"
    assert "Min konto" in browser.get(answer["Location"]).content.decode(), "tells what to do if there is one"
    assert not is_in(browser)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1
    assert mail.outbox[-1].subject == "Du har allerede en konto"
    assert "Min konto" in mail.outbox[-1].body


def test_known_and_unknown_addresses_get_the_same_answer(service: LoginService) -> None:
    new = through(Client())
    User.objects.all().delete()
    cache.clear()
    UserFactory(email="kari@eksempel.no")
    known = through(Client())
    assert (new.status_code, new["Location"]) == (known.status_code, known["Location"])
    assert sorted(new.cookies) == sorted(known.cookies)


def test_connecting_from_the_account_asks_for_the_password_and_tells_the_owner(service: LoginService) -> None:
    owner = UserFactory(email="kari@eksempel.no")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    browser = Client()
    browser.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = through(browser, process="connect")
    assert answer["Location"] == "/konto/igjen/"
    answer = browser.post("/konto/igjen/", {"password": PASSWORD})
    assert answer["Location"] == "/konto/innlogginger/"
    account = SocialAccount.objects.get(user=owner)
    assert mail.outbox[-1].to == [owner.email]
    assert "Feide" in mail.outbox[-1].body
    other = Client()
    assert through(other)["Location"] == "/arbeid/"
    assert other.session["_auth_user_id"] == str(owner.pk)
    page = browser.post("/konto/innlogginger/", {"account": account.pk}, follow=True)
    assert not SocialAccount.objects.exists()
    assert "koblet fra" in page.content.decode()


def test_the_last_way_in_cannot_be_taken_away(service: LoginService) -> None:
    browser = Client()
    through(browser, "sikker")
    page = browser.post("/konto/innlogginger/", {"account": SocialAccount.objects.get().pk})
    assert "eneste" in page.content.decode()
    assert "/konto/passord/nytt/" in page.content.decode()
    assert SocialAccount.objects.exists()


def test_a_login_of_another_account_cannot_be_connected(service: LoginService) -> None:
    through(Client(), "sikker")
    other = UserFactory()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    browser = Client()
    browser.post("/konto/logg-inn/", {"login": other.email, "password": PASSWORD})
    browser.post("/konto/igjen/", {"password": PASSWORD})
    page = browser.get(through(browser, "sikker", process="connect")["Location"]).content.decode()
    assert "tilhører en annen konto" in page
    assert SocialAccount.objects.get().user != other


def test_what_the_service_did_not_tell_is_asked_for(service: LoginService) -> None:
    browser = Client()
    answer = through(browser, "uten", prefix="/en")
    assert answer["Location"] == "/en/konto/ny/med/"
    assert "You have logged in with Feide" in browser.get(answer["Location"]).content.decode()
    assert browser.post(answer["Location"], {"name": "", "email": "x"}).context["form"].errors.keys() == {
        "name",
        "email",
    }
    answer = browser.post("/en/konto/ny/med/", {"name": "Uten Navn", "email": "uten@eksempel.no"})
    assert answer["Location"] == "/en/konto/e-post/sendt/"
    user = User.objects.get(email="uten@eksempel.no")
    assert not EmailAddress.objects.get(user=user).verified


def test_odd_claims_are_no_fault_of_ours(service: LoginService) -> None:
    browser = Client()
    answer = through(browser, "rar")
    assert answer["Location"] == "/konto/ny/med/"
    initial = browser.get(answer["Location"]).context["form"].initial
    assert len(initial["name"]) == 200
    assert initial["email"] == ""


def test_denied_at_the_service(service: LoginService) -> None:
    browser = Client()
    page = browser.get(come_back(leave(browser), action="deny"))
    assert page.status_code == 200
    assert "avbrutt" in page.content.decode()
    assert not User.objects.exists()


def test_tampered_state_foreign_state_and_a_link_used_twice(service: LoginService) -> None:
    browser = Client()
    back = come_back(leave(browser), sub="sikker")
    assert Client().get(back).status_code == 400, "another browser: somebody wants to log a victim in as themselves"
    parts = urlsplit(back)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    changed = urlunsplit(parts._replace(query=urlencode(query | {"state": "noe-annet"})))
    page = browser.get(changed)
    assert page.status_code == 400
    assert "begynner vi på nytt" in page.content.decode()
    assert browser.get(back)["Location"] == "/arbeid/"
    assert Client().get(back).status_code == 400
    browser.get("/konto/profil/")
    assert browser.get(back).status_code == 400, "used already"


def test_a_token_that_was_not_made_for_this_login_is_refused(service: LoginService) -> None:
    """The nonce of the token must be the one that was asked for."""
    address = leave(Client())
    browser = Client()
    other = leave(browser)
    mixed = re.sub(r"nonce=[^&]+", "nonce=" + parse_qs(urlsplit(address).query)["nonce"][0], other)
    answer = browser.get(come_back(mixed, sub="sikker"))
    assert answer.status_code == 502
    assert not User.objects.exists()


def test_userinfo_of_somebody_else_is_refused(service: LoginService, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Exchange._fetch_user_info
    monkeypatch.setattr(Exchange, "_fetch_user_info", lambda self, token: real(self, token) | {"sub": "en-annen"})
    assert through(Client(), "sikker").status_code == 502
    assert not User.objects.exists()


def test_a_service_that_is_down_or_is_not_who_it_says(
    service: LoginService, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(settings, feide=service.settings(issuer="http://localhost:9"))
    page = Client().post("/konto/logg-inn/med/feide/")
    assert page.status_code == 502
    assert "Feide svarer ikke" in page.content.decode()
    assert "/konto/logg-inn/" in page.content.decode()
    use(settings, feide=service.settings())
    real = provider.service_called
    monkeypatch.setattr(provider, "service_called", lambda code: replace(real(code), issuer="https://en.annen.no"))
    assert Client().post("/konto/logg-inn/med/feide/").status_code == 502, "its metadata name another issuer"


def test_without_groups_one_gets_in_all_the_same(service: LoginService, settings: Any) -> None:
    use(
        settings,
        feide=service.settings(groups_url=f"{service.url}/finnes-ikke", trusted_domains=["sikker.eksempel.no"]),
    )
    assert through(Client(), "sikker")["Location"] == "/arbeid/"


def test_get_asks_first_and_unknown_services_are_not_there(service: LoginService) -> None:
    asked = len(service.asked)
    page = Client().get("/konto/logg-inn/med/feide/?scope=admin&auth_params=redirect_uri%3Dhttps://evil.example")
    assert page.status_code == 200
    assert 'method="post"' in page.content.decode()
    assert len(service.asked) == asked
    assert Client(enforce_csrf_checks=True).post("/konto/logg-inn/med/feide/").status_code == 403
    assert Client().post("/konto/logg-inn/med/ukjent/").status_code == 404


def test_the_address_cannot_add_parameters(service: LoginService) -> None:
    answer = Client().post("/konto/logg-inn/med/feide/?scope=admin&auth_params=prompt%3Dnone")
    found = re.search(r'content="0; url=([^"]+)"', answer.content.decode())
    assert found
    assert "admin" not in found[1]
    assert "prompt" not in found[1]


def test_afterwards_to_a_page_of_ours_only(service: LoginService) -> None:
    assert through(Client(), "sikker", next="https://evil.example/")["Location"] == "/arbeid/"
    assert through(Client(), "sikker", next="/konto/profil/")["Location"] == "/konto/profil/"


def test_a_claim_gives_no_role(service: LoginService, settings: Any) -> None:
    """Nor does employment, nor an entitlement: roles come from people (R-PAR-28)."""
    with running(
        {
            "sjef": {
                "name": "Sjef Sjefsen",
                "email": "sjef@sikker.eksempel.no",
                "email_verified": True,
                "roles": ["administrator", "admin"],
                "eduPersonEntitlement": ["urn:mace:feide.no:samspill:administrator"],
                "groups": ["administrators"],
            }
        }
    ) as other:
        other.groups = groups("974767880")
        use(settings, feide=other.settings(trusted_domains=["sikker.eksempel.no"]))
        browser = Client()
        assert through(browser, "sjef")["Location"] == "/arbeid/"
    assert is_in(browser)
    assert not Role.objects.exists()
    assert browser.get("/arbeid/roller/").status_code == 403


def test_the_owner_of_an_address_gets_the_account_without_strange_logins(service: LoginService) -> None:
    """Somebody made an account with Kari's address and a login of their own, and waits for Kari to come."""
    through(Client())
    stranger = User.objects.get(email="kari@eksempel.no")
    assert SocialAccount.objects.filter(user=stranger).exists()
    create_verified_user(email="kari@eksempel.no", name="Kari", language="nb", password=PASSWORD)
    assert not SocialAccount.objects.filter(user=stranger).exists()
    waiting = Client()
    through(waiting)
    assert not is_in(waiting)


def test_so_does_whoever_chooses_a_password_by_mail(service: LoginService) -> None:
    through(Client())
    kari = Client()
    kari.post("/konto/passord/glemt/", {"email": "kari@eksempel.no"})
    link = re.search(r"https?://[^/\s]+(/\S+)", str(mail.outbox[-1].body))
    assert link
    form = kari.get(link[1], follow=True)
    kari.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert User.objects.get().check_password(PASSWORD)
    assert not SocialAccount.objects.exists()
    assert not Authenticator.objects.exists()


def test_two_step_login_is_asked_for_after_a_service_too(service: LoginService) -> None:
    through(Client(), "sikker")
    user = User.objects.get()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    browser = Client()
    assert through(browser, "sikker")["Location"] == "/konto/totrinn/kode/"
    assert not is_in(browser)


def test_a_new_session_key_at_login(service: LoginService) -> None:
    browser = Client()
    back = come_back(leave(browser), sub="sikker")
    before = browser.session.session_key
    browser.get(back)
    assert is_in(browser)
    assert browser.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_service_that_is_no_longer_used_can_be_disconnected(service: LoginService, settings: Any) -> None:
    user = UserFactory()
    account = SocialAccount.objects.create(user=user, provider="gammel", uid="1", extra_data={})
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    browser = Client()
    browser.post("/konto/logg-inn/", {"login": user.email, "password": PASSWORD})
    assert "gammel" in browser.get("/konto/innlogginger/").content.decode()
    for _time in range(2):
        answer = browser.post("/konto/innlogginger/", {"account": account.pk})
    assert not SocialAccount.objects.exists()
    assert "ikke koblet til lenger" in answer.content.decode()
