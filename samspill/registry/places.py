"""Where a user may register: registers, units and organisations."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from samspill.core.sorting import by_name
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Unit
from samspill.registry import worklists
from samspill.registry.models import Register


@dataclass(frozen=True)
class Place:
    """A place for an entry. ``key`` is register:CODE, unit:CODE or organisation:CODE."""

    key: str
    name: str
    group: str
    organisation: Organisation
    unit: Unit | None = None
    register: Register | None = None


def places(acting: Acting) -> list[Place]:
    """Every place where this user may make an entry: registers first, then units, then organisations. Three queries."""
    found = [
        Place(
            f"register:{row.code}", row.name, _("Registers"), organisation=row.organisation, unit=row.unit, register=row
        )
        for row in worklists.registers(acting)
    ]
    units = Unit.objects.filter(valid_to=None).select_related("organisation")
    organisations = Organisation.objects.filter(is_active=True)
    if not acting.is_administrator:
        in_units = acting.contributes_units | acting.curates_units
        in_organisations = acting.contributes_organisations | acting.curates_organisations
        units = units.filter(Q(pk__in=in_units) | Q(organisation__in=in_organisations))
        organisations = organisations.filter(pk__in=in_organisations)
    found += [
        Place(f"unit:{row.code}", row.name, row.organisation.name, organisation=row.organisation, unit=row)
        for row in units.order_by(by_name("organisation__name_nb"), "path")
    ]
    found += [
        Place(f"organisation:{row.code}", row.name, _("Organisations"), organisation=row) for row in organisations
    ]
    return found


def may_register_somewhere(acting: Acting) -> bool:
    """Whether there is any such place, without reading them."""
    return bool(
        acting.is_administrator
        or acting.contributes_units
        or acting.contributes_organisations
        or acting.contributes_registers
    )
