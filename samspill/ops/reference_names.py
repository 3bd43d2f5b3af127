"""Looks whether reference rows that have a name in one language have it in all three."""

import csv
from pathlib import Path

LANGUAGES = ("nb", "nn", "en")
# Tables of names that organisations have given themselves: not all have one in nynorsk, and we make none up.
OWN_NAMES = {"organisations.csv", "units_ntnu.csv"}


def complaints(package: Path) -> list[str]:
    """A line for each row of a reference table that has, say, name_nb and not name_nn or name_en."""
    return [line for path in sorted(package.glob("*/reference/**/*.csv")) for line in _in_table(path)]


def _in_table(path: Path) -> list[str]:
    where = f"{path.parent.parent.name}/{path.name}"
    needed = tuple(code for code in LANGUAGES if code != "nn" or path.name not in OWN_NAMES)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = reader.fieldnames or []
        stems = sorted({column[:-3] for column in columns if column.endswith(("_nb", "_nn"))})
        absent = [f"{stem}_{code}" for stem in stems for code in LANGUAGES if f"{stem}_{code}" not in columns]
        if absent:
            return [f"{where}: has no column {', '.join(absent)}"]
        return [
            f"{where} row {number}: {stem}_{code} is empty"
            for number, row in enumerate(reader, start=2)
            for stem in stems
            if any(row[f"{stem}_{code}"] for code in LANGUAGES)
            for code in needed
            if not row[f"{stem}_{code}"]
        ]
