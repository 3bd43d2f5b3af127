"""A real Chromium against a real Samspill. Both are started once, and shared by all tests of this folder."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

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


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them are marked, and are run by one process when tests run on several."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group("browser"))


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
def browser(chromium: str, site: Site) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="package")
def visitors(browser: Browser, site: Site) -> Iterator[Visitors]:
    """People who are logged in already, once per role."""
    with Visitors(browser, site) as people:
        yield people
