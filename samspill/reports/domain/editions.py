"""What is done with editions: ordered, published, hidden again, begun anew, given up."""

from contextlib import suppress

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.exceptions import AlreadyEnqueued

from samspill import __version__
from samspill.accounts.models import User
from samspill.core.errors import RuleError
from samspill.core.policy import require
from samspill.parties.domain.acting import acting_for
from samspill.parties.models import Unit
from samspill.registry.models import Register
from samspill.reports import policies
from samspill.reports.models import Edition

FIRST_YEAR = 1900
State = Edition.State


@transaction.atomic
def order_edition(*, subject: Register | Unit, actor: User, year: int, everyone: bool) -> Edition:
    """A new edition, to be built in the background. Asked for again while one is being built, it is that one."""
    require(policies.may_make(acting_for(actor), subject))
    check_year(year)
    edition = _next(subject, year=year, everyone=everyone, made_by=actor)
    _build_later(edition)  # also one that is being built: whoever was at it may be gone
    return edition


@transaction.atomic
def begin_edition(*, subject: Register | Unit, year: int, everyone: bool) -> Edition:
    """A new edition that the operator of the site makes from the command line, to be built at once by the caller."""
    check_year(year)
    return _next(subject, year=year, everyone=everyone, made_by=None)


def check_year(year: int) -> None:
    """Raises `RuleError` for a year that has not begun, or that is no year."""
    this_year = timezone.localdate().year
    if year > this_year:
        raise RuleError(_("%(year)s has not begun. The last year to report on is %(last)s.")
                        % {"year": year, "last": this_year}, field="year")  # fmt: skip
    if year < FIRST_YEAR:
        raise RuleError(_("Write the year with four digits, such as 2024."), field="year")


@transaction.atomic
def publish(*, edition: Edition, actor: User) -> Edition:
    """Let everyone read it."""
    edition = _locked(edition)
    require(policies.may_publish(acting_for(actor), edition))
    if not edition.is_published:
        edition.published_at, edition.published_by = timezone.now(), actor
        edition.save(update_fields=["published_at", "published_by"])
    return edition


@transaction.atomic
def hide(*, edition: Edition, actor: User) -> Edition:
    """Take it back from the public; it stays as it is for those who curate."""
    edition = _locked(edition)
    require(policies.may_make(acting_for(actor), edition.subject))
    edition.published_at, edition.published_by = None, None
    edition.save(update_fields=["published_at", "published_by"])
    return edition


@transaction.atomic
def try_again(*, edition: Edition, actor: User) -> Edition:
    """Build one anew that stopped."""
    edition = _locked(edition)
    require(policies.may_make(acting_for(actor), edition.subject))
    if edition.state == State.FAILED:
        edition.state, edition.progress, edition.failure = State.BUILDING, 0, ""
        edition.made_at = timezone.now()  # it is made now, and waits from now on
        edition.save(update_fields=["state", "progress", "failure", "made_at"])
        _build_later(edition)
    return edition


@transaction.atomic
def give_up(*, edition: Edition, actor: User) -> None:
    """Remove one that stopped; one that is ready is never removed."""
    edition = _locked(edition)
    require(policies.may_make(acting_for(actor), edition.subject))
    if edition.state != State.FAILED:
        raise RuleError(
            _("Only an edition that stopped can be removed. One that is ready stays, so that it can be cited.")
        )
    edition.delete()


def _next(subject: Register | Unit, *, year: int, everyone: bool, made_by: User | None) -> Edition:
    """The edition that is being built, else a new one with the next number; the subject is locked meanwhile."""
    type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    whose = {"register": subject} if isinstance(subject, Register) else {"unit": subject}
    editions = Edition.objects.filter(**whose, year=year)
    if under_way := editions.filter(state=State.BUILDING, everyone=everyone).first():
        return under_way
    number = (editions.aggregate(last=Max("number"))["last"] or 0) + 1
    return Edition.objects.create(
        **whose, year=year, number=number, everyone=everyone, made_by=made_by, software=__version__
    )  # fmt: skip


def _locked(edition: Edition) -> Edition:
    return Edition.objects.select_for_update(of=("self",)).select_related("register", "unit").get(pk=edition.pk)


def _build_later(edition: Edition) -> None:
    from samspill.reports.tasks import build_edition  # noqa: PLC0415  # the job calls the domain

    with suppress(AlreadyEnqueued), transaction.atomic():
        build_edition.configure(queueing_lock=f"edition-{edition.pk}").defer(edition_id=edition.pk)
