"""Words are counted while they are typed, as the server counts them."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitors import Visitors
from tests.cases.test_counting import SAMPLES

COUNT = """async texts => {
    const address = document.querySelector("script[src*='cases']").src;
    const {countWords} = await import(address);
    return texts.map(countWords);
}"""


@pytest.mark.requirement("R-IND-10")
def test_the_page_counts_as_the_server_does(visitors: Visitors) -> None:
    with visitors.page("innovation_leader") as page:
        page.goto("/innovasjoner/?kind=impact_case")
        page.locator("main .s-list a").first.click()
        page.get_by_role("link", name="Rediger").click()
        page.get_by_role("link", name="Effekthistorien", exact=True).click()
        assert page.evaluate(COUNT, [text for text, _number in SAMPLES]) == [number for _text, number in SAMPLES]
        page.locator("#id_summary").fill("ord " * 103)
        expect(page.locator("#id_summary_length")).to_have_text(
            "Ord: 103 av høyst 100 – 3 for mange, men det lagres likevel"
        )
        expect(page.locator("#save-status")).to_have_attribute("data-state", "kept")
        page.get_by_role("button", name="Lagre rettelsen").focus()
        page.reload()
        page.get_by_role("button", name="Kast det jeg skrev").click()
        expect(page.locator("#id_summary_length")).not_to_contain_text("103")
