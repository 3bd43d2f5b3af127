"""The document of the API for programs, and the page about it for people."""

import json
import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from samspill.accounts.scopes import SCOPES
from samspill.api.document import document as make_document
from samspill.api.groups import BY_TAG, GROUPS
from samspill.api.problems import KINDS


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, as it is kept in docs/api/openapi.json."""
    return HttpResponse(json.dumps(make_document(), ensure_ascii=False), content_type="application/json")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What programs can do: in the reader's language, but for what is taken from the document, which is English."""
    anonymous, user = settings.API_REQUESTS_PER_MINUTE
    context = {
        "section": "about",
        "groups": _groups(),
        "scopes": SCOPES.values(),
        "problems": KINDS.values(),
        "anonymous": anonymous,
        "user_limit": user,
        "base": f"{settings.SITE_URL}/api/v1",
    }
    return render(request, "api/page.html", context)


def _plain(text: str) -> str:
    """Without the document's marks around names of parameters (Markdown)."""
    return re.sub("``?([^`]+)``?", r"“\1”", text).strip()


def _groups() -> list[dict[str, Any]]:
    """Operations by their group."""
    groups: dict[str, list[dict[str, Any]]] = {group.tag: [] for group in GROUPS}
    for path, operations in make_document()["paths"].items():
        for method, operation in operations.items():
            groups[operation["tags"][0]].append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation["summary"],
                    "description": _plain(operation["description"].rpartition("Scope:")[0]),
                    "scope": operation["description"].rpartition("Scope: `")[2].rstrip("`."),
                    "is_open": {} in operation["security"],
                    "parameters": [one for one in operation["parameters"] if one["in"] == "query"],
                }
            )
    return [{"group": BY_TAG[tag], "slug": slugify(tag), "operations": found} for tag, found in groups.items()]
