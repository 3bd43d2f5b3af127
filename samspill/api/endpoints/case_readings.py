"""Impact cases as a partner reads them that was asked to: also before they are published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from samspill.api import answers, cursors
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.cases import CaseReadingList, CaseReadingOut, CaseReadingRow, CaseReviewOut, CaseWords
from samspill.cases import policies, wording
from samspill.cases.models import CaseReview
from samspill.cases.queries import asked_of
from samspill.core.policy import require

router = Router(tags=["case readings"])


@reads(router, "/me/case-readings", CaseReadingList, summary="Impact cases that you are asked to read", token=True)
def my_readings(
    request: HttpRequest,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """For organisations that you act for, those that are answered too; the last asked first."""
    rows = asked_of(reader(request)).select_related("entry", "organisation")
    page, after = cursors.cut(rows, cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    return answers.rows(request, CaseReadingList, [CaseReadingRow.of(row) for row in page], after)


@reads(router, "/case-readings/{public_id}", CaseReadingOut, summary="A case to read", one=True, token=True)
def case_reading(request: HttpRequest, public_id: str) -> HttpResponse:
    """For those who act for the organisation that was asked. It is answered in the pages."""
    rows = CaseReview.objects.select_related("entry", "organisation", "asked_by", "answered_by")
    found = get_object_or_404(rows, public_id=public_id)
    require(policies.may_answer(reader(request), found))
    versions = list(wording.read_versions(found.entry).values())
    out = CaseReadingOut(
        **CaseReviewOut.values(found, wording.checksum(versions)),
        **CaseWords.said(found.entry, versions, contacts=False),
    )
    return answers.one(request, out, state=answers.state_of(found))
