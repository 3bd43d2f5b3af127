"""Personal data: what is held and why, what is held of whoever asks, and requests about it."""

from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samspill.api import answers, cursors
from samspill.api.routing import Cursor, Limit, actor, reader, reads
from samspill.api.schemas.personal_data import (
    DataRequestList,
    DataRequestOut,
    DataRequestRow,
    HoldingOut,
    LimitRun,
    LimitRunList,
    MyDataOut,
    PrivacyOut,
    TimeLimit,
)
from samspill.api.scopes import PERSONAL_READ
from samspill.core.personal_data import holdings, report, retention, rules
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain.data_requests import left_to_look_through, name_in
from samspill.parties.models import DataRequest, Person
from samspill.parties.queries import requests_about, requests_shown
from samspill.parties.subjects import subject_of

router = Router(tags=["personal data"])


@reads(router, "/personal-data", PrivacyOut, summary="What is held of people, and why")
def privacy(request: HttpRequest) -> HttpResponse:
    """Of everybody alike: each kind of thing that is held, and the time limits."""
    out = PrivacyOut(holdings=[HoldingOut.of(one) for one in holdings()], limits=[TimeLimit.of(one) for one in rules()])
    return answers.one(request, out)


@reads(router, "/personal-data/limits", LimitRunList, summary="When time limits were last kept", token=True)
def limits(request: HttpRequest) -> HttpResponse:
    """How long things are kept, and what the nightly job last did about it; for administrators."""
    require(policies.is_administrator(reader(request)))
    runs = retention.last_runs()
    late = retention.late(runs)
    items = [LimitRun.told(rule, run, is_late=rule.code in late) for rule, run in runs]
    return answers.page(request, LimitRunList(items=items), cursor=None)


@reads(router, "/me/personal-data", MyDataOut, summary="What is held of you", scope=PERSONAL_READ)
def my_data(request: HttpRequest) -> HttpResponse:
    """All rows, with earlier values, and where others name you: the file of the page “Your data”."""
    user = actor(request)
    person = Person.objects.filter(user=user).first()
    about = {"name": str(user), "e-mail": user.email, "person": person.public_id if person else None}
    content = report.export(subject_of(person=person, user=user), about=about)
    return unkept(answers.one(request, MyDataOut.model_validate(content)))


@reads(
    router, "/me/personal-data-requests", DataRequestList, summary="What has been asked about your data",
    scope=PERSONAL_READ,
)  # fmt: skip
def my_requests(request: HttpRequest, limit: Limit = cursors.LIMIT, cursor: Cursor = None) -> HttpResponse:
    """By yourself, or on your behalf; the newest first."""
    return _list(request, cursors.NEWEST_MADE, cursor, limit, requests_about(actor(request)))


@reads(
    router, "/personal-data-requests", DataRequestList, summary="Requests about personal data that wait for an answer",
    scope=PERSONAL_READ,
)  # fmt: skip
def request_list(
    request: HttpRequest,
    done: Annotated[str | None, Query(pattern="^1$", description="1: those that are done with.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """For administrators all, for others who look after something what they asked on behalf of somebody. Those that are
    due first come first; with ``done`` the newest."""
    acting = reader(request)
    require(policies.manages_something(acting))
    order = cursors.NEWEST_MADE if done else cursors.FIRST_DUE
    return _list(request, order, cursor, limit, requests_shown(acting, done=done == "1"))


@reads(
    router, "/personal-data-requests/{public_id}", DataRequestOut, summary="A request about personal data", one=True,
    scope=PERSONAL_READ,
)  # fmt: skip
def data_request(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is asked, until when it is to be answered, and the answer."""
    rows = DataRequest.objects.select_related("person", "user", "requested_by", "answered_by")
    found = get_object_or_404(rows, public_id=public_id)
    acting = reader(request)
    require(policies.may_see_request(acting, found))
    texts = left_to_look_through(found) if acting.is_administrator else []
    out = DataRequestOut.of(found, name_in(found), texts)
    return unkept(answers.one(request, out, state=answers.state_of(found)))


def _list(
    request: HttpRequest, order: cursors.Order, cursor: str | None, limit: int, rows: "QuerySet[DataRequest]"
) -> HttpResponse:
    page, after = cursors.cut(rows, order, cursor=cursor, limit=limit)
    items = [DataRequestRow(**DataRequestRow.values(row)) for row in page]
    return unkept(answers.rows(request, DataRequestList, items, after))


def unkept(answer: HttpResponse) -> HttpResponse:
    """As the pages about it: nothing on the way keeps a copy."""
    answer["Cache-Control"] = "no-store"
    return answer
