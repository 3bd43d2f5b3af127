"""Who you are here, and the document of the API."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from samspill.accounts.models import User
from samspill.api import answers
from samspill.api.routing import reader, reads
from samspill.api.schemas.base import Out, PersonRef
from samspill.api.schemas.parties import person_ref
from samspill.parties.models import Person

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
