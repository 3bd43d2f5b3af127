"""The words a sheet may use for types, scales, goals, fields of study, roles: by code or by name in any language."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from samspill.core.importing.cell_errors import CellError, plain_suggestions
from samspill.core.importing.words import Nearest, plain
from samspill.core.models import VocabularyRow
from samspill.registry.choices import Language, Status
from samspill.registry.models import EntryType, ReadinessLevel, ReadinessScale, SustainableDevelopmentGoal


class Vocabulary:
    """Codes by their names in three languages."""

    def __init__(self, rows: Iterable[VocabularyRow], *, aliases: dict[str, str] | None = None) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        self.names: dict[str, str] = {}
        labels = []
        for row in rows:
            self.names[row.code] = row.name
            for text in (row.code, row.name_nb, row.name_nn, row.name_en):
                if text:
                    self._codes[plain(text)].add(row.code)
            labels += [(text, row.name) for text in (row.name_nb, row.name_nn, row.name_en) if text]
        for text, code in (aliases or {}).items():
            if code in self.names:
                self._codes.setdefault(plain(text), {code})
        self._nearest = Nearest(labels)

    def find(self, text: str) -> str | None:
        """The one code with this name, else None."""
        codes = self._codes.get(plain(text), set())
        return next(iter(codes)) if len(codes) == 1 else None

    def nearest(self, text: str) -> list[str]:
        """Names that are most like the text."""
        return self._nearest.to(text)

    def get(self, text: str, fault: str) -> str:
        """The code, or a `CellError` with the nearest names."""
        if code := self.find(text):
            return code
        raise CellError(fault, suggestions=plain_suggestions(self.nearest(text)))


PARTNER_ROLES = {
    "participant": "partner", "participating": "partner", "deltager": "partner", "deltakar": "partner",
    "samarbeidspartner": "partner", "samarbeidspartnar": "partner", "third party": "partner", "tredjepart": "partner",
    "coordinator": "lead", "koordinator": "lead", "prosjektansvarlig": "lead", "prosjektansvarleg": "lead",
    "prosjekteier": "lead", "prosjekteigar": "lead", "leder": "lead", "leiar": "lead", "medskaping": "co_creator",
    "bruker": "adopter", "brukar": "adopter", "finansiering": "funder", "vert": "host", "vertskommune": "host",
    "pilot": "test_site", "pilotkommune": "test_site", "testkommune": "test_site",
}  # fmt: skip
"""What sheets call the roles of partners, beside the roles' own names."""

LANGUAGES = {
    "norsk": Language.NB, "bokmal": Language.NB, "norwegian": Language.NB, "no": Language.NB, "nn no": Language.NN,
    "nb no": Language.NB, "engelsk": Language.EN, "english": Language.EN, "samisk": Language.SE,
    "nordsamisk": Language.SE,
    "nynorsk": Language.NN, "davvisamegiella": Language.SE, "northern sami": Language.SE, "sami": Language.SE,
    "annet": Language.OTHER, "anna": Language.OTHER, "other": Language.OTHER, "another language": Language.OTHER,
    "et annet sprak": Language.OTHER, "eit anna sprak": Language.OTHER,
}  # fmt: skip

STATUSES = {
    "utkast": Status.DRAFT, "draft": Status.DRAFT, "sendt inn": Status.SUBMITTED, "innsendt": Status.SUBMITTED,
    "submitted": Status.SUBMITTED, "returnert": Status.RETURNED, "sendt tilbake": Status.RETURNED,
    "returned": Status.RETURNED, "publisert": Status.PUBLISHED, "published": Status.PUBLISHED,
    "arkivert": Status.ARCHIVED, "archived": Status.ARCHIVED, "trukket": Status.WITHDRAWN, "trekt": Status.WITHDRAWN,
    "trukket tilbake": Status.WITHDRAWN, "trekt tilbake": Status.WITHDRAWN, "withdrawn": Status.WITHDRAWN,
}  # fmt: skip
"""Samspill's own statuses as a sheet may write them; any other text is the source's own word."""


def language_of(text: str) -> str:
    """A language code; "" for an empty text."""
    if not text:
        return ""
    words = plain(text)
    if words in Language.values:
        return words
    if words not in LANGUAGES:
        raise CellError("language_unknown")
    return LANGUAGES[words].value


