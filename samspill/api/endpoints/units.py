"""Units: faculties, departments, centres, municipal services …"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from samspill.api import answers, lookups
from samspill.api.endpoints.organisations import units_out
from samspill.api.routing import actor, reader, reads, writes
from samspill.api.schemas.parties import UnitChange, UnitMove, UnitOut
from samspill.api.scopes import PARTIES_WRITE
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain import units as acts
from samspill.parties.models import Unit

router = Router(tags=["units"])


@reads(router, "/{code}", UnitOut, summary="A unit", one=True)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Where it stands in the tree, and from when to when."""
    return _answer(request, _find(code))


@writes(router, "PATCH", "/{code}", UnitOut, scope=PARTIES_WRITE, versioned=True, summary="Change a unit")
def unit_change(request: HttpRequest, code: str, body: UnitChange) -> HttpResponse:
    """Only the fields that are sent."""
    found = _seen(request, code)
    return _answer(request, acts.update_unit(unit=found, actor=actor(request), values=lookups.changes(body)))


@writes(router, "POST", "/{code}/move", UnitOut, scope=PARTIES_WRITE, versioned=True, summary="Move a unit")
def unit_move(request: HttpRequest, code: str, body: UnitMove) -> HttpResponse:
    """With all that lies below it, under another unit of the same organisation, or to the top."""
    found = _seen(request, code)
    parent = lookups.unit(body.parent, "parent") if body.parent else None
    acts.move_unit(unit=found, parent=parent, actor=actor(request), reason=body.reason)
    return _answer(request, _find(code))


def _find(code: str, *, lock: bool = False) -> Unit:
    rows = Unit.objects.select_related("organisation")
    return get_object_or_404(rows.select_for_update(of=("self",)) if lock else rows, code=code)


def _seen(request: HttpRequest, code: str) -> Unit:
    found = _find(code, lock=True)
    require(policies.may_edit_unit(reader(request), found))
    answers.require_seen(request, answers.state_of(found), lambda: units_out([found])[0])
    return found


def _answer(request: HttpRequest, row: Unit) -> HttpResponse:
    return answers.one(request, units_out([row])[0], state=answers.state_of(row))
