"""The leadership's review meetings of a register."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.base import href
from samspill.api.schemas.reviews import AgendaItemOut, MinutesOut, ReviewList, ReviewOut, ReviewRow
from samspill.core.policy import require
from samspill.registry.policies import curates_register
from samspill.reviews import minutes, policies
from samspill.reviews.models import ReviewMeeting
from samspill.reviews.queries import meetings

router = Router(tags=["reviews"])


@reads(router, "/registers/{code}/reviews", ReviewList, summary="Reviews of a register, the newest first", token=True)
def review_list(
    request: HttpRequest,
    code: str,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """For those who curate the register."""
    register = lookups.register_at(code)
    require(curates_register(reader(request), register))
    page, after = cursors.cut(meetings().filter(register=register), cursors.NEWEST_HELD, cursor=cursor, limit=limit)
    rows = [ReviewRow(**ReviewRow.values(row)) for row in page]
    return answers.rows(request, ReviewList, rows, after)


@reads(router, "/reviews/{public_id}", ReviewOut, summary="A review", one=True, token=True)
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """For those who take part in it, and those who curate the register."""
    found = _find(request, public_id)
    items = found.items.select_related("entry", "follower", "follow").order_by("position", "pk")
    out = ReviewOut(
        **ReviewRow.values(found),
        participants=[str(one.user) for one in found.participants.select_related("user").order_by("user__name")],
        others=found.others,
        notes=found.notes,
        items=[AgendaItemOut.of(item) for item in items],
        minutes=href("reviews", found.public_id, "minutes"),
    )
    return answers.one(request, out, state=f"v{found.version}")


@reads(router, "/reviews/{public_id}/minutes", MinutesOut, summary="The minutes of a review", one=True, token=True)
def review_minutes(request: HttpRequest, public_id: str) -> HttpResponse:
    """In the language asked for. Once closed they never change."""
    found = _find(request, public_id)
    said = minutes.of(found)
    return answers.one(request, MinutesOut(**said, is_closed=not found.is_open), state=f"v{found.version}")


def _find(request: HttpRequest, public_id: str) -> ReviewMeeting:
    found: ReviewMeeting = get_object_or_404(meetings(), public_id=public_id)
    require(policies.may_see_meeting(reader(request), found))
    return found
