"""The document of the API for programs, and the page about it for people."""

import json

from django.http import HttpRequest, HttpResponse

from samspill.api.document import document as make_document


def document(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, as it is kept in docs/api/openapi.json."""
    return HttpResponse(json.dumps(make_document(), ensure_ascii=False), content_type="application/json")
