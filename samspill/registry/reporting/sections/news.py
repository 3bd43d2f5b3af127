"""What came in within the year, and what was stopped, with the reason where those who curate read."""

from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _

from samspill.core.reporting import Cell, Column, Row, Scope, Section, Table
from samspill.registry import words
from samspill.registry.choices import Kind, Status
from samspill.registry.reporting.years import Facts, new_in, stopped_in


def new_and_stopped(scope: Scope, year: int) -> Section:
    """Two lists."""
    new, stopped = new_in(scope, year), stopped_in(scope, year)
    return Section(
        blocks=[_new(new), _stopped(stopped, why=not scope.everyone)],
        empty=_("Nothing came in and nothing was stopped in %(year)s.") % {"year": year},
    )


def _new(found: list[Facts]) -> Table:
    return Table(
        title=_("New in the year (%(number)s)") % {"number": len(found)},
        columns=[Column(_("Title")), Column(_("What")), Column(_("Since"))],
        rows=[Row([Cell(one.title, record=one.record), Cell(_what(one)), Cell(_day(one.first))]) for one in found],
    )


def _stopped(found: list[Facts], *, why: bool) -> Table:
    columns = [Column(_("Title")), Column(_("How")), Column(_("When")), *([Column(_("Why"))] if why else [])]
    rows = []
    for one in found:
        how = _("Withdrawn") if one.status == Status.WITHDRAWN else _("Archived")
        cells = [Cell(one.title, record=one.record), Cell(how), Cell(_day(one.stopped))]
        rows.append(Row([*cells, Cell(one.withdrawn_reason or None)] if why else cells))
    return Table(_("Stopped in the year (%(number)s)") % {"number": len(found)}, columns, rows)


def _what(one: Facts) -> str:
    """Its types, else its kind."""
    rows = words.types.holding(one.types)
    return ", ".join(rows[code].name for code in one.types) or str(Kind(one.kind).label)


def _day(day: object) -> str:
    return str(format_date(day, "DATE_FORMAT")) if day else ""  # type: ignore[arg-type]
