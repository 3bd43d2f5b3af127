"""Samspill's addresses, and one view that does nothing: the floor, through the same server and middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from samspill.urls import *  # noqa: F403
from samspill.urls import urlpatterns as samspill_patterns


def nothing(request: HttpRequest) -> HttpResponse:
    """The least that a page can do."""
    return HttpResponse("nothing", content_type="text/plain")


urlpatterns = [path("bench/nothing", nothing), *samspill_patterns]
