"""Loads the tables of this folder: parts of a case, forms of stories, channels."""

from pathlib import Path

from samspill.cases.models import CasePart, Channel, StoryForm
from samspill.core.reference import Outcome, read, upsert, versions

HERE = Path(__file__).parent
NUMBERS = {"most_words", "most_items"}
LISTS = {"suits_types", "suits_kinds"}


def load() -> list[Outcome]:
    """Every table of the module."""
    version = versions(HERE)
    outcomes = []
    for model, name in ((CasePart, "case_parts"), (StoryForm, "story_forms"), (Channel, "channels")):
        rows = [_values(row) | {"position": place} for place, row in enumerate(read(HERE / f"{name}.csv"))]
        outcomes.append(upsert(model, rows, key="code", table=name, version=version[f"{name}.csv"]))
    return outcomes


def _values(row: dict[str, str]) -> dict[str, object]:
    """Lists have semicolons between; an empty cell of a number is none."""
    return {name: _value(name, cell) for name, cell in row.items()}


def _value(name: str, cell: str) -> object:
    if name in NUMBERS:
        return int(cell) if cell else None
    return [code for code in cell.split(";") if code] if name in LISTS else cell
