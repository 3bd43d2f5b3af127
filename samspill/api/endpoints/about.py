"""Who you are here, and what waits for you."""

from datetime import date as Date
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import Field

from samspill.accounts.models import User
from samspill.api import answers
from samspill.api.routing import actor, reader, reads
from samspill.api.schemas.base import Out, PersonRef, Ref
from samspill.api.schemas.parties import organisation_ref, person_ref, unit_ref
from samspill.core.due import due_for
from samspill.parties.models import Person
from samspill.parties.queries import open_proposals

router = Router(tags=["about"])


class MeOut(Out):
    """The token's user, what the token may do, and until when. Without a token: nobody."""

    name: str | None
    email: str | None
    language: str | None
    person: PersonRef | None
    roles: list[str]
    token: str | None
    scopes: list[str]
    expires_at: datetime | None


@reads(router, "/me", MeOut, summary="Who you are here")
def me(request: HttpRequest) -> HttpResponse:
    """Of use to see whether a token works."""
    token = getattr(request, "api_token", None)
    user = request.user
    if token is None or not isinstance(user, User):
        return answers.one(
            request,
            MeOut(name=None, email=None, language=None, person=None, roles=[], token=None, scopes=[], expires_at=None),
        )
    person = Person.objects.filter(user=user).first()
    out = MeOut(
        name=user.name, email=user.email, language=user.language, person=person_ref(person) if person else None,
        roles=sorted(reader(request).kinds), token=token.name, scopes=token.scopes, expires_at=token.expires_at,
    )  # fmt: skip
    return answers.one(request, out)


class ProposalOut(Out):
    """A place where a login service says that you work. You say yes or no in the pages."""

    organisation: Ref
    unit: Ref | None
    service: str
    made_at: datetime


class ProposalList(Out):
    items: list[ProposalOut]


@reads(router, "/me/proposed-affiliations", ProposalList, summary="Where login services say that you work", token=True)
def my_proposals(request: HttpRequest) -> HttpResponse:
    """Those that you have not answered."""
    items = [
        ProposalOut(
            organisation=organisation_ref(row.organisation), unit=unit_ref(row.unit) if row.unit else None,
            service=row.service, made_at=row.made_at,
        )
        for row in open_proposals(actor(request))
    ]  # fmt: skip
    return answers.page(request, ProposalList(items=items), cursor=None)


class WaitingOut(Out):
    """One thing to do: its kind, an invitation to act, why it is yours, and the last day."""

    kind: str
    code: str = Field(description="The same each day as long as it is the same thing.")
    what: str
    why: str
    by: Date | None
    is_late: bool
    count: int = Field(description="How many single things it stands for.")
    page: str = Field(description="Where it is done.")


class WaitingList(Out):
    items: list[WaitingOut]


@reads(router, "/me/work", WaitingList, summary="What waits for you", token=True)
def my_work(request: HttpRequest) -> HttpResponse:
    """As My work, the calendar and the mail that reminds have it: kind by kind, what is late first."""
    today = timezone.localdate()
    items = [
        WaitingOut(
            kind=group.code, code=due.code, what=due.what, why=due.why, by=due.by, is_late=due.is_late(today),
            count=due.count, page=settings.SITE_URL + due.url,
        )
        for group, found in due_for(actor(request), today=today)
        for due in found
    ]  # fmt: skip
    return answers.page(request, WaitingList(items=items), cursor=None)
