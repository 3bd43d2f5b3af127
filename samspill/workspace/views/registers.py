"""Registers: made and changed by innovation leaders and administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from samspill.core.methods import takes_form
from samspill.core.policy import refused, require
from samspill.core.seen import Stale
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.domain import registers
from samspill.registry.models import Register
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.forms.places import NewRegisterForm, RegisterForm
from samspill.workspace.forms.watched import watch
from samspill.workspace.users import signed_in


@takes_form
@login_required
def register_new(request: HttpRequest) -> HttpResponse:
    """A new register."""
    user = signed_in(request)
    acting = acting_for(request.user)
    if not (acting.is_administrator or acting.curates_units or acting.curates_organisations):
        require(refused(_("Only administrators and innovation leaders of a unit or organisation can make a register.")))
    form = NewRegisterForm(request.POST or None, acting=acting)
    if request.method == "POST" and form.is_valid():
        place = form.places[form.cleaned_data["place"]]
        values = {name: form.cleaned_data[name] for name in registers.EDITABLE}
        try:
            register = registers.create_register(
                actor=user,
                code=form.cleaned_data["code"],
                organisation=place.organisation,
                unit=place.unit,
                values=values,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The register “%(name)s” is made.") % {"name": register.name})
            return redirect("workspace:register_edit", register.code)
    return render(request, "workspace/register_form.html", {"form": form}, status=status_of(form))


@takes_form
@login_required
def register_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a register."""
    user = signed_in(request)
    register = get_object_or_404(Register.objects.select_related("organisation", "unit"), code=code)
    require(policies.curates_register(acting_for(request.user), register))
    form = RegisterForm(request.POST or None, instance=register)
    seen = watch(form, register, registers.EDITABLE)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in registers.EDITABLE}
        try:
            registers.update_register(register=register, actor=user, values=values, seen=seen)
        except (Stale, ValidationError) as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("workspace:register_edit", register.code)
    context = {"form": form, "register": Register.objects.get(pk=register.pk)}
    return render(request, "workspace/register_form.html", context, status=status_of(form))
