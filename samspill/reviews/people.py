"""Who can be asked: users with a role in a register, or in the organisation that owns it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from samspill.accounts.models import User
from samspill.parties.models import Role
from samspill.registry.models import Register


def people_of(register: Register) -> "QuerySet[User]":
    """Active users with a role today in the register, its organisation or any unit of it, by name."""
    today = timezone.localdate()
    roles = (
        Role.objects.filter(user=OuterRef("pk"), valid_from__lte=today)
        .filter(Q(valid_to=None) | Q(valid_to__gte=today))
        .filter(Q(ended_at=None) | Q(ended_at__date__gt=today))
        .filter(
            Q(register_code=register.code)
            | Q(organisation=register.organisation_id)
            | Q(unit__organisation=register.organisation_id)
        )
    )
    return User.objects.filter(Exists(roles), is_active=True).order_by("name", "pk")
