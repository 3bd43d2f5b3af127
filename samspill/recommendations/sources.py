"""Sources that other modules know: an evaluation whose findings become recommendations.

A module registers a finder from ``AppConfig.ready()``; what it gives fills in the form for a new one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as day

from samspill.core.policy import Answer
from samspill.parties.domain.acting import Acting


@dataclass(frozen=True)
class Source:
    """``code`` is what the module knows it by; ``may_use`` says who reads it here and adds findings to it; ``subject``
    is "kind:code"; the rest is what a recommendation says."""

    code: str
    may_use: Callable[[Acting], Answer]
    subject: str
    kind: str
    title: str
    date: day | None = None
    url: str = ""
    page: str = ""


Finder = Callable[[str], Source | None]
_finders: dict[str, Finder] = {}


def register(prefix: str, finder: Finder) -> None:
    """Add a finder for codes that begin with ``prefix`` and a hyphen."""
    _finders[prefix] = finder


def find_source(code: str) -> Source | None:
    """The source with this code, if there is one."""
    finder = _finders.get(code.partition("-")[0])
    return finder(code) if finder else None
