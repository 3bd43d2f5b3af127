"""People, units and organisations that a search found, in its order. One query each, two for people."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, Prefetch
from django.utils import timezone

from samspill.core.search import Result
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.parties.queries import on_date

Row = TypeVar("Row", bound=Model)


def organisations(result: Result) -> list[Organisation]:
    """With county."""
    rows = Organisation.objects.filter(pk__in=result.ids).order_by().select_related("county", "municipality__county")
    return _in_order(rows, result)


def units(result: Result) -> list[Unit]:
    """With organisation."""
    return _in_order(Unit.objects.filter(pk__in=result.ids).order_by().select_related("organisation"), result)


def people(result: Result) -> list[Person]:
    """With where they belong today in ``now``."""
    now = Affiliation.objects.filter(on_date(timezone.localdate())).select_related("unit", "organisation")
    rows = (
        Person.objects.filter(pk__in=result.ids)
        .order_by()
        .prefetch_related(Prefetch("affiliations", now, to_attr="now"))
    )
    return _in_order(rows, result)


def _in_order(rows: Iterable[Row], result: Result) -> list[Row]:
    if not result.hits:
        return []
    by_id = {row.pk: row for row in rows}
    return [by_id[pk] for pk in result.ids if pk in by_id]
