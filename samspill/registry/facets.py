"""The facets of a list of entries: what it can be narrowed by, and what their values are called.

The names are those of the search's documents (`registry.search`) and of the parameters in the address.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from samspill.core.kept import KeptRows
from samspill.core.models import VocabularyRow
from samspill.core.prepared import fetch
from samspill.parties import places
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Person
from samspill.registry import words
from samspill.registry.choices import Kind
from samspill.registry.shown import registers_shown

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Facet:
    """A facet: its name in the address, its label, and the texts of those of the values that mean something.

    ``order``: "" for the most used first, "known" for the order in which ``texts`` gives them, "new" for the highest
    first. ``offered`` is False for those that lists are only linked to with.
    """

    name: str
    label: str | Promise
    texts: Callable[[Collection[str], Acting], Texts]
    order: str = ""
    offered: bool = True


def _kinds(values: Collection[str], acting: Acting) -> Texts:
    return {kind.value: str(kind.label) for kind in Kind if kind.value in values}


def _years(values: Collection[str], acting: Acting) -> Texts:
    return {value: value for value in values if re.fullmatch("[1-9][0-9]{3}", value)}


def _vocabulary(rows: KeptRows[str, VocabularyRow]) -> Callable[[Collection[str], Acting], Texts]:
    def texts(values: Collection[str], acting: Acting) -> Texts:
        return {code: row.name for code, row in rows.holding(values).items() if code in values}

    return texts


def _goals(values: Collection[str], acting: Acting) -> Texts:
    return {code: f"{row.number} {row.name}" for code, row in words.goals().items() if code in values}


def _levels(values: Collection[str], acting: Acting) -> Texts:
    rows = [row for row in words.levels().values() if row.code in values]
    texts = {row.code: f"{words.short_scale(row.scale)} {row.level}: {row.name}" for row in rows}
    return texts | ({"none": _("No reading yet")} if "none" in values else {})


def _names(rows: QuerySet[Any]) -> Texts:
    """The names of rows by code, in the active language, else bokmål."""
    language = (get_language() or "nb")[:2]
    found = rows.order_by().values_list("code", f"name_{language}", "name_nb", "name_en")
    return {code: next(filter(None, names), code) for code, *names in found}


def _names_in(table: str, codes: Collection[str]) -> Texts:
    """The same, of rows that everyone may see, by a statement that is prepared."""
    language = {"nn": "nn", "en": "en"}.get((get_language() or "")[:2], "nb")
    return dict(
        fetch(
            f"SELECT code, COALESCE(NULLIF(name_{language}, ''), NULLIF(name_nb, ''), NULLIF(name_en, ''), code)"  # noqa: S608
            f" FROM {table} WHERE code = ANY(%s)",
            [list(codes)],
        )
    )


def _registers(values: Collection[str], acting: Acting) -> Texts:
    return _names(registers_shown(acting).filter(code__in=values))


def _units(values: Collection[str], acting: Acting) -> Texts:
    return _names_in("parties_unit", values)


def _partners(values: Collection[str], acting: Acting) -> Texts:
    return _names_in("parties_organisation", values)


def _people(values: Collection[str], acting: Acting) -> Texts:
    rows = Person.objects.filter(public_id__in=values, is_public=True).order_by()
    return dict(rows.values_list("public_id", "name"))


def _municipalities(values: Collection[str], acting: Acting) -> Texts:
    return {number: row.name for number, row in places.municipalities().items() if number in values}


def _counties(values: Collection[str], acting: Acting) -> Texts:
    return {number: row.name for number, row in places.counties().items() if number in values}


def _regions(values: Collection[str], acting: Acting) -> Texts:
    return {code: row.name for code, row in places.regions().items() if code in values}


def _in_use(values: Collection[str], acting: Acting) -> Texts:
    return {"1": _("Taken into use by a partner")} if "1" in values else {}


FACETS = (
    Facet("kind", gettext_lazy("Kind"), _kinds, "known"),
    Facet("type", gettext_lazy("Type"), _vocabulary(words.types)),  # type: ignore[arg-type]
    Facet("level", gettext_lazy("Readiness"), _levels, "known"),
    Facet("in_use", gettext_lazy("Use"), _in_use),
    Facet("year", gettext_lazy("Year it began"), _years, "new"),
    Facet("unit", gettext_lazy("Unit"), _units),
    Facet("partner", gettext_lazy("Partner"), _partners),
    Facet("municipality", gettext_lazy("Municipality"), _municipalities),
    Facet("county", pgettext_lazy("area", "County"), _counties),
    Facet("region", gettext_lazy("Region"), _regions),
    Facet("area", gettext_lazy("Service area"), _vocabulary(words.service_areas)),  # type: ignore[arg-type]
    Facet("discipline", gettext_lazy("Discipline"), _vocabulary(words.disciplines)),  # type: ignore[arg-type]
    Facet("sdg", gettext_lazy("Sustainable development goal"), _goals, "known"),
    Facet("register", gettext_lazy("Register"), _registers),
    Facet("person", gettext_lazy("Person"), _people, offered=False),
)
BY_NAME = {facet.name: facet for facet in FACETS}
OFFERED = tuple(facet.name for facet in FACETS if facet.offered)
