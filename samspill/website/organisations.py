"""The list of organisations, narrowed by the address."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from samspill.parties.domain.acting import Acting
from samspill.parties.models import County, Organisation
from samspill.registry.shown import organisations_named, taking_part

NAMES = ("q", "kind", "county", "taking_part")


@dataclass(frozen=True)
class Chosen:
    """Organisations that are left, and what was asked for by name of the filter."""

    rows: QuerySet[Organisation]
    values: dict[str, str]


def chosen_organisations(given: QueryDict, acting: Acting) -> Chosen:
    """Organisations by name, kind and county; ``taking_part=1`` leaves those with an entry."""
    values = {name: given.get(name, "").replace("\x00", "").strip() for name in NAMES}
    rows = taking_part(acting) if values["taking_part"] == "1" else Organisation.objects.filter(is_active=True)
    if values["q"]:
        rows = rows.filter(pk__in=organisations_named(values["q"]))
    if values["kind"] in Organisation.Kind.values:
        rows = rows.filter(kind=values["kind"])
    if values["county"]:
        rows = rows.filter(Q(county=values["county"]) | Q(municipality__county=values["county"]))
    return Chosen(rows, values)


def filters_that_are_on(chosen: Chosen) -> list[tuple[str, str]]:
    """(label, text) of the filters that narrow the list."""
    values = chosen.values
    found: list[tuple[str, str]] = []
    if values["q"]:
        found.append((_("Words"), values["q"]))
    if values["kind"] in Organisation.Kind.values:
        found.append((_("Kind"), str(Organisation.Kind(values["kind"]).label)))
    if values["county"]:
        county = County.objects.filter(number=values["county"]).first()
        found.append((_("County"), county.name if county else values["county"]))
    if values["taking_part"] == "1":
        found.append((_("Taking part"), _("Yes")))
    return found
