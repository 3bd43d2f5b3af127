"""Registers: made, and changed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation, Unit
from samspill.registry import policies
from samspill.registry.models import Register

EDITABLE = (
    "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "scale", "contact_email",
    "is_public", "due_days", "sets_targets",
)  # fmt: skip
"""Fields that people write. The code and the owner are given once: addresses and roles hang on them."""


@transaction.atomic
def create_register(
    *, actor: User, code: str, organisation: Organisation, unit: Unit | None = None, values: Mapping[str, Any]
) -> Register:
    """A new register of an organisation or of one of its units. Raises `ValidationError` or `Refusal`."""
    require(policies.may_make_register(acting_for(actor), organisation=organisation, unit=unit))
    if unit is not None and unit.organisation_id != organisation.pk:
        raise ValidationError({"unit": _("The unit belongs to another organisation.")})
    if Register.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is a register with this code already. Choose another.")})
    register = Register(code=code, organisation=organisation, unit=unit)
    return _save(register, values, actor)


@transaction.atomic
def update_register(*, register: Register, actor: User, values: Mapping[str, Any], seen: str = "") -> Register:
    """Change a register's names, description, scale, rhythm, contact or whether everyone sees it.

    ``seen``: the mark of what the form showed. Raises `Stale`, `ValidationError` or `Refusal`.
    """
    require(policies.curates_register(acting_for(actor), register))
    current = Register.objects.select_for_update().get(pk=register.pk)
    seen_forms.check(current, EDITABLE, seen, values)
    return _save(current, values, actor)


def _save(register: Register, values: Mapping[str, Any], actor: User) -> Register:
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(register, name, value)
    register.due_days = sorted(set(register.due_days))
    register.clean_fields()
    with acting_context(actor=actor):
        register.save()
    return register
