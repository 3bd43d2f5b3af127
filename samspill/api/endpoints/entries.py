"""Entries: lists, one, made, changed, taken onward, and their history."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from samspill.api import answers, cursors, loading, lookups
from samspill.api.endpoints.entry_values import checked_details, new_place
from samspill.api.problems import Problem
from samspill.api.routing import Cursor, Limit, actor, reader, reads, writes
from samspill.api.schemas.base import EntryKind, Status, href
from samspill.api.schemas.changes import EntryChange, NewEntry, NewStep
from samspill.api.schemas.entries import ChangeOut, EntryList, EntryOut, HistoryLine, HistoryList
from samspill.api.scopes import ENTRIES_STEP, ENTRIES_WRITE
from samspill.core.policy import require
from samspill.parties.domain.acting import Acting
from samspill.registry import policies, shown, worklists
from samspill.registry.domain import entries as acts
from samspill.registry.domain.workflow import TRANSITIONS, change_status
from samspill.registry.filters import FILTERS
from samspill.registry.history import timeline
from samspill.registry.history_words import describe
from samspill.registry.models import Entry
from samspill.registry.queries import EntryQuerySet

router = Router(tags=["entries"])
Word = Annotated[str | None, Query(max_length=100)]


@reads(router, "", EntryList, summary="Entries, the newest first")
def entry_list(
    request: HttpRequest,
    kind: EntryKind | None = None,
    type: Word = None,
    year: Annotated[int | None, Query(ge=1000, le=9999, description="In which it began.")] = None,
    register_: Annotated[str | None, Query(alias="register", max_length=100)] = None,
    unit: Annotated[str | None, Query(max_length=100, description="With all units below it.")] = None,
    partner: Annotated[
        str | None, Query(max_length=100, description="An organisation that owns it or takes part.")
    ] = None,
    person: Word = None,
    level: Annotated[str | None, Query(max_length=100, description="Of readiness now, such as trl-4, or none.")] = None,
    sdg: Word = None,
    discipline: Word = None,
    area: Word = None,
    effect: Annotated[str | None, Query(max_length=100, description="A code of the vocabulary effects.")] = None,
    recipient: Annotated[str | None, Query(max_length=100, description="Whom an effect is for.")] = None,
    in_use: Annotated[str | None, Query(pattern="^1$", description="1: taken into use by a partner.")] = None,
    status: Annotated[Status | None, Query(description="Without it: published and archived.")] = None,
    mine: Annotated[str | None, Query(pattern="^1$", description="1: those you made or have a part in.")] = None,
    queue: Annotated[str | None, Query(pattern="^1$", description="1: submitted ones that you decide on.")] = None,
    limit: Limit = cursors.LIMIT,
    cursor: Cursor = None,
) -> HttpResponse:
    """Those that you may see. Filters combine. With ``status``, ``mine`` or ``queue`` the newest made come first."""
    given = {
        "kind": kind, "type": type, "year": year, "register": register_, "unit": unit, "partner": partner,
        "person": person, "level": level, "sdg": sdg, "discipline": discipline, "area": area, "in_use": in_use,
        "effect": effect, "recipient": recipient,
    }  # fmt: skip
    acting = reader(request)
    entries: EntryQuerySet = shown.listed(acting)
    order = cursors.NEWEST_PUBLISHED
    if status or mine or queue:
        order = cursors.NEWEST_MADE
        entries = Entry.objects.visible_to(acting)
        entries = entries.filter(status=status) if status else entries
        entries = entries.filter(pk__in=Entry.objects.mine(acting)) if mine else entries
        entries = entries.filter(pk__in=worklists.queue(acting).order_by().values("pk")) if queue else entries
    for one in FILTERS:
        value = given[one.name]
        if value is not None:
            found = one.read(str(value), acting)
            if found is None:
                raise lookups.unknown_parameter(one.name, str(value))
            entries = entries.filter(found[1])
    page, after = cursors.cut(loading.with_parts(entries), order, cursor=cursor, limit=limit)
    return answers.rows(request, EntryList, loading.rows(page, acting), after)


@reads(router, "/{public_id}", EntryOut, summary="An entry", one=True)
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """With everything that its page shows you."""
    acting = reader(request)
    found = loading.find(public_id, acting)
    return answers.one(request, loading.whole(found, acting), state=loading.state(found))


@writes(router, "POST", "", EntryOut, scope=ENTRIES_WRITE, status=201, summary="Make a draft")
def entry_new(request: HttpRequest, body: NewEntry) -> HttpResponse:
    """A draft of your own. Nobody but you and your innovation leader sees it before it is submitted."""
    acting = reader(request)
    place = new_place(body.register_, body.unit, body.organisation, acting)
    values = body.model_dump(exclude={"kind", "register_", "unit", "organisation"})
    values["details"] = checked_details(body.details)
    made = acts.create_entry(actor=actor(request), kind=body.kind, **place, values=values)
    return _answer(request, made, status=201, headers={"Location": href("entries", made.public_id)})


@writes(router, "PATCH", "/{public_id}", EntryOut, scope=ENTRIES_WRITE, versioned=True, summary="Change an entry")
def entry_change(request: HttpRequest, public_id: str, body: EntryChange) -> HttpResponse:
    """Only the fields that are sent. When somebody has saved since you read it: 412, with both versions."""
    acting = reader(request)
    loading.lock(public_id)
    found = loading.find(public_id, acting)
    require(policies.may_edit(acting, found))
    seen = _seen_version(request, found, acting)
    values = lookups.changes(body, but=("register_", "reason"))
    if "details" in values:
        values["details"] = checked_details(values["details"] or {})
    try:
        saved = acts.update_entry(
            entry=found, actor=actor(request), seen_version=seen, values=values, reason=body.reason
        )
        if "register_" in body.model_fields_set:
            register = lookups.register(body.register_, acting) if body.register_ else None
            acts.place_in_register(entry=saved, actor=actor(request), register=register, reason=body.reason)
    except acts.StaleVersion as error:
        raise _stale(request, error.current, acting) from error
    return _answer(request, found)


@writes(router, "POST", "/{public_id}/steps", EntryOut, scope=ENTRIES_STEP, summary="Take an entry onward")
def entry_step(request: HttpRequest, public_id: str, body: NewStep) -> HttpResponse:
    """One step of the workflow: submit, take_back, return, publish, archive, restore or withdraw.

    The entry's field ``steps`` tells which you can take now. With If-Match, only while the entry is as you read it.
    """
    acting = reader(request)
    loading.lock(public_id)
    found = loading.find(public_id, acting)
    if request.headers.get("If-Match") and _seen_version(request, found, acting) != found.version:
        raise _stale(request, found, acting)
    require(TRANSITIONS[body.step].who(acting, found))
    after = change_status(entry=found, action=body.step, actor=actor(request), message=body.message)
    if shown.is_tombstone(after):
        return answers.one(request, loading.whole(_read_anew(after), acting), state=loading.state(after))
    return _answer(request, after)


@reads(router, "/{public_id}/history", HistoryList, summary="The history of an entry")
def entry_history(
    request: HttpRequest, public_id: str, limit: Limit = cursors.LIMIT, cursor: Cursor = None
) -> HttpResponse:
    """Who changed what, from what to what, when and why; for those who work with the entry."""
    acting = reader(request)
    found = loading.find(public_id, acting)
    require(policies.may_see_history(acting, found))
    steps = timeline(found)
    # Counted from the oldest, so that what is new does not move the pages.
    newest = cursors.read(cursor, HISTORY)[0] if cursor else len(steps)
    first = max(len(steps) - newest, 0)
    page = steps[first : first + limit]
    after = cursors.write(HISTORY, newest - limit) if newest > limit and len(page) == limit else None
    lines = [
        HistoryLine(
            at=line.at, who=line.who, heading=line.heading, reason=line.reason, source=line.source,
            changes=[
                ChangeOut(
                    label=change.label,
                    before=change.before or "".join(piece.text for piece in change.pieces if piece.kind != "ins"),
                    after=change.after or "".join(piece.text for piece in change.pieces if piece.kind != "del"),
                )
                for change in line.changes
            ],
        )
        for line in describe(page, entry=found, acting=acting)
    ]  # fmt: skip
    return answers.rows(request, HistoryList, lines, after)


HISTORY = cursors.Order("h", ("step",), (int,))


def _read_anew(entry: Entry) -> Entry:
    return Entry.objects.select_related("register", "organisation", "unit").get(pk=entry.pk)


def _answer(request: HttpRequest, entry: Entry, *, status: int = 200, headers: Any = None) -> HttpResponse:
    """The entry as it is now."""
    acting = reader(request)
    now = loading.find(entry.public_id, acting)
    return answers.one(request, loading.whole(now, acting), state=loading.state(now), status=status, headers=headers)


def _seen_version(request: HttpRequest, entry: Entry, acting: Acting) -> int:
    """The version that If-Match names."""
    states = answers.seen_state(request)
    if states is None or loading.state(entry) in states:
        return entry.version
    raise _stale(request, entry, acting)


def _stale(request: HttpRequest, entry: Entry, acting: Acting) -> Problem:
    now = loading.find(entry.public_id, acting)
    return answers.stale(request, current=loading.whole(now, acting), state=loading.state(now))
