"""Update rounds of a register."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from samspill.api import answers, cursors, lookups
from samspill.api.routing import Cursor, Limit, reader, reads
from samspill.api.schemas.base import href
from samspill.api.schemas.rounds import FrozenOut, RoundItemList, RoundItemOut, RoundList, RoundOut, RoundRow
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting
from samspill.rounds import frozen, policies
from samspill.rounds.models import RoundItem, UpdateRound
from samspill.rounds.queries import counts_now, items_shown, rounds

router = Router(tags=["rounds"])


@reads(router, "/registers/{code}/rounds", RoundList, summary="Rounds of a register, the newest first", token=True)
def round_list(request: HttpRequest, code: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None) -> HttpResponse:
    """For those who follow the register's year: everyone with a role where it belongs."""
    register = lookups.register_at(code)
    require(policies.may_follow(reader(request), register))
    page, after = cursors.cut(rounds().filter(register=register), cursors.NEWEST_DUE, cursor=cursor, limit=limit)
    rows = [RoundRow(**RoundRow.values(row, _counts(row))) for row in page]
    return answers.rows(request, RoundList, rows, after)


@reads(router, "/rounds/{public_id}", RoundOut, summary="A round", one=True, token=True)
def update_round(request: HttpRequest, public_id: str) -> HttpResponse:
    """For those who follow the register, and those who have innovations in the round."""
    acting = reader(request)
    found = _find(public_id, acting)
    follows = policies.may_follow(acting, found.register)
    out = RoundOut(
        **RoundRow.values(found, _counts(found) if follows else None),
        intro=found.intro,
        checksum=found.checksum or None,
        erased_at=found.erased_at,
        items=href("rounds", found.public_id, "items"),
    )
    return answers.one(request, out, state=answers.state_of(found))


@reads(router, "/rounds/{public_id}/items", RoundItemList, summary="Innovations in a round", token=True)
def round_items(
    request: HttpRequest, public_id: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """With what was told of each. Those who lead the register or its unit see all; others what they may see of it."""
    acting = reader(request)
    found = _find(public_id, acting)
    page, after = cursors.cut(items_shown(found, acting), cursors.BY_NUMBER, cursor=cursor, limit=limit)
    return answers.rows(request, RoundItemList, [RoundItemOut.of(row) for row in page], after)


@reads(
    router, "/rounds/{public_id}/content", FrozenOut, summary="What a closed round was, as it is frozen", one=True,
    token=True,
)  # fmt: skip
def round_content(request: HttpRequest, public_id: str) -> HttpResponse:
    """The bytes of which the checksum was taken; for those who oversee the round. 404 until it is closed."""
    acting = reader(request)
    found = get_object_or_404(UpdateRound.objects.select_related("register"), public_id=public_id)
    require(policies.may_oversee(acting, found.register))
    if not found.is_closed:
        raise Http404
    return answers.exact(request, found.content, frozen.checksum(found.content))


def _find(public_id: str, acting: Acting) -> UpdateRound:
    found = get_object_or_404(rounds(), public_id=public_id)
    has_items = RoundItem.objects.filter(round=found, owner=acting.user_id).exists()
    require(policies.may_open_page(acting, found, has_items=has_items))
    return found


def _counts(row: UpdateRound) -> dict[str, int] | None:
    """A closed round keeps them; there is one open round at most in a register, which is counted now."""
    if row.is_closed:
        return dict(row.counts)
    return counts_now(row.pk) if row.is_open else None
