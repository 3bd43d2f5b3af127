"""Login services, passkeys and codes in a real browser, as somebody uses them: each page is also looked at by axe."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from email.header import decode_header, make_header

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, Route, expect

from tests.browser import axe
from tests.browser.pages import UNIVERSITY
from tests.browser.server import Site
from tests.browser.visitors import EMAILS, Visitors
from tests.login_service import KARI, LoginService, groups, running

ADDRESS = "kari.nyansatt@example.org"
PEOPLE = {
    "kari": KARI | {"email": ADDRESS, "name": "Kari Nyansatt (eksempel)"},
    "tyv": KARI | {"email": EMAILS["reader"], "name": "Ikke Elin", "email_verified": True},
    "uten": {},
}


@pytest.fixture(scope="module")
def service(site: Site) -> Iterator[LoginService]:
    with running(PEOPLE, port=site.service_port) as started:
        yield started


def newest_mail(site: Site, to: str) -> str:
    """What was sent last to the address; mail is written to files in the home folder."""
    files = sorted((site.home / "mail").glob("*"), key=lambda file: file.stat().st_mtime)
    texts = [file.read_text(errors="replace") for file in reversed(files)]
    return next(text for text in texts if f"To: {to}" in text)


def looked_at(page: Page) -> None:
    """No accessibility fault on the page that is open."""
    assert axe.faults(page) == []


def go_to_feide(page: Page) -> None:
    page.route(
        re.compile("^https://"), lambda route: route.fulfill(content_type="text/css", body="")
    )  # the mock's own look
    page.goto("/konto/logg-inn/")
    page.get_by_role("button", name="Logg inn med Feide").click()
    page.wait_for_url("**/oauth2/authorize?**")


def log_out(page: Page) -> None:
    page.goto("/konto/profil/")
    page.locator("main").get_by_role("button", name="Logg ut").click()
    page.wait_for_url("**/")


@pytest.mark.requirement("R-PAR-28")
def test_feide_the_first_time_and_the_next(site: Site, service: LoginService, visitors: Visitors) -> None:
    number = site.value("SELECT number FROM parties_organisation WHERE code = %s", UNIVERSITY)
    domain = site.value("SELECT email_domain FROM parties_organisation WHERE code = %s", UNIVERSITY) or "ntnu.no"
    name = UNIVERSITY if number else "ntnu"
    number = number or site.value("SELECT number FROM parties_organisation WHERE code = 'ntnu'")
    service.groups = groups(number, domain=domain)
    with visitors.page() as page:
        go_to_feide(page)
        page.get_by_role("button", name="kari").click()
        page.wait_for_url("**/konto/e-post/sendt/")
        looked_at(page)
        assert service.proved(), "PKCE: the challenge with S256, and the verifier that it was made of"
        link = re.search(r"/konto/e-post/bekreft/\S+", newest_mail(site, ADDRESS).replace("=\n", ""))
        assert link
        page.goto(link[0])
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/arbeid/")
        page.get_by_role("link", name="Gjør dette nå").click()
        expect(page.get_by_role("button", name="Ja, jeg jobber her")).to_be_visible()
        looked_at(page)
        page.get_by_role("button", name="Ja, jeg jobber her").click()
        page.wait_for_url("**/arbeid/")
        assert (
            site.value(
                "SELECT o.code FROM parties_affiliation a JOIN parties_person p ON p.id = a.person_id "
                "JOIN accounts_user u ON u.id = p.user_id JOIN parties_organisation o ON o.id = a.organisation_id "
                "WHERE u.email = %s",
                ADDRESS,
            )
            == name
        )
        assert site.value("SELECT count(*) FROM parties_role r JOIN accounts_user u ON u.id = r.user_id "
                          "WHERE u.email = %s", ADDRESS) == 0  # fmt: skip
        log_out(page)
        go_to_feide(page)
        page.get_by_role("button", name="kari").click()
        page.wait_for_url("**/arbeid/")
        page.goto("/konto/innlogginger/")
        page.get_by_role("button", name="Koble fra").click()
        expect(page.get_by_text("Dette er din eneste vei inn")).to_be_visible()
        looked_at(page)


def test_an_address_of_somebody_else_opens_nothing(site: Site, service: LoginService, visitors: Visitors) -> None:
    with visitors.page() as page:
        go_to_feide(page)
        page.get_by_role("button", name="tyv").click()
        page.wait_for_url("**/konto/e-post/sendt/")
        expect(page.get_by_role("heading", name="Hadde du en konto fra før?")).to_be_visible()
        page.set_viewport_size({"width": 360, "height": 740})
        assert axe.overflow(page) == "", "a long address in a message makes the page scroll sideways"
        page.goto("/arbeid/")
        page.wait_for_url("**/konto/logg-inn/**")
    assert "allerede" in newest_mail(site, EMAILS["reader"])
    assert site.value("SELECT count(*) FROM socialaccount_socialaccount WHERE uid = 'tyv'") == 0


def test_a_service_that_tells_nothing(service: LoginService, visitors: Visitors) -> None:
    with visitors.page() as page:
        go_to_feide(page)
        page.get_by_role("button", name="uten").click()
        page.wait_for_url("**/konto/ny/med/")
        looked_at(page)


def test_no_at_the_service(service: LoginService, visitors: Visitors) -> None:
    with visitors.page() as page:
        go_to_feide(page)
        page.get_by_role("button", name="Deny").click()
        expect(page.get_by_role("heading", name="Du ble ikke logget inn med Feide")).to_be_visible()
        looked_at(page)
        page.get_by_role("link", name="Logg inn med e-post og passord").click()
        expect(page.get_by_label("Passord")).to_be_visible()


def test_a_service_that_is_down(visitors: Visitors) -> None:
    with visitors.page(answers=502) as page:
        page.goto("/nn/konto/logg-inn/")
        page.get_by_role("button", name="Logg inn med Bygda").click()
        expect(page.get_by_text("Bygda svarer ikkje akkurat no")).to_be_visible()
        looked_at(page)


def test_a_state_that_was_tampered_with(service: LoginService, visitors: Visitors) -> None:
    with visitors.page(answers=400) as page:
        held_back: list[str] = []

        def hold_back(route: Route) -> None:
            held_back.append(route.fetch(max_redirects=0).headers["location"])
            route.fulfill(body="held back")

        go_to_feide(page)
        page.route("**/oauth2/authorize**", hold_back)
        page.get_by_role("button", name="kari").click()
        expect(page.get_by_text("held back")).to_be_visible()
        page.goto(re.sub(r"state=[^&]+", "state=en-annen", held_back[0]))
        expect(page.get_by_text("For sikkerhets skyld begynner vi på nytt")).to_be_visible()
        page.goto("/arbeid/")
        page.wait_for_url("**/konto/logg-inn/**")


@contextmanager
def at_localhost(visitors: Visitors, site: Site) -> Iterator[Page]:
    """Passkeys take no IP address: the same site by the name localhost."""
    with visitors.page(base_url=site.url.replace("127.0.0.1", "localhost")) as page:
        yield page


def log_in(page: Page, site: Site, email: str) -> None:
    page.goto("/konto/logg-inn/")
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Passord").fill(site.password)
    page.get_by_role("button", name="Logg inn", exact=True).click()


def reauthenticate(page: Page, site: Site) -> None:
    page.wait_for_url("**/konto/igjen/**")
    page.get_by_label("Passord").fill(site.password)
    page.get_by_role("button", name="Gå videre").click()
    page.wait_for_url(re.compile(r"^(?!.*/konto/igjen/)"))


def test_a_passkey_made_used_alone_as_second_step_and_removed(site: Site, visitors: Visitors) -> None:
    email = EMAILS["unit_leader"]
    with at_localhost(visitors, site) as page:
        browser = page.context.new_cdp_session(page)
        browser.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                   "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
        browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        log_in(page, site, email)
        page.goto("/konto/totrinn/")
        page.get_by_role("link", name="Lag en passnøkkel").click()
        reauthenticate(page, site)
        looked_at(page)
        page.get_by_label("Navn på passnøkkelen").fill("Jobbmaskinen")
        page.get_by_label("Jeg vil logge inn bare med denne").check()
        page.get_by_role("button", name="Lag passnøkkelen").click()
        page.wait_for_url("**/totrinn/reservekoder/")
        looked_at(page)
        page.goto("/konto/totrinn/")
        expect(page.get_by_text("Jobbmaskinen").first).to_be_visible()
        looked_at(page)
        log_out(page)

        page.goto("/konto/logg-inn/?next=/konto/profil/")
        page.get_by_role("button", name="Logg inn med passnøkkel").click()
        page.wait_for_url(re.compile(r"\d/konto/profil/$"))
        log_out(page)

        log_in(page, site, email)
        page.wait_for_url("**/konto/totrinn/kode/")
        looked_at(page)
        page.get_by_role("button", name="Bruk en passnøkkel").click()
        page.wait_for_url("**/arbeid/")
        page.goto("/konto/totrinn/")
        page.get_by_role("link", name="Endre navnet Jobbmaskinen").click()
        page.wait_for_url("**/konto/igjen/**")
        page.get_by_role("link", name="Bruk en passnøkkel").click()
        expect(page.get_by_role("button", name="Bruk en passnøkkel")).to_be_visible()
        looked_at(page)
        page.get_by_role("button", name="Bruk en passnøkkel").click()
        page.get_by_label("Navn på passnøkkelen").fill("Telefonen")
        looked_at(page)
        page.get_by_role("button", name="Lagre").click()
        page.get_by_role("link", name="Fjern Telefonen").click()
        expect(page.get_by_role("button", name="Fjern passnøkkelen")).to_be_visible()
        looked_at(page)
        page.get_by_role("button", name="Fjern passnøkkelen").click()
        expect(page.get_by_text("Totrinnsinnlogging er av")).to_be_visible()
    assert "passnøkkel" in decoded(newest_mail(site, email))


def test_a_passkey_that_is_refused_says_so(site: Site, visitors: Visitors) -> None:
    """Without an authenticator at hand, the browser refuses; the page tells what to do and loses nothing."""
    with at_localhost(visitors, site) as page:
        browser = page.context.new_cdp_session(page)
        browser.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": False,
                   "hasResidentKey": True, "automaticPresenceSimulation": True}  # fmt: skip
        browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        page.goto("/konto/logg-inn/")
        page.get_by_role("button", name="Logg inn med passnøkkel").click()
        expect(page.get_by_role("alert").get_by_text("Det ble avbrutt")).to_be_visible()
        looked_at(page)


def test_an_app_made_used_and_turned_off(site: Site, visitors: Visitors) -> None:
    email = EMAILS["partner_representative"]
    with visitors.page() as page:
        log_in(page, site, email)
        page.goto("/konto/totrinn/")
        page.get_by_role("link", name="Bruk en app").click()
        reauthenticate(page, site)
        looked_at(page)
        assert page.locator("img.s-qr").evaluate("img => img.naturalWidth") > 0
        secret = page.locator("code.s-code").inner_text()
        page.get_by_label("Kode fra appen").fill(code(secret))
        page.get_by_role("button", name="Slå på").click()
        page.wait_for_url("**/totrinn/reservekoder/")
        log_out(page)

        log_in(page, site, email)
        page.wait_for_url("**/konto/totrinn/kode/")
        page.get_by_label("Kode").fill(code(secret, 1))
        page.get_by_role("button", name="Logg inn", exact=True).click()
        page.wait_for_url("**/arbeid/")
        page.goto("/konto/totrinn/app/av/")
        reauthenticate(page, site)
        looked_at(page)
        page.get_by_role("button", name="Slutt å bruke appen").click()
        expect(page.get_by_text("Totrinnsinnlogging er av")).to_be_visible()


def code(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def decoded(mail: str) -> str:
    return str(make_header(decode_header(message_from_string(mail)["Subject"])))
