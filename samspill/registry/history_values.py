"""Values of history in words: codes, ids, dates and amounts as the reader's language says them. Loaded for one page."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.accounts.models import User
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.choices import Kind, Language, Status, Visibility, Way
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.models import (
    ContributionRole,
    Discipline,
    Effect,
    Entry,
    EntryType,
    ParticipationRole,
    Recipient,
    Register,
    ServiceArea,
    SustainableDevelopmentGoal,
)

LABELS = {
    "types": gettext_lazy("Types"),
    "ways": gettext_lazy("Ways to innovation"),
    "sdgs": gettext_lazy("Sustainable development goals"),
    "disciplines": gettext_lazy("Disciplines"),
    "service_areas": gettext_lazy("Municipal service areas"),
    "keywords": gettext_lazy("Keywords"),
    "register": gettext_lazy("Register"),
    "organisation": gettext_lazy("Organisation"),
    "unit": gettext_lazy("Unit"),
    "roles": gettext_lazy("Roles"),
    "role": gettext_lazy("Role"),
    "position": gettext_lazy("Order"),
    "person": gettext_lazy("Person"),
    "created_by": gettext_lazy("Made by"),
    "withdrawn_reason": gettext_lazy("Reason for withdrawal"),
    "file_name": gettext_lazy("File"),
    "sha256": gettext_lazy("Checksum of the file"),
}
"""Labels of fields whose model field has none."""

CHOICES: dict[str, Any] = {"kind": Kind, "language": Language, "status": Status, "visibility": Visibility, "ways": Way}


class Words:
    """Looks up everything that a page of events names, at a fixed number of queries."""

    def __init__(self, events: Iterable[Any], acting: Acting) -> None:
        events = list(events)
        self.vocabularies: dict[str, dict[Any, str]] = {
            "types": _names(EntryType),
            "disciplines": _names(Discipline),
            "service_areas": _names(ServiceArea),
            "roles": _names(ContributionRole),
            "role": _names(ParticipationRole),
            "sdgs": {goal.number: f"{goal.number} {goal.name}" for goal in SustainableDevelopmentGoal.objects.all()},
        }
        for name, choices in CHOICES.items():
            self.vocabularies[name] = {value: str(label) for value, label in choices.choices}
        self.rows: dict[str, dict[int, Any]] = {
            name: model.objects.in_bulk({getattr(event, f"{name}_id", None) for event in events} - {None})
            for name, model in (
                ("person", Person), ("unit", Unit), ("organisation", Organisation), ("register", Register),
                ("created_by", User), ("effect", Effect), ("recipient", Recipient),
            )
        }  # fmt: skip
        ends = {getattr(event, name, None) for event in events for name in ("source_id", "target_id")} - {None}
        self.confidential: set[int] = set()  # evidence whose past is for those who work with the entry
        self.entries = Entry.objects.visible_to(acting).in_bulk(ends)

    def row(self, name: str, pk: int | None) -> str:
        """A person, unit, organisation or register by id."""
        found = self.rows[name].get(pk or 0)
        return str(found) if found else (_("(no longer here)") if pk else "")

    def entry(self, pk: int) -> str:
        """Another entry's title, unless this reader may not see it."""
        found = self.entries.get(pk)
        return found.title if found else _("(an entry that you cannot see)")

    def say(self, name: str, value: Any) -> str:
        """A value of a field, as text. Empty for nothing."""
        if value is None or value in ("", []):
            return ""
        if name in self.rows:
            return self.row(name, value)
        known = self.vocabularies.get(name, {})
        if isinstance(value, list):
            return ", ".join(known.get(item, str(item)) for item in value)
        return known.get(value) if value in known else plain(value)  # type: ignore[return-value]


def plain(value: Any) -> str:
    """Dates, numbers and yes or no in the reader's language."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime | date):
        return formats.date_format(value)
    if isinstance(value, int | Decimal):
        return formats.localize(value.normalize() if isinstance(value, Decimal) else value)
    return str(value)


def detail(code: str, value: Any) -> str:
    """A value of ``Entry.details`` in words."""
    form = DETAIL_FIELDS[code].form if code in DETAIL_FIELDS else "line"
    if form == "date" and isinstance(value, str) and value:
        return plain(date.fromisoformat(value))
    return "" if value in (None, "") else plain(value)


def _names(model: Any) -> dict[Any, str]:
    return {row.code: row.name for row in model.objects.all()}
