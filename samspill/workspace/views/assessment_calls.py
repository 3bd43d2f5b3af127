"""Assessments of a register: a new one, one of them, and closing it (R-REG-08, R-REG-09)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.core.prepared_rows import Prepared
from samspill.parties.domain.acting import acting_for
from samspill.registry import kept_entries
from samspill.registry.models import Register, RegisterProfile
from samspill.registry.policies import curates_register
from samspill.reviews import matrix, policies, standing
from samspill.reviews.domain import calls as domain
from samspill.reviews.models import Assessment, CallEntry
from samspill.reviews.queries import assessors_of, calls
from samspill.workspace import assessment_drafts
from samspill.workspace.assessment_results import PER_PAGE, chart_html, placed_html
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.reviews import CallForm
from samspill.workspace.users import signed_in

CALL = Prepared(lambda public_id: calls().filter(public_id=public_id), str)
ASSESSORS = Prepared(assessors_of, int)


def find_register(code: str) -> Register:
    """The register with what its pages ask of it."""
    return get_object_or_404(Register.objects.select_related("organisation", "unit", "profile"), code=code)


def narrowed_results(
    given: QueryDict, results: "QuerySet[CallEntry]", profile: RegisterProfile
) -> "tuple[QuerySet[CallEntry], dict[str, str]]":
    """The results that the address asks for, and what it asks: one cell, those high on both, or nothing."""
    chosen = matrix.chosen_in(given)
    if "p" in chosen:
        results = matrix.in_cell(results, int(chosen["p"]), int(chosen["i"]))
    elif chosen:
        least = profile.assessment_threshold
        results = results.filter(probability__gte=least, impact__gte=least)
    return results, chosen


@login_required
@takes_form
def call_new(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for an assessment."""
    user, register = signed_in(request), find_register(code)
    require(curates_register(acting_for(user), register))
    form = CallForm(request.POST if request.method == "POST" else None, register=register)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            call = domain.open_call(
                register=register,
                actor=user,
                title=given["title"],
                due_day=given["due_day"],
                assessors=list(given["assessors"]),
                entries=form.chosen,
                message=given["message"],
            )
        except RuleError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The assessment is open. The assessors find it in My work."))
            return redirect("workspace:assessment_call", call.public_id)
    context = {"register": register, "curates": True, "form": form}
    return render(request, "workspace/reviews/call_new.html", context, status=status_of(form))


@login_required
@require_safe
def assessment_call(request: HttpRequest, public_id: str) -> HttpResponse:
    """One call. While it is open: one's own answers, and how far each has come. Closed: what it came to."""
    user = signed_in(request)
    call = CALL.one_or_404(public_id)
    acting = acting_for(user)
    require(policies.may_see_call(acting, call))
    context: dict[str, Any] = {
        "register": call.register,
        "call": call,
        "curates": bool(curates_register(acting, call.register)),
        "is_asked": policies.is_asked(acting, call),
        "assessors": ASSESSORS(call.pk),
    }
    if call.is_open:
        own = Assessment.objects.filter(call=call, assessor=user, entry=OuterRef("entry"))
        rows = call.entries.select_related("entry").annotate(is_given=Exists(own)).order_by("position", "pk")
        listed = call.entries.count()
        context |= {
            "listed": listed,
            "silent": _silent(context["assessors"], listed),
            "page": Paginator(rows, 100).get_page(request.GET.get("page")),
            "next_row": rows.filter(is_given=False).first() if context["is_asked"] else None,
            "begun": assessment_drafts.begun(user, call),
        }
    else:
        stood = standing.of_call(call, kept_entries.entries_now(call.register_id))
        found = standing.cells((result for _entry, result in stood.placed), call.least)
        context |= {
            "listed": len(stood.placed) + len(stood.unassessed),
            "chart": chart_html(found, call.least) if found else "",
            "results": placed_html(request, stood, call.least),
            "nobody": stood.unassessed[:PER_PAGE],
        }
        if context["is_asked"] and (begun := assessment_drafts.begun(user, call)):
            context["never_given"] = call.entries.filter(entry__public_id__in=begun).select_related("entry")
    return render(request, "workspace/reviews/call.html", context)


def _silent(assessors: list[Any], listed: int) -> int:
    """How many of them have not answered all that is listed."""
    return sum(one.answers < listed for one in assessors)


@login_required
@require_POST
def call_close(request: HttpRequest, public_id: str) -> HttpResponse:
    """End it; then everybody's answers are shown."""
    user = signed_in(request)
    call = get_object_or_404(calls(), public_id=public_id)
    require(curates_register(acting_for(user), call.register))
    if call.is_open and not request.POST.get("sure") and _silent(ASSESSORS(call.pk), call.entries.count()):
        messages.error(request, _("Not closed: tick that it is to be closed although not all have answered."))
        return redirect("workspace:assessment_call", call.public_id)
    try:
        domain.close_call(call=call, actor=user)
        messages.success(request, _("The assessment is closed, and the answers are shown."))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("workspace:assessment_call", call.public_id)
