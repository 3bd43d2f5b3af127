"""The profile of a register: what it is now, what another would change, and the change itself (R-REG-18)."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from samspill.core.errors import Meanwhile
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies, profiles
from samspill.registry.domain.profiles import change_mark, change_profile, difference
from samspill.registry.models import Register, RegisterProfile
from samspill.workspace.profile_words import Rule, rules
from samspill.workspace.users import signed_in


@dataclass(frozen=True)
class Changed:
    """A rule that is another under the profile that is looked at."""

    name: str
    before: str
    after: str


@takes_form
@login_required
def register_profile(request: HttpRequest, code: str) -> HttpResponse:
    """All profiles; with ``?profile=`` what the change shows and hides, before anything is changed."""
    user = signed_in(request)
    registers = Register.objects.select_related("organisation", "unit", "profile__scale", "scale")
    register = get_object_or_404(registers, code=code)
    acting = acting_for(user)
    require(policies.curates_register(acting, register))
    offered = RegisterProfile.objects.filter(Q(is_active=True) | Q(pk=register.profile_id)).select_related("scale")
    asked = request.POST.get("profile") or request.GET.get("profile")
    wanted = get_object_or_404(offered, code=asked[:60]) if asked else None
    refused, status = "", 422 if request.method == "POST" else 200
    if request.method == "POST" and wanted is not None:
        try:
            change_profile(register=register, actor=user, profile=wanted, seen=request.POST.get("seen", ""))
        except ValidationError as error:
            refused, wanted = " ".join(error.messages), None
        except Meanwhile as error:
            refused, status = error.message, error.status
            register, wanted = registers.get(pk=register.pk), offered.get(pk=wanted.pk)
        else:
            text = _("The register now works by “%(profile)s”. What was recorded before is kept.")
            messages.success(request, text % {"profile": wanted.name})
            return redirect("workspace:register_profile", register.code)
    context = {
        "refused": refused,
        "register": register,
        "now": rules(register.profile, register),
        "offered": [row for row in offered if row.pk != register.profile_id],
        "wanted": wanted,
        "nothing_chosen": request.method == "POST" and not asked,
        "may_make_profiles": acting.is_administrator,
    }
    if wanted is not None and wanted.pk != register.profile_id:
        found = difference(register, wanted)
        context |= {
            "seen": change_mark(register, wanted),
            "shown": profiles.labels(found.shown),
            "hidden": [(profiles.label(one.code), one.recorded) for one in found.hidden],
            "hidden_entries": any(one.recorded for one in found.hidden),
            "new_scale": wanted.scale if found.is_new_scale else None,
            "changed": _changed(rules(register.profile, register), rules(wanted, register)),
        }
    return render(request, "workspace/profiles/register.html", context, status=status)


def _changed(before: list[Rule], after: list[Rule]) -> list[Changed]:
    return [
        Changed(old.name, old.text, new.text)
        for old, new in zip(before, after, strict=True)
        if old.text != new.text and not new.is_fields
    ]
