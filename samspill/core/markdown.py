"""Markdown that users write, made into safe HTML.

Two fences, so that one mistake does not open a hole: markdown-it lets no HTML of the user's through, and nh3 keeps
only a short list of harmless elements. Pictures are left out: they would be fetched from elsewhere.
"""

import re
from collections.abc import Sequence
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "doi"}
MARKS = re.compile(
    r"[*_`\[\]<>#~|\\&]|^(\s*([-+=]|\d+[.)])|    |\t)", re.MULTILINE
)  # what may mean something in Markdown


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")


def to_html(text: str, *, top_heading: int = 2) -> SafeString:
    """Safe HTML. Headings are renumbered from ``top_heading`` without leaps, so that the page's outline holds."""
    if (paragraphs := _unmarked(text)) is not None:
        return mark_safe(paragraphs)  # noqa: S308 – nothing in it means anything in HTML
    parser = _parser()
    html = parser.renderer.render(outline(text, top_heading), parser.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener noreferrer"
    )
    return mark_safe(clean)  # noqa: S308 – cleaned on the line above


def _unmarked(text: str) -> str | None:
    """The same HTML for text in which nothing means anything, neither in Markdown nor in HTML; None for all other."""
    if MARKS.search(text):
        return None
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        if not line.isprintable() or line.endswith("  "):
            return None
        if bare := line.strip():
            paragraphs[-1].append(bare)
        else:
            paragraphs.append([])
    return "".join("<p>" + "\n".join(lines) + "</p>\n" for lines in paragraphs if lines)


def outline(text: str, top_heading: int) -> list[Token]:
    """What the text is made of, with headings renumbered, for those who write something else than HTML."""
    tokens = _parser().parse(text)
    _renumber_headings(tokens, top_heading)
    return tokens


def to_plain(text: str, *, length: int = 0) -> str:
    """The text without its marks, on one line; cut after ``length`` characters at the end of a word when given."""
    if length:
        text = text[: length * 10]
    if not MARKS.search(text):
        return _cut(" ".join(text.split()), length)
    words: list[str] = []
    for token in _parser().parse(text):
        if token.children is not None:
            words.append(_plain(token.children))
        elif token.type in ("code_block", "fence"):
            words.append(token.content)
    return _cut(" ".join(" ".join(words).split()), length)


def _cut(plain: str, length: int) -> str:
    if not length or len(plain) <= length:
        return plain
    cut = Truncator(plain).chars(length, truncate="")
    if " " not in cut:
        return f"{cut}…"
    whole = cut.rsplit(" ", 1)[0].rstrip(" ,;:–-")
    return whole if whole.endswith((".", "!", "?")) else f"{whole}\u00a0…"


def _plain(tokens: Sequence[Token]) -> str:
    return "".join(" " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens)


def _renumber_headings(tokens: Sequence[Token], top: int) -> None:
    used = sorted({token.tag for token in tokens if token.type == "heading_open"})
    before = top - 1
    for token in tokens:
        if token.type == "heading_open":
            before = min(top + used.index(token.tag), before + 1, 6)
            token.tag = f"h{before}"
        elif token.type == "heading_close":
            token.tag = f"h{before}"
