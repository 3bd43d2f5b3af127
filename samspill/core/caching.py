"""Who may keep a page, and for how long.

A page of somebody who is logged in is never kept by anything shared. A public page may be kept, and is asked for anew
each time: its checksum (ETag, by Django's ConditionalGetMiddleware) answers 304 while it is the same. Views that know
better – feeds, the site's map, exports – say so themselves.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers


class CacheHeadersMiddleware:
    """Gives every answer that says nothing itself its Cache-Control. No query: a session's cookie is enough to tell."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" in response:
            return response
        is_somebodys = settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)
        response["Cache-Control"] = "private, no-cache" if is_somebodys else "no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response
