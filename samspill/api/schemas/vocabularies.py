"""The words that entries are described with, and the lists of values that fields take."""

from typing import Any

from samspill.api.schemas.base import Out, href
from samspill.registry.models import ReadinessLevel, ReadinessScale


class WordOut(Out):
    """One word: its lasting code and its names. ``more`` is what only words of this vocabulary have."""

    code: str
    name_nb: str
    name_nn: str
    name_en: str
    description_nb: str = ""
    description_nn: str = ""
    description_en: str = ""
    is_active: bool = True
    more: dict[str, Any] = {}


class VocabularyOut(Out):
    """All words of one vocabulary, in their order."""

    code: str
    items: list[WordOut]


class VocabularyRow(Out):
    code: str
    name: str
    href: str


class VocabularyList(Out):
    items: list[VocabularyRow]


class LevelOut(Out):
    """One level of a scale; ``code`` is the scale's and the level, such as trl-4."""

    code: str
    level: int
    name_nb: str
    name_nn: str
    name_en: str
    description_nb: str
    description_nn: str
    description_en: str

    @classmethod
    def of(cls, row: ReadinessLevel) -> "LevelOut":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class ScaleOut(Out):
    """A scale of readiness with its levels, from 1 upwards."""

    code: str
    name_nb: str
    name_nn: str
    name_en: str
    description_nb: str
    description_nn: str
    description_en: str
    is_active: bool
    href: str
    levels: list[LevelOut]

    @classmethod
    def of(cls, row: ReadinessScale, levels: list[ReadinessLevel]) -> "ScaleOut":
        own = {name: getattr(row, name) for name in cls.model_fields if name not in ("href", "levels")}
        return cls(**own, href=href("readiness-scales", row.code), levels=[LevelOut.of(level) for level in levels])


class ScaleList(Out):
    items: list[ScaleOut]
