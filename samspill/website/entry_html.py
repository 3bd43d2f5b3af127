"""The HTML of an entry's page: its parts, and for strangers the whole of it.

The frame – head, header, footer – is the same on all pages of entries that strangers get, but for a few places. It is
rendered once per language, by the template that makes every other reader's page, with marks in those places.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from samspill.core import jinja
from samspill.core.markdown import to_plain
from samspill.website import pieces
from samspill.website.entry_page import EntryPage
from samspill.website.linked_data import entry_data
from samspill.website.templatetags.linked_data import linked_data

TEMPLATE = "website/entry.html"
PLACES = ("title", "description", "alternates", "breadcrumbs", "main")
MARKS = re.compile(rf"(mark-(?:path|{'|'.join(PLACES)}))")


def parts(shown: EntryPage) -> dict[str, Any]:
    """What `TEMPLATE` is filled with."""
    entry = shown.entry
    context = {
        "shown": shown,
        "entry": entry,
        "site_url": settings.SITE_URL,
        "linked": linked_data(entry_data(shown)),
        "person": pieces.person,
        "period": pieces.period,
    }
    return {
        "section": "entries",
        "is_public": entry.is_public,
        "title": entry.title,
        "description": to_plain(entry.summary, length=150),
        **{name: jinja.render(f"website/entry_{name}.html", context) for name in ("alternates", "breadcrumbs", "main")},
    }


def for_strangers(path: str, filled: Mapping[str, Any]) -> str:
    """The page of a public entry, as `TEMPLATE` makes it for those who are not logged in."""
    language = get_language() or settings.LANGUAGE_CODE
    values: dict[str, str] = {f"mark-{name}": conditional_escape(filled[name]) for name in PLACES}
    values["mark-path"] = path.removeprefix(_before(language))
    return "".join(values.get(piece, piece) for piece in _frame(language, settings.SITE_URL))


def _before(language: str) -> str:
    """What a path begins with in a language (ADR 0004)."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


@lru_cache(maxsize=10)
def _frame(language: str, site_url: str) -> list[str]:
    request = HttpRequest()
    request.path = f"{_before(language)}mark-path"
    request.user = AnonymousUser()
    marks: dict[str, object] = {name: f"mark-{name}" for name in PLACES}
    return MARKS.split(render_to_string(TEMPLATE, {"section": "entries", "is_public": True, **marks}, request))
