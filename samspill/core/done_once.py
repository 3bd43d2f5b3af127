"""Forms that start something are done once, however often the button is pressed (docs/adr/0044).

The page gives each showing of a form a mark of its own (`{% once %}`), which is all that a form needs. The same things
sent with the same mark are the same press: the second waits until the first has ended, and is led to where that led.
Whatever is refused, by a page with faults or by a message that says so on the page it leads to, is forgotten, so that
it can be mended and sent again; other things sent from a page that is gone back to are another act.

All of it is one transaction. What cannot be undone, such as a letter, waits until it has ended: `afterwards`.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from samspill.core import request_ids
from samspill.core.models import SentForm

log = logging.getLogger("samspill.done_once")

FIELD = "once"
NOT_SAID = {"csrfmiddlewaretoken", "kept"}
"""Fields that may differ between two presses of the same button: they are of the page, not of the one who sends."""
CLAIM = """
    INSERT INTO core_sentform (user_id, key, location, at) VALUES (%s, %s, '', now())
    ON CONFLICT (user_id, key) DO NOTHING RETURNING id
"""
WAITING = "_done_afterwards"
View = Callable[..., HttpResponseBase]


class DoneOnceMiddleware:
    """Does what was sent with a mark once. Stands last, so that all others have looked at the request before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> HttpResponseBase | None:
        """The answer to a form with a mark; None for everything else, which goes its usual way."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):  # programs have Idempotency-Key
            return None
        if not request.POST.get(FIELD) or not request.user.is_authenticated:
            return None
        key = _digest(request)
        waiting: list[Callable[[], None]] = []
        setattr(request, WAITING, waiting)
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(CLAIM, [request.user.pk, key])
                    claimed = cursor.fetchone()
                if claimed is None:
                    return _again(request, key)
                response = view(request, *args, **kwargs)
                rows = SentForm.objects.filter(pk=claimed[0])
                if isinstance(response, HttpResponseRedirect) and len(response.url) <= 2000 and not _refused(request):
                    rows.update(location=response.url)
                else:
                    rows.delete()
        except ReauthenticationRequired:
            return None  # the view says so once more, to allauth, which does not hear of what is raised in here
        for act in waiting:
            _do(request, act)
        return response


def afterwards(request: HttpRequest, act: Callable[[], None]) -> None:
    """Does it when what the request has done stands, and holds no lock: it may take its time, and tell by messages.

    At once when the form carried no mark. Not at all when the transaction came to nothing. A fault in it does not make
    a fault of what stands: it is logged, and the user is told.
    """
    waiting: list[Callable[[], None]] | None = getattr(request, WAITING, None)
    if waiting is None:
        _do(request, act)
    else:
        waiting.append(act)


def _do(request: HttpRequest, act: Callable[[], None]) -> None:
    try:
        act()
    except Exception:
        log.exception("what was to follow did not happen; what the user sent is saved")
        text = _(
            "What you sent is saved, but something that was to follow, such as a mail, did not happen. It is a fault "
            "of ours, and noted with the number %(number)s. See here what stands before you send anything again."
        )
        messages.error(request, text % {"number": request_ids.current()})


def _refused(request: HttpRequest) -> bool:
    """Whether the view has told why it did not do it; messages of earlier requests are not asked, nor used up."""
    told = getattr(messages.get_messages(request), "_queued_messages", ())
    return any(one.level >= messages.ERROR for one in told)


def _again(request: HttpRequest, key: str) -> HttpResponse:
    location = SentForm.objects.values_list("location", flat=True).get(user=request.user.pk or 0, key=key)
    messages.info(request, _("This was sent twice. It was done once, and here is what came of it."))
    return HttpResponseRedirect(location)


def _digest(request: HttpRequest) -> str:
    said = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_SAID)
    return digest_of([request.get_full_path(), said], request.FILES).hex()


def digest_of(said: object, files: MultiValueDict[str, Any]) -> bytes:
    """Of all that was sent. A file is known by its content: one of the same name may say something else by now."""
    digest = hashlib.sha256(json.dumps(said).encode())
    for name, named in sorted(files.lists()):
        for file in named:
            digest.update(json.dumps([name, file.name, file.size]).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.digest()
