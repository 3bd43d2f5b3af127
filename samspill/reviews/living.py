"""Which innovations are living: what is assessed and reviewed."""

from samspill.core.sorting import by_name
from samspill.registry.choices import Kind, Status
from samspill.registry.models import Entry, Register
from samspill.registry.queries import EntryQuerySet

LIVING = (Status.SUBMITTED, Status.PUBLISHED)
"""With the innovation leader or published. Drafts are their owners' still; archived and withdrawn ones have stopped."""


def living_innovations(register: Register) -> EntryQuerySet:
    """The register's innovations that are neither drafts nor stopped, by title."""
    found: EntryQuerySet = Entry.objects.filter(register=register, kind=Kind.INNOVATION, status__in=LIVING)
    return found.order_by(by_name("title"), "pk")
