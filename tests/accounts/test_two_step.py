"""Two-step login with an app and recovery codes, who must have it, and open sessions. Passkeys need a browser: they are
in tests/browser/test_login.py."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from samspill.accounts.models import User
from samspill.accounts.second_factor import relying_party
from samspill.accounts.templatetags.devices import device
from samspill.parties.models import Role
from tests.factories import PASSWORD, RoleFactory
from tests.scenes import client_of

pytestmark = pytest.mark.django_db


def log_in(user: User) -> Client:
    browser = Client()
    browser.post("/konto/logg-inn/", {"login": user.email, "password": PASSWORD})
    return browser


def code(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def turn_on(browser: Client) -> str:
    """With the password typed again and a code from the app; gives the app's key."""
    answer = browser.get("/konto/totrinn/app/")
    assert answer["Location"].startswith("/konto/igjen/"), "asks for the password first"
    browser.post(answer["Location"], {"password": PASSWORD})
    page = browser.get("/konto/totrinn/app/").content.decode()
    found = re.search(r'<code class="s-code">(\w+)</code>', page)
    assert found
    assert 'src="data:image/svg+xml;base64,' in page
    assert "Firkanten er en annen" in browser.post("/konto/totrinn/app/", {"code": "000000"}).text
    answer = browser.post("/konto/totrinn/app/", {"code": code(found[1])})
    assert answer["Location"] == "/konto/totrinn/reservekoder/"
    return found[1]


def test_an_app_from_beginning_to_end(user: User) -> None:
    browser = log_in(user)
    assert "Totrinnsinnlogging er av" in browser.get("/konto/totrinn/").content.decode()
    secret = turn_on(browser)
    codes = re.findall(r"<code>(\d{8})</code>", browser.get("/konto/totrinn/reservekoder/").content.decode())
    assert len(codes) == 10
    file = browser.get("/konto/totrinn/reservekoder/fil/")
    assert codes[3] in file.content.decode()
    assert "attachment" in file["Content-Disposition"]

    other = log_in(user)
    assert "_auth_user_id" not in other.session, "the password alone is not enough"
    assert other.get("/arbeid/").status_code == 302
    assert other.post("/konto/totrinn/kode/", {"code": "123456"}).status_code == 200
    assert other.post("/konto/totrinn/kode/", {"code": code(secret, 1)})["Location"] == "/arbeid/"

    third = log_in(user)
    assert third.post("/konto/totrinn/kode/", {"code": codes[0]})["Location"] == "/arbeid/"
    fourth = log_in(user)
    assert fourth.post("/konto/totrinn/kode/", {"code": codes[0]}).status_code == 200, "each works once"

    answer = browser.post("/konto/totrinn/app/av/")
    assert answer["Location"] == "/konto/totrinn/"
    assert not Authenticator.objects.exists(), "the recovery codes go too"


def test_pressed_twice_or_in_another_tab_it_says_how_it_stands(user: User) -> None:
    browser = log_in(user)
    turn_on(browser)
    again = browser.post("/konto/totrinn/app/", {"code": "123456"}, follow=True)
    assert "Appen er alt i bruk." in again.text, "not the page that turns it off"
    assert Authenticator.objects.count() == 2
    for _time in range(2):
        off = browser.post("/konto/totrinn/app/av/", follow=True)
        assert off.redirect_chain[-1] == ("/konto/totrinn/", 302)
    assert "Appen er ikke i bruk." in off.text
    for gone, told in (
        ("reservekoder/", "ingen reservekoder"),
        ("reservekoder/nye/", "Slå på totrinnsinnlogging først."),
        ("reservekoder/fil/", "ingen reservekoder"),
        ("nokler/1/", "Denne passnøkkelen er ikke lenger i bruk."),
        ("nokler/1/fjern/", "Denne passnøkkelen er ikke lenger i bruk."),
    ):
        assert told in browser.get(f"/konto/totrinn/{gone}", follow=True).text
    removed = browser.post("/konto/totrinn/nokler/1/fjern/", follow=True)
    assert removed.redirect_chain == [("/konto/totrinn/", 302)]


