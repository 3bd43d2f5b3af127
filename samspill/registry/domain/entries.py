"""Making and changing entries."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core import seen as seen_forms
from samspill.core.errors import Meanwhile, RuleError
from samspill.core.history import acting as acting_context
from samspill.core.policy import Answer, require
from samspill.parties.domain.acting import Acting, acting_for
from samspill.parties.models import Organisation, Unit
from samspill.registry import policies
from samspill.registry.choices import Kind, Status
from samspill.registry.models import (
    Discipline,
    Entry,
    EntryType,
    Register,
    ServiceArea,
    SustainableDevelopmentGoal,
)

EDITABLE = (
    "types", "title", "own_word", "summary", "language", "start_date", "end_date", "ways", "sdgs", "disciplines",
    "service_areas", "keywords", "market_potential", "potential_effect", "effects", "beneficiaries", "details",
    "visibility",
)  # fmt: skip
"""Fields of an entry that people write; the rest follows from acts."""

PLACE = ("register",)
"""What moving an entry changes: whose it is to look after."""


class StaleVersion(Meanwhile):
    """Somebody saved the entry after the user opened it. ``current`` is what it says now."""

    def __init__(self, current: Entry) -> None:
        super().__init__(
            _("Somebody else has changed this entry since you opened it. Nothing is lost: compare and choose.")
        )
        self.current = current


@transaction.atomic
def create_entry(
    *,
    actor: User,
    kind: Kind | str,
    organisation: Organisation,
    unit: Unit | None = None,
    register: Register | None = None,
    values: Mapping[str, Any],
) -> Entry:
    """A new draft. ``values`` are fields of `EDITABLE`. Raises `RuleError`, `ValidationError` or `Refusal`."""
    acting = acting_for(actor)
    require(policies.may_register(acting, organisation=organisation, unit=unit, register=register))
    if register is not None:
        require(_may_register_in(acting, register))
    entry = Entry(
        kind=kind, organisation=organisation, unit=unit, register=register, created_by=actor, status=Status.DRAFT
    )
    _fill(entry, values)
    with acting_context(actor=actor):
        entry.save()
    return entry


@transaction.atomic
def update_entry(*, entry: Entry, actor: User, seen_version: int, values: Mapping[str, Any], reason: str = "") -> Entry:
    """Change fields of an entry; unchanged values save nothing.

    ``seen_version`` is the version the user had before them: another raises `StaleVersion`. What is published is
    corrected with a ``reason``, which the history shows. Raises `RuleError`, `ValidationError` or `Refusal`.
    """
    current = Entry.objects.select_for_update().get(pk=entry.pk)
    require(policies.may_edit(acting_for(actor), current))
    if current.version != seen_version:
        raise StaleVersion(current)
    changed = _fill(current, values)
    if not changed:
        return current
    if current.status == Status.PUBLISHED and not reason.strip():
        raise RuleError(_("Say briefly why you correct what is published; the history shows it."), field="reason")
    with acting_context(actor=actor, reason=reason.strip()):
        current.version += 1
        current.save(update_fields=[*changed, "version", "updated_at"])
    return current


@transaction.atomic
def place_in_register(
    *, entry: Entry, actor: User, register: Register | None, reason: str = "", seen: str = ""
) -> Entry:
    """Move an entry to another register, or out of all; owner, history and everything recorded follow it.

    The actor must be able to move the entry and to register in the new place. ``seen``: the mark of the place that was
    shown. Raises `Stale`, `RuleError` or `Refusal`.
    """
    current = Entry.objects.select_for_update().get(pk=entry.pk)
    acting = acting_for(actor)
    require(policies.may_move(acting, current))
    if current.register_id == (register.pk if register else None):
        return current
    seen_forms.check(current, PLACE, seen)
    if register is not None:
        require(_may_register_in(acting, register))
    if current.status == Status.PUBLISHED and not reason.strip():
        raise RuleError(_("Say briefly why you move what is published; the history shows it."), field="reason")
    with acting_context(actor=actor, reason=reason.strip()):
        current.register = register
        current.version += 1
        current.save(update_fields=["register", "version", "updated_at"])
    return current


def _may_register_in(acting: Acting, register: Register) -> Answer:
    """A role where the entry belongs is not enough for a register that somebody else keeps."""
    return policies.may_register(acting, organisation=register.organisation, unit=register.unit, register=register)


def _fill(entry: Entry, values: Mapping[str, Any]) -> list[str]:
    """Set the values, check them, and tell which fields changed."""
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    changed = [name for name, value in values.items() if getattr(entry, name) != value]
    for name in changed:
        setattr(entry, name, values[name])
    entry.title = " ".join(entry.title.split())
    entry.clean_fields(exclude=["created_by"])
    if entry.start_date and entry.end_date and entry.end_date < entry.start_date:
        raise ValidationError({"end_date": _("The end date lies before the start date.")})
    _check_codes(entry, changed)
    return changed


def _check_codes(entry: Entry, changed: list[str]) -> None:
    """Say which codes are unknown, of all fields at once; the database refuses them too, but less kindly."""
    vocabularies: dict[str, tuple[Any, str]] = {
        "types": (EntryType.objects.filter(kind=entry.kind), "code"),
        "disciplines": (Discipline.objects.all(), "code"),
        "service_areas": (ServiceArea.objects.all(), "code"),
        "sdgs": (SustainableDevelopmentGoal.objects.all(), "number"),
    }
    faults = {}
    for name, (rows, key) in vocabularies.items():
        given = getattr(entry, name) if name in changed else ()
        known = set(rows.filter(**{f"{key}__in": given}).values_list(key, flat=True))
        if unknown := [str(code) for code in given if code not in known]:
            faults[name] = _("Unknown here: %(codes)s.") % {"codes": ", ".join(unknown)}
    if faults:
        raise ValidationError(faults)
