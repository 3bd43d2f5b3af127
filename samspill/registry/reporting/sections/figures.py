"""Key figures of the year, the years before it, and what the entries are."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from samspill.core.reporting import (
    Cell,
    Chart,
    ChartKind,
    Column,
    Datum,
    Figure,
    Figures,
    Record,
    Row,
    Scope,
    Section,
    Table,
)
from samspill.registry import words
from samspill.registry.choices import Kind
from samspill.registry.models import Contribution
from samspill.registry.reporting.sections.partners import participations_of
from samspill.registry.reporting.years import Facts, new_in, published_in, stopped_in, there, years_known

MOST_YEARS = 8  # the longest that a centre lives


def key_figures(scope: Scope, year: int) -> Section:
    """How many of each kind, new, published and stopped, partners and contributors; and how that has gone."""
    return Section(
        blocks=[_figures(scope, year), _development(scope, year), *_types(there(scope, year))],
        empty=_("There is nothing in the collection for %(year)s.") % {"year": year},
    )


def records(facts: Sequence[Facts]) -> list[Record]:
    """As figures name them."""
    return [one.record for one in facts]


def _figures(scope: Scope, year: int) -> Figures:
    now = there(scope, year)
    labels = {
        Kind.INNOVATION: _("Innovations"),
        Kind.ACTIVITY: _("Activities"),
        Kind.RESULT: _("Results"),
        Kind.IMPACT_CASE: _("Impact cases"),
    }
    at_end = _("At the end of the year")
    by_kind = {kind: [one for one in now if one.kind == kind] for kind in labels}
    figures = [
        Figure(str(kind), labels[kind], len(found), records(found), at_end)
        for kind, found in by_kind.items()
        if found or kind == Kind.INNOVATION
    ]
    new, published, stopped = new_in(scope, year), published_in(scope, year), stopped_in(scope, year)
    people, their_entries = _contributors(scope, now)
    organisations = {part.organisation.key: part.organisation for part in participations_of(scope, year)}
    figures += [
        Figure("new", _("New in the year"), len(new), records(new), _("By the earliest date known of each")),
        Figure("published", _("Published in the year"), len(published), records(published)),
        Figure("stopped", _("Stopped in the year"), len(stopped), records(stopped), _("Withdrawn or archived")),
        Figure("partners", _("Partners"), len(organisations), list(organisations.values()), at_end),
        Figure(
            "contributors", _("Contributors"), people, records(their_entries),
            _("People are counted and not named; the list is what they contributed to."),
        ),
    ]  # fmt: skip
    return Figures(figures)


def _contributors(scope: Scope, now: Sequence[Facts]) -> tuple[int, list[Facts]]:
    """How many people have a part in what is there, and in what."""
    pairs = scope.keep("registry.contributors", lambda: _read_contributors(scope))
    here = {one.pk for one in now}
    found = [(person, entry) for person, entry in pairs if entry in here]
    entries = {entry for _person, entry in found}
    return len({person for person, _entry in found}), [one for one in now if one.pk in entries]


def _read_contributors(scope: Scope) -> list[tuple[int, int]]:
    from samspill.registry.reporting.scopes import entries_of  # noqa: PLC0415

    parts = Contribution.objects.filter(entry__in=entries_of(scope)).exclude(person=None)
    return [(person or 0, entry) for person, entry in parts.values_list("person_id", "entry_id")]


def _development(scope: Scope, year: int) -> Table:
    """The last years, one beside the other: what a single year's figures cannot tell."""
    known = [one for one in years_known(scope) if year - MOST_YEARS < one <= year]
    lines: list[tuple[str, Callable[[Scope, int], list[Facts]]]] = [
        (_("Innovations at the end of the year"), lambda s, y: [one for one in there(s, y) if one.is_innovation]),
        (_("All entries at the end of the year"), there),
        (_("New entries"), new_in),
        (_("Published entries"), published_in),
        (_("Stopped entries"), stopped_in),
    ]

    def row(label: str, count: Callable[[Scope, int], list[Facts]]) -> Row:
        cells = [Cell(len(found), records=records(found)) for found in (count(scope, one) for one in known)]
        return Row([Cell(label), *cells])

    return Table(
        title=_("Year by year"),
        columns=[Column(_("What")), *(Column(str(one), number=True) for one in known)],
        rows=[row(label, count) for label, count in lines] if len(known) > 1 else [],
    )


def _types(now: Sequence[Facts]) -> list[Chart | Table]:
    """For each kind: how many entries there are of each type. Where there is one of each, bars would say nothing."""
    titles = {
        Kind.INNOVATION: _("Innovations by type"),
        Kind.ACTIVITY: _("Activities by type"),
        Kind.RESULT: _("Results by type"),
    }
    return [_types_chart(title, [one for one in now if one.kind == kind]) for kind, title in titles.items()]


def _types_chart(title: str, entries: Sequence[Facts]) -> Chart | Table:
    by_type: dict[str, list[Record]] = {}
    for one in entries:
        for code in one.types:
            by_type.setdefault(code, []).append(one.record)
    rows = words.types.holding(by_type)
    data = [Datum(rows[code].name, len(found), found) for code, found in by_type.items()]
    data.sort(key=lambda datum: (-datum.value, datum.label.casefold()))
    largest = data[0] if data else Datum("", 0)
    if largest.value == 1:
        rows_of_one = [Row([Cell(datum.label), Cell(datum.value, records=datum.records)]) for datum in data]
        return Table(title, [Column(_("Type")), Column(_("Entries"), number=True)], rows_of_one)
    return Chart(
        ChartKind.BARS,
        title=title,
        description=_(
            "%(number)s types. Most common: %(name)s (%(count)s). An entry with several types counts in each."
        )
        % {"number": len(data), "name": largest.label, "count": largest.value},
        label_heading=_("Type"),
        value_heading=_("Entries"),
        data=data if len(data) > 1 else [],
    )
