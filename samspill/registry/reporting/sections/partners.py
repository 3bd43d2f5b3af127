"""Who takes part: organisations, their roles, and in how much."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samspill.core.reporting import Cell, Chart, ChartKind, Column, Datum, Figure, Figures, Record, Row, Scope, Section
from samspill.core.reporting import Table as BlockTable
from samspill.parties.models import Organisation
from samspill.registry import words
from samspill.registry.models import Participation
from samspill.registry.reporting.scopes import entries_of
from samspill.registry.reporting.years import Facts, there


@dataclass(frozen=True)
class Part:
    """An organisation's part in an entry that is there."""

    organisation: Record
    kind: str
    role: str
    entry: Facts
    in_use_since: date | None


def participations_of(scope: Scope, year: int) -> list[Part]:
    """Parts in what the collection holds at the end of the year, with names in the active language."""
    rows = scope.keep("registry.participations", lambda: _read(scope))
    here = {one.pk: one for one in there(scope, year)}
    found = []
    for row in rows:
        began = row.start_date or row.in_use_since
        if (
            row.entry_id in here
            and not (began and began.year > year)
            and not (row.end_date and row.end_date.year < year)
        ):
            found.append(
                Part(
                    organisation_record(row.organisation),
                    row.organisation.kind,
                    row.role_id,
                    here[row.entry_id],
                    row.in_use_since if row.in_use_since and row.in_use_since.year <= year else None,
                )
            )
    return found


def organisation_record(organisation: Organisation) -> Record:
    """An organisation as reports name it."""
    return Record("organisation", organisation.code, organisation.name, f"/partnere/{organisation.code}/")


def partners(scope: Scope, year: int) -> Section:
    """How many of each kind, who takes it into use, and who takes part in what."""
    parts = participations_of(scope, year)
    return Section(
        blocks=[_figures(parts, year), _kinds(parts), _table(parts)],
        empty=_("No organisation takes part in what the collection held in %(year)s.") % {"year": year},
    )


def _read(scope: Scope) -> list[Participation]:
    rows = Participation.objects.filter(entry__in=entries_of(scope)).select_related("organisation")
    return sorted(rows, key=lambda row: (row.organisation.name_nb.casefold(), row.organisation_id, row.pk))


def _figures(parts: list[Part], year: int) -> Figures:
    organisations = {part.organisation.key: part.organisation for part in parts}
    using = {part.organisation.key: part.organisation for part in parts if part.in_use_since}
    begun = {part.entry.pk: part.entry for part in parts if part.in_use_since and part.in_use_since.year == year}
    return Figures(
        [
            Figure("partners", _("Partners"), len(organisations), list(organisations.values())),
            Figure("using", _("Have taken something into use"), len(using), list(using.values())),
            Figure(
                "into_use",
                _("Taken into use in the year"),
                len(begun),
                [one.record for one in begun.values()],
                _("Innovations that somebody began to use"),
            ),
        ]
    )


def _kinds(parts: list[Part]) -> Chart:
    by_kind: dict[str, dict[str, Record]] = {}
    for part in parts:
        by_kind.setdefault(part.kind, {})[part.organisation.key] = part.organisation
    data = [
        Datum(str(Organisation.Kind(kind).label), len(found), list(found.values())) for kind, found in by_kind.items()
    ]
    data.sort(key=lambda datum: (-datum.value, datum.label.casefold()))
    return Chart(
        ChartKind.BARS,
        title=_("Partners by kind"),
        description=", ".join(f"{datum.label}: {datum.value}" for datum in data) + ".",
        label_heading=_("Kind"),
        value_heading=_("Partners"),
        data=data if len(data) > 1 else [],
    )


def _table(parts: list[Part]) -> BlockTable:
    by_organisation: dict[str, list[Part]] = {}
    for part in parts:
        by_organisation.setdefault(part.organisation.key, []).append(part)
    roles = words.participation_roles.holding({part.role for part in parts})
    rows = []
    for found in by_organisation.values():
        entries = {part.entry.pk: part.entry.record for part in found}
        used = {part.entry.pk: part.entry.record for part in found if part.in_use_since}
        rows.append(
            Row(
                [
                    Cell(found[0].organisation.title, record=found[0].organisation),
                    Cell(", ".join(dict.fromkeys(roles[part.role].name for part in found))),
                    Cell(len(entries), records=list(entries.values())),
                    Cell(len(used), records=list(used.values())),
                ]
            )
        )
    entries = {part.entry.pk: part.entry.record for part in parts}
    used = {part.entry.pk: part.entry.record for part in parts if part.in_use_since}
    return BlockTable(
        title=_("Who takes part"),
        columns=[
            Column(_("Organisation")), Column(_("Roles")), Column(_("Entries"), number=True),
            Column(_("In use"), number=True),
        ],
        rows=rows,
        total=Row(
            [
                Cell(_("Together")),
                Cell(""),
                Cell(len(entries), records=list(entries.values())),
                Cell(len(used), records=list(used.values())),
            ]
        ),
        note=_("An entry with several partners counts once in the last line."),
    )  # fmt: skip
