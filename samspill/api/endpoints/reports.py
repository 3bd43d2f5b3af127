"""Annual reports of registers and units: editions that never change."""

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from samspill.api import answers, cursors
from samspill.api.routing import reader, reads
from samspill.api.schemas.reports import ReportContentOut, ReportList, ReportOut, ReportRow
from samspill.core.policy import require
from samspill.parties.models import Unit
from samspill.registry import shown
from samspill.registry.models import Register
from samspill.reports import policies, queries
from samspill.reports.models import Edition

router = Router(tags=["reports"])
Limit = Annotated[int, Query(ge=1, le=cursors.MOST, description="Rows on a page.")]
Cursor = Annotated[str | None, Query(max_length=500, description="From “next” of the page before.")]


@reads(router, "/registers/{code}/reports", ReportList, summary="Reports of a register, the last made first")
def register_reports(
    request: HttpRequest, code: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """Those that are published; for those who make them, all."""
    rows = shown.registers_shown(reader(request)).select_related("organisation", "unit")
    return _list(request, rows.filter(code=code).first(), cursor, limit)


@reads(router, "/units/{code}/reports", ReportList, summary="Reports of a unit, the last made first")
def unit_reports(request: HttpRequest, code: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None) -> HttpResponse:
    """Those that are published; for those who make them, all."""
    return _list(request, Unit.objects.select_related("organisation").filter(code=code).first(), cursor, limit)


def _list(request: HttpRequest, subject: Register | Unit | None, cursor: str | None, limit: int) -> HttpResponse:
    if subject is None:
        raise Http404
    makes = policies.may_make(reader(request), subject)
    rows = queries.editions_of(subject) if makes else queries.readable_of(subject)
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    listed = ReportList(
        items=[ReportRow(**ReportRow.values(row)) for row in page], next=answers.next_address(request, after)
    )
    return answers.page(request, listed, cursor=after)


@reads(router, "/reports/{public_id}", ReportOut, summary="A report", one=True)
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it is of, its checksum, and where its content and files are. Everyone once it is published."""
    found = queries.editions().filter(public_id=public_id, state=Edition.State.READY).first()
    if found is None:
        raise Http404
    require(policies.may_read(reader(request), found))
    return answers.one(request, ReportOut.of(found), state=found.checksum[:16])


@reads(
    router, "/reports/{public_id}/content", ReportContentOut, summary="What a report says, as it is frozen", one=True
)
def report_content(request: HttpRequest, public_id: str) -> HttpResponse:
    """All languages, and the data they were built from: the bytes of which the checksum is taken."""
    rows = queries.editions().defer(None)
    found = rows.filter(public_id=public_id, state=Edition.State.READY).first()
    if found is None:
        raise Http404
    require(policies.may_read(reader(request), found))
    return answers.exact(request, found.content, found.checksum_now())
