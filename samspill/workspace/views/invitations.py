"""Inviting somebody to a role, and accepting an invitation."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth import login as django_login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from samspill.accounts.domain.users import has_verified
from samspill.accounts.models import User
from samspill.core.done_once import afterwards
from samspill.core.errors import RuleError
from samspill.core.methods import takes_form
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain import invitations as domain
from samspill.parties.domain.acting import acting_for
from samspill.parties.domain.invitation_mail import send_invitation
from samspill.parties.models import Invitation, InvitationMail, Role
from samspill.parties.queries import claimable_by
from samspill.parties.scopes import Scope
from samspill.workspace.forms.errors import shown_on
from samspill.workspace.forms.fields import status_of
from samspill.workspace.forms.roles import MEANINGS, InviteForm, NewAccountForm

Outcome = InvitationMail.Outcome
LOGIN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@takes_form
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    assert isinstance(request.user, User)
    acting = acting_for(request.user)
    require(policies.manages_something(acting))
    form = InviteForm(request.POST or None, acting=acting)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with shown_on(form):
            invitation, token = domain.invite(
                email=given["email"],
                name=given["name"],
                kind=given["kind"],
                scope=form.scope,
                language=given["language"],
                actor=request.user,
            )
            afterwards(request, partial(_send, request, invitation, token))
            return redirect("workspace:roles")
    return render(request, "workspace/parties/invite.html", {"form": form}, status=status_of(form))


@login_required
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new mail with a new link."""
    assert isinstance(request.user, User)
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        invitation, token = domain.resend(invitation=invitation, actor=request.user)
        afterwards(request, partial(_send, request, invitation, token))
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("workspace:roles")


@login_required
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    assert isinstance(request.user, User)
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        domain.withdraw(invitation=invitation, actor=request.user)
        messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
    except RuleError as error:
        messages.error(request, error.message)
    return redirect("workspace:roles")


@takes_form
@never_cache
@sensitive_post_parameters("password")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in the mail leads: shows the offer, makes the account if there is none, gives the role."""
    invitation = domain.by_token(token)
    if invitation is None:
        return render(request, "workspace/parties/invitation_gone.html", {"state": "unknown"}, status=404)
    state = domain.state(invitation)
    if state == "accepted" and request.user.is_authenticated and invitation.accepted_by_id == request.user.pk:
        # pressed twice, or the mail opened again
        messages.info(request, _("You have accepted this invitation already."))
        return redirect("workspace:my_work")
    if state == "open" and not domain.still_stands(invitation):
        state = "ended"
    if state != "open":
        gone = {"state": state, "place": Scope.of(invitation)}
        return render(request, "workspace/parties/invitation_gone.html", gone, status=410)
    meaning = MEANINGS[Role.Kind(invitation.kind)]
    context: dict[str, Any] = {"invitation": invitation, "place": Scope.of(invitation), "meaning": meaning}
    if isinstance(request.user, User):
        return _accept_as(request, request.user, invitation, context)
    if domain.has_account(invitation):
        return render(request, "workspace/parties/invitation_log_in.html", context)
    return _accept_as_new(request, invitation, context)


def _accept_as(request: HttpRequest, user: User, invitation: Invitation, context: dict[str, Any]) -> HttpResponse:
    """The user who is logged in takes the role, if the invitation was sent to them."""
    if not has_verified(user=user, email=invitation.email):
        return render(request, "workspace/parties/invitation_other_user.html", context, status=403)
    if request.method == "POST":
        try:
            return _welcome(request, domain.accept(invitation=invitation, user=user))
        except RuleError as error:  # accepted or withdrawn in the same moment: the page says which
            messages.error(request, error.message)
            return redirect(request.path)
    return render(request, "workspace/parties/invitation_accept.html", context)


def _accept_as_new(request: HttpRequest, invitation: Invitation, context: dict[str, Any]) -> HttpResponse:
    """Name and password of somebody without an account."""
    form = NewAccountForm(request.POST or None, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        with shown_on(form):
            role = domain.accept_with_new_account(
                invitation=invitation, language=(get_language() or "nb")[:2], **form.cleaned_data
            )
            django_login(request, role.user, backend=LOGIN_BACKEND)
            return _welcome(request, role)
    return render(
        request, "workspace/parties/invitation_new_account.html", context | {"form": form}, status=status_of(form)
    )


def _welcome(request: HttpRequest, role: Role) -> HttpResponse:
    with override(role.user.language):
        messages.success(
            request,
            _("Welcome! You are now %(role)s: %(place)s.")
            % {"role": role.get_kind_display().lower(), "place": Scope.of(role)},
        )
        return redirect(reverse("workspace:person_claim" if claimable_by(role.user) else "workspace:my_work"))


def _send(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Tells how it went; the list of invitations tells it too, to whoever did not get to see the message."""
    told = {
        Outcome.SENT: _("The invitation is sent to %(email)s."),
        Outcome.FAILED: _(
            "The invitation to %(email)s is saved, but the mail could not be sent. Try “Send again” later."
        ),
        Outcome.UNKNOWN: _(
            "The invitation is saved, and the mail server was given the mail to %(email)s, but did not answer in time: "
            "it may come, or not. Ask them. “Send again” gives a new link, and the one in the first mail stops working."
        ),
        Outcome.REFUSED: _(
            "The invitation is saved, but no mail server takes mail to %(email)s. Is the address right? If not, "
            "withdraw the invitation and make a new one."
        ),
    }
    outcome = send_invitation(invitation=invitation, token=token)
    level = messages.SUCCESS if outcome == Outcome.SENT else messages.WARNING
    messages.add_message(request, level, told[outcome] % {"email": invitation.email})
