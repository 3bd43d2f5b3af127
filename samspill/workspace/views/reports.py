"""Making annual reports: the editions of a register or unit, a new one, its progress, publishing."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspill.core import strange
from samspill.core.errors import RuleError
from samspill.core.exporting import respond
from samspill.core.gone import row_or_gone, told_when_gone
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Unit
from samspill.registry.models import Register
from samspill.registry.reporting import scope_of
from samspill.registry.reporting.years import first_year
from samspill.reports import policies, queries
from samspill.reports.domain import editions as domain
from samspill.reports.exporting import edition_table
from samspill.reports.models import Edition
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.reports import EditionForm
from samspill.workspace.users import signed_in

LONG = timedelta(minutes=2)
"""An edition takes seconds; one that has waited so long is waited for by nobody."""


@login_required
@takes_form
def register_reports(request: HttpRequest, code: str) -> HttpResponse:
    """The editions of a register, and a new one."""
    registers = Register.objects.select_related("organisation", "unit", "profile")
    return _reports(request, get_object_or_404(registers, code=code))


@login_required
@takes_form
def unit_reports(request: HttpRequest, code: str) -> HttpResponse:
    """The editions of a unit and all below it, and a new one."""
    return _reports(request, get_object_or_404(Unit.objects.select_related("organisation"), code=code))


def _reports(request: HttpRequest, subject: Register | Unit) -> HttpResponse:
    user = signed_in(request)
    require(policies.may_make(acting_for(user), subject))
    first = first_year(scope_of(subject, everyone=False))
    form = EditionForm(request.POST if request.method == "POST" else None, first=first)
    if request.method == "POST" and form.is_valid():
        try:
            edition = domain.order_edition(
                subject=subject, actor=user, year=form.cleaned_data["year"], everyone=form.everyone
            )
            return redirect("workspace:edition", edition.public_id)
        except RuleError as error:
            form.add_error(error.field or None, error.message)
    context = {
        "subject": subject,
        "is_register": isinstance(subject, Register),
        "form": form,
        "editions": queries.editions_of(subject).order_by("-made_at", "-pk"),
    }
    return render(request, "workspace/reports/list.html", context, status=status_of(form))


@login_required
@require_safe
def register_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The editions of a register as a file."""
    return _file(request, form, get_object_or_404(Register.objects.select_related("organisation", "unit"), code=code))


@login_required
@require_safe
def unit_file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The editions of a unit as a file."""
    return _file(request, form, get_object_or_404(Unit.objects.select_related("organisation"), code=code))


def _file(request: HttpRequest, form: str, subject: Register | Unit) -> HttpResponseBase:
    require(policies.may_make(acting_for(signed_in(request)), subject))
    rows = queries.editions_of(subject).order_by("-made_at", "-pk")
    return respond(
        request,
        form=form,
        title=_("Annual reports"),
        filters=[(_("Register") if isinstance(subject, Register) else _("Unit"), subject.name)],
        problems=strange.told(strange.names(request.GET, ())),
        make=lambda: edition_table(rows, made_here=True),
    )


@login_required
@require_safe
def edition(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where an edition stands, and what can be done with it."""
    found = _edition(request, public_id)
    acting = acting_for(signed_in(request))
    context = {
        "edition": found,
        "subject": found.subject,
        "is_register": bool(found.register_id),
        "may_publish": policies.may_publish(acting, found),
        "has_former": queries.before(found) is not None,
        "is_stuck": _is_stuck(found),
    }
    return render(request, "workspace/reports/edition.html", context)


@login_required
@require_safe
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far it has come, asked for every second; when it is ready the whole page is loaded."""
    found = _edition(request, public_id)
    if found.state != Edition.State.BUILDING:
        address = reverse("workspace:edition", args=[found.public_id])
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": address})
        return redirect(address)
    return render(request, "workspace/reports/progress.html", {"edition": found, "is_stuck": _is_stuck(found)})


def _publish(request: HttpRequest, found: Edition) -> HttpResponse:
    domain.publish(edition=found, actor=signed_in(request))
    messages.success(request, _("The report is published. Everyone can read it."))
    return redirect("website:report", found.public_id)


def _hide(request: HttpRequest, found: Edition) -> HttpResponse:
    domain.hide(edition=found, actor=signed_in(request))
    messages.success(request, _("The report is hidden from the public. It stays as it is."))
    return redirect("workspace:edition", found.public_id)


def _again(request: HttpRequest, found: Edition) -> HttpResponse:
    domain.try_again(edition=found, actor=signed_in(request))
    return redirect("workspace:edition", found.public_id)


def _remove(request: HttpRequest, found: Edition) -> HttpResponse:
    subject, is_register = found.subject, bool(found.register_id)
    try:
        domain.give_up(edition=found, actor=signed_in(request))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("workspace:edition", found.public_id)
    messages.success(request, _("It is removed."))
    return redirect("workspace:reports" if is_register else "workspace:unit_reports", subject.code)


ACTS: dict[str, Callable[[HttpRequest, Edition], HttpResponse]] = {
    "publiser": _publish,
    "skjul": _hide,
    "igjen": _again,
    "fjern": _remove,
}


@login_required
@require_POST
@told_when_gone
def act(request: HttpRequest, public_id: str, word: str) -> HttpResponse:
    """Publish, hide, begin anew, remove."""
    found = _edition(request, public_id, removing=word == "fjern")
    if word not in ACTS:
        raise Http404
    return ACTS[word](request, found)


def _edition(request: HttpRequest, public_id: str, removing: bool = False) -> Edition:
    found = row_or_gone(queries.editions(), removing=removing, onward=reverse("workspace:my_work"), public_id=public_id)
    require(policies.may_make(acting_for(signed_in(request)), found.subject))
    return found


def _is_stuck(found: Edition) -> bool:
    return found.state == Edition.State.BUILDING and timezone.now() - found.made_at > LONG
