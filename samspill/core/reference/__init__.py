"""Reference tables: loaded as often as wished, without touching what somebody has edited here.

A module registers its loader from ``AppConfig.ready()``; `load_all` runs them in the order of the layers.
"""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

Row = Mapping[str, Any]


@dataclass
class Outcome:
    """What became of the rows of one table; ``kept`` lists fields that differ because they were edited here."""

    table: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


Loader = Callable[[], list[Outcome]]
_loaders: list[tuple[int, Loader]] = []


def register(loader: Loader, *, order: int) -> None:
    """Add a module's loader; a lower ``order`` runs first."""
    _loaders.append((order, loader))


@transaction.atomic
def load_all() -> list[Outcome]:
    """Load every registered table, all or none."""
    return [outcome for _order, loader in sorted(_loaders, key=lambda pair: pair[0]) for outcome in loader()]


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a UTF-8 comma-separated table with a heading."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def versions(folder: Path) -> dict[str, str]:
    """Table name -> its date, from the folder's SOURCES.csv; the newest where several rows name one table."""
    newest: dict[str, str] = {}
    for row in read(folder / "SOURCES.csv"):
        for table in row["table"].split(", "):
            newest[table] = max(newest.get(table, ""), row["as_of"][:10])
    return newest


def upsert(
    model: type[models.Model], rows: Iterable[Row], *, key: str, table: str, version: str, one_by_one: bool = False
) -> Outcome:
    """Create missing rows and bring the others up to date, field by field, unless a field was edited here.

    ``key`` names the field that identifies a row. ``one_by_one`` calls ``save()`` for models that need it.
    """
    outcome = Outcome(table)
    existing = {getattr(row, key): row for row in model._default_manager.all()}
    new: list[models.Model] = []
    changed: list[models.Model] = []
    names: set[str] = {"reference_version", "reference_values"}
    for values in rows:
        names |= set(values)
        if (row := existing.get(values[key])) is None:
            new.append(model(**values, reference_version=version, reference_values=_plain(values)))
            outcome.created += 1
        elif _bring_up_to_date(row, values, version, outcome, label=f"{table} {values[key]}"):
            changed.append(row)
            outcome.updated += 1
        else:
            outcome.unchanged += 1
    if one_by_one:
        for row in [*new, *changed]:
            row.save()
    else:
        model._default_manager.bulk_create(new, batch_size=500)
        model._default_manager.bulk_update(changed, sorted(names - {key}), batch_size=200)
    return outcome


def _bring_up_to_date(row: Any, values: Row, version: str, outcome: Outcome, *, label: str) -> bool:
    """Set fields that still say what the table last said. Returns whether anything is to be saved."""
    before = dict(row.reference_values)
    for name, value in values.items():
        current = getattr(row, name)
        last = row._meta.get_field(name).to_python(before[name]) if name in before else current
        if current == last:
            setattr(row, name, value)
        elif current != value:
            outcome.kept.append(f"{label}: {name}")
    plain = _plain(values)
    if plain == before:
        return False
    row.reference_values, row.reference_version = plain, version
    return True


def _plain(values: Row) -> dict[str, Any]:
    """Values as JSON holds them."""
    encoder = DjangoJSONEncoder()
    return {
        name: value if isinstance(value, str | int | float | bool | list | None) else encoder.default(value)
        for name, value in values.items()
    }
