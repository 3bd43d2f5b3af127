"""Every page, in every language, light and dark, wide and narrow: no accessibility fault, no error behind it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser import axe
from tests.browser.pages import LOOKS, Look, objects, routes
from tests.browser.pages_not_looked_at import NOT_LOOKED_AT
from tests.browser.server import Site
from tests.browser.visitors import Tab, Visitors

LANGUAGES = {"nb": "", "nn": "/nn", "en": "/en"}
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=320, height=740)
"""Narrow is what the wide window is at 400 % zoom (WCAG 2.1, 1.4.10)."""


def test_every_route_is_looked_at_or_says_why_not() -> None:
    listed, known = {look.route for look in LOOKS}, set(routes())
    assert known - listed - set(NOT_LOOKED_AT) == set(), "new: say in pages.py as whom they are looked at"
    assert (listed | set(NOT_LOOKED_AT)) - known == set(), "gone"
    assert listed & set(NOT_LOOKED_AT) == set()


SAID = (
    '<html lang="nb"><a href="#main">Ned</a><nav aria-label="Sider"></nav><nav aria-label="Steder"></nav>'
    '<main id="main"><a href="/nn/om/" lang="nb"><img src="data:," alt="Kart">Om oss</a>'
    '<button aria-expanded="true">Mer</button><div style="overflow: auto; width: 9em"><p>Kort</p></div></main>'
)
REWORDED = [
    ("Om oss", "About us", True),
    ("Kart", "Map", True),
    ('lang="nb"', 'lang="nn"', True),
    ("/nn/om/", "/en/om/", True),
    ('lang="nb"', 'lang="norsk"', False),
    ("Om oss", " ", False),
    ('"Kart"', '""', False),
    ('alt="Kart"', "", False),
    ('alt="Kart"', 'alt="Om oss"', False),  # said twice
    ('"Sider"', '"Steder"', False),  # two landmarks of one name
    ("Sider", "", False),
    ("#main", "#body", False),
    ('aria-expanded="true"', 'aria-expanded="yes"', False),
    ("<p>Kort</p>", "<div>Kort</div>", False),
    ("Kort", "Et ord som er for langt, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", False),  # now it scrolls
]


def test_pages_of_one_shape_differ_in_nothing_but_words(visitors: Visitors) -> None:
    with visitors.page() as page:
        page.set_content(SAID)
        before = axe.shape(page)
        for was, becomes, is_same in REWORDED:
            assert was in SAID
            page.set_content(SAID.replace(was, becomes))
            assert (axe.shape(page) == before) is is_same, (was, becomes)


@pytest.fixture(scope="package")
def things(site: Site) -> dict[str, str]:
    return objects(site)


@pytest.fixture(scope="package")
def tabs(onlookers: Visitors) -> Iterator[dict[str, Tab]]:
    """One tab for each role, kept open: pages are only looked at here."""
    opened: dict[str, Tab] = {}
    yield opened
    for tab in opened.values():
        tab.close()


def opened(visitors: Visitors, role: str) -> Tab:
    """A tab that has axe at hand on every page."""
    tab = visitors.open(role)
    tab.page.add_init_script(axe.at_hand())
    return tab


@pytest.mark.requirement("R-NFR-03")
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_page(look: Look, onlookers: Visitors, tabs: dict[str, Tab], things: dict[str, str]) -> None:
    tab = tabs.get(look.role) or tabs.setdefault(look.role, opened(onlookers, look.role))
    tab.complaints.clear()
    if tab.page.viewport_size != WIDE:
        tab.page.set_viewport_size(WIDE)  # the last test broke off
    wrong: list[str] = []
    shapes: list[str] = []
    for language, prefix in LANGUAGES.items():
        response = tab.page.goto(prefix + look.path.format(**things), wait_until="domcontentloaded")
        assert response is not None
        assert response.status == look.status
        assert tab.page.locator("html").get_attribute("lang") == language
        wrong += [f"{language} {fault}" for fault in faults(tab.page, language, shapes)]
    # The browser itself reports the answers that were asked for here.
    expected = f"status of {look.status}"
    wrong += [line for line in tab.complaints if look.status == 200 or expected not in line]
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def faults(page: Page, language: str, shapes: list[str]) -> list[str]:
    """Everything in bokmål, wide and narrow, and the colours of the dark. The other languages come narrow, and nothing
    may be too wide in any. Their colours are the same; the rest is looked at, in nynorsk narrow and in English wide,
    where a page is not of the same shape as one before it (`shapes`, which this adds to). Changing the width is dear.
    """
    found: list[str] = []
    if language == "nb":
        found += axe.faults(page)
        page.emulate_media(color_scheme="dark")
        found += [f"dark {fault}" for fault in axe.faults(page, rest=False)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(NARROW)
    if too_wide := axe.overflow(page):
        found.append(f"scrolls sideways at 320 px: {too_wide}")
    is_new = (shape := axe.shape(page)) not in shapes
    shapes.append(shape)
    if language == "en":
        if is_new:
            page.set_viewport_size(WIDE)
            found += axe.faults(page, contrast=False)
    elif is_new:
        found += [f"narrow {fault}" for fault in axe.faults(page, contrast=False)]
    return found
