"""Which HTTP methods a page answers. Whoever may read a page may ask for its head: link checkers and previews do."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from samspill.core.gone import told_when_gone

P = ParamSpec("P")


def takes_form(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For views that show a page and take the form on it; everything else is answered with 405.

    Taking away what is gone already shows the page again (`gone`). Django's own ``require_safe`` is for pages to read,
    ``require_POST`` for acts without a page.
    """
    return require_http_methods(["GET", "HEAD", "POST"])(told_when_gone(view))
