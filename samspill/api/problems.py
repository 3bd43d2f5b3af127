"""Every refusal of the API as a problem document (RFC 9457): what is wrong, where, and how to mend it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its code stands last in the type's address, and the page about the API explains it."""

    code: str
    status: int
    title: str | Promise
    mend: str | Promise


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "unreadable", 400, _("The request could not be read"), _("Look at the address, the headers and the body.")
        ),
        Kind("bad-parameter", 400, _("A parameter in the address is wrong"), _("“errors” names it and what is taken.")),
        Kind("bad-cursor", 400, _("The cursor is not one of ours"), _("Follow “next” as it stands.")),
        Kind("no-token", 401, _("A token is needed"), _("Send a key in the header Authorization.")),
        Kind(
            "bad-token",
            401,
            _("The token does not work"),
            _("It has run out, is revoked or was not copied whole: make a new one."),
        ),
        Kind("missing-scope", 403, _("The token lacks a scope"), _("Make a key with the scope in “needed_scope”.")),
        Kind("refused", 403, _("You may not do this"), _("“detail” says who may. Another key of yours does not help.")),
        Kind(
            "not-found",
            404,
            _("There is nothing here"),
            _("Check the address. Some of what you may not see is answered so too."),
        ),
        Kind("wrong-method", 405, _("The method is not possible here"), _("The header Allow names those that are.")),
        Kind("conflict", 409, _("It does not fit with what is there"), _("Read it again, and decide.")),
        Kind(
            "key-used",
            409,
            _("The Idempotency-Key was used for another request"),
            _("Make a new one for each new request."),
        ),
        Kind(
            "looks-alike",
            409,
            _("It may be there already"),
            _("Use one of those in “likely”. If it is none of them, send it again with is_new=1 in the address."),
        ),
        Kind("withdrawn", 410, _("The entry is withdrawn"), _("Take it out of your own copy. “reason” may say why.")),
        Kind("no-length", 411, _("The length of the body is not told"), _("Send it in one piece, not in chunks.")),
        Kind(
            "stale",
            412,
            _("Somebody has changed it since you read it"),
            _("Compare “yours” with “current”, and send again with the ETag of “current”."),
        ),
        Kind("too-large", 413, _("The body is too large"), _("Send less at a time.")),
        Kind(
            "wrong-type",
            415,
            _("The body is of another kind than is taken here"),
            _("JSON in UTF-8; a file in a form."),
        ),
        Kind(
            "invalid",
            422,
            _("The data break a rule"),
            _("“errors” names each field, what is wrong and what is taken. Nothing was saved."),
        ),
        Kind(
            "no-version", 428, _("Say which version you have seen"), _("Read it first, and send its ETag in If-Match.")
        ),
        Kind("too-many", 429, _("Too many requests"), _("Wait as many seconds as Retry-After says.")),
        Kind(
            "our-fault",
            500,
            _("Something went wrong on our side"),
            _("Nothing was saved. Try again later, with the same Idempotency-Key."),
        ),
        Kind("not-now", 503, _("It cannot be done right now"), _("Try again in a while.")),
    )
}
"""By code. A code is for programs and never changes."""

BY_STATUS = {
    400: "unreadable", 401: "no-token", 403: "refused", 404: "not-found", 405: "wrong-method", 409: "conflict",
    410: "withdrawn", 411: "no-length", 412: "stale", 413: "too-large", 415: "wrong-type", 422: "invalid",
    429: "too-many", 500: "our-fault", 503: "not-now",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One wrong thing. ``pointer`` (RFC 6901) names a field of the body, ``parameter`` one of the address."""

    message: str
    pointer: str | None = None
    parameter: str | None = None
    mend: str = ""

    def as_json(self) -> dict[str, str]:
        """Without what is not known."""
        said = {"pointer": self.pointer, "parameter": self.parameter, "message": self.message, "mend": self.mend}
        return {name: value for name, value in said.items() if value or (name == "pointer" and value is not None)}


@dataclass
class Problem(Exception):
    """Raised anywhere in the API; becomes the answer."""

    code: str
    detail: str
    errors: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.detail


def type_of(code: str) -> str:
    """The address that names a kind of problem; it leads to where it is explained."""
    return f"{settings.SITE_URL}/api/#{code}"


def response(request: HttpRequest, problem: Problem, *, status: int | None = None) -> HttpResponse:
    """The problem as an answer."""
    kind = KINDS[problem.code]
    body: dict[str, Any] = {
        "type": type_of(kind.code),
        "title": str(kind.title),
        "status": status or kind.status,
        "detail": problem.detail or str(kind.title),
        "instance": request.path,
    }
    if problem.errors:
        body["errors"] = [fault.as_json() for fault in problem.errors]
    body |= problem.more
    return HttpResponse(
        json.dumps(body, ensure_ascii=False, default=str).encode("utf-8", "replace"),
        status=body["status"],
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )


def of_validation(error: ValidationError) -> list[Fault]:
    """The faults that Django's validation found, by field."""
    if not hasattr(error, "error_dict"):
        return [Fault(message=message, pointer="") for message in error.messages]
    return [
        Fault(message=message, pointer=pointer_to(name), mend=known_at(WHERE.get(name, "")))
        for name, messages in error.message_dict.items()
        for message in messages
    ]


WHERE = {
    "types": "vocabularies/entry-types", "disciplines": "vocabularies/disciplines", "sdgs": "vocabularies/sdgs",
    "service_areas": "vocabularies/service-areas", "roles": "vocabularies/contribution-roles",
    "role": "vocabularies/participation-roles", "level": "readiness-scales", "scheme": "vocabularies/centre-schemes",
    "register": "registers", "organisation": "organisations", "partner": "organisations", "person": "people",
    "municipality": "municipalities", "county": "counties", "region": "regions", "profile": "profiles",
    "channel": "channels", "type": "vocabularies/entry-types", "sdg": "vocabularies/sdgs",
    "discipline": "vocabularies/disciplines", "area": "vocabularies/service-areas", "effect": "vocabularies/effects",
    "recipient": "vocabularies/recipients", "entry": "entries",
}  # fmt: skip
"""A field of a body, a parameter or a facet -> where the values stand that it takes."""


def known_at(place: str) -> str:
    """How to mend a value that is not known; empty without a ``place``."""
    return gettext("Look here: %(address)s") % {"address": f"{settings.SITE_URL}/api/v1/{place}"} if place else ""


def pointer_to(*path: str | int) -> str:
    """A JSON pointer (RFC 6901) to a field of the body; of the whole body when nothing is named."""
    return "".join(
        "/" + str(part).replace("~", "~0").replace("/", "~1") for part in path if part not in ("", "__all__")
    )
