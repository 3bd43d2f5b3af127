"""Pages put into their frame: head, header and footer.

For strangers the frame is the same on all pages of a template, but for a few places. It is rendered once per language,
by the template that makes every other reader's page, with marks in those places (ADR 0034).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from samspill.core import jinja

TEMPLATE = "website/filled.html"
PLACES = ("title", "description", "robots", "alternates", "breadcrumbs", "main")
QUERY = "?mark-query"
MARKS = re.compile(rf"(mark-(?:path|{'|'.join(PLACES)})|{re.escape(QUERY)})")


def is_stranger(request: HttpRequest) -> bool:
    """Whether the reader gets what any stranger gets: no login, and no message waiting."""
    return not any(name in request.COOKIES for name in (settings.SESSION_COOKIE_NAME, "messages"))


def page(request: HttpRequest, filled: Mapping[str, str], *, section: str) -> HttpResponse:
    """The page with its places filled: safe text as it is, other text escaped. ``section`` of the main menu."""
    if is_stranger(request):
        return HttpResponse(fill(TEMPLATE, section, request.path, filled, query=request.META.get("QUERY_STRING", "")))
    return render(request, TEMPLATE, {"section": section, **filled})


def fill(template: str, section: str, path: str, filled: Mapping[str, Any], *, query: str = "") -> str:
    """The whole page for those who are not logged in; ``path`` and ``query`` are its address."""
    language = get_language() or settings.LANGUAGE_CODE
    values: dict[str, str] = {f"mark-{name}": conditional_escape(filled.get(name, "")) for name in PLACES}
    values["mark-path"] = path.removeprefix(_before(language))
    values[QUERY] = conditional_escape(f"?{iri_to_uri(query)}") if query else ""
    return "".join([values.get(piece, piece) for piece in _frame(template, section, language, settings.SITE_URL)])


def empty(template: str, section: str, language: str, site_url: str) -> str:
    """The frame with nothing in it."""
    return "".join(_frame(template, section, language, site_url))


def feed_link(query: str) -> SafeString:
    """The link to the feed of a list; ``query`` is that of the list, with its question mark, or empty."""
    return SafeString(jinja.kept_piece("website/feed_link.html", query=QUERY).replace(QUERY, query))


def _before(language: str) -> str:
    """What a path begins with in a language (ADR 0004)."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


@lru_cache(maxsize=20)
def _frame(template: str, section: str, language: str, site_url: str) -> list[str]:
    request = HttpRequest()
    request.path = f"{_before(language)}mark-path"
    request.META["QUERY_STRING"] = QUERY[1:]
    request.user = AnonymousUser()
    marks: dict[str, object] = {name: f"mark-{name}" for name in PLACES}
    return MARKS.split(render_to_string(template, {"section": section, "is_public": True, **marks}, request))
