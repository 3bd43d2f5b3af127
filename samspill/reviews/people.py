"""Who can be asked: users with a role in a register, or in the organisation that owns it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from samspill.accounts.models import User
from samspill.parties.domain.acting import roles_on
from samspill.registry.models import Register


def people_of(register: Register) -> "QuerySet[User]":
    """Active users with a role today in the register, its organisation or any unit of it, by name."""
    roles = (
        roles_on(timezone.localdate())
        .filter(user=OuterRef("pk"))
        .filter(
            Q(register_code=register.code)
            | Q(organisation=register.organisation_id)
            | Q(unit__organisation=register.organisation_id)
        )
    )
    return User.objects.filter(Exists(roles), is_active=True).order_by("name", "pk")


def is_here(user: Any, register: str) -> Exists:
    """The same for a row: whether its ``user`` (an `OuterRef`) has a role today where its ``register`` (a path)
    belongs. What somebody who has left was given, surfaces at the innovation leaders."""
    place = (
        Q(register_code=OuterRef(f"{register}__code"))
        | Q(organisation=OuterRef(f"{register}__organisation"))
        | Q(unit__organisation=OuterRef(f"{register}__organisation"))
    )
    return Exists(roles_on(timezone.localdate()).filter(place, user=user, user__is_active=True))
