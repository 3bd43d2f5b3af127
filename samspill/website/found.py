"""People, units and organisations that a search found, in its order. One query each, two for people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, Prefetch
from django.utils import timezone

from samspill.core.search import Result
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.parties.queries import on_date

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Group(Generic[Row]):
    """The first of a kind; ``more`` when there are others too."""

    rows: list[Row]
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows)


def organisations(result: Result, *, most: int) -> Group[Organisation]:
    """With county."""
    ids = _ids(result, "organisation")
    rows = Organisation.objects.filter(pk__in=ids[:most]).order_by().select_related("county", "municipality__county")
    return _group(rows, ids, most)


def units(result: Result, *, most: int) -> Group[Unit]:
    """With organisation."""
    ids = _ids(result, "unit")
    rows = Unit.objects.filter(pk__in=ids[:most]).order_by().select_related("organisation")
    return _group(rows, ids, most)


def people(result: Result, *, most: int) -> Group[Person]:
    """With where they belong today in ``now``."""
    ids = _ids(result, "person")
    now = Affiliation.objects.filter(on_date(timezone.localdate())).select_related("unit", "organisation")
    rows = Person.objects.filter(pk__in=ids[:most]).order_by().prefetch_related(
        Prefetch("affiliations", now, to_attr="now")
    )  # fmt: skip
    return _group(rows, ids, most)


def _ids(result: Result, kind: str) -> list[int]:
    return [hit.object_id for hit in result.hits if hit.kind == kind]


def _group(rows: Iterable[Row], ids: list[int], most: int) -> Group[Row]:
    by_id = {row.pk: row for row in rows} if ids else {}
    return Group([by_id[pk] for pk in ids if pk in by_id], more=len(ids) > most)
