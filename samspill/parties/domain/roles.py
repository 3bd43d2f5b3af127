"""Giving and ending roles. A role is never deleted: who could do what, when, can always be told."""

from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain.acting import acting_for, forget_acting
from samspill.parties.models import Role
from samspill.parties.scopes import Scope, check


@transaction.atomic
def grant_role(
    *,
    user: User,
    kind: str,
    scope: Scope,
    actor: User | None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Role:
    """Give ``user`` a role in a place, from today or ``valid_from`` up to and including ``valid_to``.

    ``actor`` None is the operator of the installation at its command line, who may do everything.
    Raises `RuleError` (wrong place, dates, one's own role, or one the user already has) or `Refusal`.
    """
    check(kind, scope)
    if actor is not None:
        require(policies.may_grant(acting_for(actor), kind, scope))
        if actor.pk == user.pk and not (answer := policies.may_grant_to_self(acting_for(actor))):
            raise RuleError(answer.reason, field="user")
    today = timezone.localdate()
    start = valid_from or today
    if valid_to and valid_to < max(start, today):
        raise RuleError(_("The last day lies before the first day, or has passed."), field="valid_to")
    User.objects.select_for_update().get(pk=user.pk)  # one grant at a time per user
    same = in_effect_or_to_come().filter(scope.condition(), user=user, kind=kind)
    if same.exists():
        raise RuleError(
            _("%(user)s already has this role in this place. End it first if its dates are to change.")
            % {"user": user},
            field="user",
        )
    with acting_context(actor=actor):
        role = Role(user=user, kind=kind, valid_from=start, valid_to=valid_to, granted_by=actor, **scope.fields())
        role.save()
    forget_acting(user)
    return role


@transaction.atomic
def end_role(*, role: Role, actor: User, on: date | None = None, reason: str = "") -> Role:
    """End a role at once, or let ``on`` be its last day. Raises `RuleError` or `Refusal`.

    Never a later day than it has: everybody may end their own role, but not give it to themselves for longer. The last
    administrator whose role has no end cannot be ended: nobody could give the role again.
    """
    administrators = list(Role.objects.select_for_update().filter(kind=Role.Kind.ADMINISTRATOR).order_by("pk"))
    role = Role.objects.select_for_update(of=("self",)).select_related("user", "organisation", "unit").get(pk=role.pk)
    require(policies.may_end(acting_for(actor), role))
    today = timezone.localdate()
    if role.ended_at or (role.valid_to and role.valid_to < today):
        raise Meanwhile(_("This role has ended already."))
    if on and on < today:
        raise RuleError(_("This day has passed. Leave the date empty to end the role at once."), field="on")
    if on and on < role.valid_from:
        raise RuleError(_("The role has not begun by then. Leave the date empty to end it at once."), field="on")
    if on and role.valid_to and on > role.valid_to:
        raise RuleError(
            _("The role ends before that, on %(day)s. To make it last longer, end it and give it anew.")
            % {"day": date_format(role.valid_to)},
            field="on",
        )
    if role.kind == Role.Kind.ADMINISTRATOR:
        keep_one_administrator(role, administrators)
    if on is None:
        role.ended_at = timezone.now()
    role.valid_to = max(on or today, role.valid_from)
    role.ended_by, role.end_reason = actor, reason.strip()
    with acting_context(actor=actor, reason=reason.strip()):
        role.save(update_fields=["ended_at", "valid_to", "ended_by", "end_reason"])
    forget_acting(role.user)
    return role


def in_effect_or_to_come() -> models.QuerySet[Role]:
    """Roles that have not ended."""
    return Role.objects.filter(ended_at=None).filter(Q(valid_to=None) | Q(valid_to__gte=timezone.localdate()))


def keep_one_administrator(role: Role, administrators: list[Role]) -> None:
    """Raise `RuleError` unless another of the administrators is one for as long as anybody can see."""
    active = set(
        User.objects.filter(pk__in=[other.user_id for other in administrators], is_active=True).values_list(
            "pk", flat=True
        )
    )
    if not any(
        other.pk != role.pk and other.user_id in active and other.is_in_effect and other.valid_to is None
        for other in administrators
    ):
        raise RuleError(_("This is the last administrator. Make somebody else administrator first."))
