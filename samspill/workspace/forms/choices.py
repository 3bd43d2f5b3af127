"""Fields that choose a unit, an organisation, or the place of a role."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from samspill.parties import hooks, policies
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Unit
from samspill.parties.scopes import Scope


class UnitChoice(forms.ModelChoiceField[Unit]):
    """A unit, shown where it lies in the tree."""

    def label_from_instance(self, obj: Unit) -> str:
        return f"{'– ' * (len(obj.ancestor_ids()) - 1)}{obj.name}"


class UnitsChoice(forms.ModelMultipleChoiceField[Unit]):
    """Several units."""

    def label_from_instance(self, obj: Unit) -> str:
        return obj.name


class UnitWithOrganisationChoice(forms.ModelChoiceField[Unit]):
    """A unit of any organisation, with its name behind."""

    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.name}, {obj.organisation.short_name or obj.organisation.name}"


class ScopeField(forms.ChoiceField):
    """Where a role holds: everywhere, an organisation, a unit or a register. Gives a `Scope`."""

    def __init__(self, *, acting: Acting, **kwargs: Any) -> None:
        super().__init__(choices=_scope_choices(acting), **kwargs)

    def clean(self, value: Any) -> Any:
        kind, _colon, key = str(super().clean(value)).partition(":")
        if kind == "organisation":
            return Scope(organisation=Organisation.objects.get(pk=key))
        if kind == "unit":
            return Scope(unit=Unit.objects.select_related("organisation").get(pk=key))
        return Scope(register_code=key) if kind == "register" else Scope()


def organisations_for(acting: Acting) -> QuerySet[Organisation]:
    """Organisations to which the user may add people, wholly or in a unit."""
    if acting.is_administrator:
        return Organisation.objects.filter(is_active=True)
    return Organisation.objects.filter(
        Q(pk__in=acting.represents | acting.curates_organisations)
        | Q(units__in=acting.leads_units | acting.curates_units)
    ).distinct()


def units_for(acting: Acting) -> QuerySet[Unit]:
    """Units to which the user may add people."""
    units = Unit.objects.select_related("organisation")
    if acting.is_administrator:
        return units
    return units.filter(
        Q(pk__in=acting.leads_units | acting.curates_units)
        | Q(organisation__in=acting.represents | acting.curates_organisations)
    )


def _scope_choices(acting: Acting) -> list[Any]:
    """Grouped by kind, only what the user looks after."""
    organisations = Organisation.objects.filter(is_active=True)
    if not acting.is_administrator:
        organisations = organisations.filter(pk__in=acting.represents | acting.curates_organisations)
    registers = [home for home in hooks.registers() if policies.keeps_register(acting, home)]
    groups: list[Any] = [("", _("Choose"))]
    if acting.is_administrator:
        groups.append(("everywhere", _("Everywhere (administrators)")))
    for name, choices in (
        (_("Registers"), [(f"register:{home.code}", home.name) for home in registers]),
        (_("Organisations"), [(f"organisation:{row.pk}", row.name) for row in organisations]),
        (
            _("Units"),
            [
                (f"unit:{row.pk}", f"{row.name}, {row.organisation.short_name or row.organisation.name}")
                for row in units_for(acting)
            ],
        ),
    ):
        if choices:
            groups.append((name, choices))
    return groups
