"""A page of records: found by the index, then loaded with what it shows, at a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan

from samspill.api.oai import sets
from samspill.api.oai.arguments import Request, period
from samspill.api.oai.errors import BadArgument, CannotDisseminateFormat
from samspill.api.oai.formats import DC, FORMATS
from samspill.api.oai.tokens import Position
from samspill.core.xml_tree import Element
from samspill.registry.formats import cerif, cerif_entries, dublin_core, records
from samspill.registry.models import Entry, HarvestRecord

PAGE_SIZE = 100


def horizon() -> datetime:
    """The last second in which nothing more can change: answers describe the repository as it was then.

    Read before the records, in a query of its own (docs/howto/harvest.md).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_harvest_horizon()")
        (moment,) = cursor.fetchone()
    found: datetime = moment
    return found.astimezone(UTC)


def first_position(request: Request, now: datetime) -> Position:
    """Where a new list begins. Raises `BadArgument` or `CannotDisseminateFormat`."""
    prefix = request.get("metadataPrefix")
    if prefix not in FORMATS:
        raise CannotDisseminateFormat(f"There is no such format. There are {', '.join(FORMATS)}.")
    start, until = period(request)
    spec = request.get("set")
    if "set" in request.arguments and sets.condition(spec) is None:
        raise BadArgument("There is no such set: ListSets tells which there are.")
    return Position(
        verb=request.verb,
        prefix=prefix,
        set=spec,
        start=start.isoformat() if start else "",
        until=min(until or now, now).isoformat(),
        told=now.isoformat(),
        stamp="",
        id=0,
        seen=0,
    )


def find(position: Position) -> list[HarvestRecord]:
    """The next records, and one more when there are more pages."""
    found = matching(position.prefix, position.set).filter(stamp__lte=datetime.fromisoformat(position.until))
    if position.start:
        found = found.filter(stamp__gte=datetime.fromisoformat(position.start))
    if position.stamp:
        found = found.filter(_after(*position.last))
    return list(found.order_by("stamp", "id")[: PAGE_SIZE + 1])


def matching(prefix: str, spec: str) -> QuerySet[HarvestRecord]:
    """The records of a format and a set."""
    found = HarvestRecord.objects.all()
    if prefix != DC:
        found = found.exclude(entity="")
    condition = sets.condition(spec) if spec else None
    return found.filter(condition or Q())


def near_end(prefix: str = DC, spec: str = "") -> Position | None:
    """Where the last full page of a list begins: to time it against the first. None when the list is one page."""
    newest = matching(prefix, spec).order_by("-stamp", "-id")[PAGE_SIZE : PAGE_SIZE + 1]
    before = next(iter(newest), None)
    if before is None:
        return None
    now = horizon().isoformat()
    return Position("ListRecords", prefix, spec, "", now, now, before.stamp.isoformat(), before.pk, PAGE_SIZE)


def metadata(found: Iterable[HarvestRecord], prefix: str) -> dict[int, Element]:
    """The metadata of records, by the record's id; those that are deleted, or no longer public, are not in it."""
    by_source: dict[str, dict[int, int]] = defaultdict(dict)
    for record in found:
        if not record.deleted:
            by_source[record.source][record.object_id] = record.pk
    written: dict[int, Element | None] = {}
    dc = prefix == DC
    if ids := by_source.get("entry"):
        for entry in records.load(Entry.objects.public().filter(pk__in=ids).order_by()):
            written[ids[entry.entry.pk]] = dublin_core.of_entry(entry) if dc else cerif_entries.of_entry(entry)
    if ids := by_source.get("person"):
        for pk, person in records.load_people(ids).items():
            written[ids[pk]] = dublin_core.of_person(person) if dc else cerif.of_person(person)
    if ids := by_source.get("organisation"):
        for pk, organisation in records.load_organisations(ids).items():
            written[ids[pk]] = dublin_core.of_organisation(organisation) if dc else cerif.of_organisation(organisation)
    if ids := by_source.get("unit"):
        for pk, unit in records.load_units(ids).items():
            written[ids[pk]] = dublin_core.of_unit(unit) if dc else cerif.of_unit(unit)
    return {pk: element for pk, element in written.items() if element is not None}


def _after(stamp: datetime, pk: int) -> GreaterThan:
    """Row comparison: the index is entered at the place itself, also where thousands were stamped in one second."""
    place = Func(F("stamp"), F("id"), function="ROW", output_field=BooleanField())
    return GreaterThan(place, Func(Value(stamp), Value(pk), function="ROW", output_field=BooleanField()))
