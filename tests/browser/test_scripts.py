"""Small scripts by themselves, on a page made for them."""

from pathlib import Path

from playwright.sync_api import Browser, Page, Route

import samspill

SCRIPTS = Path(samspill.__file__).parent / "core" / "static" / "samspill"
PAGE = """
<form method="post" action="/lagre">
  <details open data-filter="Finn"><summary>Liste</summary><div class="s-options">
    <ds-field><label><input type="checkbox" name="a" value="1">Aa</label></ds-field>
  </div></details>
  <button>Lagre</button>
</form>
<script type="module">{script}</script>
"""
PRESS = "document.querySelector('form').requestSubmit()"


def opened(browser: Browser, script: str, sent: list[str]) -> Page:
    """A page with this script; a form that is sent gets no page for an answer, as when one stops it on its way."""

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            route.fulfill(status=204)
        else:
            content = (SCRIPTS / script).read_text(encoding="utf-8")
            route.fulfill(body=PAGE.replace("{script}", content), content_type="text/html; charset=utf-8")

    page = browser.new_page()
    page.clock.install()
    page.route("**/*", answer)
    page.goto("http://samspill.test/")
    return page


def test_a_form_that_was_stopped_on_its_way_can_be_sent_again(browser: Browser) -> None:
    """Pressed twice it is sent once; but who has stopped it, on a slow line, is not left with a dead button."""
    sent: list[str] = []
    page = opened(browser, "page.js", sent)
    for _ in range(2):
        page.evaluate(PRESS)
        page.wait_for_timeout(200)
    assert len(sent) == 1
    page.clock.fast_forward(6_000)
    page.evaluate(PRESS)
    page.wait_for_timeout(200)
    page.close()
    assert len(sent) == 2


def test_half_a_day_is_not_sent_as_none(browser: Browser) -> None:
    """Forms say their own faults (`novalidate`); but half a day would be sent as none, and be lost."""
    sent: list[str] = []
    page = opened(browser, "page.js", sent)
    page.evaluate(
        "document.querySelector('form').noValidate = true;"
        "document.querySelector('button').insertAdjacentHTML('beforebegin', '<input type=date name=dag>')"
    )
    day = page.locator("[name=dag]")
    day.press("3")
    page.get_by_role("button", name="Lagre").click()
    assert sent == []
    assert page.evaluate("document.activeElement.name") == "dag"
    day.fill("2026-05-31")
    with page.expect_request(lambda request: request.method == "POST"):
        page.get_by_role("button", name="Lagre").click()
    page.close()


def test_enter_in_the_search_of_a_list_sends_nothing(browser: Browser) -> None:
    sent: list[str] = []
    page = opened(browser, "filter.js", sent)
    page.locator("input[type=search]").fill("a")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    page.close()
    assert sent == []
