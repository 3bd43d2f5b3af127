"""Organisations: universities, municipalities, companies and all others; their size figures and units."""

from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router

from samspill.api import answers, cursors, likely, lookups
from samspill.api.routing import Cursor, IsNew, Limit, actor, reader, reads, writes
from samspill.api.schemas.base import OrganisationKind, href
from samspill.api.schemas.parties import (
    MemberList,
    MemberOut,
    NewOrganisation,
    NewSizeFigure,
    NewUnit,
    OrganisationChange,
    OrganisationList,
    OrganisationOut,
    OrganisationRow,
    SizeFigureList,
    SizeFigureOut,
    UnitList,
    UnitOut,
    person_ref,
    register_ref,
)
from samspill.api.scopes import PARTIES_WRITE
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain import organisations as acts
from samspill.parties.domain import units as unit_acts
from samspill.parties.models import County, Organisation, SizeFigure, Unit
from samspill.parties.queries import members_shown, representatives_on
from samspill.registry import shown

router = Router(tags=["organisations"])


@reads(router, "", OrganisationList, summary="Organisations, by code")
def organisation_list(
    request: HttpRequest,
    q: Annotated[str | None, Query(max_length=200, description="Words of the name, or the number.")] = None,
    kind: OrganisationKind | None = None,
    county: Annotated[str | None, Query(pattern="^[0-9]{2}$")] = None,
    taking_part: Annotated[str | None, Query(pattern="^1$", description="1: those with an entry.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Those that are active."""
    found = shown.taking_part(reader(request)) if taking_part else Organisation.objects.filter(is_active=True)
    if q and q.strip():
        found = found.filter(pk__in=shown.organisations_named(q))
    if kind:
        found = found.filter(kind=kind)
    if county:
        lookups.chosen(County.objects.all(), "county", number=county)
        found = found.filter(Q(county=county) | Q(municipality__county=county))
    page, after = cursors.cut(found, cursors.BY_CODE, cursor=cursor, limit=limit)
    return answers.rows(request, OrganisationList, [OrganisationRow.of(row) for row in page], after)


@reads(router, "/{code}", OrganisationOut, summary="An organisation", one=True)
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """With contact, size figures, registers, and who acts for it."""
    return _answer(request, find(code))


@writes(
    router, "POST", "", OrganisationOut, scope=PARTIES_WRITE, status=201, asks_once=True,
    summary="Make an organisation",
)  # fmt: skip
def organisation_new(request: HttpRequest, body: NewOrganisation, is_new: IsNew = None) -> HttpResponse:
    """Refused (looks-alike) while others look alike: ``likely`` names them. With ``is_new=1`` it is none of those."""
    made = acts.create_organisation(actor=actor(request), values=_values(body))
    if not is_new:
        likely.ask_of_organisation(made)
    return _answer(request, made, status=201, headers={"Location": href("organisations", made.code)})


@writes(
    router, "PATCH", "/{code}", OrganisationOut, scope=PARTIES_WRITE, versioned=True, summary="Change an organisation"
)
def organisation_change(request: HttpRequest, code: str, body: OrganisationChange) -> HttpResponse:
    """Only the fields that are sent."""
    found = find(code, lock=True)
    require(policies.may_edit_organisation(reader(request), found))
    answers.require_seen(request, _state(found), lambda: _out(request, found))
    saved = acts.update_organisation(organisation=found, actor=actor(request), values=_values(body))
    return _answer(request, saved)


@reads(router, "/{code}/size-figures", SizeFigureList, summary="Size figures of an organisation")
def size_figures(request: HttpRequest, code: str) -> HttpResponse:
    """All of them, newest first, those that were corrected too."""
    return answers.page(request, SizeFigureList(items=_figures(find(code))), cursor=None)


@writes(
    router, "POST", "/{code}/size-figures", SizeFigureOut, scope=PARTIES_WRITE, status=201, summary="Add a size figure"
)
def size_figure_new(request: HttpRequest, code: str, body: NewSizeFigure) -> HttpResponse:
    """As of a date, with its source. Older figures stay; one for the same date is kept as corrected."""
    found = find(code)
    made = acts.add_size_figure(
        organisation=found, actor=actor(request), measure=body.measure, value=body.value, on=body.date,
        source=body.source, is_approximate=body.is_approximate, unit=lookups.unit(body.unit) if body.unit else None,
    )  # fmt: skip
    return answers.one(request, SizeFigureOut.of(made), status=201)


@reads(router, "/{code}/units", UnitList, summary="Units of an organisation")
def organisation_units(
    request: HttpRequest, code: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """Its tree of today and of earlier days, as rows that name what they lie below."""
    rows = Unit.objects.filter(organisation=find(code)).select_related("organisation")
    page, after = cursors.cut(rows, cursors.BY_CODE, cursor=cursor, limit=limit)
    return answers.rows(request, UnitList, units_out(page), after)


@reads(router, "/{code}/people", MemberList, summary="Who belongs to an organisation today", token=True)
def organisation_people(
    request: HttpRequest,
    code: str,
    q: Annotated[str, Query(max_length=200, description="Words of the name.")] = "",
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """For those who look after the organisation or a unit of it: with their shares, and those without a public page."""
    rows = members_shown(reader(request), find(code), words=q.replace("\x00", "").strip())
    page, after = cursors.cut(rows, cursors.BY_NUMBER, cursor=cursor, limit=limit)
    return answers.rows(request, MemberList, [MemberOut.of_row(row) for row in page], after)


@writes(router, "POST", "/{code}/units", UnitOut, scope=PARTIES_WRITE, status=201, summary="Make a unit")
def unit_new(request: HttpRequest, code: str, body: NewUnit) -> HttpResponse:
    """At the top, or below another."""
    parent = lookups.unit(body.parent, "parent") if body.parent else None
    made = unit_acts.create_unit(
        organisation=find(code), actor=actor(request), parent=parent, values=lookups.changes(body, but=("parent",))
    )
    return answers.one(
        request, units_out([made])[0], state=answers.state_of(made), status=201,
        headers={"Location": href("units", made.code)},
    )  # fmt: skip


def units_out(rows: list[Unit]) -> list[UnitOut]:
    """Rows with the codes of those above them. One query."""
    above = {pk for row in rows for pk in row.ancestor_ids()[:-1]}
    codes = dict(Unit.objects.filter(pk__in=above).values_list("pk", "code"))
    return [UnitOut.of(row, codes) for row in rows]


def find(code: str, *, lock: bool = False) -> Organisation:
    """The organisation; locked until the write has ended, when it is to be changed. Raises `Http404`."""
    rows = Organisation.objects.select_for_update() if lock else Organisation.objects.all()
    return get_object_or_404(rows, code=code)


def _values(body: OrganisationChange) -> dict[str, Any]:
    values = lookups.changes(body)
    if values.get("municipality"):
        values["municipality"] = lookups.municipality(values["municipality"])
    return values


def _state(row: Organisation) -> str:
    return answers.state_of(row)


def _answer(request: HttpRequest, row: Organisation, **more: Any) -> HttpResponse:
    return answers.one(request, _out(request, row), state=_state(row), **more)


def _out(request: HttpRequest, row: Organisation) -> OrganisationOut:
    acting = reader(request)
    return OrganisationOut(
        **OrganisationRow.values(row),
        website=row.website,
        contact_email=row.contact_email,
        size_figures=_figures(row),
        registers=[register_ref(one) for one in shown.registers_shown(acting).filter(organisation=row)],
        representatives=[person_ref(one) for one in representatives_on(timezone.localdate(), row)],
    )


def _figures(row: Organisation) -> list[SizeFigureOut]:
    figures = SizeFigure.objects.filter(organisation=row).select_related("unit").order_by("-date", "-pk")
    return [SizeFigureOut.of(one) for one in figures]
