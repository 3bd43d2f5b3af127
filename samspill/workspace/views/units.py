"""The unit tree of an organisation: new, changed, moved, reorganised."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.accounts.models import User
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.core.sorting import by_name
from samspill.parties import policies
from samspill.parties.domain import units as domain
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation, Unit
from samspill.parties.queries import affiliations_on, managed_organisations, units_on
from samspill.workspace.forms.errors import shown_on
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.organisations import ReorganiseForm, UnitForm, UnitMoveForm
from samspill.workspace.forms.watched import watch


@require_safe
@login_required
def tree(request: HttpRequest, code: str) -> HttpResponse:
    """All units, those that are closed apart."""
    organisation = get_object_or_404(Organisation, code=code)
    acting = acting_for(request.user)
    may_edit = policies.may_edit_organisation(acting, organisation)
    if not managed_organisations(acting).filter(pk=organisation.pk).exists():
        require(may_edit)
    mine = acting.leads_units | acting.curates_units
    today = timezone.localdate()
    rows = [
        {"unit": unit, "depth": len(unit.ancestor_ids()), "may_edit": bool(may_edit) or unit.pk in mine}
        for unit in units_on(today, organisation).order_by("path")
    ]
    closed = (
        Unit.objects.filter(organisation=organisation, valid_to__lt=today)
        .prefetch_related("successions__successor")
        .order_by("-valid_to", by_name("name_nb"))
    )
    return render(
        request,
        "workspace/parties/units.html",
        {"organisation": organisation, "rows": rows, "closed": closed, "may_edit": may_edit, "tab": "units"},
    )


@takes_form
@login_required
def new(request: HttpRequest, code: str) -> HttpResponse:
    """A new unit at the top, or below ``?parent=``."""
    assert isinstance(request.user, User)
    organisation = get_object_or_404(Organisation, code=code)
    parent = get_object_or_404(Unit, code=request.GET["parent"]) if request.GET.get("parent") else None
    require(policies.may_create_unit(acting_for(request.user), organisation=organisation, parent=parent))
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            unit = domain.create_unit(
                organisation=organisation, parent=parent, actor=request.user, values=form.values()
            )
            messages.success(request, _("%(unit)s is saved.") % {"unit": unit.name})
            return redirect("workspace:organisation_units", code)
    context = {"form": form, "organisation": organisation, "parent": parent}
    return render(request, "workspace/parties/unit_form.html", context, status=status_of(form))


@takes_form
@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Facts about a unit, and the way to moving and reorganising it."""
    assert isinstance(request.user, User)
    unit = _unit(code)
    require(policies.may_edit_unit(acting_for(request.user), unit))
    form = UnitForm(request.POST or None, instance=unit)
    seen = watch(form, unit, domain.EDITABLE)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.update_unit(unit=unit, actor=request.user, values=form.values(), seen=seen)
            messages.success(request, _("Saved."))
            return redirect("workspace:organisation_units", unit.organisation.code)
    return render(
        request,
        "workspace/parties/unit_form.html",
        {"form": form, "unit": unit, "organisation": unit.organisation, "parent": unit.parent},
        status=status_of(form),
    )


@takes_form
@login_required
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Another place in the tree, with all below."""
    assert isinstance(request.user, User)
    unit = _unit(code)
    require(policies.may_edit_unit(acting_for(request.user), unit))
    form = UnitMoveForm(request.POST or None, unit=unit, initial={"parent": unit.parent_id})
    watch(form, unit, domain.PLACE)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            moved = domain.move_unit(unit=unit, actor=request.user, **form.cleaned_data)
            if moved.parent_id == unit.parent_id:
                messages.info(request, _("%(unit)s lay there already, and stays.") % {"unit": unit.name})
            else:
                messages.success(request, _("%(unit)s is moved.") % {"unit": unit.name})
            return redirect("workspace:organisation_units", unit.organisation.code)
    below = Unit.objects.filter(path__startswith=unit.path).exclude(pk=unit.pk).count()
    return render(
        request,
        "workspace/parties/unit_move.html",
        {"form": form, "unit": unit, "below": below},
        status=status_of(form),
    )


@takes_form
@login_required
def reorganise(request: HttpRequest, code: str) -> HttpResponse:
    """Close a unit, and say who took over."""
    assert isinstance(request.user, User)
    unit = _unit(code)
    require(policies.may_edit_unit(acting_for(request.user), unit))
    form = ReorganiseForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.reorganise(unit=unit, actor=request.user, **form.cleaned_data)
            messages.success(
                request,
                _("%(unit)s is closed from %(date)s. What was true before stays as it was.")
                % {"unit": unit.name, "date": date_format(form.cleaned_data["on"])},
            )
            return redirect("workspace:organisation_units", unit.organisation.code)
    inside = Unit.objects.filter(path__startswith=unit.path)
    context = {
        "form": form,
        "unit": unit,
        "below": inside.exclude(pk=unit.pk).filter(valid_to=None).count(),
        "people": affiliations_on(timezone.localdate()).filter(unit__in=inside).count(),
    }
    return render(request, "workspace/parties/unit_reorganise.html", context, status=status_of(form))


def _unit(code: str) -> Unit:
    return get_object_or_404(Unit.objects.select_related("organisation", "parent"), code=code)
