"""Inviting somebody to a role by e-mail. The token is in the mail alone; here lies only its hash."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.domain.users import create_verified_user, has_verified, verified_user_of
from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain.acting import acting_for, forget_acting
from samspill.parties.domain.roles import in_effect_or_to_come
from samspill.parties.domain.sending_limits import check_sending_limits
from samspill.parties.models import Invitation, InvitationMail, Role
from samspill.parties.scopes import Scope, check

LASTS = timedelta(days=14)


@transaction.atomic
def invite(
    *, email: str, kind: str, scope: Scope, language: str, actor: User | None, name: str = ""
) -> tuple[Invitation, str]:
    """Offer a role to whoever reads mail sent to ``email``; gives the invitation and the token for the mail.

    ``actor`` None is the operator at the command line. An open invitation to the same role and place is refused.
    Raises `RuleError`, `ValidationError` or `Refusal`.
    """
    check(kind, scope)
    if actor is not None:
        require(policies.may_grant(acting_for(actor), kind, scope))
        User.objects.select_for_update().get(pk=actor.pk)  # a button pressed twice invites once
        if _is_own(actor, email) and not (answer := policies.may_grant_to_self(acting_for(actor))):
            raise RuleError(answer.reason, field="email")
    if language not in dict(settings.LANGUAGES):
        raise RuleError(_("Choose one of the languages."), field="language")
    email = email.strip().lower()
    invitation = Invitation(
        email=email,
        name=" ".join(name.split()),
        language=language,
        kind=kind,
        invited_by=actor,
        expires_at=timezone.now() + LASTS,
        **scope.fields(),
    )
    invitation.clean_fields(exclude=["token_hash", "invited_by"])
    if open_invitations().filter(scope.condition(), email__iexact=email, kind=kind).exists():
        raise RuleError(
            _("%(email)s has an open invitation to this role already. You can send it again from the list.")
            % {"email": email},
            field="email",
        )
    check_sending_limits(email=email, actor=actor)
    token = _new_token(invitation)
    with acting_context(actor=actor):
        invitation.save()
        InvitationMail.objects.create(invitation=invitation, sent_by=actor)
    return invitation, token


@transaction.atomic
def resend(*, invitation: Invitation, actor: User) -> tuple[Invitation, str]:
    """A new token with new time; the link that was sent before stops working. Raises `RuleError` or `Refusal`."""
    invitation = _locked(invitation)
    require(policies.may_grant(acting_for(actor), invitation.kind, Scope.of(invitation)))
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Meanwhile(_("This invitation has been used or withdrawn. Make a new one."))
    User.objects.select_for_update().get(pk=actor.pk)
    check_sending_limits(email=invitation.email, actor=actor)
    token = _new_token(invitation)
    invitation.expires_at = timezone.now() + LASTS
    with acting_context(actor=actor):
        invitation.save(update_fields=["token_hash", "expires_at"])
        InvitationMail.objects.create(invitation=invitation, sent_by=actor)
    return invitation, token


def note_sending(*, invitation: Invitation, token: str, outcome: str) -> None:
    """How the mail with this token went; says nothing when a newer one is on its way."""
    newest = InvitationMail.objects.filter(invitation=invitation, invitation__token_hash=_hash(token))
    InvitationMail.objects.filter(pk__in=newest.order_by("-pk").values("pk")[:1]).update(outcome=outcome)


@transaction.atomic
def withdraw(*, invitation: Invitation, actor: User) -> Invitation:
    """Take the offer back: the link stops working. Raises `RuleError` or `Refusal`."""
    invitation = _locked(invitation)
    require(policies.may_grant(acting_for(actor), invitation.kind, Scope.of(invitation)))
    if invitation.accepted_at:
        raise Meanwhile(_("This invitation has been accepted. End the role instead."))
    invitation.withdrawn_at = invitation.withdrawn_at or timezone.now()
    with acting_context(actor=actor):
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Role:
    """The user who owns the address takes the role. Raises `RuleError` when it is not theirs or no longer open."""
    invitation = _locked(invitation)
    _require_open(invitation)
    if not has_verified(user=user, email=invitation.email):
        raise RuleError(_("This invitation was sent to another address than yours."))
    return _take(invitation, user)


@transaction.atomic
def accept_with_new_account(*, invitation: Invitation, name: str, password: str, language: str) -> Role:
    """Whoever holds the token reads mail sent to the address: make the account as verified, and take the role.

    Raises `RuleError` when the invitation is no longer open, `ValidationError` for the name or the password.
    """
    invitation = _locked(invitation)
    _require_open(invitation)
    user = create_verified_user(email=invitation.email, name=name, language=language, password=password)
    return _take(invitation, user)


def by_token(token: str) -> Invitation | None:
    """The invitation that this token was made for."""
    return (
        Invitation.objects.select_related("organisation", "unit__organisation", "invited_by")
        .filter(token_hash=_hash(token))
        .first()
    )


def has_account(invitation: Invitation) -> bool:
    """Whether somebody has shown that the address is theirs; told only to who holds the token."""
    return verified_user_of(invitation.email) is not None


def state(invitation: Invitation) -> str:
    """open, accepted, withdrawn or expired."""
    if invitation.accepted_at:
        return "accepted"
    if invitation.withdrawn_at:
        return "withdrawn"
    return "expired" if invitation.expires_at <= timezone.now() else "open"


def still_stands(invitation: Invitation) -> bool:
    """Whether whoever sent it last may give the role today; the operator at the command line always may.

    Else somebody whose role is taken away could come back by what they had sent to another address of their own.
    """
    sender = _sender(invitation)
    return sender is None or (
        sender.is_active and bool(policies.may_grant(acting_for(sender), invitation.kind, Scope.of(invitation)))
    )


def open_invitations() -> models.QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())


def _take(invitation: Invitation, user: User) -> Role:
    """Mark as used and give the role; one that the user has already is kept as it is."""
    scope, now, sender = Scope.of(invitation), timezone.now(), _sender(invitation)
    if sender == user and not (answer := policies.may_grant_to_self(acting_for(user))):
        raise RuleError(answer.reason)
    invitation.accepted_at, invitation.accepted_by = now, user
    role = in_effect_or_to_come().filter(scope.condition(), user=user, kind=invitation.kind).first() or Role(
        user=user, kind=invitation.kind, granted_by=sender, **scope.fields()
    )
    with acting_context(actor=user):
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        if role.pk is None:
            role.save()
    forget_acting(user)
    return role


def _require_open(invitation: Invitation) -> None:
    if state(invitation) != "open" or not still_stands(invitation):
        raise Meanwhile(_("This invitation has been used or withdrawn, or it is too old."))


def _sender(invitation: Invitation) -> User | None:
    """Who vouches for it: whoever sent the newest link."""
    newest = invitation.mails.select_related("sent_by").order_by("-pk").first()
    return newest.sent_by if newest else invitation.invited_by


def _is_own(user: User, email: str) -> bool:
    email = email.strip().lower()
    return user.email.lower() == email or has_verified(user=user, email=email)


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "unit__organisation")
        .get(pk=invitation.pk)
    )


def _new_token(invitation: Invitation) -> str:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(token)
    return token


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
