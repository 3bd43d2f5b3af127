"""The matrix of a register's closed assessments, and the innovations of a cell (R-REG-08, R-REG-09).

The same for all who may see it. It is made of all the register's innovations, so the process keeps it while none of
them has changed, nobody has answered and no assessment was opened or closed (`core.kept_pieces`); and each part of it
while that part says the same, so that a change of one innovation makes little anew.
"""

from collections.abc import Hashable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samspill.core.kept_pieces import KeptPieces
from samspill.core.policy import require
from samspill.core.prepared_rows import Prepared
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Register
from samspill.reviews import policies, standing
from samspill.reviews.models import AssessmentCall
from samspill.reviews.queries import with_progress
from samspill.reviews.standing import Standing
from samspill.workspace.assessment_results import PER_PAGE, chart_html, placed_html
from samspill.workspace.users import signed_in

REGISTER = Prepared(
    lambda code: Register.objects.select_related("organisation", "unit", "profile").filter(code=code), str
)
ASKED = {"p", "i", "high", "left", "page"}
"""What an address may ask for; with anything else in it, the page is made anew."""
_bodies, _calls = KeptPieces[SafeString](300), KeptPieces[SafeString](100)


@login_required
@require_safe
def register_assessment(request: HttpRequest, code: str) -> HttpResponse:
    """The matrix of what closed assessments came to; a cell opens its innovations below."""
    register = REGISTER.one_or_404(code)
    require(policies.may_see_results(acting_for(signed_in(request)), register))
    context = {"register": register, "curates": True, "body": _body(request, register)}
    return render(request, "workspace/reviews/assessment.html", context)


def _body(request: HttpRequest, register: Register) -> SafeString:
    """One query, and one for what has changed of entries, results and assessments."""
    known, own, calls = standing.how_it_stands(register.pk)
    name = (register.pk, get_language(), request.META.get("QUERY_STRING", ""))
    stamp = (known.number, own, calls)
    found = _bodies.find(name, stamp)
    if found is None:
        found = _made(request, register, standing.standing_of(register.pk, known, calls), (own, calls))
        if ASKED.issuperset(request.GET):
            _bodies.keep(name, stamp, found)
    return found


def _made(request: HttpRequest, register: Register, stood: Standing, calls: Hashable) -> SafeString:
    results = [result for _entry, result in stood.placed]
    found = standing.cells(results, register.profile.assessment_threshold)
    context: dict[str, Any] = {
        "register": register,
        "chart": chart_html(found, register.profile.assessment_threshold) if found else "",
        "high": sum(one.number for one in found if one.is_high),
        "other_thresholds": standing.other_thresholds(results, register.profile.assessment_threshold),
        "placed": len(stood.placed),
        "unassessed": len(stood.unassessed),
        "calls": _calls_html(register, calls),
    }
    if request.GET.get("left") and stood.unassessed:
        context["left"] = Paginator(stood.unassessed, PER_PAGE).get_page(request.GET.get("page"))
    elif found:
        context["results"] = placed_html(
            request, stood, register.profile.assessment_threshold, export=_export(request, register)
        )
    return SafeString(render_to_string("workspace/reviews/assessment_body.html", context, request))


def _export(request: HttpRequest, register: Register) -> SafeString:
    query = f"?{request.GET.urlencode()}"
    context = {"route": "workspace:export_results", "arg": register.code, "query": query}
    return SafeString(render_to_string("core/export.html", context))


def _calls_html(register: Register, stamp: Hashable) -> SafeString:
    """The assessments so far, kept while they are as they were."""
    name = (register.pk, get_language())
    found = _calls.find(name, stamp)
    if found is None:
        calls = with_progress(AssessmentCall.objects.filter(register=register))
        found = render_to_string("workspace/reviews/assessment_calls.html", {"register": register, "calls": calls})
        _calls.keep(name, stamp, found)
    return found
