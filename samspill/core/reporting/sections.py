"""Sections that modules register from ``AppConfig.ready()``, and the scope that they are built for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.utils.functional import Promise

from samspill.core.reporting.blocks import Block, Chart, Figures, Matrix, NotUpdated, Records, Table

T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """What a report is of. ``subject`` is the register or unit itself, with a ``name`` in the active language.

    ``kind`` ("register", "unit") and ``code`` find it again. ``everyone``: only what everybody may see is counted,
    because the edition is meant to be published; else all that those who curate it see. The registry knows which
    entries belong to a scope (`samspill.registry.reporting.entries_of`).
    """

    kind: str
    code: str
    subject: Any
    everyone: bool = True
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def keep(self, key: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once for all sections and languages of an edition; hold no words in it."""
        if key not in self.kept:
            self.kept[key] = make()
        kept: T = self.kept[key]
        return kept

    @property
    def name(self) -> str:
        """The name in the active language."""
        return str(self.subject.name)


@dataclass(frozen=True)
class Section:
    """``blocks`` in order. ``empty`` is the one sentence that stands there instead when nothing is in them."""

    blocks: Sequence[Block]
    empty: str

    def shown(self) -> list[Block]:
        """The blocks that have something in them; no empty chart, table or list is ever shown."""
        return [block for block in self.blocks if not _is_empty(block)]


Build = Callable[[Scope, int], Section]
"""Gets the scope and the year; a constant number of queries. Builds in the active language."""


@dataclass(frozen=True)
class SectionKind:
    """A section that a module offers. ``internal``: only for those who curate, so left out where everyone reads.
    ``narrative``: told in words, and so in every report, whatever else is chosen (R-IND-09)."""

    code: str
    title: str | Promise
    build: Build
    order: int = 50
    internal: bool = False
    narrative: bool = False


_kinds: dict[str, SectionKind] = {}


def register(
    code: str,
    title: str | Promise,
    build: Build,
    *,
    order: int = 50,
    internal: bool = False,
    narrative: bool = False,
) -> None:
    """Add a section; a code that is taken is replaced. A lower ``order`` stands first, unless a profile says else."""
    _kinds[code] = SectionKind(code, title, build, order, internal, narrative)


def section_kinds(chosen: Sequence[str] = (), *, everyone: bool = False) -> list[SectionKind]:
    """All sections in order; or those ``chosen`` by code, in that order, unknown codes left out. Where no chosen one is
    told in words, all that are stand last: numbers never stand alone."""
    kinds = sorted(_kinds.values(), key=lambda one: (one.order, one.code))
    if chosen:
        told = [kind for kind in kinds if kind.narrative]
        kinds = [_kinds[code] for code in dict.fromkeys(chosen) if code in _kinds]
        kinds += [] if any(kind.narrative for kind in kinds) else told
    return [kind for kind in kinds if not (everyone and kind.internal)]


def build_sections(scope: Scope, year: int, kinds: Iterable[SectionKind]) -> list[tuple[SectionKind, Section]]:
    """Each section for the scope and year, in the active language."""
    return [(kind, kind.build(scope, year)) for kind in kinds]


def _is_empty(block: Block) -> bool:
    if isinstance(block, Chart | Matrix):
        return block.is_empty
    if isinstance(block, Table):
        return not block.rows
    if isinstance(block, Records):
        return not block.records
    if isinstance(block, NotUpdated):
        return not block.items
    if isinstance(block, Figures):
        return not any(figure.value for figure in block.figures)
    return False
