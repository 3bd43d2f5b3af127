"""What holds for every address of the API, before and after the operation itself.

`Frame` stands outermost: whatever fails, by whomever, is answered with a problem document. `Callers` stands where the
user is known to the rest (just before the history): it finds the token, its user, the language and the allowance.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from samspill.accounts.domain import tokens
from samspill.accounts.models import ApiToken
from samspill.accounts.second_factor import lacks_second_factor
from samspill.api import limits, problems
from samspill.api.problems import MEDIA_TYPE, Problem
from samspill.api.scopes import ENTRIES_WRITE

ROOT = "/api/v"
FILES = re.compile(r"/api/v1/entries/[^/]+/evidence/files")
JSON, FORM = ("application/json", "application/merge-patch+json"), "multipart/form-data"
BESIDE_A_FILE = 64 * 1024
"""Bytes of a form with a file, for its other fields and what stands between them."""
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Checksum-SHA256"
OF_THE_PAGE = frozenset({"content-length", "content-encoding", "content-language", "etag", "last-modified"})
"""Headers of a page about an error that say nothing about the problem made of it."""
GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE = ("GET", "HEAD")


def is_api(request: HttpRequest) -> bool:
    """Whether the address is one for programs; the page about the API, /api/, is not."""
    return request.path_info.startswith(ROOT)


def language_of(request: HttpRequest) -> str:
    """What Accept-Language wishes for, of the languages we have; bokmål otherwise. No cookie, no address."""
    for wish, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        short = {"no": "nb"}.get(wish[:2], wish[:2])
        if short in dict(settings.LANGUAGES):
            return short
    return settings.LANGUAGE_CODE


class Frame:
    """Problem documents for what is refused, leave for browsers elsewhere to read, and headers for caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return self.get_response(request)
        response = _preflight() if _is_preflight(request) else self.get_response(request)
        if request.method == "OPTIONS" and response.status_code == 405:
            response = _possible(response)
        if response.status_code >= 400 and response.get("Content-Type", "") != MEDIA_TYPE:
            with translation.override(language_of(request)):
                response = _as_problem(request, response)
        if request.method in (*SAFE, "OPTIONS"):
            response["Access-Control-Allow-Origin"] = "*"  # never with credentials: cookies are not looked at
            response["Access-Control-Expose-Headers"] = EXPOSED
        response.setdefault("Cache-Control", "no-cache")  # may be kept, must be asked about
        response["X-Content-Type-Options"] = "nosniff"
        response["Vary"] = "Accept-Language, Authorization"  # and on no cookie, whoever has looked at one
        response.cookies.clear()
        return response


class Callers:
    """Who asks: the token's user, or nobody. The session's cookie is never looked at, for reading or writing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_api(request):
            return self.get_response(request)
        language = language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        request.user = AnonymousUser()
        allowance = None
        try:
            token, fault = _token(request)
            allowance = limits.take(request, token)
            if allowance.is_over:
                raise allowance.problem()
            if fault:
                raise fault
            if takes_file(request) and token is None:
                raise no_token(ENTRIES_WRITE)  # before anybody reads megabytes
            _check_body(request)
            if token:
                _let_in(request, token)
            response = self.get_response(request)
        except Problem as problem:
            response = problems.response(request, problem)
        if allowance:
            allowance.put_on(response)
        return response


def _let_in(request: HttpRequest, token: ApiToken) -> None:
    request.user = request._cached_user = token.user  # type: ignore[attr-defined]  # also for the log
    request.api_token = token  # type: ignore[attr-defined]
    request.history = {"via": "api", "token": token.name}  # type: ignore[attr-defined]
    tokens.note_use(token)


def _token(request: HttpRequest) -> tuple[ApiToken | None, Problem | None]:
    """The caller's token if it works, and what is wrong with it otherwise."""
    header = request.headers.get("Authorization", "")
    if not header:
        return None, None
    scheme, _space, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        return None, bad_token(_("Send the token in the header “Authorization: Bearer ssp_…”."))
    token = tokens.token_of(secret.strip())
    if token is None:
        return None, bad_token(_("We do not know this token. Check that all of it was copied, or make a new one."))
    if token.state == "revoked":
        return None, bad_token(_("The token was revoked. Make a new one on your account's page of keys."))
    if token.state == "expired":
        return None, bad_token(_("The token has run out. Make a new one on your account's page of keys."))
    if not token.user.is_active:
        return None, bad_token(_("The account that the token belongs to is closed."))
    if lacks_second_factor(token.user):
        return None, bad_token(_("Your role asks for two-step login. Turn it on; then the token works again."))
    return token, None


