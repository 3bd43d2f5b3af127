"""How an operation is declared: who may call it, what it asks for and answers, and what its document says."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest
from ninja import Query, Router

from samspill.accounts.models import User
from samspill.api.cursors import MOST
from samspill.api.scopes import READ
from samspill.parties.domain.acting import Acting, acting_for

F = TypeVar("F", bound=Callable[..., Any])
Limit = Annotated[int, Query(ge=1, le=MOST, description="Rows on a page.")]
Cursor = Annotated[str | None, Query(max_length=500, description="From “next” of the page before.")]
"""The two parameters of every list that comes in pages."""
IsNew = Annotated[
    str | None, Query(pattern="^1$", description="1: it is none of those that look alike (“likely” of looks-alike).")
]
"""Says what the box “It is none of those” says in the pages."""


def reads(
    router: Router, path: str, response: Any, *, summary: str, one: bool = False, token: bool = False, scope: str = READ
) -> Callable[[F], F]:
    """GET (and HEAD). ``one``: a single resource, with an entity tag. ``token``: only with a token, as the page is only
    for those who are logged in; so is all that asks for another ``scope`` than reading. A ``response`` of bytes: a
    file."""
    extra = {"x-scope": scope, "x-one": one, "x-token": token or scope != READ, "x-file": response is bytes}
    return router.api_operation(
        ["GET", "HEAD"], path, response=response, summary=summary, by_alias=True, openapi_extra=extra
    )


def writes(
    router: Router,
    method: str,
    path: str,
    response: Any,
    *,
    scope: str,
    summary: str,
    status: int = 200,
    versioned: bool = False,
    asks_once: bool = False,
) -> Callable[[F], F]:
    """POST, PATCH or DELETE by a token with ``scope``. ``versioned``: If-Match must name what the caller has seen.
    ``asks_once``: refused while others look alike, until the caller says that it is none of them (`IsNew`)."""
    extra = {"x-scope": scope, "x-versioned": versioned, "x-asks-once": asks_once}
    return router.api_operation(
        [method], path, response={status: response}, summary=summary, by_alias=True, openapi_extra=extra
    )


def reader(request: HttpRequest) -> Acting:
    """What the caller's roles amount to; nobody's without a token."""
    return acting_for(request.user)


def actor(request: HttpRequest) -> User:
    """The user whose token it is; the gate has seen to it that there is one."""
    assert isinstance(request.user, User)
    return request.user
