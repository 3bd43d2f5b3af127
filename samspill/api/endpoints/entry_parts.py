"""Who took part in an entry: contributors and organisations. Each part has an entity tag of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router

from samspill.api import answers, loading, lookups
from samspill.api.problems import Fault, Problem
from samspill.api.routing import actor, reader, writes
from samspill.api.schemas.changes import (
    ContributionChange,
    NewContribution,
    NewParticipation,
    ParticipationChange,
)
from samspill.api.schemas.entries import ContributionOut, ParticipationOut
from samspill.api.scopes import ENTRIES_WRITE
from samspill.core.policy import require
from samspill.registry import policies
from samspill.registry.domain import parts as acts
from samspill.registry.models import Contribution, Entry, Participation

router = Router(tags=["entries"])
CONTRIBUTIONS, PARTICIPATIONS = "/{public_id}/contributions", "/{public_id}/participations"


def editable(request: HttpRequest, public_id: str) -> Entry:
    """The entry, if the caller may change it; locked, so that what If-Match is held against stands until the end."""
    acting = reader(request)
    loading.lock(public_id)
    entry = loading.find(public_id, acting)
    require(policies.may_edit(acting, entry))
    return entry


@writes(router, "POST", CONTRIBUTIONS, ContributionOut, scope=ENTRIES_WRITE, status=201, summary="Add a contributor")
def contribution_new(request: HttpRequest, public_id: str, body: NewContribution) -> HttpResponse:
    """A person or a unit. 409 when they have a part already: change that one instead."""
    entry = editable(request, public_id)
    person = lookups.person(body.person, reader(request)) if body.person else None
    unit = lookups.unit(body.unit) if body.unit else None
    if (person or unit) and Contribution.objects.filter(entry=entry, person=person, unit=unit).exists():
        raise _there_already("/person" if person else "/unit")
    values = lookups.changes(body, but=("person", "unit"))
    values["roles"] = values.get("roles") or []
    if values.get("position") is None:
        values.pop("position", None)
    made = acts.set_contribution(entry=entry, actor=actor(request), person=person, unit=unit, **values)
    return _part(request, made, status=201)


@writes(
    router, "PATCH", CONTRIBUTIONS + "/{int:pk}", ContributionOut, scope=ENTRIES_WRITE, versioned=True,
    summary="Change a contributor's part",
)  # fmt: skip
def contribution_change(request: HttpRequest, public_id: str, pk: int, body: ContributionChange) -> HttpResponse:
    """Roles, share, dates or place in the order; fields left out stay as they are."""
    entry = editable(request, public_id)
    part = _contribution(entry, pk)
    _seen(request, part)
    kept = {name: getattr(part, name) for name in ("roles", "share", "start_date", "end_date", "position")}
    values = kept | lookups.changes(body)
    values["roles"] = values["roles"] or []
    if values["position"] is None:
        values["position"] = part.position
    acts.set_contribution(entry=entry, actor=actor(request), person=part.person, unit=part.unit, **values)
    return _part(request, _contribution(entry, pk))


@writes(
    router, "DELETE", CONTRIBUTIONS + "/{int:pk}", None, scope=ENTRIES_WRITE, versioned=True, status=204,
    summary="Take a contributor out",
)  # fmt: skip
def contribution_gone(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """The history keeps that they were there."""
    entry = editable(request, public_id)
    part = _contribution(entry, pk)
    _seen(request, part)
    acts.remove_contribution(contribution=part, actor=actor(request))
    return answers.nothing()


@writes(
    router, "POST", PARTICIPATIONS, ParticipationOut, scope=ENTRIES_WRITE, status=201, summary="Add an organisation"
)
def participation_new(request: HttpRequest, public_id: str, body: NewParticipation) -> HttpResponse:
    """An organisation in a role. 409 when it has that role already: change that one instead."""
    entry = editable(request, public_id)
    organisation = lookups.organisation(body.organisation)
    if Participation.objects.filter(entry=entry, organisation=organisation, role__code=body.role).exists():
        raise _there_already("/organisation")
    made = acts.set_participation(
        entry=entry, actor=actor(request), organisation=organisation, **lookups.changes(body, but=("organisation",))
    )
    return _part(request, made, status=201)


@writes(
    router, "PATCH", PARTICIPATIONS + "/{int:pk}", ParticipationOut, scope=ENTRIES_WRITE, versioned=True,
    summary="Change an organisation's part",
)  # fmt: skip
def participation_change(request: HttpRequest, public_id: str, pk: int, body: ParticipationChange) -> HttpResponse:
    """Role or dates; fields left out stay as they are. What the organisation itself has said is not overruled."""
    entry = editable(request, public_id)
    part = _participation(entry, pk)
    _seen(request, part)
    values = lookups.changes(body)
    role = values.pop("role", None)
    if role and role != part.role_id:
        acts.change_participation_role(participation=part, actor=actor(request), role=role)
        part = _participation(entry, pk)
    kept = {name: getattr(part, name) for name in ("start_date", "end_date", "in_use_since")}
    acts.set_participation(
        entry=entry, actor=actor(request), organisation=part.organisation, role=part.role_id, **(kept | values)
    )
    return _part(request, _participation(entry, pk))


@writes(
    router, "DELETE", PARTICIPATIONS + "/{int:pk}", None, scope=ENTRIES_WRITE, versioned=True, status=204,
    summary="Take an organisation out",
)  # fmt: skip
def participation_gone(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """The history keeps that it was there."""
    entry = editable(request, public_id)
    part = _participation(entry, pk)
    _seen(request, part)
    acts.remove_participation(participation=part, actor=actor(request))
    return answers.nothing()


def _contribution(entry: Entry, pk: int) -> Contribution:
    return get_object_or_404(Contribution.objects.select_related("person", "unit", "entry"), entry=entry, pk=pk)


def _participation(entry: Entry, pk: int) -> Participation:
    return get_object_or_404(Participation.objects.select_related("organisation", "entry"), entry=entry, pk=pk)


def _out(part: Contribution | Participation) -> ContributionOut | ParticipationOut:
    return ContributionOut.of(part) if isinstance(part, Contribution) else ParticipationOut.of(part)


def _part(request: HttpRequest, part: Contribution | Participation, *, status: int = 200) -> HttpResponse:
    return answers.one(request, _out(part), state=loading.part_state(part), status=status)


def _seen(request: HttpRequest, part: Contribution | Participation) -> None:
    """Raises `Problem` 428 or 412 unless If-Match names the part as it is."""
    answers.require_seen(request, loading.part_state(part), lambda: _out(part))


def _there_already(pointer: str) -> Problem:
    message = _("This one has a part in the entry already. Change that part instead.")
    return Problem("conflict", message, [Fault(message, pointer=pointer)])
