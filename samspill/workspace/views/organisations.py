"""Organisations: the ones a user looks after, new ones, facts and size."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.accounts.models import User
from samspill.core import strange
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain import organisations as domain
from samspill.parties.domain.acting import Acting, acting_for
from samspill.parties.models import Organisation, SizeFigure
from samspill.parties.queries import managed_organisations, nearest_organisations
from samspill.workspace.forms.errors import shown_on
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.organisations import OrganisationForm, SizeFigureForm
from samspill.workspace.forms.watched import watch


@require_safe
@login_required
def parties(request: HttpRequest) -> HttpResponse:
    """The organisations that the user looks after, and the way to everything about parties."""
    acting = acting_for(request.user)
    require(policies.manages_something(acting))
    wanted = request.GET.get("q", "").strip()
    rows = managed(acting, wanted)
    return render(
        request,
        "workspace/parties/parties.html",
        {
            "page": Paginator(rows, 50).get_page(request.GET.get("page")),
            "q": wanted,
            "problems": strange.told(strange.names(request.GET, ())),
            "may_create": policies.may_create_organisation(acting),
            "may_create_person": policies.may_create_person(acting),
        },
    )


def managed(acting: Acting, wanted: str) -> QuerySet[Organisation]:
    """Those that the user looks after, by name or number."""
    rows = managed_organisations(acting)
    if not wanted:
        return rows
    return rows.filter(
        Q(name_nb__icontains=wanted)
        | Q(name_nn__icontains=wanted)
        | Q(name_en__icontains=wanted)
        | Q(short_name__icontains=wanted)
        | Q(number=wanted.replace(" ", ""))
    )


@takes_form
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new organisation; those that look alike are shown first."""
    assert isinstance(request.user, User)
    require(policies.may_create_organisation(acting_for(request.user)))
    form = OrganisationForm(request.POST or None, initial={"name_nb": request.GET.get("name", ""), "country": "NO"})
    if request.method == "POST" and form.is_valid() and not form.looks_alike():
        with shown_on(form):
            organisation = domain.create_organisation(actor=request.user, values=form.values())
            messages.success(request, _("%(organisation)s is saved.") % {"organisation": organisation.name})
            return redirect("workspace:organisation_edit", organisation.code)
    return render(request, "workspace/parties/organisation_new.html", {"form": form}, status=status_of(form))


@takes_form
@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Facts about an organisation."""
    assert isinstance(request.user, User)
    organisation = get_object_or_404(Organisation, code=code)
    require(policies.may_edit_organisation(acting_for(request.user), organisation))
    form = OrganisationForm(request.POST or None, instance=organisation)
    seen = watch(form, organisation, domain.EDITABLE)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.update_organisation(organisation=organisation, actor=request.user, values=form.values(), seen=seen)
            messages.success(request, _("Saved."))
            return redirect("workspace:organisation_edit", code)
    nearest = nearest_organisations(organisation.name_nb, at_least=0.9, but=organisation)
    return render(
        request,
        "workspace/parties/organisation_edit.html",
        {"form": form, "organisation": organisation, "nearest": nearest, "tab": "facts"},
        status=status_of(form),
    )


@takes_form
@login_required
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Size figures, new and old, and a form for the next (R-PAR-03)."""
    assert isinstance(request.user, User)
    organisation = get_object_or_404(Organisation, code=code)
    require(policies.may_edit_organisation(acting_for(request.user), organisation))
    form = SizeFigureForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.add_size_figure(organisation=organisation, actor=request.user, **form.cleaned_data)
            messages.success(request, _("The figure is saved. Older ones are kept."))
            return redirect("workspace:organisation_figures", code)
    rows = figures_of(organisation)
    return render(
        request,
        "workspace/parties/figures.html",
        {"form": form, "organisation": organisation, "rows": rows, "tab": "figures"},
        status=status_of(form),
    )


def figures_of(organisation: Organisation) -> QuerySet[SizeFigure]:
    """All its figures, the newest of each first, also those that were corrected later."""
    rows = SizeFigure.objects.filter(organisation=organisation).select_related("unit")
    return rows.order_by("measure", "unit", "-date", "-pk")
