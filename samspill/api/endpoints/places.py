"""Municipalities, counties and regions of Norway."""

from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reads
from samspill.api.schemas.parties import organisation_ref
from samspill.api.schemas.places import (
    CountyList,
    CountyOut,
    MunicipalityList,
    MunicipalityOut,
    MunicipalityRow,
    OriginOut,
    RegionList,
    RegionOut,
)
from samspill.parties.models import County, Municipality, MunicipalityChange, Organisation, Region

router = Router(tags=["places"])
NAMES = ("name_south_sami", "name_lule_sami", "name_north_sami", "name_kven")


@reads(router, "/regions", RegionList, summary="Regions")
def region_list(request: HttpRequest) -> HttpResponse:
    """All regions of the country (landsdeler)."""
    return answers.page(request, RegionList(items=[RegionOut.of(row) for row in Region.objects.all()]), cursor=None)


@reads(router, "/counties", CountyList, summary="Counties")
def county_list(request: HttpRequest) -> HttpResponse:
    """All counties."""
    rows = County.objects.select_related("region")
    return answers.page(request, CountyList(items=[CountyOut.of(row) for row in rows]), cursor=None)


@reads(router, "/municipalities", MunicipalityList, summary="Municipalities, by number")
def municipality_list(
    request: HttpRequest,
    county: Annotated[str | None, Query(pattern="^[0-9]{2}$")] = None,
    q: Annotated[str | None, Query(max_length=100, description="Part of the name.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """The municipalities of 2024."""
    rows = Municipality.objects.all()
    if county:
        lookups.chosen(County.objects.all(), "county", number=county)
        rows = rows.filter(county=county)
    if q and q.strip():
        rows = rows.filter(Q(name__icontains=q.strip()) | Q(name_official__icontains=q.strip()))
    page, after = cursors.cut(rows, cursors.BY_OFFICIAL_NUMBER, cursor=cursor, limit=limit)
    return answers.rows(request, MunicipalityList, [MunicipalityRow.of(row) for row in page], after)


@reads(router, "/municipalities/{number}", MunicipalityOut, summary="A municipality", one=True)
def municipality(request: HttpRequest, number: str) -> HttpResponse:
    """With what it was made of, and the organisation that takes part."""
    found = get_object_or_404(Municipality.objects.prefetch_related("origins"), pk=number)
    party = found.organisations.filter(kind=Organisation.Kind.MUNICIPALITY).first()
    out = MunicipalityOut.model_validate(
        MunicipalityRow.values(found)
        | {name: getattr(found, name) for name in NAMES}
        | {
            "origins": [
                OriginOut.of(one) for one in found.origins.all() if one.kind != MunicipalityChange.Kind.UNCHANGED
            ],
            "organisation": organisation_ref(party) if party else None,
        }
    )
    return answers.one(request, out, state=answers.state_of(found))
