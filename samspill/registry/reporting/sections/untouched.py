"""Innovations that nobody touched within the year: said openly, never filled in from the year before (R-REG-03)."""

from collections.abc import Callable
from datetime import date

from django.apps import apps
from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _

from samspill.core.reporting import Figure, Figures, NotUpdated, Scope, Section, Untouched
from samspill.parties.models import Unit
from samspill.registry.reporting.scopes import entries_of
from samspill.registry.reporting.years import Facts, there

asked_for: list[Callable[[Scope, int], Section | None]] = []
"""Filled by modules above that know what was asked for in the year; the first that gives a section counts."""


def not_updated(scope: Scope, year: int) -> Section:
    """Those without a reading or a change in the year, the longest untouched first."""
    for build in asked_for:
        if section := build(scope, year):
            return section
    changes = scope.keep(f"registry.changes.{year}", lambda: _changed_in(scope, year))
    innovations = [one for one in there(scope, year) if one.is_innovation]
    left = [one for one in innovations if not _was_touched(one, year, changes)]
    units = _units({one.unit for one in left})
    left.sort(key=lambda one: _last(one, year))
    return Section(
        blocks=[
            Figures([Figure("not_updated", _("Innovations not updated"), len(left), [one.record for one in left])]),
            NotUpdated(
                _("Neither read nor changed in the year"),
                [
                    Untouched(one.record, str(format_date(_last(one, year), "DATE_FORMAT")), units.get(one.unit, ""))
                    for one in left
                ],
            ),
        ],
        empty=_("All innovations in the collection were updated in %(year)s.") % {"year": year}
        if innovations
        else _("There were no innovations in the collection in %(year)s.") % {"year": year},
    )


def _was_touched(one: Facts, year: int, changes: set[int]) -> bool:
    return (
        one.pk in changes
        or one.first.year == year
        or bool(one.published and one.published.year == year)
        or any(reading.date.year == year for reading in one.readings)
    )


def _last(one: Facts, year: int) -> date:
    """The newest reading before the year, else when it came in or was published."""
    days = [one.first, *filter(None, [one.published]), *(reading.date for reading in one.readings)]
    return max(day for day in days if day.year <= year)


def _changed_in(scope: Scope, year: int) -> set[int]:
    """Entries of which the database has kept a change in the year."""
    events = apps.get_model("registry", "EntryEvent")._default_manager
    rows = events.filter(pgh_obj__in=entries_of(scope), pgh_created_at__year=year)
    return set(rows.values_list("pgh_obj_id", flat=True).distinct())


def _units(ids: "set[int | None]") -> dict[int | None, str]:
    wanted = [pk for pk in ids if pk]
    return {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=wanted)} if wanted else {}
