"""The matrix of a register's closed assessments, and the innovations of a cell (R-REG-08, R-REG-09).

The same for all who may see it. It is made of all the register's innovations, so the process keeps it while none of
them has changed, nobody has answered and no assessment was opened or closed (`core.kept_pieces`).
"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samspill.core import prepared
from samspill.core.kept_pieces import KeptPieces, rows_stamp
from samspill.core.policy import require
from samspill.core.prepared_rows import Prepared
from samspill.parties.domain.acting import acting_for
from samspill.registry.models import Register
from samspill.reviews import matrix, policies
from samspill.reviews.living import living_innovations
from samspill.reviews.models import AssessmentCall
from samspill.reviews.queries import with_progress
from samspill.workspace.users import signed_in
from samspill.workspace.views.assessment_calls import PER_PAGE, results_context

REGISTER = Prepared(
    lambda code: Register.objects.select_related("organisation", "unit", "profile").filter(code=code), str
)
ASKED = {"p", "i", "high", "left", "page"}
"""What an address may ask for; with anything else in it, the page is made anew."""
_STANDS = f"""
    SELECT (SELECT concat(count(*), '|', bit_xor(hashtextextended(concat(e.ctid, e.xmin), 0)))
            FROM registry_entry e WHERE e.register_id = r.id),
        {rows_stamp("r", "p")},
        (SELECT string_agg(concat({rows_stamp("c")},
            (SELECT count(*) FROM reviews_callassessor a WHERE a.call_id = c.id), '|', CASE WHEN c.closed_at IS NULL
            THEN (SELECT count(*) FROM reviews_assessment s WHERE s.call_id = c.id) END), ' ' ORDER BY c.id)
         FROM reviews_assessmentcall c WHERE c.register_id = r.id)
    FROM registry_register r JOIN registry_registerprofile p ON p.id = r.profile_id WHERE r.id = %s
"""  # noqa: S608 – our own words
"""What an assessment came to is written when it is closed, with the row of the assessment itself, and never again."""
_bodies = KeptPieces[str](300)


@login_required
@require_safe
def register_assessment(request: HttpRequest, code: str) -> HttpResponse:
    """The matrix of what closed assessments came to; a cell opens its innovations below."""
    register = REGISTER.one_or_404(code)
    require(policies.may_see_results(acting_for(signed_in(request)), register))
    context = {"register": register, "curates": True, "body": _body(request, register)}
    return render(request, "workspace/reviews/assessment.html", context)


def _body(request: HttpRequest, register: Register) -> SafeString:
    if not ASKED.issuperset(request.GET):
        return _made(request, register)
    name = (register.pk, get_language(), request.META.get("QUERY_STRING", ""))
    [stamp] = prepared.fetch(_STANDS, [register.pk], once=True)
    found = _bodies.find(name, stamp)
    if found is None:
        found = _made(request, register)
        _bodies.keep(name, stamp, found)
    return SafeString(found)


def _made(request: HttpRequest, register: Register) -> SafeString:
    results = matrix.results_of(register)
    unassessed = living_innovations(register).exclude(pk__in=results.values("entry"))
    context = {
        "register": register,
        "calls": with_progress(AssessmentCall.objects.filter(register=register)),
        "unassessed": unassessed.count(),
        **results_context(request, results, register),
    }
    if request.GET.get("left"):
        context["left"] = Paginator(unassessed, PER_PAGE).get_page(request.GET.get("page"))
    return SafeString(render_to_string("workspace/reviews/assessment_body.html", context, request))
