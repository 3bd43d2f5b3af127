"""The contract of reports: modules register sections, and each is made of blocks that any medium can show.

A section is built for a scope and a year, in the active language, and becomes plain JSON (`plain`): that is what an
edition freezes, and what pages, PDF, XLSX and the difference between two editions are made of. No module's words here.
"""

from samspill.core.reporting.blocks import (
    Block,
    Cell,
    Chart,
    ChartKind,
    Column,
    Datum,
    Figure,
    Figures,
    Flow,
    Matrix,
    MatrixCell,
    Narrative,
    NotUpdated,
    Record,
    Records,
    Row,
    Table,
    Text,
    Untouched,
)
from samspill.core.reporting.sections import Scope, Section, SectionKind, build_sections, register, section_kinds

__all__ = [
    "Block",
    "Cell",
    "Chart",
    "ChartKind",
    "Column",
    "Datum",
    "Figure",
    "Figures",
    "Flow",
    "Matrix",
    "MatrixCell",
    "Narrative",
    "NotUpdated",
    "Record",
    "Records",
    "Row",
    "Scope",
    "Section",
    "SectionKind",
    "Table",
    "Text",
    "Untouched",
    "build_sections",
    "register",
    "section_kinds",
]
