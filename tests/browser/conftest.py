"""A real Chromium against a real Samspill. Both are started once, and shared by all tests of this folder."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.server import Site, serving
from tests.browser.visitors import Visitors
from tests.template_database import with_example

HERE = Path(__file__).parent
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # Scripts compiled a second time pay on pages that live long; ours are looked at for a moment.
    "--js-flags=--always-sparkplug --no-opt --no-maglev",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them are marked."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def chromium() -> str:
    """Where it is, so that nothing is made and started where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing = "Chromium is missing (on Debian: apt install chromium): the browser tests cannot run."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return program


@pytest.fixture(scope="package")
def site(chromium: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    """Before the browser: while Playwright runs, Django lets nobody use its database."""
    with django_db_blocker.unblock():
        template = with_example()
    with tempfile.TemporaryDirectory(prefix="samspill-browser-") as folder, serving(Path(folder), template) as running:
        yield running


# The scope is this folder and not the session, for the same reason.
@pytest.fixture(scope="package")
def playwright(chromium: str, site: Site) -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    with playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)) as started:
        yield started


@pytest.fixture(scope="package")
def visitors(browser: Browser, site: Site) -> Iterator[Visitors]:
    """People who are logged in already, once per role."""
    with Visitors(browser, site) as people:
        yield people


@pytest.fixture(scope="package")
def onlookers(playwright: Playwright, chromium: str, site: Site) -> Iterator[Visitors]:
    """The same people at a browser that takes a fifth less for a page, and does nothing when a key is pressed."""
    flags = [*FLAGS, "--disable-threaded-compositing"]
    with playwright.chromium.launch(executable_path=chromium, args=flags) as started, Visitors(started, site) as people:
        yield people
