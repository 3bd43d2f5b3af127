"""Words are counted while they are typed, as the server counts them."""

import pytest
from playwright.sync_api import expect

from tests.browser.server import Site
from tests.browser.visitors import Visitors
from tests.cases.test_counting import SAMPLES

COUNT = """async texts => {
    const address = document.querySelector("script[src*='cases']").src;
    const {countWords} = await import(address);
    return texts.map(countWords);
}"""


@pytest.mark.requirement("R-IND-10")
def test_the_page_counts_as_the_server_does(site: Site, visitors: Visitors) -> None:
    published = "SELECT public_id FROM registry_entry WHERE kind = 'impact_case' AND status = 'published' ORDER BY id"
    case = site.rows(published)[0][0]
    with visitors.page("innovation_leader") as page:
        page.goto(f"/arbeid/oppforinger/{case}/effekthistorie/")
        assert page.evaluate(COUNT, [text for text, _number in SAMPLES]) == [number for _text, number in SAMPLES]
        page.locator("#id_summary").fill("ord " * 103)
        expect(page.locator("#id_summary_length")).to_have_text(
            "Ord: 103 av høyst 100 – 3 for mange, men det lagres likevel"
        )
        expect(page.locator("#save-status")).to_have_attribute("data-state", "kept")
        page.reload()
        page.get_by_role("button", name="Forkast det jeg skrev").click()
        expect(page.locator("#id_summary_length")).not_to_contain_text("103")
