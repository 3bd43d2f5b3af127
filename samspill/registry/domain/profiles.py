"""Profiles: made and changed as data, and chosen by registers (R-REG-18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import Meanwhile
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.registry import policies
from samspill.registry.choices import Kind
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.models import Entry, Register, RegisterProfile
from samspill.registry.models.profile import FREE
from samspill.registry.profiles import CHOSEN, PROGRESS, READINESS, left_out_by

EDITABLE = (
    "name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en", "source", "source_nn",
    "source_en", "is_active", "scale", "fields", "due_days", "sets_targets", "assessment", "assessment_threshold",
    "review_months", "has_work_plans", "has_effects", "tags", "report_due", "report_sections",
)  # fmt: skip
"""Fields that administrators write."""


@dataclass(frozen=True)
class Hidden:
    """A field that a change of profile leaves out, and in how many of the register's innovations it says something."""

    code: str
    recorded: int


@dataclass(frozen=True)
class Difference:
    """What a change of profile shows and hides in a register. Nothing is lost either way."""

    shown: list[str]
    hidden: list[Hidden]
    is_new_scale: bool


def difference(register: Register, profile: RegisterProfile) -> Difference:
    """What becomes visible and what is folded away when the register takes the profile. One query."""
    before, after = left_out_by(register.profile), left_out_by(profile)
    hidden = [code for code in CHOSEN if code in after - before]
    counts = _recorded(register, hidden) if hidden else {}
    return Difference(
        shown=[code for code in CHOSEN if code in before - after],
        hidden=[Hidden(code, counts[code]) for code in hidden],
        is_new_scale=profile.scale_id is not None and profile.scale_id != register.scale_id,
    )


def _recorded(register: Register, codes: list[str]) -> dict[str, int]:
    lists = ("ways", "sdgs", "disciplines", "service_areas", "keywords")
    says = {code: ~Q(**{code: [] if code in lists else ""}) for code in codes}
    for code, rows in ((READINESS, "readings"), (PROGRESS, "progress")):
        if code in says:
            says[code] = Q(**{f"{rows}__isnull": False})
    counts = {f"n_{code}": Count("pk", filter=condition, distinct=True) for code, condition in says.items()}
    found = Entry.objects.filter(register=register, kind=Kind.INNOVATION).order_by().aggregate(**counts)
    return {code: found[f"n_{code}"] for code in codes}


def change_mark(register: Register, profile: RegisterProfile) -> str:
    """The mark of what the page about this change tells: how the register works, and both profiles' rules."""
    now = seen_forms.mark(register.profile, EDITABLE)
    return f"{seen_forms.mark(register, ('profile', 'scale'))}-{now}-{seen_forms.mark(profile, EDITABLE)}"


@transaction.atomic
def change_profile(*, register: Register, actor: User, profile: RegisterProfile, seen: str = "") -> Register:
    """Let a register work by another profile; its scale follows. What was recorded stays as it is.

    ``seen``: what `change_mark` said when the page told what would change; an empty one is not asked about. Raises
    `Meanwhile`, `ValidationError` or `Refusal`.
    """
    require(policies.curates_register(acting_for(actor), register))
    current = Register.objects.select_for_update(of=("self",)).select_related("profile").get(pk=register.pk)
    profile = RegisterProfile.objects.select_for_update().get(pk=profile.pk)
    if current.profile_id == profile.pk:
        return current
    if not profile.is_active:
        raise ValidationError({"profile": _("This profile is not in use any more. Choose another.")})
    if seen and seen != change_mark(current, profile):
        raise Meanwhile(
            _(
                "The register or a profile was changed meanwhile, so something else would happen than you saw. Nothing "
                "is changed yet. Below stands what would change now."
            )
        )
    current.profile = profile
    if profile.scale is not None:
        current.scale = profile.scale
    with acting_context(actor=actor):
        current.save(update_fields=["profile", "scale"])
    return current


@transaction.atomic
def create_profile(*, actor: User, code: str, values: Mapping[str, Any]) -> RegisterProfile:
    """A profile of one's own. Raises `ValidationError` or `Refusal`."""
    require(policies.may_make_profiles(acting_for(actor)))
    if RegisterProfile.objects.filter(code=code).exists():
        raise ValidationError({"code": _("There is a profile with this code already. Choose another.")})
    return _save(RegisterProfile(code=code, position=1000), values, actor)


@transaction.atomic
def update_profile(
    *, profile: RegisterProfile, actor: User, values: Mapping[str, Any], seen: str = ""
) -> RegisterProfile:
    """Change a profile, for all registers that have it. What is changed here stays when the table comes anew.

    ``seen``: the mark of what the form showed. Raises `Stale`, `ValidationError` or `Refusal`.
    """
    require(policies.may_make_profiles(acting_for(actor)))
    current = RegisterProfile.objects.select_for_update().get(pk=profile.pk)
    seen_forms.check(current, EDITABLE, seen, values)
    if current.code == FREE and values.get("is_active") is False:
        raise ValidationError({"is_active": _("Every new register begins with this profile, so it stays on.")})
    return _save(current, values, actor)


def _save(profile: RegisterProfile, values: Mapping[str, Any], actor: User) -> RegisterProfile:
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(profile, name, value)
    if unknown := set(profile.fields) - set(CHOSEN) - set(DETAIL_FIELDS):
        raise ValidationError({"fields": _("Unknown fields: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}})
    profile.due_days = sorted(set(profile.due_days))
    profile.review_months = sorted(set(profile.review_months))
    profile.clean_fields(exclude=["scale"])
    with acting_context(actor=actor):
        profile.save()
    return profile
