"""What a browser sends is cleaned before anybody looks at it: null bytes go, and letters are put together.

PostgreSQL cannot keep them in text, no key types them, and they say nothing; they come from scanners, and now and then
in text that was copied out of a PDF. Taking them out loses nothing that was written; files are left as they are.
Letters sent as two signs become one (`core.letters`), but in passwords: those are known by what was once typed.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from samspill.core.letters import composed

NULL = "\x00"


class NullByteMiddleware:
    """Cleans cookies, query string and form; an address with a null byte in its path leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value.replace(NULL, "") for name, value in request.COOKIES.items()}
        if not _is_clean(request.GET):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Once the address is known. Raises `Http404`."""
        if NULL in request.path_info:
            raise Http404
        if request.method == "POST" and not _is_clean(request.POST):
            request.POST = _cleaned(request.POST)  # type: ignore[assignment]


def _is_clean(data: QueryDict) -> bool:
    return all(
        _clean(name, name) == name and all(_clean(name, value) == value for value in values)
        for name, values in data.lists()
    )


def _clean(name: str, value: str) -> str:
    value = value.replace(NULL, "")
    return value if "password" in name else composed(value)


def _cleaned(data: QueryDict) -> QueryDict:
    clean = QueryDict(mutable=True, encoding=data.encoding)
    for name, values in data.lists():
        for value in values:
            clean.appendlist(_clean(name, name), _clean(name, value))
    clean._mutable = False
    return clean
