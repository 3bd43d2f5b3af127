"""Recommendations: the list with its filters, a new one, and the page on which one is followed up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import strange
from samspill.core.errors import RuleError
from samspill.core.exporting import respond
from samspill.core.methods import takes_form
from samspill.core.policy import refused, require
from samspill.parties.domain.acting import Acting, acting_for
from samspill.recommendations import policies, subjects
from samspill.recommendations.choices import SourceKind, Status
from samspill.recommendations.domain import recommendations as domain
from samspill.recommendations.exporting import recommendation_table
from samspill.recommendations.filters import NAMES, OPEN, Narrowed, narrowed
from samspill.recommendations.models import Recommendation
from samspill.recommendations.sources import Source, find_source
from samspill.workspace.forms.fields import add_errors
from samspill.workspace.forms.recommendations import NewRecommendationForm, RecommendationForm
from samspill.workspace.forms.watched import SEEN
from samspill.workspace.kept_forms import NEW, keeping
from samspill.workspace.users import signed_in

ROWS = 50


@require_safe
@login_required
def recommendations(request: HttpRequest) -> HttpResponse:
    """Those that concern the user: what is due first stands first."""
    acting = acting_for(request.user)
    found = narrowed(Recommendation.objects.concerning(acting), request.GET, acting)
    rows = found.rows.select_related("organisation", "unit", "owner_user", "owner_person")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    about = Recommendation.objects.concerning(acting).order_by().values_list("subject_kind", "subject_code").distinct()
    named = subjects.find_all(about)
    context = {
        "page": page,
        "rows": [(one, named.get((one.subject_kind, one.subject_code))) for one in page],
        "chosen": found.chosen,
        "problems": _problems(request, found),
        "is_filtered": any(found.chosen.values()),
        "statuses": [(OPEN, _("Open: something is left to do")), *Status.choices],
        "sources": SourceKind.choices,
        "subjects": sorted(((f"{k}:{c}", one.name) for (k, c), one in named.items()), key=lambda pair: pair[1].lower()),
        "owners": [("me", _("Me")), ("none", _("Nobody yet"))],
        "today": timezone.localdate(),
        "may_add": _may_add_any(acting),
    }
    return render(request, "workspace/recommendations/list.html", context)


@require_safe
@login_required
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file, as it is filtered."""
    acting = acting_for(request.user)
    found = narrowed(Recommendation.objects.concerning(acting), request.GET, acting)
    chosen = found.chosen
    filters = [(_("Status"), chosen["status"]), (_("Source"), chosen["source"]), (_("About"), chosen["subject"])]
    return respond(
        request,
        form=form,
        title=_("Recommendations"),
        filters=[pair for pair in filters if pair[1]],
        problems=_problems(request, found),
        understood=urlencode({name: value for name, value in chosen.items() if value}),
        make=lambda: recommendation_table(found.rows),
    )


@takes_form
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new one about ``?subject=kind:code``, from ``?source=`` when it is a finding of something known here."""
    user = signed_in(request)
    acting = acting_for(user)
    if not _may_add_any(acting):
        require(refused(_("Only those who look after a unit, an organisation or a centre can add recommendations.")))
    source = find_source(request.GET.get("source", "").replace("\x00", "")[:60])
    if source and not source.may_use(acting):
        source = None  # as if there were none: a finding is added by those who run what was evaluated
    form = NewRecommendationForm(
        request.POST or None, offered=subjects.offered(acting), initial=_initial(request.GET, source)
    )
    kept = keeping(request, user, "recommendation-new", source.code if source else NEW)
    kept.show(form)
    if request.method == "POST" and form.is_valid():
        try:
            made = domain.add_recommendation(
                subject=form.chosen, actor=user, values=form.values(), source_code=source.code if source else ""
            )
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
        else:
            kept.done(request)
            messages.success(request, _("The recommendation is added. Give it an owner and a day."))
            if "another" in request.POST:
                return redirect(request.get_full_path())
            return redirect("workspace:recommendation", made.public_id)
    status = kept.refused(request, form) if form.errors else 200
    context = {"form": form, "source": source, "recommendation": None, "keeping": kept}
    return render(request, "workspace/recommendations/form.html", context, status=status)


@takes_form
@login_required
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what is said of it."""
    user = signed_in(request)
    found = get_object_or_404(Recommendation, public_id=public_id)
    require(policies.looks_after(acting_for(user), found))
    initial = {name: getattr(found, name) for name in domain.EDITABLE}
    form = RecommendationForm(request.POST or None, initial=initial)
    kept = keeping(request, user, "recommendation", public_id, row=found, names=domain.EDITABLE)
    kept.show(form)
    refusal: Exception | None = None
    if request.method == "POST" and form.is_valid():
        try:
            domain.change_recommendation(
                recommendation=found, actor=user, values=form.values(), seen=request.POST.get(SEEN, "")
            )
        except (RuleError, ValidationError) as error:
            refusal = error
            add_errors(form, error)
        else:
            kept.done(request)
            messages.success(request, _("Saved."))
            return redirect("workspace:recommendation", found.public_id)
    status = kept.refused(request, form, refusal) if form.errors else 200
    context = {"form": form, "source": None, "recommendation": found, "keeping": kept}
    return render(request, "workspace/recommendations/form.html", context, status=status)


def _problems(request: HttpRequest, found: Narrowed) -> list[str]:
    return strange.told(found.unknown + strange.names(request.GET, NAMES))


def _may_add_any(acting: Acting) -> bool:
    return any(bool(list(kind.looked_after(acting)[:1])) for kind in subjects.kinds())


def _initial(given: QueryDict, source: Source | None) -> dict[str, object]:
    subject: dict[str, object] = {"subject": given.get("subject", "")}
    if source is None:
        return subject
    return subject | {
        "subject": source.subject,
        "source_kind": source.kind,
        "source_title": source.title,
        "source_date": source.date,
        "source_url": source.url,
    }
