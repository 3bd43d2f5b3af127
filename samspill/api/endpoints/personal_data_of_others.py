"""What is held of somebody else: opened by an administrator who says why, for an hour (R-NFR-06)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from samspill.api import answers
from samspill.api.endpoints.personal_data import unkept
from samspill.api.routing import actor, reader, reads, writes
from samspill.api.schemas.base import href
from samspill.api.schemas.personal_data import LookOut, MyDataOut, NewLook
from samspill.api.scopes import PERSONAL_OTHERS
from samspill.core.personal_data import report
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain.data_requests import look_at, take_copy
from samspill.parties.domain.withholding import real_name
from samspill.parties.models import DataAccess
from samspill.parties.queries import find_person
from samspill.parties.subjects import subject_of

router = Router(tags=["personal data"])


@writes(
    router, "POST", "/people/{public_id}/personal-data-looks", LookOut, scope=PERSONAL_OTHERS, status=201,
    summary="Say why you need to see what is held of somebody",
)  # fmt: skip
def look_new(request: HttpRequest, public_id: str, body: NewLook) -> HttpResponse:
    """For administrators. It is noted, and the person can read it. What is held can then be read for an hour."""
    require(policies.is_administrator(reader(request)))
    person = find_person(public_id)
    if person is None:
        raise Http404
    made = look_at(person=person, actor=actor(request), reason=body.reason)
    return unkept(
        answers.one(request, LookOut.of(made), status=201, headers={"Location": href("personal-data-looks", made.pk)})
    )


@reads(
    router, "/personal-data-looks/{int:pk}", MyDataOut, summary="What is held of somebody else", scope=PERSONAL_OTHERS
)
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """For the administrator who said why, within an hour. That a copy was taken is noted."""
    acting = reader(request)
    require(policies.is_administrator(acting))
    found = get_object_or_404(DataAccess.objects.select_related("person__user"), pk=pk, by=acting.user_id)
    require(policies.may_use_look(acting, found))
    if request.method == "GET":
        take_copy(access=found)
    about = {"name": real_name(found.person), "person": found.person.public_id}
    content = report.export(subject_of(person=found.person), about=about)
    return unkept(answers.one(request, MyDataOut.model_validate(content)))
