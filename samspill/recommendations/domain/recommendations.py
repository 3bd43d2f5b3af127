"""Recommendations: added, changed, handed over, tied to the entries that followed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Organisation, Person, Unit
from samspill.recommendations import policies
from samspill.recommendations.domain.workflow import ADDED, HANDED_OVER, record_step
from samspill.recommendations.models import Followed, Recommendation
from samspill.recommendations.sources import find_source
from samspill.recommendations.subjects import Subject
from samspill.registry.models import Entry

EDITABLE = (
    "text", "source_kind", "source_title", "source_date", "source_url", "addressed_role", "due", "is_public",
)  # fmt: skip
"""Fields that people write. What it is about is given once."""
OWNED = ("owner_user", "owner_person", "due")
"""Who answers, and by when."""


@transaction.atomic
def add_recommendation(
    *,
    subject: Subject,
    actor: User,
    values: Mapping[str, Any],
    organisation: Organisation | None = None,
    unit: Unit | None = None,
    source_code: str = "",
) -> Recommendation:
    """A new one about a subject, addressed to the subject's own place unless another is given.

    Raises `RuleError`, `ValidationError` or `Refusal`.
    """
    acting = acting_for(actor)
    require(policies.may_add(acting, subject=subject))
    if source := find_source(source_code):
        require(source.may_use(acting))
    if organisation is None and unit is None:
        organisation, unit = subject.organisation, subject.unit
    organisation = organisation or (unit.organisation if unit else None)
    if organisation is None:
        raise RuleError(_("Say to which organisation it is addressed."), field="organisation")
    if unit is not None and unit.organisation_id != organisation.pk:
        raise RuleError(_("The unit belongs to another organisation."), field="unit")
    made = Recommendation(
        subject_kind=subject.kind,
        subject_code=subject.code,
        organisation=organisation,
        unit=unit,
        source_code=source_code,
        created_by=actor,
    )
    _set(made, values)
    with acting_context(actor=actor):
        made.save()
        record_step(recommendation=made, action=ADDED, before="", actor=actor, message="")
    return made


@transaction.atomic
def change_recommendation(
    *, recommendation: Recommendation, actor: User, values: Mapping[str, Any], seen: str = ""
) -> Recommendation:
    """Change what is said of it. The history keeps what stood there.

    ``seen``: the mark of what the form showed. Raises `Stale`, `RuleError`, `ValidationError` or `Refusal`.
    """
    current = _locked(recommendation)
    require(policies.looks_after(acting_for(actor), current))
    seen_forms.check(current, EDITABLE, seen, values)
    _set(current, values)
    with acting_context(actor=actor):
        current.save()
    return current


@transaction.atomic
def hand_over(
    *,
    recommendation: Recommendation,
    actor: User,
    user: User | None = None,
    person: Person | None = None,
    due: date | None = None,
    message: str = "",
    seen: str = "",
) -> Recommendation:
    """Give it an owner, and a day by which it is to be done; with neither user nor person it has none.

    ``seen``: the mark of what the form showed (`OWNED`). Raises `Stale`, `RuleError`, `ValidationError` or `Refusal`.
    """
    current = _locked(recommendation)
    require(policies.looks_after(acting_for(actor), current))
    if user is not None and person is not None:
        raise RuleError(_("Choose one owner."), field="owner")
    if person is not None and person.user_id is not None:
        user, person = person.user, None  # due work is told to users
    seen_forms.check(current, OWNED, seen, {"owner_user": user, "owner_person": person, "due": due})
    current.owner_user, current.owner_person, current.due = user, person, due
    current.clean_fields(exclude=["owner_user", "owner_person", "created_by"])
    with acting_context(actor=actor, reason=message.strip()):
        current.save(update_fields=["owner_user", "owner_person", "due", "updated_at"])
        record_step(
            recommendation=current, action=HANDED_OVER, before=current.status, actor=actor, message=message.strip()
        )
    return current


@transaction.atomic
def add_followed(*, recommendation: Recommendation, entry: Entry, actor: User) -> Followed:
    """Say that an entry followed from it. The same again changes nothing."""
    current = _locked(recommendation)
    acting = acting_for(actor)
    require(policies.may_answer(acting, current))
    if not Entry.objects.visible_to(acting).filter(pk=entry.pk).exists():
        raise RuleError(_("There is no such entry that you may see."), field="entry")
    with acting_context(actor=actor):
        followed, _created = Followed.objects.get_or_create(recommendation=current, entry=entry)
    return followed


@transaction.atomic
def remove_followed(*, followed: Followed, actor: User) -> None:
    """Take the tie away; the history keeps it."""
    require(policies.may_answer(acting_for(actor), followed.recommendation))
    with acting_context(actor=actor):
        followed.delete()


def _locked(recommendation: Recommendation) -> Recommendation:
    return Recommendation.objects.select_for_update().get(pk=recommendation.pk)


def _set(one: Recommendation, values: Mapping[str, Any]) -> None:
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(one, name, value.strip() if isinstance(value, str) else value)
    if not one.text:
        raise ValidationError({"text": _("Write what is recommended.")})
    one.clean_fields(exclude=["owner_user", "owner_person", "created_by"])
