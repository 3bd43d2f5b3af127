"""What Samspill holds of the user: a page, a file, and what they can ask for (R-NFR-06)."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samspill.core.methods import takes_form
from samspill.core.personal_data import report
from samspill.parties.domain import data_requests as domain
from samspill.parties.models import DataRequest, Person
from samspill.parties.queries import requests_about
from samspill.parties.subjects import subject_of
from samspill.workspace.forms.errors import shown_on
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.personal_data import AskForm, DeleteAccountForm
from samspill.workspace.users import signed_in

Kind = DataRequest.Kind


@never_cache
@require_safe
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything that is held, with why, who sees it and how long; and what can be asked for."""
    user = signed_in(request)
    person = Person.objects.filter(user=user).first()
    context = {
        "sections": report.sections(subject_of(person=person, user=user)),
        "person": person,
        "is_restricted": bool(person and person.withheld == Person.Withheld.RESTRICTED),
        "requests": list(requests_about(user)[:20]),
    }
    return render(request, "workspace/personal_data/mine.html", context)


@never_cache
@require_safe
@login_required
def my_data_file(request: HttpRequest) -> HttpResponse:
    """The same as JSON, with all rows and the history."""
    user = signed_in(request)
    person = Person.objects.filter(user=user).first()
    about = {"name": str(user), "e-mail": user.email, "person": person.public_id if person else None}
    return as_file(report.export(subject_of(person=person, user=user), about=about))


def as_file(content: dict[str, Any]) -> HttpResponse:
    """A file to keep, readable also to people."""
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="samspill-{timezone.localdate():%Y-%m-%d}.json"'
    return answer


@takes_form
@login_required
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask to be erased, to have the use restricted, or to end a restriction."""
    if kind not in (Kind.ERASE, Kind.RESTRICT, Kind.LIFT):
        raise Http404
    return _ask_erase(request, kind) if kind == Kind.ERASE else _ask(request, kind)


def _ask(request: HttpRequest, kind: str) -> HttpResponse:
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            made = domain.ask(kind=kind, actor=signed_in(request), reason=form.cleaned_data["reason"])
            messages.success(request, _("Your request is sent. You get an answer here within 30 days."))
            return redirect("workspace:data_request", made.public_id)
    return render(request, "workspace/personal_data/ask.html", {"form": form, "kind": kind}, status=status_of(form))


_ask_erase = reauthentication_required(_ask)


@takes_form
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def delete_account(request: HttpRequest) -> HttpResponse:
    """Delete the own account at once; nobody has to be asked."""
    user = signed_in(request)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None, own=user.email)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            domain.delete_own_account(user=user)
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for what you contributed."))
            return redirect("website:home")
    person = Person.objects.filter(user=user).first()
    return render(
        request, "workspace/personal_data/delete_account.html", {"form": form, "person": person}, status=status_of(form)
    )
