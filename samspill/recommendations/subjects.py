"""What a recommendation is about: kinds of subject that modules register from ``AppConfig.ready()``.

A recommendation names its subject by kind and code. A module that is taken out takes its kind along, and the
recommendation stays, with the code for a name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation, Unit


@dataclass(frozen=True)
class Subject:
    """One subject: its name in the active language, its page, and to whom what is said about it is addressed."""

    kind: str
    code: str
    name: str
    url: str
    organisation: Organisation | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class SubjectKind:
    """``find`` gets codes and gives the subjects by code, in a constant number of queries. ``looked_after`` gives the
    codes of those that a user looks after, as a queryset (it becomes part of a larger query) or a list: the user adds
    recommendations about them and follows them up. ``hidden`` gives, in the same way, those that are not shown to
    everyone: what is said about them is not either."""

    code: str
    label: str | Promise
    find: Callable[[Iterable[str]], Mapping[str, Subject]]
    looked_after: Callable[[Acting], Any]
    hidden: Callable[[], Any] = tuple


_kinds: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Add a kind of subject; a code that is taken is replaced."""
    _kinds[kind.code] = kind


def kinds() -> list[SubjectKind]:
    """All kinds, by code."""
    return [_kinds[code] for code in sorted(_kinds)]


def find(kind: str, code: str) -> Subject | None:
    """The subject, if there is one."""
    return _kinds[kind].find([code]).get(code) if kind in _kinds else None


def find_all(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Subject]:
    """Subjects by (kind, code), a query or two for each kind that is wanted."""
    by_kind: dict[str, set[str]] = {}
    for kind, code in wanted:
        by_kind.setdefault(kind, set()).add(code)
    return {
        (kind, code): subject
        for kind, codes in sorted(by_kind.items())
        if kind in _kinds
        for code, subject in _kinds[kind].find(sorted(codes)).items()
    }


def offered(acting: Acting) -> list[Subject]:
    """All subjects that the user may add a recommendation about, kind by kind."""
    return [one for kind in kinds() for one in kind.find(kind.looked_after(acting)).values()]


def is_looked_after(acting: Acting, kind: str, code: str) -> bool:
    """Whether the user looks after the subject."""
    if acting.is_administrator:
        return True
    return kind in _kinds and code in set(_kinds[kind].looked_after(acting))
