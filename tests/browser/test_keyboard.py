"""By keyboard alone: past the menu, in, and to what one looks for; and one always sees where one is."""

from playwright.sync_api import Page, expect

from tests.browser.server import Site
from tests.browser.visitors import EMAILS, Visitors

FOCUS = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const outlined = one => {
        const style = getComputedStyle(one);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    };
    // The frame may go round the field with its label, too; in a chart the bar gets a line.
    const framed = [element, element.parentElement, ...(element.labels ?? [])].some(outlined);
    const lined = [...element.querySelectorAll(":scope > rect")].some(bar => getComputedStyle(bar).stroke !== "none");
    return {
        tag: element.tagName.toLowerCase(),
        id: element.id,
        text: (element.innerText || element.getAttribute("aria-label") || element.name || "").trim().slice(0, 40),
        seen: framed || lined || getComputedStyle(element).boxShadow !== "none",
        onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def tab_until(page: Page, selector: str, *, at_most: int = 40) -> None:
    for _ in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached in {at_most} steps")


def test_the_skip_link_is_first_and_leads_past_the_menu(visitors: Visitors) -> None:
    with visitors.page() as page:
        page.goto("/en/innovasjoner/")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the main content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_logging_in_and_searching(site: Site, visitors: Visitors) -> None:
    with visitors.page() as page:
        page.goto("/konto/logg-inn/")
        tab_until(page, "main input[type=email]")
        page.keyboard.type(EMAILS["reader"])
        tab_until(page, "main input[type=password]", at_most=2)
        page.keyboard.type(site.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/arbeid/")
        tab_until(page, "#site-search")
        page.keyboard.type("varme")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sok/?q=varme")
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_menu_of_a_narrow_screen(visitors: Visitors) -> None:
    with visitors.page(viewport={"width": 360, "height": 740}) as page:
        page.goto("/en/")
        tab_until(page, "[popovertarget=menu]", at_most=6)
        link = page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Partners")
        expect(link).to_be_hidden()
        page.keyboard.press("Enter")
        expect(link).to_be_visible()
        tab_until(page, "#menu a[href='/en/partnere/']", at_most=8)
        page.keyboard.press("Escape")
        expect(link).to_be_hidden()


def test_one_always_sees_where_one_is(visitors: Visitors) -> None:
    unseen = []
    with visitors.page("innovation_leader") as page:
        for path in ("/en/", "/en/registre/eksempelsenteret/", "/en/arbeid/", "/en/arbeid/ny/?kind=innovation"):
            page.goto(path)
            for _ in range(30):
                page.keyboard.press("Tab")
                focus = page.evaluate(FOCUS)
                if focus["tag"] != "body" and not (focus["seen"] and focus["onScreen"]):
                    unseen.append(f"{path} {focus['tag']}#{focus['id']} “{focus['text']}”")
    assert unseen == []
