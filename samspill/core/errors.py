"""Error pages, and the one exception for input that a rule refuses."""

import errno
import logging
import smtplib
import sys
from collections.abc import Sequence
from traceback import walk_tb

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from samspill.core import not_taken, request_ids
from samspill.core.connections import is_away
from samspill.core.policy import Refusal

log = logging.getLogger("samspill.lacking")


class RuleError(Exception):
    """Input breaks a rule. ``message`` says what and how to mend it; ``field`` says where (a form field, or empty).

    Where several things are wrong, ``message`` says all of them, and ``each`` has them one by one: (field, message).
    """

    status = 422
    """Of the page that tells it. The API has its own: whoever sends If-Match gets 412."""

    def __init__(self, message: object, *, field: str = "", each: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field
        self.each = each or [(field, self.message)]


class Meanwhile(RuleError):
    """What was sent would do, had nobody else done something meanwhile: the page shows that, and what was typed."""

    status = 409


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400 for what cannot be read: too large, damaged, or made by a scanner. Asks the request for its path only.

    It may come before anybody has looked at which language the path is in.
    """
    with translation.override(translation.get_language_from_path(request.path_info) or translation.get_language()):
        return HttpResponse(render_to_string("core/400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the reason that the policy gave; and what was typed, if it was a form."""
    if not isinstance(exception, Refusal):
        return render(request, "core/403.html", status=403)
    reason = str(exception)
    texts = not_taken.keep(request, reason=reason)
    if request.headers.get("X-Requested-With") == "fetch":
        kept = _("What you typed is kept, for you to copy.") if texts else ""
        return JsonResponse({"state": "refused", "text": f"{reason} {kept}".strip()}, status=403)
    context = {"reason": reason, "texts": texts, "came_from": not_taken.came_from(request)}
    return render(request, "core/403.html", context, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form comes without the right token: most often the user logged in anew in another tab."""
    return render(request, "core/403_form.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 with a search box and the ways onward; and what was typed, if it was a form of what is gone since."""
    context = {"texts": not_taken.keep(request), "came_from": not_taken.came_from(request)}
    return render(request, "core/404.html", context, status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429 when a rate limit is reached."""
    return render(request, "core/429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without touching the database: it may be what failed.

    What lacks outside of the program is 503, and one line in the log says why: Django's hundred would hide it.
    """
    error = sys.exc_info()[1]
    lacks = lacking(error)
    context = {"request_id": request_ids.current(), "lacks": lacks}
    response = render(request, "core/500.html", context, status=503 if lacks else 500)
    if lacks:
        log.error("the %s cannot be used now: %s", lacks, told_of(error))
        response["Retry-After"] = "10"
        response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def lacking(error: BaseException | None) -> str:
    """What outside of the program stands in the way: database, disk or mail server; empty when it is the program."""
    if is_away(error):
        return "database"
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "disk"
    if isinstance(error, smtplib.SMTPException) or (isinstance(error, OSError) and _in_mail(error)):
        return "mail server"
    return ""


def told_of(error: BaseException | None) -> str:
    """The kind of error and its first line; of a mail server's answer its number, as its words may name the reader."""
    said = str(error).partition("\n")[0]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = ", ".join(str(code) for code, _words in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        said = str(error.smtp_code)
    return f"{type(error).__name__}: {said}"


def may_have_left(error: BaseException) -> bool:
    """Whether the mail server had been given the letter when it fell silent: nobody knows then if it is delivered.

    A server that takes its time with a letter, to look for viruses say, may well deliver it after we have given up.
    """
    if isinstance(error, smtplib.SMTPResponseException):
        return False
    frames = (frame for frame, _line in walk_tb(error.__traceback__) if frame.f_code is smtplib.SMTP.data.__code__)
    return any("q" in frame.f_locals for frame in frames)  # the letter as it is sent, once the server asks for it


def _in_mail(error: OSError) -> bool:
    names = (str(frame.f_globals.get("__name__")) for frame, _line in walk_tb(error.__traceback__))
    return any(name.startswith("django.core.mail") for name in names)
