"""An owner updates innovations by keyboard alone, and what is typed is kept by itself."""

from playwright.sync_api import Page, expect

from tests.browser.pages import REGISTER
from tests.browser.server import Site
from tests.browser.visitors import Visitors

MOST_KEYS = 14
"""Keys for one innovation besides the words that are typed: Tab between fields, a key for each choice, one to send."""


def test_from_card_to_card_by_keyboard(site: Site, visitors: Visitors) -> None:
    found = site.rows("SELECT public_id FROM rounds_updateround WHERE state = 'open'")[0][0]
    with visitors.page("innovation_leader") as page:
        page.goto(f"/arbeid/runder/{found}/")
        left = page.locator("#round-left").inner_text()
        card = page.locator(".s-card:has(form)").first
        following = page.locator(".s-card:has(form)").nth(1)
        first, second = card.get_attribute("id"), following.get_attribute("id")
        card.locator("select, textarea, input:not([type=hidden])").first.focus()
        keys = 0
        while not page.evaluate("document.activeElement.matches('button')"):
            keys += fill(page)
            page.keyboard.press("Tab")
            keys += 1
            assert keys < MOST_KEYS * 2
        expect(page.locator(f"#{first} .s-card__kept")).to_contain_text("Lagret")
        page.reload()
        expect(page.locator(f"#{first} [name=progress]")).to_have_value("Prøvd i to kommuner")
        page.locator(f"#{first} [name=reaches]").focus()
        page.keyboard.press("Control+Enter")
        keys += 1
        expect(page.locator(f"#{first}")).to_have_attribute("data-done", "")
        expect(page.locator("#round-left")).not_to_have_text(left)
        expect(page.locator(f"#{second} select").first).to_be_focused()
        assert keys <= MOST_KEYS


def fill(page: Page) -> int:
    """Answer the field that has the focus, as somebody in a hurry does. Returns the keys besides words."""
    name = page.evaluate("document.activeElement.name")
    if name in ("target_answer", "level", "target_level"):
        page.keyboard.press({"target_answer": "N", "level": "End", "target_level": "End"}[name])
        return 1
    if name == "on":
        return 0  # a date has several parts, each a stop, and today stands in them
    page.keyboard.type({"progress": "Prøvd i to kommuner", "reaches": "Kommunene tar det i bruk"}.get(name, "Fordi"))
    return 0


def test_no_title_in_the_matrix_is_cut(visitors: Visitors) -> None:
    cut = "rows => rows.filter(row => row.scrollWidth > row.clientWidth).map(row => row.textContent.trim())"
    for width in (1280, 360):
        with visitors.page("innovation_leader", viewport={"width": width, "height": 800}) as page:
            page.goto(f"/arbeid/registre/{REGISTER}/aar/matrise/")
            expect(page.locator(".s-matrix th[scope=row]").first).to_be_visible()
            assert page.eval_on_selector_all(".s-matrix th[scope=row]", cut) == []
