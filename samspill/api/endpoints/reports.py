"""Annual reports of registers and units: editions that never change."""

from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router

from samspill.api import answers, cursors
from samspill.api.problems import Problem
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.reports import ReportContentOut, ReportDifferenceOut, ReportList, ReportOut, ReportRow
from samspill.core.policy import require
from samspill.core.typesetting import TypesettingError
from samspill.parties.models import Unit
from samspill.registry import shown
from samspill.registry.models import Register
from samspill.reports import outputs, policies, queries
from samspill.reports.content import LANGUAGES
from samspill.reports.difference import compare
from samspill.reports.models import Edition

router = Router(tags=["reports"])


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
    return answers.rows(request, ReportList, [ReportRow(**ReportRow.values(row)) for row in page], after)


@reads(router, "/reports/{public_id}", ReportOut, summary="A report", one=True)
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it is of, its checksum, and where its content and files are. Everyone once it is published."""
    found = get_object_or_404(queries.editions(), public_id=public_id, state=Edition.State.READY)
    require(policies.may_read(reader(request), found))
    return answers.one(request, ReportOut.of(found), state=found.checksum[:16])


@reads(
    router, "/reports/{public_id}/content", ReportContentOut, summary="What a report says, as it is frozen", one=True
)
def report_content(request: HttpRequest, public_id: str) -> HttpResponse:
    """All languages, and the data they were built from: the bytes of which the checksum is taken."""
    found = _whole(request, public_id)
    return answers.exact(request, found.content, found.checksum_now())


@reads(router, "/reports/{public_id}/files/{form}", bytes, summary="A report as PDF, XLSX or JSON", one=True)
def report_file(request: HttpRequest, public_id: str, form: Literal["pdf", "xlsx", "json"]) -> HttpResponse:
    """In the language asked for; JSON holds all of them. Made of the frozen content alone."""
    found, language = _whole(request, public_id), _language()
    tag = f'"{found.checksum_now()[:16]}.{form}.{language}"'
    name = outputs.file_name(found, form, language)
    known = get_conditional_response(request, etag=tag)
    try:
        content = b"" if known or request.method == "HEAD" else outputs.write(found, form, language)
    except TypesettingError as error:
        detail = _("The file could not be made. The content is there as JSON; try again in a while.")
        raise Problem("not-now", detail, headers={"Retry-After": "60"}) from error
    answer = known or HttpResponse(content, content_type=outputs.TYPES[form])
    answer["ETag"] = tag
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _language() -> str:
    return get_language() or LANGUAGES[0]


@reads(
    router, "/reports/{public_id}/difference", ReportDifferenceOut, summary="What is different from the report before",
    one=True,
)  # fmt: skip
def report_difference(request: HttpRequest, public_id: str) -> HttpResponse:
    """Figures side by side, and entries that are new, gone or changed, in the language asked for."""
    found = _whole(request, public_id)
    makes = policies.may_make(reader(request), found.subject)
    before = queries.before(found, published=not makes)
    told = compare(before.document, found.document, _language()) if before else None
    return answers.one(request, ReportDifferenceOut.of(found, before, told), state=found.checksum[:16])


def _whole(request: HttpRequest, public_id: str) -> Edition:
    """With its content, which may be megabytes."""
    found = get_object_or_404(queries.editions().defer(None), public_id=public_id, state=Edition.State.READY)
    require(policies.may_read(reader(request), found))
    return found
