"""The words that entries are described with, by code, in their order; kept by the process (`core.kept`)."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from django.utils.translation import get_language

from samspill.core.kept import KeptRows
from samspill.core.models import VocabularyRow
from samspill.registry.models import (
    ContributionRole,
    Discipline,
    Effect,
    EntryType,
    ParticipationRole,
    ReadinessLevel,
    ReadinessScale,
    Recipient,
    RegisterProfile,
    ServiceArea,
    SustainableDevelopmentGoal,
)

Word = TypeVar("Word", bound=VocabularyRow)
Key = TypeVar("Key", bound=Hashable)
Row = TypeVar("Row")


_OF_THE_LOADER = ("reference_values", "reference_version")


def _by_code(model: type[Word]) -> KeptRows[str, Word]:
    rows = model._default_manager.defer(*_OF_THE_LOADER)
    return KeptRows(lambda: {row.code: row for row in rows.all()}, model)


def _levels() -> dict[int, ReadinessLevel]:
    rows = ReadinessLevel.objects.select_related("scale").order_by("scale__position", "scale__code", "level")
    return {row.pk: row for row in rows}


types = _by_code(EntryType)
contribution_roles = _by_code(ContributionRole)
participation_roles = _by_code(ParticipationRole)
disciplines = _by_code(Discipline)
service_areas = _by_code(ServiceArea)
effects = _by_code(Effect)
recipients = _by_code(Recipient)
goals = KeptRows(
    lambda: {str(row.number): row for row in SustainableDevelopmentGoal.objects.defer(*_OF_THE_LOADER)},
    SustainableDevelopmentGoal,
)
"""The goals by number, as entries hold them and addresses name them."""

profiles = KeptRows(lambda: {row.pk: row for row in RegisterProfile.objects.all()}, RegisterProfile)
"""All profiles of registers by id."""

levels = KeptRows(_levels, ReadinessLevel, ReadinessScale)
"""All readiness levels by id, with their scales, in the order of the scales."""


def short_scale(scale: ReadinessScale) -> str:
    """What stands in brackets at the end of the scale's name, else the name."""
    found = re.search(r"\(([^()]+)\)$", scale.name)
    return found[1] if found else scale.name


def short_level(level: ReadinessLevel) -> str:
    """A level as people say it: "TRL 4", or the scale's name and the level where it has no short name."""
    return f"{short_scale(level.scale)} {level.level}"


class Named(Generic[Key, Row]):
    """What kept rows are called, by key, in their order: worked out once for each language while they are kept."""

    def __init__(self, rows: KeptRows[Key, Row], text: Callable[[Row], str]) -> None:
        self._rows, self._text = rows, text
        self._names: dict[str, tuple[Mapping[Key, Row], Mapping[Key, str]]] = {}  # by language: of which rows

    def __call__(self, keys: Iterable[Key] = ()) -> Mapping[Key, str]:
        """All names in the active language; the rows are read anew when one of the keys is missing."""
        kept, language = self._rows.holding(keys), get_language() or ""
        of, names = self._names.get(language, (None, {}))
        if of is not kept:
            names = {key: self._text(row) for key, row in kept.items()}
            self._names[language] = kept, names
        return names


type_names: Named[str, EntryType] = Named(types, lambda row: row.name)
level_names: Named[int, ReadinessLevel] = Named(levels, short_level)
