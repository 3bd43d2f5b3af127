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

from samspill.core.kept import KeptBy
from samspill.core.kept_pieces import KeptPieces
from samspill.core.prepared import fetch
from samspill.core.search import changes
from samspill.parties import places
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry import words
from samspill.registry.choices import Kind
from samspill.registry.models import ReadinessLevel, SustainableDevelopmentGoal
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


def _vocabulary(names: words.Named[str, Any]) -> Callable[[Collection[str], Acting], Texts]:
    def texts(values: Collection[str], acting: Acting) -> Texts:
        known = names(values)
        return {code: known[code] for code in values if code in known}

    return texts


def _goals(values: Collection[str], acting: Acting) -> Texts:
    return {number: name for number, name in _goal_names().items() if number in values}


def _levels(values: Collection[str], acting: Acting) -> Texts:
    levels, names = words.levels(), _level_names()
    texts = {row.code: names[pk] for pk, row in levels.items() if row.code in values and pk in names}
    return texts | ({"none": _("No reading yet")} if "none" in values else {})


def _level_name(row: ReadinessLevel) -> str:
    return f"{words.short_scale(row.scale)} {row.level}: {row.name}"


_level_names: words.Named[int, ReadinessLevel] = words.Named(words.levels, _level_name)
_goal_names: words.Named[str, SustainableDevelopmentGoal] = words.Named(
    words.goals, lambda row: f"{row.number} {row.name}"
)


def _names(rows: QuerySet[Any]) -> Texts:
    """The names of rows by code, in the active language, else bokmål."""
    language = (get_language() or "nb")[:2]
    found = rows.order_by().values_list("code", f"name_{language}", "name_nb", "name_en")
    return {code: next(filter(None, names), code) for code, *names in found}


NAME = "COALESCE(NULLIF(name_{}, ''), NULLIF(name_nb, ''), NULLIF(name_en, ''), code)"


def _all_names(key: tuple[str, str]) -> dict[str, str]:
    table, language = key
    return dict(fetch(f"SELECT code, {NAME.format(language)} FROM {table}", [], once=True))  # noqa: S608 (our own words)


_kept_names = KeptBy(_all_names, Unit, Organisation)


def forget_names() -> None:
    """Names of units and organisations are read anew: one may have changed in another process."""
    _kept_names.forget()


def _language() -> str:
    return {"nn": "nn", "en": "en"}.get((get_language() or "")[:2], "nb")


def _names_in(model: type[Unit] | type[Organisation], codes: Collection[str]) -> Texts:
    """The same, of rows that everyone may see: kept by the process. What is newer than that is looked up."""
    table, language = model._meta.db_table, _language()
    kept = _kept_names((table, language))
    found = {code: kept[code] for code in codes if code in kept}
    if missing := [code for code in codes if code not in kept]:
        found |= dict(
            fetch(f"SELECT code, {NAME.format(language)} FROM {table} WHERE code = ANY(%s)", [missing], once=True)  # noqa: S608 (our own words)
        )
    return found


_public_registers = KeptPieces[dict[str, str]](most=20)


def _registers(values: Collection[str], acting: Acting) -> Texts:
    if acting.is_known:
        return _names(registers_shown(acting).filter(code__in=values))
    language, stamp = _language(), changes.seen.get()
    known = None if stamp is None else _public_registers.find(language, stamp)
    if known is None:
        known = _names_of_public(language)
        if stamp is not None:
            _public_registers.keep(language, stamp, known)
    return {code: known[code] for code in values if code in known}


def _names_of_public(language: str) -> dict[str, str]:
    """All at once: reading some hundred names takes no longer than asking for eight of them."""
    return dict(fetch(f"SELECT code, {NAME.format(language)} FROM registry_register WHERE is_public", [], once=True))  # noqa: S608 (our own words)


def _units(values: Collection[str], acting: Acting) -> Texts:
    return _names_in(Unit, values)


def _partners(values: Collection[str], acting: Acting) -> Texts:
    return _names_in(Organisation, values)


def _people(values: Collection[str], acting: Acting) -> Texts:
    rows = Person.objects.filter(public_id__in=values, is_public=True).order_by()
    return dict(rows.values_list("public_id", "name"))


def _municipalities(values: Collection[str], acting: Acting) -> Texts:
    kept = places.municipalities()
    return {number: kept[number].name for number in values if number in kept}


def _counties(values: Collection[str], acting: Acting) -> Texts:
    kept = places.counties()
    return {number: kept[number].name for number in values if number in kept}


def _regions(values: Collection[str], acting: Acting) -> Texts:
    kept = places.regions()
    return {code: kept[code].name for code in values if code in kept}


def _in_use(values: Collection[str], acting: Acting) -> Texts:
    return {"1": _("Taken into use by a partner")} if "1" in values else {}


def _effects_for(values: Collection[str], acting: Acting) -> Texts:
    """An effect for a recipient, both by code with a dot between; behind a second dot that it is achieved."""
    effects, recipients, texts = words.effects(), words.recipients(), {}
    for value in values:
        effect, _dot, rest = value.partition(".")
        recipient, _dot, stage = rest.partition(".")
        if effect in effects and recipient in recipients and stage in ("", "achieved"):
            text = _("%(effect)s, for %(recipient)s, achieved") if stage else _("%(effect)s, for %(recipient)s")
            texts[value] = text % {"effect": effects[effect].name, "recipient": recipients[recipient].name}
    return texts | ({"any": _("Marked with effects")} if "any" in values else {})


FACETS = (
    Facet("kind", gettext_lazy("Kind"), _kinds, "known"),
    Facet("type", gettext_lazy("Type"), _vocabulary(words.type_names)),
    Facet("level", gettext_lazy("Readiness"), _levels, "known"),
    Facet("in_use", gettext_lazy("Use"), _in_use),
    Facet("year", gettext_lazy("Year it began"), _years, "new"),
    Facet("unit", gettext_lazy("Unit"), _units),
    Facet("partner", gettext_lazy("Partner"), _partners),
    Facet("municipality", gettext_lazy("Municipality"), _municipalities),
    Facet("county", pgettext_lazy("area", "County"), _counties),
    Facet("region", gettext_lazy("Region"), _regions),
    Facet("area", gettext_lazy("Service area"), _vocabulary(words.Named(words.service_areas, str))),
    Facet("discipline", gettext_lazy("Discipline"), _vocabulary(words.Named(words.disciplines, str))),
    Facet("sdg", gettext_lazy("Sustainable development goal"), _goals, "known"),
    Facet("effect", gettext_lazy("Effect"), _vocabulary(words.Named(words.effects, str))),
    Facet("recipient", gettext_lazy("Effects for whom"), _vocabulary(words.Named(words.recipients, str))),
    Facet("register", gettext_lazy("Register"), _registers),
    Facet("person", gettext_lazy("Person"), _people, offered=False),
    Facet("effect_for", gettext_lazy("Effect"), _effects_for, offered=False),
)
BY_NAME = {facet.name: facet for facet in FACETS}
OFFERED = tuple(facet.name for facet in FACETS if facet.offered)
