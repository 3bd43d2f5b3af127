"""What is done in the preview: mending a cell, answering a conflict, taking in, leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samspill.core.errors import RuleError
from samspill.registry.importing import acts
from samspill.registry.importing.progress import is_worked_on
from samspill.registry.importing.tasks import start
from samspill.registry.models import ImportJob
from samspill.workspace.users import signed_in
from samspill.workspace.views.imports import job_of

Status = ImportJob.Status


def _back(request: HttpRequest, job: ImportJob, row: str = "") -> HttpResponse:
    """To the same page of the preview, at the row."""
    asked = QueryDict(request.POST.get("query", "")[:200])
    query = {name: asked[name] for name in ("vis", "page") if name in asked}
    if row:
        query["rad"] = row
    address = reverse("workspace:import_job", args=[job.public_id])
    return redirect(f"{address}?{urlencode(query)}{f'#row-{row}' if row else ''}")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else -1


@login_required
@require_POST
def import_mend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another value for a faulty cell: a suggestion, or what was typed."""
    job = job_of(request, public_id)
    row, column = _number(request.POST.get("row", "")), _number(request.POST.get("column", ""))
    value = request.POST.get("suggestion", request.POST.get("value", ""))[:32_767]
    try:
        acts.mend(job=job, actor=signed_in(request), row=row, column=column, value=value)
    except RuleError as error:
        messages.error(request, error.message)
        return _back(request, job)
    left = job.rows.filter(faults__contains=[{"row": row}]).first()
    if left is None:
        messages.success(request, _("Row %(row)s has no faults now.") % {"row": row})
    else:
        messages.warning(request, _("Row %(row)s still has faults. See the messages beside it.") % {"row": row})
    return _back(request, job, str(left.number if left else row))


@login_required
@require_POST
def import_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep ours or take the sheet's, for one record or for all."""
    job = job_of(request, public_id)
    row = request.POST.get("row", "")
    try:
        number = acts.decide(
            job=job,
            actor=signed_in(request),
            choice=request.POST.get("choice", ""),
            row=_number(row) if row else None,
        )
        text = ngettext("%(number)s row is answered.", "%(number)s rows are answered.", number)
        messages.success(request, text % {"number": number})
    except RuleError as error:
        messages.error(request, error.message)
    return _back(request, job, row if _number(row) >= 0 else "")


@login_required
@require_POST
def import_confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take in all rows that are ready, in the background. Pressed twice, it is done once."""
    job = job_of(request, public_id)
    try:
        with transaction.atomic():
            if acts.confirm(job=job, actor=signed_in(request)):
                start(job)
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("workspace:import_job", job.public_id)


@login_required
@require_POST
def import_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave the sheet."""
    job = job_of(request, public_id)
    try:
        acts.cancel(job=job, actor=signed_in(request))
        messages.info(request, _("The sheet is put away. What was taken in already stays."))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("workspace:import_job", job.public_id)
    return redirect("workspace:import_list", job.register.code)


@login_required
@require_POST
def import_retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin anew what has stopped; while somebody works on it, nothing happens."""
    job = job_of(request, public_id)
    if job.status in (Status.CHECKING, Status.COMMITTING) and not is_worked_on(job):
        start(job)
        messages.info(request, _("It is begun anew."))
    return redirect("workspace:import_job", job.public_id)
