"""What parties wait for: who the user is, where the user works, and requests about personal data."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.accounts.models import User
from samspill.core import due
from samspill.core.due import Due
from samspill.parties.domain.acting import acting_for
from samspill.parties.domain.data_requests import waiting_requests
from samspill.parties.models import DataRequest, Person
from samspill.parties.queries import claimable_in, open_proposals


def register() -> None:
    """Called when Django is ready."""
    due.decided_by(acting_for)
    asked = gettext_lazy("Requests about personal data")
    due.register("data_requests", asked, data_requests, order=10, waits=lambda user, today: _requests(user))
    own = gettext_lazy("You as a contributor")
    due.register("claims", own, claims, order=14, waits=lambda user, today: _claimable(user))
    places = gettext_lazy("Where you work")
    due.register("proposals", places, proposals, order=15, waits=lambda user, today: [open_proposals(user)])


def _requests(user: User) -> "list[QuerySet[DataRequest]]":
    return [waiting_requests()] if acting_for(user).is_administrator else []


def data_requests(user: User, today: date) -> Iterator[Due]:
    """Each request that an administrator has to do something about; nobody is named here. At most one query."""
    if not acting_for(user).is_administrator:
        return
    for request in waiting_requests():
        to_answer = request.status == DataRequest.Status.OPEN
        yield Due(
            code=f"data-request-{request.public_id}",
            what=_("Answer a request: %(what)s") % {"what": request.get_kind_display().lower()}
            if to_answer
            else _("Look through texts that may name somebody who is erased"),
            url=reverse("workspace:data_request", args=[request.public_id]),
            why=_("Somebody asks about their own data, and has a right to an answer within 30 days")
            if to_answer
            else _("The rest of the erasure is done"),
            by=request.due_on if to_answer else None,
        )


def _claimable(user: User) -> list[QuerySet[Person]]:
    """Those with a page of their own already are no other person too; those without a role belong nowhere."""
    acting = acting_for(user)
    return [] if acting.person_id or not acting.member_of else [claimable_in(user, acting.member_of)]


def claims(user: User, today: date) -> Iterator[Due]:
    """Each person that somebody has registered with the user's address, where the user belongs. At most one query."""
    for person in chain.from_iterable(_claimable(user)):
        yield Due(
            code=f"claim-{person.public_id}",
            what=_("Are you %(name)s?") % {"name": person.name},
            url=reverse("workspace:person_claim"),
            why=_("A person is registered with your e-mail address; say yes, and the credit is yours"),
            reminded=False,
        )


def proposals(user: User, today: date) -> Iterator[Due]:
    """Each place that a login service says the user works at. One query."""
    for proposal in open_proposals(user):
        yield Due(
            code=f"proposal-{proposal.pk}",
            what=_("Do you work at %(place)s?") % {"place": proposal.organisation.name},
            url=reverse("workspace:proposals"),
            why=_("The service that you logged in with says so. Answer yes or no"),
            reminded=False,
        )