@dataclass(frozen=True)
class TypeFacts:
    """What a type decides."""

    code: str
    kind: str
    scale: str  # code of its scale, or ""
    way: str
    asks_identifier: bool


class Types(Vocabulary):
    """Entry types; "Tjeneste" and "Produkt" are understood as the innovations."""

    def __init__(self) -> None:
        rows = list(EntryType.objects.filter(is_active=True).select_related("scale"))
        aliases: dict[str, str] = {}
        for row in rows:
            for name in (row.name_nb, row.name_nn, row.name_en):
                short = plain(name).removesuffix("innovasjon").removesuffix("innovation").strip()
                if short and short != plain(name):
                    aliases.setdefault(short, row.code)
                    aliases.setdefault(short.removesuffix("s"), row.code)
        super().__init__(rows, aliases=aliases)
        self.facts = {
            row.code: TypeFacts(
                row.code,
                row.kind,
                row.scale.code if row.scale else "",
                row.way,
                "identifier" in row.fields,
            )
            for row in rows
        }


@dataclass(frozen=True)
class Scale:
    """A readiness scale with its levels' codes and names."""

    code: str
    name: str
    levels: dict[int, str]


class Scales:
    """Scales and levels."""

    def __init__(self) -> None:
        levels: dict[str, dict[int, str]] = defaultdict(dict)
        self._level_names: dict[str, dict[str, int]] = defaultdict(dict)
        self._nearest: dict[str, Nearest] = {}
        self.level_ids: dict[str, int] = {}
        labels: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for level in ReadinessLevel.objects.select_related("scale"):
            levels[level.scale.code][level.level] = level.code
            self.level_ids[level.code] = level.pk
            for name in (level.name_nb, level.name_nn, level.name_en):
                if name:
                    self._level_names[level.scale.code][plain(name)] = level.level
                    labels[level.scale.code].append((name, str(level.level)))
        self.by_code: dict[str, Scale] = {}
        self._words: dict[str, set[str]] = {}
        for row in ReadinessScale.objects.all():
            self.by_code[row.code] = Scale(row.code, row.name, levels[row.code])
            names = (row.code, row.name_nb, row.name_nn, row.name_en)
            self._words[row.code] = {word for name in names for word in plain(name).split()}
            self._nearest[row.code] = Nearest(labels[row.code])

    def find(self, text: str) -> Scale | None:
        """The one scale with a word that begins as the text does: "Kunst", "TRL", "SRL", "Tjeneste"."""
        words = plain(text).split()
        if not words:
            return None
        found = {
            code
            for code, known in self._words.items()
            if all(any(k == w or (len(w) > 3 and k.startswith(w)) for k in known) for w in words)
        }
        exact = {code for code in found if words == [code]}
        chosen = exact or found
        return self.by_code[next(iter(chosen))] if len(chosen) == 1 else None

    def level_named(self, scale: Scale, text: str) -> int | None:
        """The level with this name."""
        return self._level_names[scale.code].get(plain(text))

    def nearest_levels(self, scale: Scale, text: str) -> list[str]:
        """Numbers of the levels whose names are most like the text."""
        return self._nearest[scale.code].to(text, at_least=0.5)


class Goals(Vocabulary):
    """The sustainable development goals, by number or name."""

    def __init__(self) -> None:
        rows = list(SustainableDevelopmentGoal.objects.all())
        super().__init__(rows)
        self._numbers = {row.code: row.number for row in rows}

    def number(self, text: str) -> int:
        """The number of the goal that the text names: "7", "SDG 7", "Mål 7: …", 7.2 or its name."""
        if (code := self.find(text)) and not text.strip().isdigit():
            return self._numbers[code]
        m = re.match(r"(?:sdg|mål|goal|bærekraftsmål|berekraftsmål|fn|nr\.?|[\s-])*(\d{1,2})(?!\d)", text.strip(), re.I)
        if m and 1 <= int(m[1]) <= 17:
            return int(m[1])
        raise CellError("sdg_unknown", suggestions=plain_suggestions(self.nearest(text) if not m else []))
