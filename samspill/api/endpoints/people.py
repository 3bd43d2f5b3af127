"""People, and where they belong."""

from typing import Annotated, Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from samspill.api import answers, cursors, likely, lookups
from samspill.api.routing import Cursor, IsNew, Limit, actor, reader, reads, writes
from samspill.api.schemas.base import href
from samspill.api.schemas.parties import (
    AffiliationChange,
    AffiliationOut,
    NewAffiliation,
    NewPerson,
    PersonChange,
    PersonList,
    PersonOut,
    PersonRow,
)
from samspill.api.scopes import PARTIES_WRITE
from samspill.core.policy import require
from samspill.parties import policies
from samspill.parties.domain import people as acts
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.parties.queries import find_person
from samspill.registry import shown

router = Router(tags=["people"])


@reads(router, "", PersonList, summary="People with a public page")
def person_list(
    request: HttpRequest,
    q: Annotated[str | None, Query(max_length=200, description="Words of the name.")] = None,
    organisation: Annotated[str | None, Query(max_length=60, description="Where they belong or belonged.")] = None,
    unit: Annotated[str | None, Query(max_length=60, description="The same, with all units below it.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """In the order in which they were registered."""
    found = shown.people_named(q) if q and q.strip() else Person.objects.filter(is_public=True)
    belongs = Affiliation.objects.filter(person=OuterRef("pk"))
    if organisation:
        place = lookups.chosen(Organisation.objects.all(), "organisation", code=organisation)
        found = found.filter(Exists(belongs.filter(organisation=place)))
    if unit:
        path = lookups.chosen(Unit.objects.all(), "unit", code=unit).path
        found = found.filter(Exists(belongs.filter(unit__path__startswith=path)))
    page, after = cursors.cut(found, cursors.BY_NUMBER, cursor=cursor, limit=limit)
    return answers.rows(request, PersonList, [PersonRow.of(row) for row in page], after)


@reads(router, "/{public_id}", PersonOut, summary="A person", one=True)
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """With where they belong. What they contributed to: /entries?person=…"""
    return _answer(request, _find(request, public_id))


@writes(router, "POST", "", PersonOut, scope=PARTIES_WRITE, status=201, asks_once=True, summary="Make a person")
def person_new(request: HttpRequest, body: NewPerson, is_new: IsNew = None) -> HttpResponse:
    """With a first place where they belong. Refused (looks-alike) while others have the same name or e-mail:
    ``likely`` names them. With ``is_new=1`` it is somebody else."""
    values = lookups.changes(body, but=("affiliation",))
    made = acts.create_person(actor=actor(request), values=values, affiliation=_place(body.affiliation, "affiliation/"))
    if not is_new:
        likely.ask_of_person(made, reader(request))
    return _answer(request, made, status=201, headers={"Location": href("people", made.public_id)})


@writes(router, "PATCH", "/{public_id}", PersonOut, scope=PARTIES_WRITE, versioned=True, summary="Change a person")
def person_change(request: HttpRequest, public_id: str, body: PersonChange) -> HttpResponse:
    """Only the fields that are sent."""
    found = _find(request, public_id)
    Person.objects.select_for_update().get(pk=found.pk)
    found = _find(request, public_id)
    require(policies.may_edit_person(reader(request), found))
    answers.require_seen(request, _state(found), lambda: _out(request, found))
    saved = acts.update_person(person=found, actor=actor(request), values=lookups.changes(body))
    return _answer(request, saved)


@writes(
    router, "POST", "/{public_id}/affiliations", AffiliationOut, scope=PARTIES_WRITE, status=201,
    summary="Add where a person belongs",
)  # fmt: skip
def affiliation_new(request: HttpRequest, public_id: str, body: NewAffiliation) -> HttpResponse:
    """Those who look after the place decide who belongs there."""
    made = acts.set_affiliation(person=_find(request, public_id), actor=actor(request), values=_place(body))
    return _affiliation(request, made, status=201)


@writes(
    router, "PATCH", "/{public_id}/affiliations/{int:pk}", AffiliationOut, scope=PARTIES_WRITE, versioned=True,
    summary="Change where a person belongs",
)  # fmt: skip
def affiliation_change(request: HttpRequest, public_id: str, pk: int, body: AffiliationChange) -> HttpResponse:
    """Only the fields that are sent; to end it, send ``valid_to``."""
    found = _find(request, public_id)
    rows = Affiliation.objects.select_for_update(of=("self",)).select_related("organisation", "unit")
    row = get_object_or_404(rows, person=found, pk=pk)
    require(policies.may_edit_affiliation(reader(request), row))
    answers.require_seen(request, answers.state_of(row), lambda: AffiliationOut.of(row, with_share=True))
    saved = acts.set_affiliation(person=found, actor=actor(request), values=_place(body), affiliation=row)
    return _affiliation(request, saved)


def _find(request: HttpRequest, public_id: str) -> Person:
    found = find_person(public_id)
    if found is None or not shown.may_see_person(reader(request), found):
        raise Http404
    return found


def _state(row: Person) -> str:
    return answers.state_of(row)


def _out(request: HttpRequest, row: Person) -> PersonOut:
    rows = Person.objects.prefetch_related("affiliations__organisation", "affiliations__unit")
    acting = reader(request)
    may_edit = acting.is_known and bool(policies.may_edit_person(acting, row))
    return PersonOut.whole(rows.get(pk=row.pk), may_edit=may_edit, acting=acting)


def _answer(request: HttpRequest, row: Person, **more: Any) -> HttpResponse:
    return answers.one(request, _out(request, row), state=_state(row), **more)


def _affiliation(request: HttpRequest, row: Affiliation, *, status: int = 200) -> HttpResponse:
    return answers.one(request, AffiliationOut.of(row, with_share=True), state=answers.state_of(row), status=status)


def _place(body: AffiliationChange, within: str = "") -> dict[str, Any]:
    """``within``: where in the request's body it stands."""
    values = lookups.changes(body)
    for name, look_up in (("organisation", lookups.organisation), ("unit", lookups.unit)):
        if values.get(name):
            values[name] = look_up(values[name], within + name)
    return values
