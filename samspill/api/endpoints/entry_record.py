"""What documents an entry: readings of readiness, relations to other entries, and identifiers in other archives."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router

from samspill.api import answers, loading, lookups
from samspill.api.endpoints.entry_parts import editable
from samspill.api.problems import Fault, Problem
from samspill.api.routing import actor, reader, writes
from samspill.api.schemas.changes import Correction, NewIdentifier, NewReading, NewRelation
from samspill.api.schemas.entries import IdentifierOut, ReadingOut, RelationOut
from samspill.api.scopes import ENTRIES_WRITE
from samspill.registry import words
from samspill.registry.domain import identifiers, parts, readiness
from samspill.registry.identifiers import FORMS, guess
from samspill.registry.models import Entry, EntryIdentifier, ReadinessLevel, ReadinessReading, Relation

router = Router(tags=["entries"])


@writes(
    router, "POST", "/{public_id}/readings", ReadingOut, scope=ENTRIES_WRITE, status=201, summary="Record a reading"
)
def reading_new(request: HttpRequest, public_id: str, body: NewReading) -> HttpResponse:
    """A level at a date. It never changes: one that was wrong is corrected by another, and both stay."""
    entry = loading.find(public_id, reader(request))
    made = readiness.record_reading(
        entry=entry, actor=actor(request), level=_level(body.level, entry), on=body.date, year_only=body.year_only,
        note=body.note,
    )  # fmt: skip
    return answers.one(request, _reading(entry, made), status=201)


@writes(
    router, "POST", "/{public_id}/readings/{int:pk}/corrections", ReadingOut, scope=ENTRIES_WRITE, status=201,
    summary="Correct a reading",
)  # fmt: skip
def reading_corrected(request: HttpRequest, public_id: str, pk: int, body: Correction) -> HttpResponse:
    """A new reading in the place of a wrong one, with the reason."""
    entry = loading.find(public_id, reader(request))
    wrong = get_object_or_404(ReadinessReading.objects.select_related("level__scale"), entry=entry, pk=pk)
    made = readiness.correct_reading(
        reading=wrong, actor=actor(request), level=_level(body.level, entry, wrong), reason=body.reason, on=body.date
    )
    return answers.one(request, _reading(entry, made), status=201)


@writes(
    router, "POST", "/{public_id}/relations", RelationOut, scope=ENTRIES_WRITE, status=201, summary="Relate entries"
)
def relation_new(request: HttpRequest, public_id: str, body: NewRelation) -> HttpResponse:
    """This entry grew from, led to or documents another. The same relation again changes nothing."""
    entry = editable(request, public_id)
    other = Entry.objects.visible_to(reader(request)).filter(public_id=body.entry).first()
    if other is None:
        raise lookups.unknown("entry", body.entry)
    made = parts.relate(entry=entry, other=other, word=body.word, actor=actor(request))
    return answers.one(request, RelationOut.of(made, seen_from=entry), status=201)


@writes(
    router, "DELETE", "/{public_id}/relations/{int:pk}", None, scope=ENTRIES_WRITE, status=204,
    summary="Take a relation away",
)  # fmt: skip
def relation_gone(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """From either end. A relation never changes, so no If-Match is needed."""
    entry = editable(request, public_id)
    relation = Relation.objects.filter(pk=pk).select_related("source", "target").first()
    if relation is None or entry.pk not in (relation.source_id, relation.target_id):
        raise Http404
    parts.unrelate(relation=relation, entry=entry, actor=actor(request))
    return answers.nothing()


@writes(
    router, "POST", "/{public_id}/identifiers", IdentifierOut, scope=ENTRIES_WRITE, status=201,
    summary="Tell where an entry is in another archive",
)  # fmt: skip
def identifier_new(request: HttpRequest, public_id: str, body: NewIdentifier) -> HttpResponse:
    """A DOI, a handle, a number of NVA … The same one again changes nothing."""
    entry = editable(request, public_id)
    scheme = body.scheme or guess(body.value)
    if not scheme:
        message, codes = _("Choose what kind of identifier it is."), ", ".join(FORMS)
        mend = _("Use one of: %(values)s.") % {"values": codes}
        raise Problem("invalid", message, [Fault(message, pointer="/scheme", mend=mend)])
    made = identifiers.add_identifier(entry=entry, actor=actor(request), scheme=scheme, value=body.value)
    return answers.one(request, IdentifierOut.of(made), status=201)


@writes(
    router, "DELETE", "/{public_id}/identifiers/{int:pk}", None, scope=ENTRIES_WRITE, status=204,
    summary="Take an identifier away",
)  # fmt: skip
def identifier_gone(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """An identifier never changes, so no If-Match is needed. The history keeps that it was there."""
    entry = editable(request, public_id)
    found = get_object_or_404(EntryIdentifier.objects.select_related("entry"), entry=entry, pk=pk)
    identifiers.remove_identifier(identifier=found, actor=actor(request))
    return answers.nothing()


def _level(code: str, entry: Entry, wrong: ReadinessReading | None = None) -> ReadinessLevel:
    """A level of a scale that fits the entry; of the same scale when another reading is corrected."""
    found = ReadinessLevel.objects.select_related("scale").filter(code=code).first()
    if found is None:
        raise lookups.unknown("level", code)
    fitting = [wrong.level.scale] if wrong else readiness.scales_for(entry)
    if found.scale not in fitting:
        names = ", ".join(scale.code for scale in fitting)
        message = _("This scale does not fit here. Use a level of: %(scales)s.") % {"scales": names}
        raise Problem("invalid", message, [Fault(message, pointer="/level")])
    return found


def _reading(entry: Entry, made: ReadinessReading) -> ReadingOut:
    rows = list(ReadinessReading.objects.filter(entry=entry).order_by("date", "pk"))
    levels = words.levels.holding([row.level_id for row in rows])
    return next(one for one in ReadingOut.all_of(rows, levels) if one.id == made.pk)
