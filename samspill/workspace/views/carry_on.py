"""Carrying a register's entries on to its successor (R-REG-15)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies, worklists
from samspill.registry.domain.carrying_on import carry_on, mark_seen, may_go
from samspill.registry.due import unseen
from samspill.registry.models import CarriedOn, Register
from samspill.workspace.forms.carry_on import CarryOnForm
from samspill.workspace.forms.fields import add_errors, status_of
from samspill.workspace.users import signed_in


@takes_form
@login_required
def register_carry_on(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the successor and the entries; below, what has gone before."""
    user = signed_in(request)
    acting = acting_for(user)
    register = get_object_or_404(Register.objects.select_related("organisation", "unit"), code=code)
    require(policies.curates_register(acting, register))
    entries = may_go(register)
    targets = worklists.registers(acting).exclude(pk=register.pk)
    form = CarryOnForm(request.POST or None, targets=targets, entries=entries)
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["target"]
        try:
            gone = carry_on(
                source=register, target=target, actor=user, reason=form.cleaned_data["reason"], chosen=form.wanted
            )
        except RuleError as error:
            add_errors(form, error)
        else:
            text = ngettext(
                "%(number)s entry is carried on by “%(name)s”.", "%(number)s entries are carried on by “%(name)s”.",
                len(gone),
            )  # fmt: skip
            messages.success(request, text % {"number": len(gone), "name": target.name})
            return redirect("workspace:register_carry_on", register.code)
    context = {
        "register": register,
        "form": form,
        "count": len(form.fields["chosen"].choices),  # type: ignore[attr-defined]
        "has_targets": targets.exists(),
        "gone": _told(CarriedOn.objects.filter(source=register), "target"),
        "came": _told(CarriedOn.objects.filter(target=register), "source"),
    }
    return render(request, "workspace/profiles/carry_on.html", context, status=status_of(form))


def _told(rows: QuerySet[CarriedOn], other: str) -> list[dict[str, Any]]:
    """What went or came, together for each register at the ``other`` end and each reason, the newest first."""
    found = rows.order_by().values(other, "reason").annotate(count=Count("pk"), last=Max("at")).order_by("-last")
    registers = Register.objects.in_bulk({row[other] for row in found})
    return [dict(row) | {"register": registers[row[other]]} for row in found]


@require_POST
@login_required
def carried_on_seen(request: HttpRequest, source: str, target: str) -> HttpResponse:
    """The user has seen what went from one register to the other, and is not told of it any more."""
    user = signed_in(request)
    told = unseen(user, timezone.localdate()).filter(source__code=source, target__code=target)
    mark_seen(carried=told.values_list("pk", flat=True), actor=user)
    return redirect("workspace:my_work")
