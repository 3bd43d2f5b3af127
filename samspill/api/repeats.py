"""A POST that is sent twice is done once: by its Idempotency-Key, within one transaction."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.api.models import Reply
from samspill.api.problems import Problem
from samspill.core.done_once import digest_of

KEPT = timedelta(hours=48)
HEADERS = ("Content-Type", "ETag", "Location", "Cache-Control")

CLAIM = """
    INSERT INTO api_reply (user_id, key, request_hash, headers, body, at) VALUES (%s, %s, %s, '{}', '', now())
    ON CONFLICT (user_id, key) DO NOTHING RETURNING id
"""


def once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the act, or give the answer that it got the first time. Whatever is refused leaves nothing, not even the key.

    Whoever sends the same key at the same moment waits in the database until the first has ended.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return undone_if_refused(act)
    if not re.fullmatch(r"[\x21-\x7e]{1,255}", key):
        raise Problem("unreadable", _("An Idempotency-Key has 1 to 255 visible ASCII characters, such as a UUID."))
    digest = hashlib.sha256(
        b"\n".join((str(request.method).encode(), request.path.encode(), _said(request)))
    ).hexdigest()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [request.user.pk, key, digest])
            claimed = cursor.fetchone()
        if claimed is None:
            return _again(Reply.objects.get(user=request.user.pk or 0, key=key), digest)
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
            return response
        Reply.objects.filter(pk=claimed[0]).update(
            status=response.status_code,
            headers={name: response[name] for name in HEADERS if name in response},
            body=response.content.decode(),
        )
    return response


def _said(request: HttpRequest) -> bytes:
    """What a request says. A form is written anew each time, with other marks between its fields."""
    if request.content_type != "multipart/form-data":
        return request.body
    return digest_of(sorted(request.POST.lists()), request.FILES)


def undone_if_refused(act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do the act in one transaction, of which nothing stays when the answer is a refusal."""
    with transaction.atomic():
        response = act()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    return response


def forget_old() -> int:
    """Delete answers that are older than `KEPT`; how many."""
    return Reply.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _again(reply: Reply, digest: str) -> HttpResponse:
    if reply.request_hash != digest:
        raise Problem(
            "key-used",
            _("This Idempotency-Key stands for another request, which was done. Make a new key for each new request."),
        )
    response = HttpResponse(reply.body.encode(), status=reply.status or 200)
    del response["Content-Type"]
    for name, value in reply.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response