def test_a_passkey_that_is_not_accepted_does_not_lead_away(user: User) -> None:
    """From the page that asks once more who one is: one tries again, and comes to where one was going."""
    browser = client_of(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Telefonen"})
    asked = "/konto/igjen/nokkel/?next=/konto/nokler/"
    answer = browser.post(asked, {"credential": '{"id": "x"}'})
    assert answer["Location"] == asked
    assert "Dette stemte ikke" in browser.get("/konto/nokler/").text


def test_a_passkey_that_no_browser_made_is_told_of_without_names_of_hidden_fields(user: User) -> None:
    browser = log_in(user)
    browser.post(browser.get("/konto/totrinn/nokler/ny/")["Location"], {"password": PASSWORD})
    for credential in ("", "{}", "null"):
        page = browser.post("/konto/totrinn/nokler/ny/", {"name": "Telefonen", "credential": credential}).text
        assert "Det kom ingen passnøkkel fra nettleseren" in page
        assert 'value="Telefonen"' in page
        assert "credential)" not in page


def test_guessing_codes_is_limited(user: User) -> None:
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    browser = log_in(user)
    for number in range(6):
        page = browser.post("/konto/totrinn/kode/", {"code": f"00000{number}"})
    assert "For mange forsøk" in page.content.decode()
    page = browser.post("/konto/totrinn/kode/", {"code": code("JBSWY3DPEHPK3PXP")})
    assert page.status_code == 200, "not even the right one"


def test_the_operator_lets_somebody_in_who_has_lost_everything(user: User, capsys: pytest.CaptureFixture[str]) -> None:
    Authenticator.objects.create(user=user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    with pytest.raises(CommandError, match="Nobody"):
        call_command("reset_two_step_login", "fins.ikke@eksempel.no")
    call_command("reset_two_step_login", "KARI@eksempel.no")
    assert "1 removed" in capsys.readouterr().out
    assert mail.outbox[-1].subject == "Totrinnsinnlogging er slått av"
    assert "_auth_user_id" in log_in(user).session


def test_nobody_gets_to_the_second_step_without_the_first() -> None:
    assert Client().get("/konto/totrinn/kode/")["Location"] == "/konto/logg-inn/"
    assert Client().post("/konto/totrinn/kode/", {"code": "000000"})["Location"] == "/konto/logg-inn/"


def test_with_two_step_login_the_address_is_changed_only_after_turning_it_off(user: User) -> None:
    browser = log_in(user)
    turn_on(browser)
    page = browser.post("/konto/e-post/", {"email": "ny@eksempel.no", "action_add": ""})
    assert "Slå av totrinnsinnlogging" in page.content.decode()


@pytest.mark.parametrize("kind", [Role.Kind.ADMINISTRATOR, Role.Kind.READER])
def test_a_role_may_ask_for_two_step_login(user: User, settings: Any, kind: str) -> None:
    RoleFactory(user=user, kind=Role.Kind.ADMINISTRATOR)
    browser = log_in(user)
    assert browser.get("/arbeid/").status_code == 200, "not unless the installation wants it"
    settings.SECOND_FACTOR_ROLES = frozenset({kind})
    if kind != Role.Kind.ADMINISTRATOR:
        assert browser.get("/arbeid/").status_code == 200
        return
    for path in ("/arbeid/", "/", "/en/arbeid/", "/konto/nokler/", "/nn/konto/nokler/"):
        assert browser.get(path)["Location"].endswith("/konto/totrinn/")
    assert browser.post("/arbeid/ny/", {}).status_code == 302
    assert "Rollen din krever" in browser.get("/konto/totrinn/").content.decode()
    assert browser.get("/konto/profil/").status_code == 200
    assert Client().get("/").status_code == 200
    turn_on(browser)
    assert browser.get("/arbeid/").status_code == 200


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://samspill.eksempel.no", "samspill.eksempel.no"),
        ("http://127.0.0.1:8000", "localhost"),
        ("http://localhost:8000", "localhost"),
    ],
)
def test_passkeys_belong_to_the_host(address: str, host: str) -> None:
    assert relying_party(address) == host


def test_a_passkey_that_is_none(user: User) -> None:
    browser = log_in(user)
    browser.post("/konto/igjen/", {"password": PASSWORD})
    browser.get("/konto/totrinn/nokler/ny/")
    for credential in ("", "{}", "[]", "null", '{"id": 1}', '{"response": {}}', "x" * 5000):
        answer = browser.post("/konto/totrinn/nokler/ny/", {"name": "N", "credential": credential})
        assert answer.status_code == 200
        answer = Client().post("/konto/logg-inn/nokkel/", {"credential": credential})
        assert answer["Location"] == "/konto/logg-inn/"
    assert not Authenticator.objects.exists()


def test_open_sessions_are_listed_and_ended(user: User) -> None:
    here, there = log_in(user), log_in(user)
    page = here.get("/konto/innlogget/").content.decode()
    assert page.count("fra 127.0.0.1") == 2
    assert page.count("– denne") == 1
    here.post("/konto/innlogget/")
    assert here.get("/konto/profil/").status_code == 200
    assert there.get("/konto/profil/").status_code == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
         "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.1", "curl/8.1"),
        ("", "ukjent"),
    ],
)  # fmt: skip
def test_a_session_says_what_one_logged_in_with(sent: str, said: str) -> None:
    assert device(sent) == said


def test_a_new_password_logs_out_everywhere_else(user: User) -> None:
    here, there = log_in(user), log_in(user)
    new = "et helt annet passord"
    here.post("/konto/passord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert here.get("/konto/profil/").status_code == 200
    assert there.get("/konto/profil/").status_code == 302
    assert here.get("/konto/innlogget/").content.decode().count("fra 127.0.0.1") == 1


def test_a_new_session_key_at_login(user: User) -> None:
    browser = Client()
    browser.get("/konto/logg-inn/")
    session = browser.session
    session["x"] = 1
    session.save()
    browser.cookies["sessionid"] = session.session_key
    before = session.session_key
    browser.post("/konto/logg-inn/", {"login": user.email, "password": PASSWORD})
    assert browser.session.session_key != before
