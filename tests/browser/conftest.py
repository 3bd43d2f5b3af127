"""A real Chromium against a real Samspill. Both are started once, and shared by all tests of this folder."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.server import Site, serving
from tests.browser.visitors import Visitors

HERE = Path(__file__).parent
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them are marked, and are run by one process when tests run on several."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


# The scope is this folder and not the session: while Playwright runs, Django's database cannot be used by other tests.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing = "Chromium is missing (on Debian: apt install chromium): the browser tests cannot run."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def site(browser: Browser) -> Iterator[Site]:
    """After the browser, so that nothing is started where there is none."""
    with tempfile.TemporaryDirectory(prefix="samspill-browser-") as folder, serving(Path(folder)) as running:
        yield running


@pytest.fixture(scope="package")
def visitors(browser: Browser, site: Site) -> Iterator[Visitors]:
    """People who are logged in already, once per role."""
    with Visitors(browser, site) as people:
        yield people
