"""Work plans of a register."""

from typing import Annotated

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from samspill.api import answers, lookups
from samspill.api.routing import reader, reads
from samspill.api.schemas.base import href
from samspill.api.schemas.work_plans import WorkPlanList, WorkPlanOut, WorkPlanRow
from samspill.core.policy import require
from samspill.registry.models import Entry
from samspill.reviews import policies
from samspill.reviews.models import PlannedInnovation, WorkTask

router = Router(tags=["work plans"])
OPEN = Q(planned__outcome=PlannedInnovation.Outcome.OPEN)


@reads(router, "/registers/{code}/work-plans", WorkPlanList, summary="Work plans by year", one=True, token=True)
def work_plan_list(request: HttpRequest, code: str) -> HttpResponse:
    """Years that have a plan, the newest first; for those with a role in the register, and its task leaders."""
    register = lookups.register_at(code)
    require(policies.may_see_plan(reader(request), register))
    years = (
        WorkTask.objects.filter(register=register)
        .order_by("-year")
        .values("year")
        .annotate(tasks=Count("pk", distinct=True), number=Count("planned"), left=Count("planned", filter=OPEN))
        .values_list("year", "tasks", "number", "left")
    )
    rows = [
        WorkPlanRow(
            year=year, tasks=tasks, planned=planned, open=left, href=href("registers", code, "work-plans", year)
        )
        for year, tasks, planned, left in years
    ]
    return answers.one(request, WorkPlanList(items=rows), state=answers.state_of(register))


@reads(
    router, "/registers/{code}/work-plans/{year}", WorkPlanOut, summary="The work plan of a year", one=True, token=True
)
def work_plan(request: HttpRequest, code: str, year: Annotated[int, Path(ge=2000, le=2100)]) -> HttpResponse:
    """Its tasks with their possible innovations, and what became of those. A year without a plan has no tasks."""
    register, acting = lookups.register_at(code), reader(request)
    require(policies.may_see_plan(acting, register))
    planned = PlannedInnovation.objects.select_related("entry", "moved_from__task", "moved_to__task").order_by("pk")
    tasks = list(
        WorkTask.objects.filter(register=register, year=year)
        .select_related("leader")
        .prefetch_related(Prefetch("planned", queryset=planned))
        .order_by("name", "pk")
    )
    entries = {one.entry_id for task in tasks for one in task.planned.all() if one.entry_id}
    visible = set(Entry.objects.visible_to(acting).filter(pk__in=entries).values_list("pk", flat=True))
    return answers.one(
        request, WorkPlanOut.of(register, year, tasks, visible), state=answers.state_of(register)
    )  # fmt: skip
