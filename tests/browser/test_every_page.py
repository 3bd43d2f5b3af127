"""Every page, in every language, light and dark, wide and narrow: no accessibility fault, no error behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser import axe
from tests.browser.pages import LOOKS, NOT_LOOKED_AT, Look, objects, routes
from tests.browser.server import Site
from tests.browser.visitors import Tab, Visitors

LANGUAGES = {"nb": "", "nn": "/nn", "en": "/en"}
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=360, height=740)


def test_every_route_is_looked_at_or_says_why_not() -> None:
    listed, known = {look.route for look in LOOKS}, set(routes())
    assert known - listed - set(NOT_LOOKED_AT) == set(), "new: say in pages.py as whom they are looked at"
    assert (listed | set(NOT_LOOKED_AT)) - known == set(), "gone"
    assert listed & set(NOT_LOOKED_AT) == set()


@pytest.fixture(scope="package")
def things(site: Site) -> dict[str, str]:
    return objects(site)


@pytest.fixture(scope="package")
def tabs(visitors: Visitors) -> Iterator[dict[str, Tab]]:
    """One tab for each role, kept open: pages are only looked at here."""
    opened: dict[str, Tab] = {}
    yield opened
    for tab in opened.values():
        tab.close()


def opened(visitors: Visitors, role: str) -> Tab:
    """A tab that brings axe along to every page, which is quicker than handing it over each time."""
    tab = visitors.open(role)
    tab.page.add_init_script(axe.script())
    return tab


@pytest.mark.requirement("R-NFR-03")
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_page(look: Look, visitors: Visitors, tabs: dict[str, Tab], things: dict[str, str]) -> None:
    tab = tabs.get(look.role) or tabs.setdefault(look.role, opened(visitors, look.role))
    tab.complaints.clear()
    if tab.page.viewport_size != WIDE:
        tab.page.set_viewport_size(WIDE)  # the last test broke off
    wrong: list[str] = []
    for language, prefix in LANGUAGES.items():
        response = tab.page.goto(prefix + look.path.format(**things), wait_until="domcontentloaded")
        assert response is not None
        assert response.status == look.status
        assert tab.page.locator("html").get_attribute("lang") == language
        wrong += [f"{language} {fault}" for fault in faults(tab.page, language)]
    # The browser itself reports the answers that were asked for here.
    expected = f"status of {look.status}"
    wrong += [line for line in tab.complaints if look.status == 200 or expected not in line]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def faults(page: Page, language: str) -> list[str]:
    """Everything in bokmål, and the colours of the dark. Colours are the same in all languages, so they are left out
    of the others; nynorsk is looked at narrow and English wide, and nothing may be too wide in any of them.

    Changing the width is dear: bokmål comes wide and is made narrow, which the others come as; English is made wide.
    """
    found: list[str] = []
    if language == "nb":
        found += axe.faults(page)
        page.emulate_media(color_scheme="dark")
        found += [f"dark {fault}" for fault in axe.faults(page, rest=False)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(NARROW)
    if too_wide := axe.overflow(page):
        found.append(f"scrolls sideways at 360 px: {too_wide}")
    if language == "nn":
        found += [f"narrow {fault}" for fault in axe.faults(page, contrast=False)]
    if language == "en":
        page.set_viewport_size(WIDE)
        found += axe.faults(page, contrast=False)
    return found
