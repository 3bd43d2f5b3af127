"""Registers: a centre's or unit's collection of entries."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.parties import register_ref
from samspill.api.schemas.registers import (
    CarriedCount,
    CarriedOnList,
    CarriedOnOut,
    RegisterList,
    RegisterOut,
    RegisterWhole,
)
from samspill.core.policy import require
from samspill.registry import policies, shown
from samspill.registry.models import CarriedOn, Entry

router = Router(tags=["registers"])


@reads(router, "", RegisterList, summary="Registers, by code")
def register_list(
    request: HttpRequest,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Those that are shown to everyone, and those in which you have a role."""
    rows = shown.registers_shown(reader(request)).select_related("organisation", "unit", "scale")
    page, after = cursors.cut(rows, cursors.BY_CODE, cursor=cursor, limit=limit)
    return answers.rows(request, RegisterList, [RegisterOut.of(row) for row in page], after)


@reads(router, "/{code}", RegisterWhole, summary="A register", one=True)
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Who keeps it, and which registers carry entries of it on. What is in it: /entries?register=…"""
    rows = shown.registers_shown(reader(request)).select_related("organisation", "unit", "scale")
    found = get_object_or_404(rows, code=code)
    carried_on = [
        CarriedCount(register_=register_ref(one), entries=one.count)  # type: ignore[attr-defined]
        for one in shown.successors(found.pk)
    ]
    out = RegisterWhole(**RegisterOut.of(found).model_dump(), carried_on=carried_on)
    return answers.one(request, out, state=answers.state_of(found))


@reads(
    router, "/{code}/carried-on", CarriedOnList, summary="Entries that another register carries on, the last first",
    token=True,
)  # fmt: skip
def register_carried_on(
    request: HttpRequest,
    code: str,
    came: Annotated[str | None, Query(pattern="^1$", description="1: those that came from other registers.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Where they went, when and why; for the register's innovation leaders and administrators."""
    found, acting = lookups.register_at(code), reader(request)
    require(policies.curates_register(acting, found))
    rows = CarriedOn.objects.filter(**{"target" if came else "source": found})
    page, after = cursors.cut(
        rows.select_related("entry", "source", "target"), cursors.NEWEST_MADE, cursor=cursor, limit=limit
    )
    entries = Entry.objects.visible_to(acting).filter(pk__in=[row.entry_id for row in page])
    visible = set(entries.values_list("pk", flat=True))
    return answers.rows(request, CarriedOnList, [CarriedOnOut.of(row, visible) for row in page], after)
