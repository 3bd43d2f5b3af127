"""The filters of a list of entries: one row of a table each. In pages and for programs they have the same names."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry import shown
from samspill.registry.choices import Kind
from samspill.registry.models import (
    Discipline,
    Effect,
    EntryType,
    ReadinessLevel,
    Recipient,
    ServiceArea,
    SustainableDevelopmentGoal,
)

Found = tuple[str, Q]
"""What a filter's value is called, and the entries it leaves."""


def _kind(value: str, acting: Acting) -> Found | None:
    return (str(Kind(value).label), Q(kind=value)) if value in Kind.values else None


def _type(value: str, acting: Acting) -> Found | None:
    row = EntryType.objects.filter(code=value).first()
    return (row.name, Q(types__contains=[value])) if row else None


def _year(value: str, acting: Acting) -> Found | None:
    ok = value.isascii() and value.isdecimal() and 1000 <= int(value[:5]) <= 9999
    return (value, Q(start_date__year=int(value))) if ok else None


def _register(value: str, acting: Acting) -> Found | None:
    row = shown.registers_shown(acting).filter(code=value).first()
    return (row.name, Q(register=row)) if row else None


def _unit(value: str, acting: Acting) -> Found | None:
    row = Unit.objects.filter(code=value).first()
    return (row.name, shown.of_unit(row.path)) if row else None


def _partner(value: str, acting: Acting) -> Found | None:
    rows = Organisation.objects.filter(code=value)
    row = rows.first()
    return (row.name, shown.with_partner(rows)) if row else None


def _person(value: str, acting: Acting) -> Found | None:
    row = Person.objects.filter(public_id=value, is_public=True).first()
    return (row.name, shown.by_person(row)) if row else None


def _level(value: str, acting: Acting) -> Found | None:
    if value == "none":
        return _("No reading yet"), shown.without_reading()
    row = ReadinessLevel.objects.filter(code=value).select_related("scale").first()
    if row is None:
        return None
    return f"{row.scale.name}: {row.level}", shown.on_level(row.scale_id, row.pk)


def _goal(value: str, acting: Acting) -> Found | None:
    """By number, as everywhere else, or by the vocabulary's code."""
    number = value.removeprefix("sdg-")
    row = SustainableDevelopmentGoal.objects.filter(code=f"sdg-{number}").first()
    return (f"{row.number} {row.name}", Q(sdgs__contains=[row.number])) if row else None


def _discipline(value: str, acting: Acting) -> Found | None:
    row = Discipline.objects.filter(code=value).first()
    return (row.name, Q(disciplines__contains=[value])) if row else None


def _area(value: str, acting: Acting) -> Found | None:
    row = ServiceArea.objects.filter(code=value).first()
    return (row.name, Q(service_areas__contains=[value])) if row else None


def _effect(value: str, acting: Acting) -> Found | None:
    row = Effect.objects.filter(code=value).first()
    return (row.name, shown.with_effect(effect=value)) if row else None


def _recipient(value: str, acting: Acting) -> Found | None:
    row = Recipient.objects.filter(code=value).first()
    return (row.name, shown.with_effect(recipient=value)) if row else None


def _in_use(value: str, acting: Acting) -> Found | None:
    return (_("Taken into use by a partner"), shown.in_use()) if value == "1" else None


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its label, and what a value means (None: nothing we know)."""

    name: str
    label: str | Promise
    read: Callable[[str, Acting], Found | None]


FILTERS = (
    Filter("kind", gettext_lazy("Kind"), _kind),
    Filter("type", gettext_lazy("Type"), _type),
    Filter("year", gettext_lazy("Year it began"), _year),
    Filter("register", gettext_lazy("Register"), _register),
    Filter("unit", gettext_lazy("Unit"), _unit),
    Filter("partner", gettext_lazy("Partner"), _partner),
    Filter("person", gettext_lazy("Person"), _person),
    Filter("level", gettext_lazy("Readiness"), _level),
    Filter("sdg", gettext_lazy("Sustainable development goal"), _goal),
    Filter("discipline", gettext_lazy("Discipline"), _discipline),
    Filter("area", gettext_lazy("Service area"), _area),
    Filter("effect", gettext_lazy("Effect"), _effect),
    Filter("recipient", gettext_lazy("Effects for whom"), _recipient),
    Filter("in_use", gettext_lazy("Use"), _in_use),
)
