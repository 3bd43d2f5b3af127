"""Answers: one resource with its entity tag, or one page of a list."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from pydantic import BaseModel

from samspill.api.problems import Problem

JSON = "application/json"


def one(
    request: HttpRequest,
    resource: BaseModel,
    *,
    state: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A resource. With ``state`` it carries an entity tag of two parts, ``"state.form"``.

    The first part says what is kept (an update must name it in If-Match), the second also how it was written out:
    language, and what this reader may see (If-None-Match compares both, so a 304 is never about something else).
    """
    body = resource.model_dump_json(by_alias=True).encode()
    response = HttpResponse(body, status=status, content_type=JSON, headers=dict(headers or {}))
    if not state:
        return response
    tag = f'"{state}.{hashlib.sha256(body).hexdigest()[:12]}"'
    response["ETag"] = tag
    if request.method in ("GET", "HEAD"):
        return get_conditional_response(request, etag=tag, response=response) or response
    return response


def exact(request: HttpRequest, text: str, checksum: str) -> HttpResponse:
    """Frozen JSON, byte for byte as its SHA-256 is taken of it."""
    response = HttpResponse(text.encode(), content_type=JSON, headers={"X-Checksum-SHA256": checksum})
    response["ETag"] = tag = f'"{checksum}"'
    return get_conditional_response(request, etag=tag, response=response) or response


def nothing(status: int = 204) -> HttpResponse:
    """Done, and there is nothing to say about it."""
    response = HttpResponse(status=status)
    del response["Content-Type"]
    return response


def page(request: HttpRequest, resource: BaseModel, *, cursor: str | None) -> HttpResponse:
    """One page of a list; ``next`` (already in ``resource``) goes into the Link header too."""
    response = HttpResponse(resource.model_dump_json(by_alias=True).encode(), content_type=JSON)
    if cursor:
        response["Link"] = f'<{next_address(request, cursor)}>; rel="next"'
    return response


def rows(request: HttpRequest, kind: type[BaseModel], items: Sequence[BaseModel], after: str | None) -> HttpResponse:
    """One page of a list of rows, with the address of the next one; ``after``: its cursor, None on the last page."""
    return page(request, kind(items=items, next=next_address(request, after)), cursor=after)


def next_address(request: HttpRequest, cursor: str | None) -> str | None:
    """The address of the next page: this one with another cursor."""
    if not cursor:
        return None
    asked = [(name, value) for name, values in request.GET.lists() for value in values if name != "cursor"]
    return f"{settings.SITE_URL}{request.path}?{urlencode([*asked, ('cursor', cursor)])}"


def state_of(row: Model, *more: Any) -> str:
    """What a row of the database holds, as a short hash: the first part of its entity tag."""
    values = {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}
    text = json.dumps([values, *more], default=str, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def seen_state(request: HttpRequest) -> set[str] | None:
    """The states that If-Match names; None for ``*`` (whatever is there). Raises `Problem` 428 without If-Match."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Problem(
            "no-version",
            _(
                "Read the resource first, and send its ETag in the header If-Match, so that you do not overwrite "
                "what others have written."
            ),
        )
    if given == "*":
        return None
    return {tag.removeprefix("W/").strip('"').partition(".")[0] for tag in parse_etags(given)}


def stale(request: HttpRequest, *, current: BaseModel, state: str) -> Problem:
    """412 with both versions side by side."""
    return Problem(
        "stale",
        _("Nothing is saved. Compare “yours” with “current”, and send your change again with the ETag of “current”."),
        more={
            "yours": {"etag": request.headers.get("If-Match", ""), "sent": _sent(request)},
            "current": {"etag": f'"{state}"', "resource": json.loads(current.model_dump_json(by_alias=True))},
        },
    )


def _sent(request: HttpRequest) -> Any:
    """The body. A deletion has none that counts, and nobody has looked what it is."""
    return None if request.method == "DELETE" else json.loads(request.body or b"null")


def require_seen(request: HttpRequest, state: str, current: Callable[[], BaseModel]) -> None:
    """Raises `Problem` 428 without If-Match, and 412 unless it names the present state."""
    states = seen_state(request)
    if states is not None and state not in states:
        raise stale(request, current=current(), state=state)
