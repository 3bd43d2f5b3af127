"""Null bytes are taken out of what a browser sends, before anybody looks at it.

PostgreSQL cannot keep them in text, no key types them, and they say nothing; they come from scanners, and now and then
in text that was copied out of a PDF. Taking them out loses nothing that was written; files are left as they are.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

NULL = "\x00"


class NullByteMiddleware:
    """Cleans cookies, query string and form; an address with a null byte in its path leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value.replace(NULL, "") for name, value in request.COOKIES.items()}
        if _holds_null(request.GET):
            request.GET = _without(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Once the address is known. Raises `Http404`."""
        if NULL in request.path_info:
            raise Http404
        if request.method == "POST" and _holds_null(request.POST):
            request.POST = _without(request.POST)  # type: ignore[assignment]


def _holds_null(data: QueryDict) -> bool:
    return any(NULL in name or any(NULL in value for value in values) for name, values in data.lists())


def _without(data: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        for value in values:
            clean.appendlist(name.replace(NULL, ""), value.replace(NULL, ""))
    clean._mutable = False
    return clean
