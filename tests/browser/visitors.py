"""People at their browsers, each in a context of their own, with an eye on what goes wrong behind the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.cookiejar import Cookie
from typing import Any, Self

import requests
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState, StorageStateCookie, expect

from tests.browser.server import Site

EMAILS = {
    "administrator": "admin@example.org",
    "innovation_leader": "hakon.mosekollen@example.org",
    "unit_leader": "ingvild.takeheim@example.org",
    "contributor": "samira.lyngtuva@example.org",
    "partner_representative": "bente.nattbris@example.org",
    "reader": "elin.ringblomvoll@example.org",
}
PATIENCE = 20_000  # milliseconds, for a machine that does much else


@dataclass
class Tab:
    """A page with what went wrong behind it so far."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def close(self) -> None:
        self.page.context.close()


class Visitors:
    """Opens pages as nobody (``role=""``) or as one of the example's people."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser = browser
        self._site = site
        expect.set_options(timeout=PATIENCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for context in self._browser.contexts:
            context.close()

    @contextmanager
    def page(self, role: str = "", *, answers: int = 0, **options: Any) -> Iterator[Page]:
        """A page of a fresh context. Nothing may have gone wrong behind it when it is left, except that the server
        gave the status ``answers``, which the browser reports as an error too.
        """
        tab = self.open(role, **options)
        try:
            yield tab.page
        finally:
            tab.close()
        assert [line for line in tab.complaints if f"status of {answers} " not in line] == []

    def open(self, role: str = "", **options: Any) -> Tab:
        """The same for those who close it themselves."""
        state = cookies_after_login(self._site, EMAILS[role]) if role else None
        context = self._context(state=state, **options)
        page = context.new_page()
        return Tab(page, watch(page))

    def _context(self, state: StorageState | None = None, **options: Any) -> BrowserContext:
        settings = {"base_url": self._site.url, "locale": "nb-NO", "reduced_motion": "reduce"} | options
        context = self._browser.new_context(storage_state=state, **settings)
        context.set_default_timeout(PATIENCE)
        return context


@cache
def cookies_after_login(site: Site, email: str) -> StorageState:
    """What a browser keeps of somebody who has logged in, by the form, once for each, and without a browser: that is
    tried in `test_login`, and dear.
    """
    with requests.Session() as session:
        form = f"{site.url}/konto/logg-inn/"
        session.get(form, timeout=20)
        data = {"login": email, "password": site.password, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
        answer = session.post(form, data, headers={"Referer": form}, timeout=20)
        assert answer.url == f"{site.url}/arbeid/", answer.text
        return {"origins": [], "cookies": [_kept(cookie) for cookie in session.cookies]}


def _kept(cookie: Cookie) -> StorageStateCookie:
    return {
        "name": cookie.name,
        "value": cookie.value or "",
        "domain": cookie.domain,
        "path": cookie.path,
        "expires": cookie.expires or -1,
        "httpOnly": cookie.has_nonstandard_attr("HttpOnly"),
        "secure": cookie.secure,
        "sameSite": "Lax",
    }


def log_in(page: Page, email: str, password: str) -> None:
    """As somebody does it: the form, its two fields and its button. Ends at My work."""
    page.goto("/konto/logg-inn/")
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Passord").fill(password)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.wait_for_url("**/arbeid/")


def watch(page: Page) -> list[str]:
    """A list that fills with errors of scripts, and with what the content security policy or the network refused."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{page.url}: {message.text} ({message.location.get('url', '')})")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return complaints
