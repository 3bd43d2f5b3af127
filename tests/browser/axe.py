"""Accessibility faults of a page, found by axe-core (WCAG 2.1 A and AA, and its best practices)."""

import os
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CONTRAST = "color-contrast"
SAID_TWICE = """() => [...document.querySelectorAll("[aria-describedby]")]
    .filter(one => (ids => new Set(ids).size < ids.length)(one.getAttribute("aria-describedby").trim().split(/\\s+/)))
    .map(one => `said twice by screen readers: what describes ${one.id || one.name}`)"""
"""A fault that axe does not know: a text that is tied to its field by the server, and once more by a script."""


@cache
def script() -> str:
    if not SCRIPT.exists():
        missing = "axe-core is missing: run make frontend."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return SCRIPT.read_text(encoding="utf-8")


def at_hand() -> str:
    """A script for every page of a tab, which is quicker than handing axe over each time. It is only read through where
    axe is not asked for."""
    return "window.bringAxe = () => {" + script() + "}"


def faults(page: Page, *, contrast: bool = True, rest: bool = True) -> list[str]:
    """One line per fault: rule, place, and what axe says. Contrast is the slow rule, so it can be taken alone."""
    page.wait_for_load_state()  # a click waits for the new address only, and not for what is there
    # Evaluated by the debugger, which the page's content security policy does not hold back.
    if not page.evaluate("(window.axe || window.bringAxe?.(), typeof window.axe === 'object')"):
        page.evaluate(script())
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if not rest:
        options["runOnly"] = [CONTRAST]
    elif not contrast:
        options["rules"] = {CONTRAST: {"enabled": False}}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    twice: list[str] = page.evaluate(SAID_TWICE) if rest else []
    return twice + [
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


SHAPE = """() => {
    const words = new Set(["alt", "title", "placeholder", "aria-label", "aria-description", "value", "label",
        "datetime", "href", "src", "action", "formaction", "content", "d", "points", "x", "y", "x1", "x2", "y1", "y2",
        "width", "height"]);
    const known = new Set(["nb", "nn", "no", "en", "se"]);
    const words_of = text => text.trim().replace(/\\s+/g, " ").toLowerCase();
    const named = [];
    const parts = [];
    for (const element of document.querySelectorAll("*")) {
        parts.push(element.tagName, element.childElementCount);
        let is_named = false;
        for (const {name, value} of element.attributes) {
            if (["lang", "hreflang"].includes(name)) {
                if (known.has(value)) continue;
            } else if (name === "aria-current" && element.closest(".s-languages")) {
                continue;
            }
            is_named ||= ["aria-label", "aria-labelledby", "alt", "title"].includes(name);
            const is_word = (words.has(name) || /^(data|hx)-/.test(name)) && element.name !== "viewport";
            parts.push(name, is_word && !value.startsWith("#") ? value.trim() !== "" : value);
        }
        for (const child of element.childNodes) {
            if (child.nodeType === Node.TEXT_NODE) parts.push(child.data.trim() !== "");
        }
        if (is_named) {
            const others = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(id => id);
            const label = element.getAttribute("aria-label") ?? element.alt ?? element.title;
            const name = words_of(others.length ? others.map(id => document.getElementById(id)?.textContent).join(" ")
                : label ?? "");
            const around = words_of((element.alt ? element.closest("a, button, label") : element)?.textContent ?? "");
            named.push(name);
            parts.push(named.indexOf(name), name.includes(around), around.includes(name));
        }
        if (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight) {
            const style = getComputedStyle(element);
            if (/auto|scroll/.test(style.overflowX + style.overflowY)) parts.push("scrolls");
        }
    }
    return parts.join("\\n");
}"""


def shape(page: Page) -> str:
    """All of a page that axe judges, contrast apart, but for the very words: its elements and attributes, where there
    is text and where there is none, which names are the same or say the same as the text beside them, what scrolls.
    Where two pages are of one shape axe finds the same in both.
    """
    found: str = page.evaluate(SHAPE)
    return blake2b(found.encode()).hexdigest()