def bad_token(detail: str) -> Problem:
    """401 for a token that does not work."""
    challenge = 'Bearer realm="samspill", error="invalid_token"'
    return Problem("bad-token", detail, headers={"WWW-Authenticate": challenge})


def no_token(scope: str) -> Problem:
    """401 for what asks for a token."""
    return Problem(
        "no-token",
        _("Only with a token that has the scope “%(scope)s”. You make one on your account's page of keys.")
        % {"scope": scope},
        headers={"WWW-Authenticate": f'Bearer realm="samspill", scope="{scope}"'},
    )


def takes_file(request: HttpRequest) -> bool:
    """Whether it is sent to where files are taken in: as a form, and larger than any JSON."""
    return request.method == "POST" and bool(FILES.fullmatch(request.path_info))


def _check_body(request: HttpRequest) -> None:
    """Size and type, before anybody reads it. Raises `Problem` 411, 413 or 415."""
    if request.method in (*SAFE, "DELETE"):
        return
    if "Transfer-Encoding" in request.headers and not request.META.get("CONTENT_LENGTH"):
        raise Problem("no-length", _("Send the body in one piece, with the header Content-Length."))
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_file = takes_file(request)
    most = settings.FILE_UPLOAD_MAX_SIZE + BESIDE_A_FILE if is_file else settings.API_BODY_MAX_SIZE
    if not length.isdecimal() or int(length[:12]) > most:
        raise Problem("too-large", _("A body has at most %(most)s bytes. Send less at a time.") % {"most": most})
    kind = (request.content_type or "").lower()
    if is_file and kind != FORM:
        raise Problem("wrong-type", _("Send the file in a form, with the header “Content-Type: multipart/form-data”."))
    if not is_file and int(length) and kind not in JSON:
        raise Problem("wrong-type", _("Send JSON in UTF-8, with the header “Content-Type: application/json”."))


def _is_preflight(request: HttpRequest) -> bool:
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def _preflight() -> HttpResponse:
    """What browsers of other sites may do: read what is open to everyone."""
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def _possible(response: HttpResponse) -> HttpResponse:
    """What can be done with an address (RFC 9110), made of the refusal that says so."""
    methods = {"OPTIONS", *(name.strip() for name in response["Allow"].split(","))}
    made = HttpResponse(status=204)
    del made["Content-Type"]
    for name, value in response.items():
        if name.lower() not in (*OF_THE_PAGE, "content-type"):
            made[name] = value
    made["Allow"] = ", ".join(sorted(methods))
    if "PATCH" in methods:
        made["Accept-Patch"] = JSON[1]
    return made


def _as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page about an error, made by somebody below, as a problem document."""
    code = problems.BY_STATUS.get(response.status_code, "unreadable" if response.status_code < 500 else "our-fault")
    details: dict[str, Any] = {
        "not-found": _("Check the address. All addresses stand in the document at /api/v1/openapi.json."),
        "wrong-method": _("Possible here: %(methods)s.") % {"methods": response.get("Allow", "")},
        "our-fault": _("It is written in our log, and nothing was saved. Try again later."),
        "unreadable": _("Check the address, the headers and the body."),
    }
    made = problems.response(request, Problem(code, str(details.get(code, ""))), status=response.status_code)
    for name, value in response.items():
        if name.lower() not in OF_THE_PAGE:
            made.setdefault(name, value)
    made["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    made["Content-Length"] = str(len(made.content))
    if getattr(response, "_has_been_logged", False):
        made._has_been_logged = True  # type: ignore[attr-defined]  # or Django does it again
    return made
