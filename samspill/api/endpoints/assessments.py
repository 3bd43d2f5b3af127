"""Assessments of a register: the matrix, the calls, and what was answered."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.assessments import (
    AssessmentList,
    AssessmentOut,
    AssessorOut,
    CallList,
    CallOut,
    CallRow,
    CellOut,
    MatrixOut,
    ResultList,
    ResultOut,
)
from samspill.api.schemas.base import href
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting
from samspill.registry.models import Register
from samspill.reviews import matrix, policies
from samspill.reviews.living import living_innovations
from samspill.reviews.models import AssessmentCall
from samspill.reviews.queries import assessors_of, calls, visible_assessments, with_progress

router = Router(tags=["assessments"])
OneToFive = Annotated[int | None, Query(ge=1, le=5, description="The cell's number; give both.")]


@reads(
    router, "/registers/{code}/assessment-matrix", MatrixOut, summary="The matrix of probability and impact",
    one=True, token=True,
)  # fmt: skip
def assessment_matrix(request: HttpRequest, code: str) -> HttpResponse:
    """What closed calls came to, for those who curate the register."""
    register = _register(request, code)
    results = matrix.results_of(register)
    found = matrix.cells(results, register.profile.assessment_threshold)
    base = href("registers", register.code, "assessment-results")
    out = MatrixOut(
        threshold=float(register.profile.assessment_threshold),
        cells=[
            CellOut(
                probability=one.probability, impact=one.impact, number=one.number, is_high=one.is_high,
                href=f"{base}?probability={one.probability}&impact={one.impact}",
            )
            for one in found
        ],
        placed=sum(one.number for one in found),
        high=sum(one.number for one in found if one.is_high),
        unassessed=living_innovations(register).exclude(pk__in=results.values("entry")).count(),
    )  # fmt: skip
    return answers.one(request, out, state=answers.state_of(register))


@reads(
    router, "/registers/{code}/assessment-results", ResultList, summary="What closed calls came to, by innovation",
    token=True,
)  # fmt: skip
def assessment_results(
    request: HttpRequest,
    code: str,
    probability: OneToFive = None,
    impact: OneToFive = None,
    high: Annotated[str | None, Query(pattern="^1$", description="1: high on both.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """The newest result of each living innovation, for those who curate the register."""
    register = _register(request, code)
    rows = matrix.high_of(register) if high else matrix.results_of(register)
    if probability and impact:
        rows = matrix.in_cell(rows, probability, impact)
    elif probability or impact:
        missing = "impact" if probability else "probability"
        raise lookups.wrong_parameter(missing, _("Give both probability and impact."))
    page, after = cursors.cut(rows.select_related("entry", "call"), cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    return answers.rows(
        request, ResultList, [ResultOut.of(row, register.profile.assessment_threshold) for row in page], after
    )


@reads(router, "/registers/{code}/assessment-calls", CallList, summary="Calls, the newest first", token=True)
def call_list(request: HttpRequest, code: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None) -> HttpResponse:
    """How many are asked and how much is answered; for those who curate the register."""
    rows = with_progress(calls().filter(register=_register(request, code)))
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    return answers.rows(request, CallList, [CallRow(**CallRow.values(row)) for row in page], after)


@reads(router, "/assessment-calls/{public_id}", CallOut, summary="A call", one=True, token=True)
def call(request: HttpRequest, public_id: str) -> HttpResponse:
    """For its assessors, and those who curate the register."""
    acting = reader(request)
    found = _call(public_id, acting)
    out = CallOut(
        **CallRow.values(found),
        message=found.message,
        assessors=[AssessorOut(name=str(one.user), answers=one.answers) for one in assessors_of(found.pk)],  # type: ignore[attr-defined]
        is_asked=policies.is_asked(acting, found),
        results=href("assessment-calls", found.public_id, "results"),
        assessments=href("assessment-calls", found.public_id, "assessments"),
    )
    return answers.one(request, out, state=answers.state_of(found))


@reads(router, "/assessment-calls/{public_id}/results", ResultList, summary="Innovations of a call", token=True)
def call_results(
    request: HttpRequest, public_id: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """And what it came to, once it is closed."""
    found = _call(public_id, reader(request))
    rows = found.entries.select_related("entry", "call")
    page, after = cursors.cut(rows, cursors.BY_NUMBER, cursor=cursor, limit=limit)
    return answers.rows(request, ResultList, [ResultOut.of(row, found.least) for row in page], after)


@reads(router, "/assessment-calls/{public_id}/assessments", AssessmentList, summary="Answers in a call", token=True)
def call_assessments(
    request: HttpRequest, public_id: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """Independent judgement: while it is open, others' answers are hidden until your own is given."""
    acting = reader(request)
    found = _call(public_id, acting)
    rows = visible_assessments(acting).filter(call=found)
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    return answers.rows(request, AssessmentList, [AssessmentOut.of(row) for row in page], after)


def _register(request: HttpRequest, code: str) -> Register:
    register = lookups.register_at(code)
    require(policies.may_see_results(reader(request), register))
    return register


def _call(public_id: str, acting: Acting) -> AssessmentCall:
    found = get_object_or_404(with_progress(calls()), public_id=public_id)
    require(policies.may_see_call(acting, found))
    return found
