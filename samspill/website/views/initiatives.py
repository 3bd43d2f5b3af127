"""Initiatives such as SKI: the list, and the page of one with its phases, instruments, leaders and findings."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.centres import policies
from samspill.centres.exporting import initiative_table, leader_table
from samspill.centres.models import Appointment, Initiative, LeaderTask
from samspill.centres.queries import leaders_shown
from samspill.core import strange
from samspill.core.exporting import respond
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting, acting_for
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
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file."""
    rows = Initiative.objects.visible_to(acting_for(request.user))
    return respond(
        request,
        form=form,
        title=_("Initiatives"),
        problems=strange.told(strange.names(request.GET, ())),
        make=lambda: initiative_table(rows),
    )


@dataclass(frozen=True)
class Asked:
    """The leaders that the reader may see, the focus that the address narrows them to, and what nobody knows in it."""

    everybody: "QuerySet[Appointment]"
    focus: str
    problems: list[str]
    runs: bool


def _asked(request: HttpRequest, found: Initiative, acting: Acting) -> Asked:
    runs = bool(policies.runs(acting, found))
    focus = request.GET.get("focus", "")
    unknown = strange.names(request.GET, ["focus"])
    if focus and focus not in Appointment.Focus.values:
        unknown.append(f"{_('Main focus')}: {focus[: strange.LONGEST]}")
        focus = ""
    return Asked(leaders_shown(found, runs=runs), focus, strange.told(unknown), runs)


def _initiative(code: str, acting: Acting) -> Initiative:
    found = get_object_or_404(Initiative.objects.select_related("organisation", "unit"), code=code)
    require(policies.may_see(acting, found))
    return found


@require_safe
def leaders_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The innovation leaders of an initiative as a file, of today and other times, by ``?focus=``."""
    acting = acting_for(request.user)
    found = _initiative(code, acting)
    asked = _asked(request, found, acting)
    filters = [(_("Initiative"), found.name)]
    if asked.focus:
        filters.append((_("Main focus"), str(Appointment.Focus(asked.focus).label)))
    return respond(
        request,
        form=form,
        title=_("Innovation leaders"),
        filters=filters,
        problems=asked.problems,
        understood=urlencode({"focus": asked.focus}) if asked.focus else "",
        make=lambda: leader_table(asked.everybody.filter(focus=asked.focus) if asked.focus else asked.everybody),
    )


@require_safe
def initiative(request: HttpRequest, code: str) -> HttpResponse:
    """One initiative; with ``?focus=`` only the innovation leaders with this main focus."""
    acting = acting_for(request.user)
    found = _initiative(code, acting)
    today = timezone.localdate()
    asked = _asked(request, found, acting)
    everybody, focus = list(asked.everybody), asked.focus
    shown = [one for one in everybody if not focus or one.focus == focus]
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
        "problems": asked.problems,
        "milestones": [(one, one.is_late(today)) for one in found.milestones.all()],
        "recommendations": list(recommendations.order_by("source_date", "pk")),
        "runs": asked.runs,
    }
    return render(request, "website/centres/initiative.html", context)
