"""Imports: spreadsheets sent to a register, how they stand, and what is wrong with their rows."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.base import ImportAction
from samspill.api.schemas.imports import ImportJobList, ImportJobOut, ImportJobRow, ImportRowList, ImportRowOut
from samspill.core.policy import require
from samspill.registry import policies
from samspill.registry.importing import queries
from samspill.registry.importing.showing import Shower
from samspill.registry.models import ImportJob

router = Router(tags=["imports"])


@reads(
    router, "/registers/{code}/imports", ImportJobList, summary="Spreadsheets sent to a register, the newest first",
    token=True,
)  # fmt: skip
def import_list(request: HttpRequest, code: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None) -> HttpResponse:
    """For the register's innovation leaders and administrators."""
    register = lookups.register_at(code)
    require(policies.curates_register(reader(request), register))
    page, after = cursors.cut(queries.jobs_of(register), cursors.NEWEST_MADE, cursor=cursor, limit=limit)
    rows = [ImportJobRow(**ImportJobRow.values(row, row.taken, row.waiting)) for row in page]  # type: ignore[attr-defined]
    return answers.rows(request, ImportJobList, rows, after)


@reads(router, "/imports/{public_id}", ImportJobOut, summary="An import", one=True, token=True)
def import_job(request: HttpRequest, public_id: str) -> HttpResponse:
    """How its columns are read, how far it has come, and how its records stand. Ask again to follow the work."""
    found = _find(request, public_id)
    stands = queries.standing(found)
    return answers.one(request, ImportJobOut.of(found, stands), state=answers.state_of(found, vars(stands)))


@reads(router, "/imports/{public_id}/rows", ImportRowList, summary="Records of an import", token=True)
def import_rows(
    request: HttpRequest,
    public_id: str,
    action: Annotated[ImportAction | None, Query(description="What becomes of them; without it: all.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """In the order of the sheet: what is wrong with each cell and what could stand there, and what would be changed."""
    found = _find(request, public_id)
    rows = queries.rows_of(found, action or "")
    page, after = cursors.cut(rows, cursors.BY_ROW, cursor=cursor, limit=limit)
    shower = Shower(found, page)
    return answers.rows(request, ImportRowList, [ImportRowOut.of(row, shower) for row in page], after)


def _find(request: HttpRequest, public_id: str) -> ImportJob:
    jobs = ImportJob.objects.select_related("register__organisation", "register__unit", "register__scale", "created_by")
    found = get_object_or_404(jobs, public_id=public_id)
    require(policies.curates_register(reader(request), found.register))
    return found
