"""Roles: who has which, giving one, ending one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import strange
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.core.sorting import by_name
from samspill.parties import hooks, policies
from samspill.parties.domain import roles as domain
from samspill.parties.domain.acting import Acting, acting_for
from samspill.parties.domain.invitations import open_invitations, state
from samspill.parties.models import Invitation, InvitationMail, Role
from samspill.parties.queries import invitations_waiting, invitations_within, roles_shown
from samspill.parties.scopes import Scope
from samspill.workspace.forms.errors import shown_on
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.roles import EndForm, GrantForm


@takes_form
@login_required
def roles(request: HttpRequest) -> HttpResponse:
    """Roles within what the user looks after, open invitations, and a form that gives a role."""
    assert isinstance(request.user, User)
    acting = acting_for(request.user)
    require(policies.manages_something(acting))
    form = GrantForm(request.POST or None, acting=acting)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            role = domain.grant_role(
                user=given["user"], kind=given["kind"], scope=form.scope, valid_to=given["valid_to"], actor=request.user
            )
            messages.success(
                request,
                _("%(user)s is now %(role)s.") % {"user": role.user, "role": role.get_kind_display().lower()},
            )
            return redirect("workspace:roles")
    return render(
        request, "workspace/parties/roles.html", {"form": form, **_lists(request, acting)}, status=status_of(form)
    )


def roles_of(given: QueryDict, acting: Acting) -> QuerySet[Role]:
    """The roles that the user may see: those that hold, or with ``ended=1`` those that have ended; by name (``q``)."""
    rows = roles_shown(acting, words=given.get("q", "").strip(), ended=given.get("ended") == "1")
    return rows.order_by(by_name("user__name"), "user__email", "kind", "pk")


def _lists(request: HttpRequest, acting: Acting) -> dict[str, object]:
    wanted, ended = request.GET.get("q", "").strip(), request.GET.get("ended") == "1"
    page = Paginator(roles_of(request.GET, acting), 50).get_page(request.GET.get("page"))
    registers = {home.code: home.name for home in hooks.registers()}
    return {
        "page": page,
        "rows": [{"role": role, "place": Scope.of(role).named(registers)} for role in page],
        "q": wanted,
        "ended": ended,
        "problems": strange.told(strange.names(request.GET, ["ended"])),
        "offers": [
            {
                "offer": offer,
                "place": Scope.of(offer).named(registers),
                "state": state(offer),
                "not_sent": _not_sent(offer),
            }
            for offer in invitations_waiting(acting)
        ],
        "open_offers": open_invitations().filter(invitations_within(acting)).count(),
    }


def _not_sent(offer: Invitation) -> str:
    """In words, unless its newest mail is known to have been sent; empty when it was, or nobody kept how it went."""
    outcome: str = getattr(offer, "mail_outcome", None) or InvitationMail.Outcome.SENT
    return "" if outcome == InvitationMail.Outcome.SENT else str(InvitationMail.Outcome(outcome).label)


@takes_form
@login_required
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """One role with its history; ending it."""
    assert isinstance(request.user, User)
    acting = acting_for(request.user)
    row = get_object_or_404(
        Role.objects.select_related("user", "organisation", "unit__organisation", "granted_by", "ended_by"), pk=pk
    )
    require(policies.may_see_role(acting, row))
    may_end = policies.may_end(acting, row)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            ended = domain.end_role(role=row, actor=request.user, **form.cleaned_data)
            messages.success(request, _("The role of %(user)s is ended.") % {"user": ended.user})
            if policies.manages_something(acting_for(request.user)):
                return redirect("workspace:roles")
            return redirect("workspace:my_work")
    context = {
        "role": row,
        "place": Scope.of(row),
        "may_end": may_end,
        "is_over": row.is_over,
        "form": form,
        "manages": policies.manages_something(acting),
    }
    return render(request, "workspace/parties/role.html", context, status=status_of(form))
