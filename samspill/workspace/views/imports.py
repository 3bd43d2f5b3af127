"""Pages of the spreadsheet import: earlier ones, a new one, matching, preview and result, progress."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.core.errors import RuleError
from samspill.core.importing.errors import SheetError, say
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.importing import acts, faulty_sheet, queries, work
from samspill.registry.importing.progress import is_worked_on
from samspill.registry.importing.showing import Shower
from samspill.registry.importing.tasks import start
from samspill.registry.models import ImportJob, ImportRow, Register
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.imports import MatchForm, SheetForm, UploadForm
from samspill.workspace.users import signed_in

Status, Action = ImportJob.Status, ImportRow.Action
PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_of(request: HttpRequest, code: str) -> Register:
    """The register, for those who curate it."""
    register = get_object_or_404(Register.objects.select_related("organisation", "unit", "scale"), code=code)
    require(policies.curates_register(acting_for(signed_in(request)), register))
    return register


def job_of(request: HttpRequest, public_id: str) -> ImportJob:
    """The import, for those who curate its register."""
    jobs = ImportJob.objects.select_related("register__organisation", "register__unit", "register__scale", "created_by")
    job = get_object_or_404(jobs, public_id=public_id)
    require(policies.curates_register(acting_for(signed_in(request)), job.register))
    return job


@login_required
@require_safe
def import_list(request: HttpRequest, code: str) -> HttpResponse:
    """Earlier imports into a register."""
    register = register_of(request, code)
    page = Paginator(queries.jobs_of(register), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/imports/list.html", {"register": register, "page": page})


@login_required
@takes_form
def import_new(request: HttpRequest, code: str) -> HttpResponse:
    """Send a spreadsheet."""
    register = register_of(request, code)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            name = form.upload.name or ""
            job = acts.receive(register=register, actor=signed_in(request), file=form.upload, name=name)
            return redirect("workspace:import_match", job.public_id)
        except SheetError as error:
            form.add_error("file", error.message)
    status = status_of(form)
    return render(request, "workspace/imports/new.html", {"register": register, "form": form}, status=status)


@login_required
@takes_form
def import_match(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what each column is."""
    job = job_of(request, public_id)
    if job.status not in (Status.UPLOADED, Status.CHECKED, Status.FAILED):
        return redirect("workspace:import_job", job.public_id)
    form = MatchForm(request.POST if request.method == "POST" else None, job=job)
    if request.method == "POST" and form.is_valid():
        try:
            job = acts.match_columns(job=job, actor=signed_in(request), mapping=form.mapping(), options=form.options())
            start(job)
            return redirect("workspace:import_job", job.public_id)
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {
        "job": job,
        "form": form,
        "sheet_form": SheetForm(job=job),
        "notices": [say(notice) for notice in job.notices],
        "left_out": sum(not code for code in job.mapping.values()),
        "failed": say(job.message) if job.status == Status.FAILED else "",
    }
    return render(request, "workspace/imports/match.html", context, status=status_of(form))


@login_required
@require_POST
def import_sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """Look at another sheet of the workbook, or at another row of headings."""
    job = job_of(request, public_id)
    form = SheetForm(request.POST, job=job)
    error = ""
    if form.is_valid():
        row = form.cleaned_data["header_row"]
        sheet = form.cleaned_data.get("sheet") or job.sheet
        try:
            acts.choose_sheet(job=job, actor=signed_in(request), sheet=sheet, header_row=row or None, find=row is None)
            return redirect("workspace:import_match", job.public_id)
        except (SheetError, RuleError) as problem:
            error = problem.message
    if error:
        form.add_error(None, error)
    context = {"job": job, "form": MatchForm(job=job), "sheet_form": form, "notices": [], "left_out": 0}
    return render(request, "workspace/imports/match.html", context, status=422)


@login_required
@require_safe
def import_job(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the import stands: matching, progress, or the preview, which is also the result."""
    job = job_of(request, public_id)
    if job.status in (Status.UPLOADED, Status.FAILED):
        return redirect("workspace:import_match", job.public_id)
    if job.status in (Status.CHECKING, Status.COMMITTING):
        return render(request, "workspace/imports/progress.html", progress_context(job))
    return render(request, "workspace/imports/preview.html", preview_context(request, job))


def progress_context(job: ImportJob) -> dict[str, Any]:
    """How far it is, and whether anybody works on it."""
    is_quiet = work.stopped().filter(pk=job.pk).exists()
    return {"job": job, "is_stuck": is_quiet and not is_worked_on(job), "has_begun": job.rows_done > 0}


@login_required
@require_safe
def import_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The part of the page that fetches itself; when the work is over it leads to the result."""
    job = job_of(request, public_id)
    if job.status not in (Status.CHECKING, Status.COMMITTING):
        response = HttpResponse()
        response["HX-Redirect"] = reverse("workspace:import_job", args=[job.public_id])
        return response
    return render(request, "workspace/imports/progress_part.html", progress_context(job))


def preview_context(request: HttpRequest, job: ImportJob) -> dict[str, Any]:
    """Records of one page with what they need to be shown, and the counts of all."""
    standing = queries.standing(job)
    action = request.GET.get("vis", "")
    if action not in Action.values:
        action = ""
    page = Paginator(queries.rows_of(job, action), PER_PAGE).get_page(request.GET.get("page"))
    shower = Shower(job, page.object_list)
    return {
        "job": job,
        "page": page,
        "rows": [shower.row(row) for row in page.object_list],
        "action": action,
        "filters": [(code, Action(code).label, number) for code, number in standing.found.items() if number],
        "total": sum(standing.found.values()),
        "ready": standing.ready,
        "taken": standing.taken,
        "taken_total": sum(standing.taken.values()),
        "faulty": standing.faulty,
        "conflicts": standing.conflicts,
        "notices": [say(notice) for notice in job.notices],
        "problem": say(job.message) if job.message else "",
        "can_change": job.status == Status.CHECKED,
        "query": _without_row(request.GET),
        "focus": request.GET.get("rad", "") if request.headers.get("HX-Request") else "",
    }


def _without_row(asked: QueryDict) -> str:
    """The address's own parameters, without the row that was last worked on."""
    kept = asked.copy()
    kept.pop("rad", None)
    return kept.urlencode()


@login_required
@require_safe
def import_faulty(request: HttpRequest, public_id: str) -> HttpResponse:
    """The faulty rows as a sheet, with the messages beside the cells; mended, it can be sent in as any other."""
    job = job_of(request, public_id)
    if not job.rows.filter(action=Action.FAULTY, taken_in_at=None).exists():
        return redirect("workspace:import_job", job.public_id)
    response = HttpResponse(faulty_sheet.write(job), content_type=XLSX)
    stem = slugify(job.file_name.rsplit(".", 1)[0].translate(str.maketrans("æøåÆØÅ", "aoaAOA"))) or "sheet"
    response["Content-Disposition"] = f'attachment; filename="{stem}-{slugify(_("faulty rows"))}.xlsx"'
    return response
