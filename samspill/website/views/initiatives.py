"""Initiatives such as SKI: the list, and the page of one with its phases, instruments, leaders and findings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from samspill.centres import policies
from samspill.centres.models import Appointment, Initiative, LeaderTask
from samspill.centres.queries import leaders_shown
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.recommendations.models import Recommendation


@require_safe
def initiative_list(request: HttpRequest) -> HttpResponse:
    """All that the reader may see."""
    acting = acting_for(request.user)
    context = {
        "section": "environments",
        "initiatives": list(Initiative.objects.visible_to(acting).select_related("organisation")),
        "may_make": bool(policies.makes_any(acting)),
    }
    return render(request, "website/centres/initiatives.html", context)


@require_safe
def initiative(request: HttpRequest, code: str) -> HttpResponse:
    """One initiative; with ``?focus=`` only the innovation leaders with this main focus."""
    found = get_object_or_404(Initiative.objects.select_related("organisation", "unit"), code=code)
    acting = acting_for(request.user)
    require(policies.may_see(acting, found))
    today = timezone.localdate()
    runs = bool(policies.runs(acting, found))
    everybody = list(leaders_shown(found, runs=runs))
    focus = request.GET.get("focus", "")
    shown = [one for one in everybody if focus not in Appointment.Focus.values or one.focus == focus]
    tasks = {row.code: row.name for row in LeaderTask.objects.all()}
    recommendations = Recommendation.objects.visible_to(acting).about("initiative", found.code)
    context = {
        "section": "environments",
        "initiative": found,
        "phases": [(one, one.start <= today and (one.end is None or one.end >= today)) for one in found.phases.all()],
        "instruments": list(found.instruments.all()),
        "leaders": [(one, [tasks.get(code, code) for code in one.tasks]) for one in shown if one.holds_on(today)],
        "former": [one for one in shown if not one.holds_on(today)],
        "focuses": [
            (code, label, sum(one.focus == code for one in everybody))
            for code, label in Appointment.Focus.choices
            if any(one.focus == code for one in everybody)
        ],
        "focus": focus,
        "milestones": [(one, one.is_late(today)) for one in found.milestones.all()],
        "recommendations": list(recommendations.order_by("source_date", "pk")),
        "runs": runs,
    }
    return render(request, "website/centres/initiative.html", context)
