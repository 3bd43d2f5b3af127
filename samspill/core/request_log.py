"""The outermost middleware: numbers a request, times it, and writes its line in the log.

Never in the log: what comes after `?`, what was sent, and those parts of an address that open something (the links
that are mailed).
"""

import logging
import re
import time
from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from samspill.core import request_ids, request_metrics

log = logging.getLogger("samspill.access")
SECRET_PARTS = frozenset({"key", "token", "uidb36", "uidb64", "secret", "login_token"})
HIDDEN = "***"
LONG_PART = re.compile(r"[^/]{24,}")
QUIET = ("/helse/", "/metrics", "/static/")
LONGEST = 200


class RequestLogMiddleware:
    """Everything that is logged inside bears the request's number, and so does the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = request_ids.sane_or_new(request.headers.get(request_ids.HEADER, ""))
        started = time.perf_counter()
        with request_ids.numbered(number), request_metrics.measured() as measured:
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            response[request_ids.HEADER] = number
            match = request.resolver_match
            measured.done(request.method or "", match.view_name if match else "", response.status_code, seconds)
            if not request.path_info.startswith(QUIET):
                _write(request, response.status_code, seconds, match)
        return response


def _write(request: HttpRequest, status: int, seconds: float, match: ResolverMatch | None) -> None:
    user = getattr(getattr(request, "_cached_user", None), "pk", None)  # without asking the database for it
    facts = {
        "method": request.method,
        "path": shown(request.path_info, match),
        "status": status,
        "ms": round(seconds * 1000, 1),
        "user": user,
    }
    log.info("%(method)s %(path)s %(status)s %(ms)s ms user %(user)s", facts, extra=facts)


def shown(path: str, match: ResolverMatch | None) -> str:
    """The path with what is secret in it left out."""
    if match is None:  # it did not come so far as to be understood
        path = LONG_PART.sub(HIDDEN, path)
    else:
        for name, value in match.kwargs.items():
            if name in SECRET_PARTS and value:
                path = path.replace(str(value), HIDDEN)
    return quote(path[:LONGEST], safe="/~:@!$&'()*+,;=-._")


class Discretion(logging.Filter):
    """The same for what Django and gunicorn say of a request by themselves, on a page that failed or a forged form.

    Django gives the request along, whose text has all of the address; a form of the log may print what is given along.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: nothing is filtered out."""
        request = record.__dict__.pop("request", None)
        words = record.args if isinstance(record.args, tuple) else ()
        if isinstance(request, HttpRequest):
            path = request.path
            known = {path, path.encode("unicode_escape").decode("ascii")}  # the latter is Django's own guard
            told = shown(request.path_info, request.resolver_match)
            record.args = (
                tuple(told if isinstance(word, str) and word in known else word for word in words) or record.args
            )
        elif record.name == "gunicorn.error":
            record.args = tuple(
                shown(word.partition("?")[0], None) if isinstance(word, str) and word.startswith("/") else word
                for word in words
            ) or record.args  # fmt: skip
        return True
