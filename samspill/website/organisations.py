"""The list of organisations, narrowed by the address."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspill.core import strange
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation
from samspill.parties.places import counties
from samspill.registry.shown import organisations_named, taking_part

NAMES = ("q", "kind", "county", "taking_part")


@dataclass(frozen=True)
class Chosen:
    """Organisations that are left, what was asked for by name of the filter, and sentences on what is not known."""

    rows: QuerySet[Organisation]
    values: dict[str, str]
    problems: list[str] = field(default_factory=list)

    @property
    def query(self) -> str:
        """The same filters in another address."""
        return urlencode({name: value for name, value in self.values.items() if value})


def chosen_organisations(given: QueryDict, acting: Acting, *more: str) -> Chosen:
    """Organisations by name, kind and county; ``taking_part=1`` leaves those with an entry.

    ``more``: parameters that the caller reads.
    """
    values = {name: given.get(name, "").replace("\x00", "").strip() for name in NAMES}
    rows = taking_part(acting) if values["taking_part"] == "1" else Organisation.objects.filter(is_active=True)
    unknown = strange.names(given, (*NAMES, *more))
    if values["kind"] and values["kind"] not in Organisation.Kind.values:
        unknown.append(f"{_('Kind')}: {values['kind'][:60]}")
        values["kind"] = ""
    if values["county"] and values["county"] not in counties.holding([values["county"]]):
        unknown.append(f"{pgettext('area', 'County')}: {values['county'][:60]}")
        values["county"] = ""
    if values["q"]:
        rows = rows.filter(pk__in=organisations_named(values["q"]))
    if values["kind"]:
        rows = rows.filter(kind=values["kind"])
    if values["county"]:
        rows = rows.filter(Q(county=values["county"]) | Q(municipality__county=values["county"]))
    return Chosen(rows, values, strange.told(unknown))


def filters_that_are_on(chosen: Chosen) -> list[tuple[str, str]]:
    """(label, text) of the filters that narrow the list."""
    values = chosen.values
    found: list[tuple[str, str]] = []
    if values["q"]:
        found.append((_("Words"), values["q"]))
    if values["kind"]:
        found.append((_("Kind"), str(Organisation.Kind(values["kind"]).label)))
    if values["county"]:
        found.append((pgettext("area", "County"), counties()[values["county"]].name))
    if values["taking_part"] == "1":
        found.append((_("Taking part"), _("Yes")))
    return found
