"""Registers: a centre's or unit's collection of entries."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from samspill.api import answers, cursors
from samspill.api.routing import reader, reads
from samspill.api.schemas.parties import RegisterList, RegisterOut
from samspill.registry import shown

router = Router(tags=["registers"])


@reads(router, "", RegisterList, summary="Registers, by code")
def register_list(
    request: HttpRequest,
    limit: Annotated[int, Query(ge=1, le=cursors.MOST, description="Rows on a page.")] = cursors.LIMIT,
    cursor: Annotated[str | None, Query(max_length=500, description="From “next” of the page before.")] = None,
) -> HttpResponse:
    """Those that are shown to everyone, and those in which you have a role."""
    rows = shown.registers_shown(reader(request)).select_related("organisation", "unit", "scale")
    page, after = cursors.cut(rows, cursors.BY_CODE, cursor=cursor, limit=limit)
    listed = RegisterList(items=[RegisterOut.of(row) for row in page], next=answers.next_address(request, after))
    return answers.page(request, listed, cursor=after)


@reads(router, "/{code}", RegisterOut, summary="A register", one=True)
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Who keeps it. What is in it: /entries?register=…"""
    rows = shown.registers_shown(reader(request)).select_related("organisation", "unit", "scale")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return answers.one(request, RegisterOut.of(found), state=answers.state_of(found))
