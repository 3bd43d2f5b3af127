"""Requests about personal data, for those who deal with them; and what is held of somebody else, with a reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.personal_data import report, retention
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain import data_requests as domain
from samspill.parties.domain.acting import Acting, acting_for
from samspill.parties.domain.withholding import real_name
from samspill.parties.models import DataAccess, DataRequest
from samspill.parties.queries import requests_shown
from samspill.parties.subjects import subject_of
from samspill.workspace.forms.errors import shown_on
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.personal_data import AnswerForm, AskForPersonForm, LookForm
from samspill.workspace.users import signed_in
from samspill.workspace.views.my_data import as_file
from samspill.workspace.views.people import person_or_404

Status = DataRequest.Status
ROWS = 50


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Requests that wait, those that are due first; administrators see all, others what they made for somebody."""
    acting = acting_for(request.user)
    require(policies.manages_something(acting))
    done = request.GET.get("done") == "1"
    context = {
        "page": Paginator(requests_of(acting, done=done), ROWS).get_page(request.GET.get("page")),
        "done": done,
        "is_administrator": acting.is_administrator,
    }
    return render(request, "workspace/personal_data/queue.html", context)


def requests_of(acting: Acting, *, done: bool) -> QuerySet[DataRequest]:
    """In the order of the page: what waits by when it is due, what is answered with the newest answer first."""
    rows = requests_shown(acting, done=done)
    return rows.order_by("-answered_at", "-pk") if done else rows


@never_cache
@takes_form
@login_required
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request: what is asked, until when, the answer; for administrators also the ways to answer it."""
    user = signed_in(request)
    acting = acting_for(user)
    found = get_object_or_404(
        DataRequest.objects.select_related("person", "user", "requested_by", "answered_by"), public_id=public_id
    )
    require(policies.may_see_request(acting, found))
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            _act(request, found, answer=form.cleaned_data["answer"])
            return redirect("workspace:data_request", found.public_id)
    about = found.person or found.user
    context = {
        "case": found,
        "form": form,
        "name": domain.name_in(found),
        "about": about,
        "is_administrator": acting.is_administrator,
        "may_withdraw": found.status == Status.OPEN and policies.may_withdraw_request(acting, found),
        "texts": domain.left_to_look_through(found) if acting.is_administrator else [],
    }
    return render(request, "workspace/personal_data/request.html", context, status=status_of(form))


def _act(request: HttpRequest, found: DataRequest, *, answer: str) -> None:
    """What the button that was pressed asks for."""
    user, action = signed_in(request), request.POST.get("action", "")
    if action == "withdraw":
        domain.withdraw(request=found, actor=user)
        messages.success(request, _("The request is withdrawn."))
    elif action == "grant":
        domain.grant(request=found, actor=user, answer=answer)
        messages.success(request, _("The request is granted."))
    elif action == "refuse":
        domain.refuse(request=found, actor=user, answer=answer)
        messages.success(request, _("The request is refused, and the person can read why."))
    elif action in ("replace", "keep"):
        try:
            domain.decide_text(request=found, actor=user, key=request.POST.get("text", ""), replace=action == "replace")
        except IntegrityError as error:
            raise RuleError(
                _("The text cannot be without the name here: another row has the same. Edit it.")
            ) from error
        messages.success(request, _("Replaced.") if action == "replace" else _("The name stands."))
    else:
        require(policies.is_administrator(acting_for(user)) or policies.may_withdraw_request(acting_for(user), found))
        raise RuleError(_("Choose what is to be done."))


@takes_form
@login_required
def ask_for_person(request: HttpRequest, public_id: str) -> HttpResponse:
    """A request on behalf of somebody, most often without an account."""
    user, person = signed_in(request), person_or_404(public_id)
    require(policies.may_ask_for_person(acting_for(user), person))
    form = AskForPersonForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            made = domain.ask(actor=user, person=person, **form.cleaned_data)
            messages.success(request, _("The request is sent to the administrators."))
            return redirect("workspace:data_request", made.public_id)
    return render(
        request, "workspace/personal_data/ask_for_person.html", {"form": form, "person": person}, status=status_of(form)
    )


@takes_form
@login_required
def look(request: HttpRequest, public_id: str) -> HttpResponse:
    """An administrator says why they need to see what is held of somebody; it is noted."""
    user = signed_in(request)
    require(policies.is_administrator(acting_for(user)))
    person = person_or_404(public_id)
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            access = domain.look_at(person=person, actor=user, reason=form.cleaned_data["reason"])
            return redirect("workspace:person_data", access.pk)
    return render(
        request, "workspace/personal_data/look.html", {"form": form, "person": person}, status=status_of(form)
    )


@never_cache
@require_safe
@login_required
def person_data(request: HttpRequest, pk: int) -> HttpResponse:
    """What is held of somebody else, for the administrator who said why."""
    access = _access(request, pk)
    context = {
        "sections": report.sections(subject_of(person=access.person)),
        "access": access,
        "name": real_name(access.person),
        "until": access.at + policies.LOOK,
    }
    return render(request, "workspace/personal_data/person.html", context)


@never_cache
@require_safe
@login_required
def person_data_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a file to give to the person; that it was taken is noted."""
    access = _access(request, pk)
    about = {"name": real_name(access.person), "person": access.person.public_id}
    if request.method == "GET":
        domain.take_copy(access=access)
    return as_file(report.export(subject_of(person=access.person), about=about))


def _access(request: HttpRequest, pk: int) -> DataAccess:
    user = signed_in(request)
    require(policies.is_administrator(acting_for(user)))
    access = DataAccess.objects.select_related("person__user").filter(pk=pk, by=user).first()
    if access is None:
        raise Http404
    require(policies.may_use_look(acting_for(user), access))
    return access


@require_safe
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """How long things are kept, and what the nightly job last did about it."""
    require(policies.is_administrator(acting_for(request.user)))
    runs = retention.last_runs()
    late = retention.late(runs)
    rows = [{"rule": rule, "last": last, "is_late": rule.code in late} for rule, last in runs]
    return render(request, "workspace/personal_data/rules.html", {"rows": rows})
