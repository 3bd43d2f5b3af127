"""Loads the tables of this folder: schemes, advices, and what innovation leaders do."""

from pathlib import Path

from django.db.models import Model

from samspill.centres.models import Advice, LeaderTask, Scheme
from samspill.core.reference import Outcome, read, upsert, versions

HERE = Path(__file__).parent


def load() -> list[Outcome]:
    """Every vocabulary."""
    version = versions(HERE)

    def table(model: type[Model], name: str) -> Outcome:
        placed = [_values(row) | {"position": place} for place, row in enumerate(read(HERE / name))]
        return upsert(model, placed, key="code", table=name.removesuffix(".csv"), version=version[name])

    return [table(Scheme, "schemes.csv"), table(Advice, "advices.csv"), table(LeaderTask, "leader_tasks.csv")]


def _values(row: dict[str, str]) -> dict[str, object]:
    """Numbers are numbers, nothing where the source says nothing; yes and no are switches."""
    found: dict[str, object] = dict(row)
    for name in ("years", "first_years", "second_years"):
        if name in row:
            found[name] = int(row[name]) if row[name] else None
    if "has_midterm" in row:
        found |= {"has_midterm": row["has_midterm"] == "yes", "midterm_months": int(row["midterm_months"])}
    return found
