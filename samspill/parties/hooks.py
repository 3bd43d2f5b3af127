"""What parties ask of modules above them, filled in from ``AppConfig.ready()`` there.

Registers live above parties, and so does what a person has contributed to. A module that is taken away takes its
answers with it, and the rest still runs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samspill.accounts.models import User
from samspill.parties.models import Person

if TYPE_CHECKING:
    from samspill.parties.domain.acting import Acting


@dataclass(frozen=True)
class RegisterHome:
    """Where a register belongs."""

    code: str
    name: str
    organisation_id: int
    unit_id: int | None


find_registers: list[Callable[[], list[RegisterHome]]] = []
"""Each answers with all registers it keeps."""

when_merged: list[Callable[[Person, Person, User], None]] = []
"""Each moves what it holds of a duplicate (second) to the person that is kept (first), on behalf of the user."""

has_all_of: list[Callable[[Person, "Acting"], bool]] = []
"""Each answers whether all it holds of a person lies within what the user looks after."""


def registers() -> list[RegisterHome]:
    """All registers, by name."""
    return sorted((home for find in find_registers for home in find()), key=lambda home: home.name)


def register_home(code: str) -> RegisterHome | None:
    """The register with this code, if there is one."""
    return next((home for home in registers() if home.code == code), None)
