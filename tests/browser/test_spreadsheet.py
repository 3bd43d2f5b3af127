"""A centre's story: a faulty sheet is dropped in, mended, taken in by the worker, and is online with its history."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.visitors import Visitors

SHEET = Path(__file__).resolve().parents[2] / "examples" / "innovasjonsregister-med-feil.xlsx"
WORK_SECONDS = 60_000  # milliseconds for a job, on a busy machine


def number_in(text: str | None) -> int:
    found = re.search(r"\d+", text or "")
    assert found, text
    return int(found[0])


@pytest.mark.requirement("R-REG-01", "R-REG-02", "R-REG-07")
def test_from_the_sheet_to_the_page(visitors: Visitors) -> None:
    with visitors.page("innovation_leader") as page:
        send(page)
        mended = mend(page)
        take_in(page)
        find(page, mended)
        page.get_by_role("link", name=mended).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(mended)
        address = page.url
        page.get_by_role("link", name="History").click()
        expect(page.locator("main table")).to_contain_text("Håkon Mosekollen")
        expect(page.locator("main table")).to_contain_text(SHEET.name)
    with visitors.page() as reader:
        reader.goto(address)
        see_readings(reader)
        follow_a_figure(reader)


def find(page: Page, title: str) -> None:
    """Search until it is there: the worker brings the search up to date within seconds."""
    for _ in range(WORK_SECONDS // 1000):
        page.goto(f"/en/sok/?q={title}")
        if page.get_by_role("link", name=title).count():
            return
        page.wait_for_timeout(1000)


def send(page: Page) -> None:
    page.goto("/en/arbeid/")
    page.get_by_role("link", name="From a spreadsheet").first.click()
    page.get_by_role("link", name="Send a spreadsheet").click()
    expect(page.get_by_label("Spreadsheet")).to_be_visible()
    assert axe.faults(page) == []
    page.get_by_label("Spreadsheet").set_input_files(SHEET)
    page.get_by_role("button", name="Send and see the columns").click()
    expect(page.locator("main")).to_contain_text("The headings are in row 4")
    assert axe.faults(page) == []
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible(timeout=WORK_SECONDS)


def mend(page: Page) -> str:
    """Looks at the faults, and mends the level that is above its scale. Returns the title of that row."""
    assert axe.faults(page) == []
    for wrong in ("TRL 11", "Nordlys Vrame AS (eksempel)", "en gang i mars 2023", "Dingsinnovasjon"):
        expect(page.locator(f'.s-fault [name=value][value="{wrong}"]')).to_have_count(1)
    faulty = page.locator("a.ds-chip", has_text="Faulty")
    before = number_in(faulty.text_content())
    cell = page.get_by_label("Cell K6")
    row = page.locator("article").filter(has=cell)
    title = row.get_by_role("heading").inner_text()
    cell.fill("TRL 4")
    row.get_by_role("button", name="Check again").click()
    expect(cell).to_have_count(0)
    assert number_in(faulty.text_content()) == before - 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the faulty rows").click()
    assert download.value.path().read_bytes().startswith(b"PK")
    return title


def take_in(page: Page) -> None:
    button = page.get_by_role("button", name="Take in")
    records = number_in(button.inner_text())
    button.click()
    expect(page.get_by_role("heading", name="The sheet is taken in")).to_be_visible(timeout=WORK_SECONDS)
    expect(page.locator("main")).to_contain_text(f"{records} records are taken in")
    assert axe.faults(page) == []


def see_readings(page: Page) -> None:
    """The chart's marks and the rows of its table are the same readings."""
    marks = page.locator(".s-readiness svg .s-chart__mark").count()
    page.get_by_text("All readings as a table").click()
    levels = page.locator(".s-readiness table tbody tr td:nth-child(2)").all_inner_texts()
    assert [number_in(level) for level in levels] in ([2, 3, 4, 5], [5, 4, 3, 2])
    assert marks == len(levels)


def follow_a_figure(page: Page) -> None:
    """Every figure of the register opens a list with just as many."""
    page.get_by_label("Facts").get_by_role("link", name="Example Centre").last.click()
    figures = page.locator(".s-figures a")
    expect(figures.last).to_be_visible()
    page.wait_for_load_state()  # all() does not wait, and takes what has come so far
    told = [
        (link.get_attribute("href") or "", number_in(link.locator(".s-figures__value").inner_text()))
        for link in figures.all()
    ]
    for address, number in told:
        if "/innovasjoner/" in address:
            page.goto(address)
            assert number_in(page.locator("[data-total]").get_attribute("data-total")) == number
