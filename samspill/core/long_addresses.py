"""An address that is longer than anybody needs is answered with a page that says so, not by the server's bare line."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

LONGEST_ADDRESS = 128 * 1024
"""Characters. A search or list that is asked with so many says itself what it cut."""


class LongAddressMiddleware:
    """414 for what is longer. Stands below the one that finds the language, above all that cost something."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) + len(request.path_info) > LONGEST_ADDRESS:
            return HttpResponse(render_to_string("core/414.html"), status=414)
        return self.get_response(request)
