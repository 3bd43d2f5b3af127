"""Finds the texts to translate in a module's Python files and templates."""

import ast
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from jinja2.ext import babel_extract

Text = str | tuple[str, str]  # with a plural: (singular, plural)

# Django's names for gettext, and what their arguments are.
KEYWORDS: dict[str, tuple[str, ...]] = {
    "_": ("text",),
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
SKIPPED = {"migrations", "__pycache__", "locale", "static"}


def extract(module: Path) -> list[Message]:
    """The module's texts, each once, in the order of their words."""
    catalog = Catalog()
    for path in sorted(module.rglob("*")):
        if path.suffix in (".py", ".html", ".txt", ".svg") and not SKIPPED & set(path.relative_to(module).parts):
            for text, context in texts_in(path):
                flags = {"python-format"} if _has_percent(text) else set()
                catalog.add(text, context=context, flags=flags)
    return sorted(
        (message for message in catalog if message.id), key=lambda message: (str(message.id), message.context or "")
    )


def texts_in(path: Path) -> Iterator[tuple[Text, str | None]]:
    """Each text in the file as (text, context); a text with a plural is (singular, plural)."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _texts_of_python(source)
        return
    if "jinja2" not in path.parts:
        if "{%" not in source and "{{" not in source:
            return
        from django.utils.translation.template import templatize

        # What comes back is calls of gettext among blanked-out text; the template's indentation is not Python's.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    stream = io.BytesIO(source.encode())
    names = dict.fromkeys(KEYWORDS)
    calls: Any  # their annotations differ, and are wrong
    if "jinja2" in path.parts:
        calls = babel_extract(stream, list(names), [], {"silent": "false"})
    else:
        calls = extract_python(stream, names, [], {"encoding": "utf-8"})
    for _line, function, found, _comments in calls:
        text, context = _sorted_out(function, found if isinstance(found, tuple) else (found,))
        if text is not None:
            yield text, context


def _texts_of_python(source: str) -> Iterator[tuple[Text, str | None]]:
    """From the tree of the program, since Babel reads its tokens, and Python 3.11 has none inside an f-string."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            given = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            text, context = _sorted_out(node.func.id, given)
            if text is not None:
                yield text, context


def _sorted_out(function: str, arguments: Sequence[str | None]) -> tuple[Text | None, str | None]:
    """Babel gives all text arguments of a call; which of them is what depends on the function."""
    places = KEYWORDS[function]
    if len(arguments) < len(places):
        return None, None
    parts = dict(zip(places, arguments, strict=False))
    text, plural, context = parts.get("text"), parts.get("plural"), parts.get("context")
    if not text or ("plural" in places and not plural) or ("context" in places and not context):
        return None, None
    return ((text, plural) if plural else text), context


def _has_percent(text: Text) -> bool:
    return any(sign in part for part in ((text,) if isinstance(text, str) else text) for sign in ("%(", "%s", "%d"))
