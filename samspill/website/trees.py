"""Units as trees, from their paths."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from samspill.parties.models import Unit


@dataclass
class Branch:
    """A unit with those below it."""

    unit: Unit
    below: "list[Branch]" = field(default_factory=list)


def trees(units: Iterable[Unit]) -> list[Branch]:
    """Roots with their branches. A unit whose parent is not among ``units`` becomes a root. No query."""
    branches = {unit.pk: Branch(unit) for unit in units}
    roots: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.unit.parent_id or 0)
        (parent.below if parent else roots).append(branch)
    return roots
