"""The register's year: one line from each module on the page where a leader begins.

A module above registers a provider from ``AppConfig.ready()``. The page asks them all, in order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from samspill.parties.domain.acting import Acting
from samspill.registry.models import Register


@dataclass(frozen=True)
class YearLine:
    """One part of the year, in the active language: "Assessments" – "12 of 30 are assessed".

    ``url`` opens it. ``by``: its day, when it has one. ``is_now``: it waits for somebody now and is set in front.
    """

    title: str
    text: str
    url: str
    by: date | None = None
    is_now: bool = False


Provider = Callable[[Register, Acting, date], Iterable[YearLine]]
"""Gets the register (with profile, unit and organisation), who looks, and today; gives what they may see; a constant
number of queries."""

_providers: dict[str, tuple[int, Provider]] = {}


def register(code: str, provider: Provider, *, order: int = 50) -> None:
    """Add a provider; a code that is taken is replaced. A lower ``order`` stands first."""
    _providers[code] = (order, provider)


def lines_for(found: Register, acting: Acting, *, today: date) -> list[YearLine]:
    """All lines of a register's year."""
    ordered = sorted(_providers.items(), key=lambda one: (one[1][0], one[0]))
    return [line for _code, (_order, provider) in ordered for line in provider(found, acting, today)]
