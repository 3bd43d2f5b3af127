"""Leading a round: handing over, planning, opening and closing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.gone import row_or_gone, told_when_gone
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting, acting_for
from samspill.registry.models import Register
from samspill.rounds import frozen, policies
from samspill.rounds.domain import handover, owners, schedule
from samspill.rounds.domain import rounds as domain
from samspill.rounds.models import UpdateRound
from samspill.rounds.queries import ANSWERED, STOPPED, full_items, rounds
from samspill.workspace.forms.errors import shown_on
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.rounds import HandOverForm, RoundForm
from samspill.workspace.forms.watched import watch
from samspill.workspace.users import signed_in
from samspill.workspace.views.round_year import register_for_round


def _found(request: HttpRequest, code: str, public_id: str) -> tuple[UpdateRound, Acting, User]:
    user = signed_in(request)
    found = get_object_or_404(rounds(), public_id=public_id, register__code=code)
    return found, acting_for(user), user


@takes_form
@login_required
def round_hand_over(request: HttpRequest, code: str, public_id: str) -> HttpResponse:
    """Give what an owner has left to somebody else, with a note."""
    found, acting, user = _found(request, code, public_id)
    require(policies.may_lead(acting, found.register))
    owner = request.GET.get("owner", "")
    items = full_items(found).filter(~ANSWERED & ~STOPPED).order_by(by_name("entry__title"), "pk")
    if owner.isascii() and owner.isdecimal() and len(owner) < 18:
        items = items.filter(owner=int(owner))
    elif owner == "none":
        items = items.filter(owner=None)
    candidates = [user for user in owners.candidates(found.register, on=timezone.localdate()) if str(user.pk) != owner]
    form = HandOverForm(request.POST if request.method == "POST" else None, candidates=candidates)
    ticked = {int(one) for one in request.POST.getlist("items") if one.isascii() and one.isdecimal() and len(one) < 18}
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            given = form.cleaned_data
            number = handover.hand_over(found=found, items=ticked, actor=user, to=given["to"], note=given["note"])
            text = _("%(number)s handed over to %(name)s.") % {"number": number, "name": given["to"]}
            messages.success(request, text)
            return redirect("workspace:round_overview", code, public_id)
    rows = list(items)
    context = {
        "found": found,
        "register": found.register,
        "form": form,
        "rows": [(item, item.pk in ticked if request.method == "POST" else True) for item in rows],
        "owner": rows[0].owner if rows and owner else None,
    }
    return render(request, "workspace/rounds/hand_over.html", context, status=status_of(form))


@takes_form
@login_required
def round_new(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a round; the next due day that no round stands for is proposed."""
    user = signed_in(request)
    register = register_for_round(code)
    require(policies.may_lead(acting_for(user), register))
    form = RoundForm(request.POST if request.method == "POST" else None, initial=_proposed(register))
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.plan_round(register=register, actor=user, **form.cleaned_data)
            messages.success(request, _("The round is planned. It opens by itself on its day."))
            return redirect("workspace:register_year", register.code)
    context = {"register": register, "form": form, "found": None}
    return render(request, "workspace/rounds/form.html", context, status=status_of(form))


@takes_form
@login_required
def round_change(request: HttpRequest, code: str, public_id: str) -> HttpResponse:
    """Other dates or words, until it is closed."""
    found, acting, user = _found(request, code, public_id)
    require(policies.may_lead(acting, found.register))
    initial = {name: getattr(found, name) for name in RoundForm.Meta.fields}
    form = RoundForm(request.POST if request.method == "POST" else None, initial=initial)
    watch(form, found, domain.EDITABLE)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.change_round(found=found, actor=user, **form.cleaned_data)
            messages.success(request, _("The round is changed."))
            return redirect("workspace:register_year", code)
    context = {"register": found.register, "form": form, "found": found}
    return render(request, "workspace/rounds/form.html", context, status=status_of(form))


def _proposed(register: Register) -> dict[str, Any]:
    today = timezone.localdate()
    due = schedule.next_to_plan(register, today=today)
    if due is None:
        return {"opens": today}
    opens, due, closes = schedule.dates_for(register, due=due)
    return {"opens": opens, "due": due, "closes": closes}


@require_safe
@login_required
def round_content(request: HttpRequest, code: str, public_id: str) -> HttpResponse:
    """What a closed round was, exactly as its checksum was taken of it."""
    _round, acting, _user = _found(request, code, public_id)
    require(policies.may_oversee(acting, _round.register))
    found = UpdateRound.objects.get(pk=_round.pk)
    if not found.is_closed:
        raise Http404
    response = HttpResponse(found.content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{code}-{found.due.isoformat()}-{found.public_id}.json"'
    response["X-Checksum-SHA256"] = frozen.checksum(found.content)
    return response


def _open(found: UpdateRound, user: User) -> str:
    opened = domain.open_round(found=found, actor=user, today=timezone.localdate())
    number = opened.items.count()
    return ngettext(
        "The round is open. %(number)s innovation is asked about.",
        "The round is open. %(number)s innovations are asked about.",
        number,
    ) % {"number": number}


def _check_sure(request: HttpRequest, found: UpdateRound, word: str) -> None:
    """Opening asks all owners, and is not taken back; a round that is closed is never opened again: so one press of a
    button is not enough, unless nobody is missing when it is closed."""
    if request.POST.get("sure"):
        return
    if word == "apne" and found.state == UpdateRound.State.PLANNED:
        raise RuleError(_("Not opened: tick that the owners are to be asked now."))
    if word == "lukk" and found.is_open and found.items.filter(~ANSWERED & ~STOPPED).exists():
        raise RuleError(_("Not closed: tick that it is to be closed although not all are updated."))


def _close(found: UpdateRound, user: User) -> str:
    domain.close_round(found=found, actor=user, today=timezone.localdate())
    return _("The round is closed and frozen.")


def _remove(found: UpdateRound, user: User) -> str:
    domain.remove_round(found=found, actor=user)
    return _("The planned round is removed.")


def _add(found: UpdateRound, user: User) -> str:
    number = domain.add_new(found=found, actor=user, today=timezone.localdate())
    said = ngettext("%(number)s innovation is taken in.", "%(number)s innovations are taken in.", number)
    return said % {"number": number}


ACTS: dict[str, Callable[[UpdateRound, User], str]] = {
    "apne": _open,
    "lukk": _close,
    "fjern": _remove,
    "hent": _add,
}


@require_POST
@told_when_gone
@login_required
def round_act(request: HttpRequest, code: str, public_id: str, word: str) -> HttpResponse:
    """Open, close, remove, take new innovations in."""
    year = reverse("workspace:register_year", args=[code])
    found = row_or_gone(rounds(), removing=word == "fjern", onward=year, public_id=public_id, register__code=code)
    user = signed_in(request)
    acting = acting_for(user)
    require(policies.may_lead(acting, found.register))
    if word not in ACTS:
        raise Http404
    try:
        _check_sure(request, found, word)
        messages.success(request, ACTS[word](found, user))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(year) if word == "fjern" else redirect("workspace:round_overview", code, public_id)
