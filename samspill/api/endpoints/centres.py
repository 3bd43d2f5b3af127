"""Centres: who hosts, who takes part, for how long, with which milestones."""

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.base import href
from samspill.api.schemas.centres import (
    CentreList,
    CentreOut,
    CentreRow,
    MilestoneOut,
    MoneyOut,
    PartnerOut,
    ScoreOut,
    StudyOut,
    centre_ref,
)
from samspill.api.schemas.parties import register_ref
from samspill.centres import filters, policies
from samspill.centres.domain.self_check import lines
from samspill.centres.models import Centre, Scheme, Study
from samspill.core.policy import require
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Unit
from samspill.registry import shown

router = Router(tags=["centres"])
Word = Annotated[str | None, Query(max_length=60)]


@reads(router, "", CentreList, summary="Centres, by code")
def centre_list(
    request: HttpRequest,
    scheme: Word = None,
    state: Literal["running", "ended"] | None = None,
    organisation: Annotated[str | None, Query(max_length=60, description="That hosts it or takes part in it.")] = None,
    role: Annotated[
        Literal["host", "partner"] | None, Query(description="What the organisation is; with “organisation”.")
    ] = None,
    register_: Annotated[str | None, Query(alias="register", max_length=60)] = None,
    unit: Word = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Those shown to everyone, and those that you run. Filters combine."""
    asked = {
        "scheme": scheme, "state": state, "organisation": organisation, "role": role, "register": register_,
        "unit": unit,
    }  # fmt: skip
    given = {name: value for name, value in asked.items() if value}
    acting = reader(request)
    places: dict[str, QuerySet[Any]] = {
        "scheme": Scheme.objects.all(), "organisation": Organisation.objects.all(), "unit": Unit.objects.all(),
        "register": shown.registers_shown(acting),
    }  # fmt: skip
    for name in set(places).intersection(given):
        lookups.chosen(places[name], name, code=given[name])
    if role and not organisation:
        raise lookups.wrong_parameter("role", _("Say of which organisation, with the parameter “organisation”."))
    found = filters.narrowed(given, acting).rows.select_related("scheme", "organisation", "unit")
    page, after = cursors.cut(found, cursors.BY_CODE, cursor=cursor, limit=limit)
    return answers.rows(request, CentreList, [CentreRow(**CentreRow.values(row)) for row in page], after)


@reads(router, "/{code}", CentreOut, summary="A centre", one=True)
def centre(request: HttpRequest, code: str) -> HttpResponse:
    """With its partners, milestones, registers and studies, and the self-check where it is shown."""
    found = get_object_or_404(Centre.objects.select_related("scheme", "organisation", "unit"), code=code)
    acting = reader(request)
    require(policies.may_see(acting, found))
    visible = Centre.objects.visible_to(acting)
    predecessor = visible.filter(successors=found).first()
    studies = Study.objects.filter(centre_links__centre=found)
    partners = found.partners.select_related("organisation").order_by("role", by_name("organisation__name_nb"))
    out = CentreOut(
        **CentreRow.values(found),
        description_nb=found.description_nb,
        description_nn=found.description_nn,
        description_en=found.description_en,
        website=found.website,
        contact_email=found.contact_email,
        partners=[PartnerOut.of(row) for row in partners],
        milestones=[MilestoneOut.of(row) for row in found.milestones.all()],
        registers=[register_ref(row) for row in shown.registers_shown(acting).filter(centre_links__centre=found)],
        predecessor=centre_ref(predecessor) if predecessor else None,
        successors=[centre_ref(row) for row in visible.filter(predecessor=found)],
        studies=[
            StudyOut.of(row) for row in (studies if policies.runs(acting, found) else studies.filter(is_public=True))
        ],
        public_money=[MoneyOut.of(row) for row in found.money.all()],
        self_check=_self_check(found, acting),
        recommendations=href("recommendations") + f"?subject=centre:{found.code}",
    )
    return answers.one(request, out, state=answers.state_of(found))


def _self_check(found: Centre, acting: Acting) -> list[ScoreOut] | None:
    """The scores that stand, advice by advice and year by year."""
    if not policies.may_see_check(acting, found):
        return None
    return [
        ScoreOut(advice=line.advice.code, name=line.advice.name, year=year, score=one.score, reason=one.reason)
        for line in lines(found, 0)
        for year, one in line.by_year.items()
    ]
