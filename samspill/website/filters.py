"""The filters of the list of entries in the address, so that a list can be linked to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from samspill.parties.domain.acting import Acting
from samspill.registry.filters import FILTERS
from samspill.registry.queries import EntryQuerySet
from samspill.website import queries


@dataclass(frozen=True)
class Active:
    """A filter that is on: what it says, and the query string without it."""

    name: str
    label: str
    value: str
    text: str
    without: str


@dataclass
class Filtered:
    """The entries that are left, the filters that are on, and values that mean nothing here."""

    entries: EntryQuerySet
    active: list[Active] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def by_name(self) -> Mapping[str, Active]:
        """The active filters by their name."""
        return {active.name: active for active in self.active}


def apply(given: QueryDict, acting: Acting) -> Filtered:
    """Listed entries narrowed by the query string. Unknown values are told of and leave the list as it is."""
    result = Filtered(queries.listed(acting), text=" ".join(given.get("q", "").replace("\x00", "").split())[:200])
    for one in FILTERS:
        value = given.get(one.name, "").replace("\x00", "").strip()
        if not value:
            continue
        found = one.read(value, acting)
        if found is None:
            result.unknown.append(f"{one.label}: {value[:60]}")
            continue
        text, condition = found
        result.entries = result.entries.filter(condition)
        result.active.append(Active(one.name, str(one.label), value, text, _without(given, one.name)))
    if result.text:
        result.entries = queries.matching(result.entries, result.text)
        result.active.append(
            Active("q", _("Words"), result.text, f"“{result.text}”", _without(given, "q"))
        )  # fmt: skip
    return result


def _without(given: QueryDict, name: str) -> str:
    rest: Any = given.copy()
    for gone in (name, "page"):
        rest.pop(gone, None)
    return f"?{rest.urlencode()}"
