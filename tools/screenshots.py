"""Pictures of every kind of page of a running Samspill with its example, to be looked at by people.

    make run                                                        (in another window)
    .venv/bin/python tools/screenshots.py FOLDER [--url http://127.0.0.1:8000] [--role innovation_leader] [--dark]

Follows links from the home page (and from My work when logged in) until it has met each route once, and takes each in
three languages at 1280 and 360 pixels. The files are called ROUTE-LANGUAGE-WIDTH.png.
"""

import argparse
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
EMAILS = {
    "administrator": "admin@example.org",
    "innovation_leader": "hakon.mosekollen@example.org",
    "contributor": "samira.lyngtuva@example.org",
    "partner_representative": "bente.nattbris@example.org",
}
LANGUAGES = {"nb": "", "nn": "/nn", "en": "/en"}
WIDTHS = {1280: 800, 360: 740}
MOST_PAGES = 80
ABSOLUTE = "links => links.map(link => new URL(link.getAttribute('href'), location).href)"  # links in charts, too


def main() -> None:
    options = arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspill.settings")
    django.setup()
    options.folder.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-quic"])
        context = browser.new_context(base_url=options.url, color_scheme="dark" if options.dark else "light")
        page = context.new_page()
        if options.role:
            log_in(page, EMAILS[options.role], options.home)
        for name, path in routes(page, ["/arbeid/"] if options.role else ["/", "/konto/logg-inn/"]).items():
            take(context, name, path, options.folder)
            print(f"{name}: {path}")
        browser.close()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--role", choices=EMAILS, default="", help="log in as the example's person in this role")
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("SAMSPILL_HOME") or ROOT / "var"))
    parser.add_argument("--dark", action="store_true")
    return parser.parse_args()


def log_in(page: Page, email: str, home: Path) -> None:
    page.goto("/konto/logg-inn/")
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill((home / "example_password").read_text().strip())
    page.locator("main form button[type=submit]").first.click()  # the others log in in other ways
    page.wait_for_url("**/arbeid/")


def routes(page: Page, starts: list[str]) -> dict[str, str]:
    """Route name -> the first address met of it, by following links breadth first."""
    found: dict[str, str] = {}
    waiting = list(starts)
    while waiting and len(found) < MOST_PAGES:
        path = waiting.pop(0)
        try:
            name = resolve(urlsplit(path).path).view_name.replace(":", "-")
        except Resolver404:
            continue
        if name in found:
            continue
        try:
            response = page.goto(path)
        except Error:  # a file to be downloaded, linked without saying so
            continue
        if response is None or "html" not in response.headers.get("content-type", ""):
            continue
        found[name] = path
        links = page.eval_on_selector_all("a[href]:not([download])", ABSOLUTE)
        host = urlsplit(page.url).netloc
        waiting += [
            "?".join(filter(None, (parts.path, parts.query)))
            for parts in map(urlsplit, links)
            if parts.netloc == host and not parts.path.startswith(("/nn/", "/en/", "/static/"))
        ]
    return found


def take(context: BrowserContext, name: str, path: str, folder: Path) -> None:
    page = context.new_page()
    for language, prefix in LANGUAGES.items():
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(prefix + path)
            page.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
    page.close()


if __name__ == "__main__":
    main()
