"""Accessibility faults of a page, found by axe-core (WCAG 2.1 A and AA, and its best practices)."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CONTRAST = "color-contrast"


@cache
def script() -> str:
    if not SCRIPT.exists():
        missing = "axe-core is missing: run make frontend."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return SCRIPT.read_text(encoding="utf-8")


def faults(page: Page, *, contrast: bool = True, rest: bool = True) -> list[str]:
    """One line per fault: rule, place, and what axe says. Contrast is the slow rule, so it can be taken alone."""
    # Evaluated by the debugger, which the page's content security policy does not hold back.
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(script())
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if not rest:
        options["runOnly"] = [CONTRAST]
    elif not contrast:
        options["rules"] = {CONTRAST: {"enabled": False}}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"{rule['id']}: {' '.join(node['target'][-1:])} – {' '.join(node['failureSummary'].split())[:220]}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> str:
    """The widest thing that makes the page scroll sideways; empty when it does not."""
    found: str = page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return "";
            const wide = [...document.body.querySelectorAll("*")]
                .filter(element => element.getBoundingClientRect().right > width + 1)
                .map(element => [element.getBoundingClientRect().right, element])
                .sort((a, b) => a[0] - b[0]);
            const [right, element] = wide.at(-1) ?? [document.documentElement.scrollWidth, document.body];
            return `${element.tagName.toLowerCase()}.${element.className} ends at ${Math.round(right)} of ${width} px`;
        }"""
    )
    return found
