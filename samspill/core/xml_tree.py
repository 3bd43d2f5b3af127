"""XML as a small tree that is written in one go: escaped, and without what XML 1.0 forbids."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Union
from xml.sax.saxutils import escape, quoteattr

Content = Union["Element", str, None]

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 allows nobody to write, not even escaped (section 2.2)."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Element:
    """A name as it is written (with its prefix), attributes, and text or elements inside."""

    name: str
    attributes: Mapping[str, str]
    content: tuple["Element | str", ...]


def el(name: str, *content: Content, **attributes: str | None) -> Element:
    """An element; what is None is left out. ``xml_lang`` is written xml:lang, and so with any underscore."""
    return make(name, content, {key.replace("_", ":"): value for key, value in attributes.items()})


def make(name: str, content: Iterable[Content], attributes: Mapping[str, str | None] | None = None) -> Element:
    """Like `el`, with attributes of any name."""
    given = {key: value for key, value in (attributes or {}).items() if value is not None}
    return Element(name, given, tuple(one for one in content if one is not None))


def optional(name: str, text: str, **attributes: str | None) -> Element | None:
    """An element with text; None when there is no text."""
    return el(name, text, **attributes) if text.strip() else None


def clean(text: str) -> str:
    """The text without characters that XML forbids."""
    return FORBIDDEN.sub("", text)


def render(element: Element) -> str:
    """The element as XML, without a declaration."""
    pieces: list[str] = []
    _write(element, pieces)
    return "".join(pieces)


def document(element: Element) -> str:
    """A whole document."""
    return f"{DECLARATION}{render(element)}\n"


def _write(element: Element, pieces: list[str]) -> None:
    attributes = "".join(f" {name}={quoteattr(clean(value))}" for name, value in element.attributes.items())
    if not element.content:
        pieces.append(f"<{element.name}{attributes}/>")
        return
    pieces.append(f"<{element.name}{attributes}>")
    for one in element.content:
        if isinstance(one, Element):
            _write(one, pieces)
        else:
            pieces.append(escape(clean(one), {"\r": "&#13;"}))
    pieces.append(f"</{element.name}>")
