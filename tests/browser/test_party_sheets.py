"""A secretariat mends a list of organisations in a spreadsheet program and takes it in again, on a desk and a phone."""

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.pages import MUNICIPALITY
from tests.browser.visitors import Visitors

SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


@pytest.mark.requirement("R-NFR-07")
@pytest.mark.parametrize("size", SIZES)
def test_a_list_goes_out_is_mended_and_comes_in_again(visitors: Visitors, tmp_path: Path, size: str) -> None:
    with visitors.page("administrator", viewport=SIZES[size], answers=422) as page:
        page.goto("/en/arbeid/parter/")
        page.get_by_role("link", name="Take in an exported list again").click()
        expect(page.get_by_label("The file")).to_be_visible()
        looked_at(page)
        page.get_by_text("Export", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV", exact=True).click()
        mended = tmp_path / "organisations.csv"
        mended.write_bytes(mend(download.value.path().read_bytes(), size))
        page.get_by_label("The file").set_input_files(mended)
        page.get_by_role("button", name="Send and see what will happen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What will happen")
        looked_at(page)
        page.get_by_role("button", name="Take in 1 row").click()
        expect(page.locator("ds-error-summary")).to_contain_text("Nothing is taken in yet")
        looked_at(page)
        page.get_by_label("Leave out the rows with faults").check()
        page.get_by_role("button", name="Take in 1 row").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The file is taken in")
        looked_at(page)
        page.goto(f"/en/arbeid/parter/{MUNICIPALITY}/")
        expect(page.get_by_label("Short name")).to_have_value(size)


def mend(raw: bytes, text: str) -> bytes:
    """Another short name, a column of one's own, and a mistake in another row."""
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    name, country = rows[0].index("Short name"), rows[0].index("Country")
    for row in rows[1:]:
        row.append("12 34 56 78" if row[0] == MUNICIPALITY else "")
        if row[0] == MUNICIPALITY:
            row[name] = text
    rows[0].append("Telephone")
    next(row for row in rows[1:] if row[0] != MUNICIPALITY)[country] = "Norway"
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def looked_at(page: Page) -> None:
    """Nothing is hidden from anybody, and nothing wider than the window."""
    assert axe.faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
