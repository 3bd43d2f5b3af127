"""Finding editions."""

from django.db.models import Q, QuerySet

from samspill.parties.models import Unit
from samspill.registry.models import Register
from samspill.reports.models import Edition


def editions() -> "QuerySet[Edition]":
    """With what they are of, without their content: that may be megabytes."""
    return Edition.objects.select_related(
        "register__organisation", "unit__organisation", "made_by", "published_by"
    ).defer("content")  # fmt: skip


def editions_of(subject: Register | Unit) -> "QuerySet[Edition]":
    """Those of a register or a unit, the newest first."""
    return editions().filter(**({"register": subject} if isinstance(subject, Register) else {"unit": subject}))


def published(registers: "QuerySet[Register]") -> "QuerySet[Edition]":
    """Those that everyone may read: of units, and of these registers."""
    return editions().exclude(published_at=None).filter(Q(register=None) | Q(register__in=registers))


def readable_of(subject: Register | Unit) -> "QuerySet[Edition]":
    """Those that everyone may read."""
    return editions_of(subject).exclude(published_at=None)


def newest_of(subject: Register | Unit, year: int, *, everyone: bool) -> Edition | None:
    """The last edition of a year that is ready."""
    found = editions_of(subject).filter(year=year, everyone=everyone, state=Edition.State.READY)
    return found.order_by("-number").first()


def before(edition: Edition, *, published: bool = False) -> Edition | None:
    """What a new edition is compared with: the one before it of the same year, else the last one of an earlier year.

    With ``published`` only among those that everyone may read.
    """
    same = editions_of(edition.subject).filter(everyone=edition.everyone, state=Edition.State.READY)
    if published:
        same = same.exclude(published_at=None)
    return (
        same.filter(Q(year=edition.year, number__lt=edition.number) | Q(year__lt=edition.year))
        .order_by("-year", "-number")
        .first()
    )
