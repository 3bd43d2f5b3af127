"""What matters works where no script runs: reading, searching, logging in, making an entry and sending it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Site
from tests.browser.visitors import EMAILS, Visitors, log_in


@pytest.fixture
def page(visitors: Visitors) -> Iterator[Page]:
    with visitors.page(java_script_enabled=False, answers=422) as plain:
        yield plain


def test_reading_and_searching(page: Page, site: Site) -> None:
    page.goto("/en/")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Innovations").click()
    total = int(page.locator("[data-total]").get_attribute("data-total") or 0)
    public = "SELECT count(*) FROM registry_entry WHERE status IN ('published', 'archived') AND visibility = 'public'"
    assert total == site.value(public)

    title = page.locator("main h2 a").first.inner_text()
    page.locator("main h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    page.get_by_role("search", name="").first.get_by_role("searchbox").fill(title)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(title)


def test_a_figure_has_its_table_and_opens_the_list_that_it_counted(page: Page) -> None:
    page.goto("/en/registre/eksempelsenteret/")
    chart = page.locator("figure.s-chart").filter(has=page.locator("svg a")).first
    link = chart.locator("svg a").first
    address = link.get_attribute("href") or link.get_attribute("xlink:href") or ""
    counted = page.locator(f'table a[href="{address}"]').first
    number = int("".join(filter(str.isdigit, counted.text_content() or "")))
    page.goto(address)
    assert int(page.locator("[data-total]").get_attribute("data-total") or -1) == number


def test_an_entry_from_login_to_the_queue(page: Page, site: Site, visitors: Visitors) -> None:
    log_in(page, EMAILS["contributor"], site.password)
    page.goto("/en/arbeid/ny/")
    page.locator("main").get_by_role("link", name="Activity").click()

    page.get_by_label("Title").fill("Breakfast about benches")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.locator("ds-error-summary")).to_be_visible()  # no type was chosen: what was typed is kept
    expect(page.get_by_label("Title")).to_have_value("Breakfast about benches")

    page.get_by_label("Workshop").check()
    place = page.get_by_label("Where it belongs")
    if place.evaluate("select => select.value") == "":
        place.select_option(index=1)
    page.get_by_role("button", name="Make the draft").click()
    page.get_by_label("Description").fill("We ate, and agreed where the benches should stand.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("Saved.")

    page.goto(f"{page.url}hvem/")
    page.get_by_role("searchbox", name="Find a person or a unit").fill("Lyngtuva")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add Samira Lyngtuva").click()
    expect(page.locator("main")).to_contain_text("Samira Lyngtuva")

    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator("main")).to_contain_text("Submitted")
    status = site.rows("SELECT status, kind FROM registry_entry WHERE title = 'Breakfast about benches'")
    assert status == [("submitted", "activity")]
