"""The scope of a report: a register, or a unit with all units below it; and which entries belong to it."""

from django.db.models import Q

from samspill.core.reporting import Record, Scope
from samspill.parties.models import Unit
from samspill.registry.choices import Status
from samspill.registry.models import Entry, Register
from samspill.registry.queries import EntryQuerySet

REGISTER, UNIT = "register", "unit"
UNFINISHED = (Status.DRAFT, Status.RETURNED)
"""With their owners still; no report counts them."""


def scope_of(subject: Register | Unit, *, everyone: bool = True) -> Scope:
    """The scope of a register or a unit."""
    return Scope(REGISTER if isinstance(subject, Register) else UNIT, subject.code, subject, everyone)


def register_of(scope: Scope) -> Register | None:
    """The register, when the scope is one."""
    return scope.subject if isinstance(scope.subject, Register) else None


def entries_of(scope: Scope) -> EntryQuerySet:
    """The entries of the scope that the edition's readers may see; unfinished ones are never counted.

    Withdrawn entries are there for those who curate; ask `samspill.registry.reporting.years` when something stopped.
    """
    entries: EntryQuerySet = Entry.objects.filter(_within(scope)).exclude(status__in=UNFINISHED)
    return entries.public() if scope.everyone else entries


def entry_record(entry: Entry) -> Record:
    """An entry as a record of a report."""
    return record(entry.public_id, entry.title)


def record(public_id: str, title: str) -> Record:
    """The same from what a query gave."""
    return Record("entry", public_id, title, f"/e/{public_id}/")


def _within(scope: Scope) -> Q:
    if scope.kind == REGISTER:
        return Q(register=scope.subject)
    path = scope.subject.path
    return Q(unit__path__startswith=path) | Q(register__unit__path__startswith=path)
