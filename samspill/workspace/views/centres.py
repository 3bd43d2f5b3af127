"""Centres and initiatives: the lists, new ones, facts, and the self-check."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspill.centres import policies
from samspill.centres.domain import centres as domain
from samspill.centres.domain import self_check as check_domain
from samspill.centres.models import Centre, Initiative
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.numbers import whole_number
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.workspace.forms.centres import (
    CentreForm,
    InitiativeForm,
    NewCentreForm,
    NewInitiativeForm,
    SelfCheckForm,
)
from samspill.workspace.forms.fields import add_errors
from samspill.workspace.forms.watched import SEEN
from samspill.workspace.kept_forms import NEW, Keeping, keeping
from samspill.workspace.users import signed_in
from samspill.workspace.views.centre_frame import find_centre, find_initiative

DONE = 302
"""The status of the answer to what was saved."""


@require_safe
@login_required
def centres(request: HttpRequest) -> HttpResponse:
    """The centres and initiatives that the user runs."""
    acting = acting_for(request.user)
    context = {
        "centres": list(Centre.objects.run_by(acting).select_related("scheme", "organisation", "unit")),
        "initiatives": list(Initiative.objects.run_by(acting).select_related("organisation")),
        "may_make": bool(policies.makes_any(acting)),
    }
    return render(request, "workspace/centres/list.html", context)


@takes_form
@login_required
def centre_new(request: HttpRequest) -> HttpResponse:
    """A new centre."""
    return _new(
        request, "centre-new", NewCentreForm, domain.create_centre, title=_("New centre"),
        onward="workspace:centre_parts", part="partnere", told=_("The centre is made. Add its partners and registers."),
    )  # fmt: skip


@takes_form
@login_required
def centre_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Facts about a centre; and when it ends, the closing study and the ways to carry its entries on."""
    frame = find_centre(request, code)
    centre = frame.subject
    assert isinstance(centre, Centre)
    form = CentreForm(request.POST or None, centre=centre, acting=frame.acting)
    kept = keeping(request, frame.user, "centre", code, row=centre, names=domain.EDITABLE)
    save = partial(domain.change_centre, centre=centre, actor=frame.user)
    if (status := _facts(request, form, kept, save)) == DONE:
        return redirect("workspace:centre_edit", code)
    today = timezone.localdate()
    ends_soon = centre.end is not None and (centre.end - today).days < 366
    context = frame.context(
        "facts",
        form=form,
        ends_soon=ends_soon,
        registers=[link.register for link in centre.register_links.select_related("register")] if ends_soon else [],
        has_closing=centre.study_links.filter(study__kind="closing").exists() if ends_soon else False,
        keeping=kept,
    )
    return render(request, "workspace/centres/facts.html", context, status=status)


@takes_form
@login_required
def initiative_new(request: HttpRequest) -> HttpResponse:
    """A new initiative."""
    return _new(
        request, "initiative-new", NewInitiativeForm, domain.create_initiative, title=_("New initiative"),
        onward="workspace:initiative_parts", part="faser",
        told=_("The initiative is made. Add its phases and instruments."),
    )  # fmt: skip


@takes_form
@login_required
def initiative_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Facts about an initiative."""
    frame = find_initiative(request, code)
    initiative = frame.subject
    assert isinstance(initiative, Initiative)
    form = InitiativeForm(request.POST or None, initiative=initiative)
    kept = keeping(request, frame.user, "initiative", code, row=initiative, names=domain.INITIATIVE_EDITABLE)
    save = partial(domain.change_initiative, initiative=initiative, actor=frame.user)
    if (status := _facts(request, form, kept, save)) == DONE:
        return redirect("workspace:initiative_edit", code)
    context = frame.context("facts", form=form, keeping=kept)
    return render(request, "workspace/centres/facts.html", context, status=status)


def _new(
    request: HttpRequest,
    kept_as: str,
    form_class: type[NewCentreForm] | type[NewInitiativeForm],
    create: Callable[..., Centre | Initiative],
    *,
    title: str,
    onward: str,
    part: str,
    told: str,
) -> HttpResponse:
    """The page on which a centre or an initiative is made; then on to the first of its parts."""
    user = signed_in(request)
    acting = acting_for(user)
    require(policies.makes_any(acting))
    form = form_class(request.POST or None, acting=acting)
    kept = keeping(request, user, kept_as, NEW)
    kept.show(form)
    if request.method == "POST" and form.is_valid():
        organisation, unit = form.cleaned_data["place"]
        place = {"code": form.cleaned_data["code"], "organisation": organisation, "unit": unit}
        try:
            made = create(actor=user, values=form.values(), **place)
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
        else:
            kept.done(request)
            messages.success(request, told)
            return redirect(onward, made.code, part)
    status = kept.refused(request, form) if form.errors else 200
    context = {"form": form, "title": title, "keeping": kept}
    return render(request, "workspace/centres/new.html", context, status=status)


def _facts(request: HttpRequest, form: CentreForm | InitiativeForm, kept: Keeping, save: Callable[..., object]) -> int:
    """Save what was sent; `DONE`, or the status of the page that shows the form."""
    kept.show(form)
    refusal: Exception | None = None
    if request.method == "POST" and form.is_valid():
        try:
            save(values=form.values(), seen=request.POST.get(SEEN, ""))
        except (RuleError, ValidationError) as error:
            refusal = error
            add_errors(form, error)
        else:
            kept.done(request)
            messages.success(request, _("Saved."))
            return DONE
    return kept.refused(request, form, refusal) if form.errors else 200


@takes_form
@login_required
def self_check(request: HttpRequest, code: str) -> HttpResponse:
    """How far the centre follows each advice this year, or in the year of ``?year=``."""
    frame = find_centre(request, code)
    centre = frame.subject
    assert isinstance(centre, Centre)
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    lines = check_domain.lines(centre, year, with_names=True)
    form = SelfCheckForm(request.POST or None, lines=lines)
    kept = keeping(request, frame.user, "self-check", f"{code}-{year}")
    kept.mark = str(check_domain.newest(lines))
    kept.show(form)
    newer: check_domain.NewerScores | None = None
    if request.method == "POST" and form.is_valid():
        try:
            seen = whole_number(request.POST.get(SEEN))
            made = check_domain.record_scores(
                centre=centre, actor=frame.user, year=year, scores=form.scores(), seen=seen
            )
        except (RuleError, ValidationError) as error:
            add_errors(form, error)
            newer = error if isinstance(error, check_domain.NewerScores) else None
        else:
            kept.done(request)
            told = _("The self-check is saved.") if made else _("Nothing was different from what stands.")
            messages.success(request, told)
            return redirect(request.get_full_path())
    status = kept.refused(request, form) if form.errors else 200
    if newer is not None:
        kept.now = form.take_over(newer)
        kept.mark = str(check_domain.newest(lines))
    known = sorted({y for line in lines for y in line.by_year})
    context = frame.context(
        "check",
        form=form,
        year=year,
        years=list(range(centre.start.year, today.year + 1)),
        lines=lines,
        known=known,
        rows=[(line, [(y, line.by_year.get(y)) for y in known]) for line in lines],
        weakest=check_domain.weakest(lines),
        keeping=kept,
    )
    return render(request, "workspace/centres/self_check.html", context, status=status)
