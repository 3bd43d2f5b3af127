"""What cases wait for: a partner's word, and the writer's turn after it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.accounts.models import User
from samspill.cases.models import CaseReview
from samspill.cases.queries import asked_of
from samspill.core import due
from samspill.core.due import Due
from samspill.parties.domain.acting import acting_for
from samspill.registry.choices import Status
from samspill.registry.models import Entry

MOST = 100
UNFINISHED = (Status.DRAFT, Status.RETURNED, Status.SUBMITTED)


def register() -> None:
    """Called when Django is ready."""
    read = gettext_lazy("Impact cases to read for your organisation")
    mend = gettext_lazy("Partners who ask for changes in a case")
    due.register("case_reviews", read, to_read, order=38, waits=lambda user, today: [_asked(user)])
    due.register("case_changes", mend, to_mend, order=32, waits=lambda user, today: [_changes(user)])


def to_read(user: User, today: date) -> Iterator[Due]:
    """Cases that an organisation of the user's was asked to read. One query, besides the roles."""
    for review in _asked(user).select_related("entry", "organisation").order_by("asked_at")[:MOST]:
        yield Due(
            code=f"case-review-{review.public_id}",
            what=_("Read “%(title)s”, and approve it or ask for changes") % {"title": review.entry.title},
            url=reverse("workspace:case_read", args=[review.public_id]),
            why=_("You act for %(organisation)s") % {"organisation": review.organisation.name},
            by=review.due,
        )


def to_mend(user: User, today: date) -> Iterator[Due]:
    """The user's own unpublished cases whose newest answer asks for changes. One query, besides the roles."""
    for review in _changes(user).select_related("entry", "organisation").order_by("answered_at")[:MOST]:
        yield Due(
            code=f"case-changes-{review.public_id}",
            what=_("Mend “%(title)s”, and ask again") % {"title": review.entry.title},
            url=reverse("workspace:case_review", args=[review.entry.public_id]),
            why=_("%(organisation)s asks for changes") % {"organisation": review.organisation.name},
        )


def _asked(user: User) -> "QuerySet[CaseReview]":
    return asked_of(acting_for(user)).filter(answer="")


def _changes(user: User) -> "QuerySet[CaseReview]":
    acting = acting_for(user)
    newer = CaseReview.objects.filter(
        entry=OuterRef("entry"), organisation=OuterRef("organisation"), taken_back_at=None, pk__gt=OuterRef("pk")
    )
    return CaseReview.objects.filter(
        ~Exists(newer), answer=CaseReview.Answer.CHANGES, entry__status__in=UNFINISHED,
        entry__in=Entry.objects.mine(acting).order_by(),
    )  # fmt: skip
