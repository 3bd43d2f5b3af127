"""Profiles, for administrators: all that there are, and one's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.core import strange
from samspill.core.exporting import Column, Table, respond, table_of
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.core.seen import Stale
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.domain import profiles as domain
from samspill.registry.models import RegisterProfile
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.profiles import NewProfileForm, ProfileForm
from samspill.workspace.forms.watched import watch
from samspill.workspace.profile_words import rhythm
from samspill.workspace.users import signed_in


@require_safe
@login_required
def profile_list(request: HttpRequest) -> HttpResponse:
    """Every profile, and how many registers have it."""
    require(policies.may_make_profiles(acting_for(request.user)))
    return render(request, "workspace/profiles/list.html", {"rows": [(row, rhythm(row)) for row in _profiles()]})


def _profiles() -> QuerySet[RegisterProfile]:
    rows = RegisterProfile.objects.select_related("scale").annotate(count=Count("registers"))
    return rows.order_by("position", "code")


@require_safe
@login_required
def profiles_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same as a file."""
    require(policies.may_make_profiles(acting_for(request.user)))

    def make() -> Table:
        return table_of(
            _profiles(),
            [
                (Column("code", _("Code")), lambda one: one.code),
                (Column("name", _("Name"), 40), lambda one: one.name),
                (Column("updates", _("Updates"), 50), rhythm),
                (Column("scale", _("Readiness scale"), 30), lambda one: one.scale.name if one.scale else ""),
                (Column("registers", _("Registers")), lambda one: one.count),
                (Column("is_own", _("Made here")), lambda one: _("No") if one.is_shipped else _("Yes")),
                (Column("is_active", _("Active"), 10), lambda one: _("Yes") if one.is_active else _("No")),
            ],
        )

    problems = strange.told(strange.names(request.GET, ()))
    return respond(request, form=form, title=_("Profiles"), problems=problems, make=make)


@takes_form
@login_required
def profile_new(request: HttpRequest) -> HttpResponse:
    """A profile of one's own; with ``?from=`` it begins as a copy of another."""
    user = signed_in(request)
    require(policies.may_make_profiles(acting_for(user)))
    model = RegisterProfile.objects.filter(code=request.GET.get("from", "")[:60]).first()
    copy = RegisterProfile(**{name: getattr(model, name) for name in domain.EDITABLE}) if model else RegisterProfile()
    form = NewProfileForm(request.POST or None, instance=copy)
    if request.method == "POST" and form.is_valid():
        try:
            made = domain.create_profile(actor=user, code=form.cleaned_data["code"], values=form.values())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, _("The profile “%(name)s” is made. Registers can choose it.") % {"name": made.name}
            )
            return redirect("workspace:profile_list")
    context = {"form": form, "model": model}
    return render(request, "workspace/profiles/form.html", context, status=status_of(form))


@takes_form
@login_required
def profile_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a profile, for all registers that have it."""
    user = signed_in(request)
    require(policies.may_make_profiles(acting_for(user)))
    profile = get_object_or_404(RegisterProfile, code=code)
    form = ProfileForm(request.POST or None, instance=RegisterProfile.objects.get(pk=profile.pk))
    seen = watch(form, profile, domain.EDITABLE)
    if request.method == "POST" and form.is_valid():
        try:
            domain.update_profile(profile=profile, actor=user, values=form.values(), seen=seen)
        except (Stale, ValidationError) as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("workspace:profile_edit", profile.code)
    context = {"form": form, "profile": profile, "registers": profile.registers.all()}
    return render(request, "workspace/profiles/form.html", context, status=status_of(form))
