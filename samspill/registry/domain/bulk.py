"""Many entries at once, by the same rules as one: for imports.

The acts that make one entry ask the database a score of questions each. Here the questions are asked once for a
batch: the policy, the register and the codes are the same for all, and the database's own triggers guard the rest.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.accounts.models import User
from samspill.core.copying import copy_new
from samspill.core.history import acting as acting_context
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Person, Unit
from samspill.registry import policies
from samspill.registry.choices import Status
from samspill.registry.domain.entries import EDITABLE
from samspill.registry.models import (
    Contribution,
    EffectTag,
    Entry,
    Evidence,
    Participation,
    ReadinessReading,
    Register,
    StatusChange,
)


@dataclass
class NewEntry:
    """One entry to be made, with everything that belongs to it. ``values`` are fields of `entries.EDITABLE`.

    ``contributors``: (person or unit, role codes). ``participants``: (id of the organisation, role code).
    ``effects``: (id of the effect, id of the recipient, stage, since when).
    ``readings``: (id of the level, date, whether only the year is known). ``publish`` at once, if it is complete.
    """

    kind: str
    values: Mapping[str, Any]
    unit: Unit | None = None
    contributors: list[tuple[Person | Unit, list[str]]] = field(default_factory=list)
    participants: list[tuple[int, str]] = field(default_factory=list)
    readings: list[tuple[int, date, bool]] = field(default_factory=list)
    effects: list[tuple[int, int, str, date | None]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    publish: bool = False

    @property
    def is_complete(self) -> bool:
        """The rule of `workflow.missing_for_publishing`."""
        return bool(
            self.values.get("types")
            and str(self.values.get("summary", "")).strip()
            and (self.contributors or self.participants)
        )


@transaction.atomic
def create_entries(*, actor: User, register: Register, entries: Sequence[NewEntry], reason: str) -> list[Entry]:
    """Make the entries in the register, in a fixed number of queries. Raises `ValidationError` or `Refusal`.

    Only the register's curators may; so those that are complete and are to be published, are. Codes of types and
    vocabularies must have been checked by the caller (the database refuses unknown ones).
    """
    require(policies.curates_register(acting_for(actor), register))
    now = timezone.now()
    made = [_entry(new, actor, register, now) for new in entries]
    with acting_context(actor=actor, reason=reason):
        copy_new(Entry, made)
        pairs = list(zip(made, entries, strict=True))
        copy_new(Contribution, (one for pair in pairs for one in _contributions(*pair)))
        participations = (
            Participation(entry_id=entry.pk, organisation_id=organisation, role_id=role)
            for entry, new in pairs
            for organisation, role in new.participants
        )
        copy_new(Participation, participations)
        readings = (
            ReadinessReading(entry_id=entry.pk, level_id=level, date=on, year_only=year_only, recorded_by=actor)
            for entry, new in pairs
            for level, on, year_only in new.readings
        )
        copy_new(ReadinessReading, readings)
        tags = (
            EffectTag(entry_id=entry.pk, effect_id=effect, recipient_id=recipient, stage=stage, since=since)
            for entry, new in pairs
            for effect, recipient, stage, since in new.effects
        )
        copy_new(EffectTag, tags)
        copy_new(Evidence, (piece for entry, new in pairs for piece in _evidence(entry, new, actor)))
        published = (entry for entry in made if entry.status == Status.PUBLISHED)
        copy_new(StatusChange, (_published(entry, actor, reason) for entry in published))
    return made


def _entry(new: NewEntry, actor: User, register: Register, now: Any) -> Entry:
    if unknown := set(new.values) - set(EDITABLE):
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    entry = Entry(
        kind=new.kind, organisation=register.organisation, unit=new.unit, register=register, created_by=actor,
        **new.values,
    )  # fmt: skip
    if new.publish and new.is_complete:
        entry.status, entry.published_at = Status.PUBLISHED, now
    entry.title = " ".join(entry.title.split())
    entry.clean_fields(exclude=["register", "organisation", "unit", "created_by"])  # each would ask the database
    if entry.start_date and entry.end_date and entry.end_date < entry.start_date:
        raise ValidationError({"end_date": _("The end date lies before the start date.")})
    return entry


def _contributions(entry: Entry, new: NewEntry) -> Iterator[Contribution]:
    for position, (party, roles) in enumerate(new.contributors):
        is_person = isinstance(party, Person)
        yield Contribution(
            entry_id=entry.pk,
            person_id=party.pk if is_person else None,
            unit_id=None if is_person else party.pk,
            roles=roles,
            position=position,
        )


def _published(entry: Entry, actor: User, reason: str) -> StatusChange:
    return StatusChange(
        entry_id=entry.pk,
        action="publish",
        from_status=Status.DRAFT,
        to_status=Status.PUBLISHED,
        message=reason,
        version=entry.version,
        actor=actor,
    )


def _evidence(entry: Entry, new: NewEntry, actor: User) -> list[Evidence]:
    links = [
        Evidence(entry=entry, kind=Evidence.Kind.LINK, title=url[:200], url=url, added_by=actor) for url in new.links
    ]
    notes = [
        Evidence(
            entry=entry, kind=Evidence.Kind.NOTE, title=text.splitlines()[0][:200], note=text, is_confidential=True,
            added_by=actor,
        )
        for text in new.notes
    ]  # fmt: skip
    for piece in (*links, *notes):
        piece.clean_fields(exclude=["entry", "file", "added_by"])
    return [*links, *notes]


@transaction.atomic
def move_to_unit(*, entry: Entry, actor: User, unit: Unit | None, reason: str) -> Entry:
    """Give the entry another owning unit inside its organisation. Raises `Refusal` or `ValidationError`."""
    current = Entry.objects.select_for_update().get(pk=entry.pk)
    require(policies.may_edit(acting_for(actor), current))
    if unit is not None and unit.organisation_id != current.organisation_id:
        raise ValidationError({"unit": _("The unit belongs to another organisation.")})
    with acting_context(actor=actor, reason=reason):
        current.unit = unit
        current.version += 1
        current.save(update_fields=["unit", "version", "updated_at"])
    return current
