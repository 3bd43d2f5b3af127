"""Sections of the annual report: the matrix, decisions of reviews, the work plan (R-REG-08..11).

Assessments, decisions and plans are internal. The matrix alone comes into editions for everyone too, where the
register's profile names its section: then only numbers of innovations that everyone may see, nobody's answers.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspill.core import reporting
from samspill.core.reporting import (
    Cell,
    Column,
    Figure,
    Figures,
    Matrix,
    MatrixCell,
    Record,
    Records,
    Row,
    Scope,
    Section,
    Table,
)
from samspill.registry.models import RegisterProfile
from samspill.registry.reporting import entries_of, entry_record, register_of
from samspill.reviews import matrix
from samspill.reviews.models import AgendaItem, CallEntry, PlannedInnovation
from samspill.reviews.queries import standing_results

CODE = "matrix"


def register() -> None:
    """Called when Django is ready."""
    reporting.register(CODE, gettext_lazy("Probability and impact"), assessed, order=35)
    reporting.register(
        "reviews", gettext_lazy("Decisions of the leadership's review"), decided, order=45, internal=True
    )
    reporting.register("work_plan", gettext_lazy("What became of the work plan"), planned, order=50)


def is_published(scope: Scope) -> bool:
    """Whether everyone may see numbers of assessments: the profile names the section."""
    found = register_of(scope)
    return found is not None and CODE in found.profile.report_sections


def assessed(scope: Scope, year: int) -> Section:
    """The newest assessment that was closed by the end of the year. Two queries."""
    empty = _("No assessment was closed in %(year)s or earlier.") % {"year": year}
    if scope.everyone and not is_published(scope):
        return Section(blocks=[], empty=_("Assessments are internal, and not in a report for everyone."))
    newest = standing_results().filter(call__closed_at__year__lte=year, entry__in=entries_of(scope)).values("pk")
    rows = list(
        CallEntry.objects.filter(pk__in=newest).select_related("entry", "call__register__profile").order_by("pk")
    )
    if not rows:
        return Section(blocks=[], empty=empty)
    of_register = register_of(scope)
    high = [row for row in rows if _is_high(row)]
    blocks: list[reporting.Block] = [
        Figures(
            [
                Figure("assessed", _("Innovations assessed"), len(rows), _records(rows)),
                Figure("high_on_both", _("High on both probability and impact"), len(high), _records(high)),
            ]
        ),
        _matrix(rows, of_register.profile if of_register else None),
        Records(_("Wanted for considerable further effort"), _records(high)),
    ]
    return Section(blocks=blocks, empty=empty)


def _is_high(row: CallEntry) -> bool:
    return matrix.is_high(row.probability, row.impact, row.call.register.profile.assessment_threshold)


def _records(rows: Sequence[CallEntry]) -> list[Record]:
    return [entry_record(row.entry) for row in sorted(rows, key=lambda row: (row.entry.title, row.entry.public_id))]


def _matrix(rows: Sequence[CallEntry], profile: RegisterProfile | None) -> Matrix:
    places: dict[tuple[int, int], list[CallEntry]] = {}
    for row in rows:
        assert row.probability is not None
        assert row.impact is not None
        places.setdefault((int(row.probability), int(row.impact)), []).append(row)
    found = [
        matrix.Cell(p, i, len(there), profile is not None and matrix.is_high(p, i, profile.assessment_threshold))
        for (p, i), there in sorted(places.items())
    ]
    return Matrix(
        title=_("Probability of success and potential impact"),
        description=matrix.described(found),
        x_heading=_("Potential impact"),
        y_heading=_("Probability of success"),
        x_labels=matrix.SCALE,
        y_labels=matrix.SCALE,
        cells=[
            MatrixCell(
                cell.impact - 1, cell.probability - 1, cell.number, _records(places[cell.probability, cell.impact]),
                cell.is_high,
            )
            for cell in found
        ],
        marked_means=matrix.high_means(profile.assessment_threshold) if profile else "",
        note=matrix.cell_note(),
    )  # fmt: skip


def decided(scope: Scope, year: int) -> Section:
    """What reviews held within the year decided. One query."""
    items = list(
        AgendaItem.objects.filter(
            meeting__closed_at__isnull=False, meeting__date__year=year, entry__in=entries_of(scope)
        )
        .select_related("entry", "meeting")
        .order_by("meeting__date", "position", "pk")
    )
    there = [item for item in items if item.is_decided]
    rows = [
        Row([Cell(item.entry.title, entry_record(item.entry)), Cell(item.get_decision_display()), Cell(item.reason)])
        for item in there
    ]
    figures = [
        Figure(f"decided_{one.value}", str(one.label), sum(item.decision == one for item in there),
               [entry_record(item.entry) for item in there if item.decision == one])
        for one in AgendaItem.Decision
    ]  # fmt: skip
    left = [item for item in items if not item.is_decided]
    figures.append(Figure("undecided", _("Not decided"), len(left), [entry_record(item.entry) for item in left]))
    columns = [Column(_("Innovation")), Column(_("Decision")), Column(_("Reason"))]
    return Section(
        blocks=[Figures([one for one in figures if one.value]), Table(_("Decisions"), columns, rows)],
        empty=_("No review was closed in %(year)s.") % {"year": year},
    )


def planned(scope: Scope, year: int) -> Section:
    """What became of the possible innovations of the year's plan. Two queries.

    For everyone: those that became entries which everyone may see; the rest of the plan stays internal.
    """
    of_register = register_of(scope)
    found = PlannedInnovation.objects.filter(task__register=of_register, task__year=year)
    rows = list(found.select_related("task", "entry").order_by("task__name", "pk")) if of_register else []
    visible = set(entries_of(scope).filter(pk__in=[row.entry_id for row in rows]).values_list("pk", flat=True))
    if scope.everyone:
        rows = [row for row in rows if row.entry_id in visible]
    named = [(row, _record_of(row, visible)) for row in rows]
    figures = [Figure("planned", _("Possible innovations in the plan"), len(rows), [one for _of, one in named])]
    for outcome in PlannedInnovation.Outcome:
        records = [one for row, one in named if row.outcome == outcome]
        figures.append(Figure(f"planned_{outcome.value}", str(outcome.label), len(records), records))
    columns = [Column(_("Task")), Column(_("Possible innovation")), Column(_("What became of it")), Column(_("Why"))]
    lines = [
        Row([Cell(row.task.name), Cell(row.title, record), Cell(row.get_outcome_display()), Cell(row.reason or None)])
        for row, record in named
    ]
    return Section(
        blocks=[Figures([one for one in figures[1:] if one.value] if scope.everyone else figures),
                Table(_("Possible innovations"), columns, lines)],
        empty=_("There is nothing to tell of a work plan for %(year)s.") % {"year": year},
    )  # fmt: skip


def _record_of(row: PlannedInnovation, visible: set[int]) -> Record:
    """The entry that it became; else the possible innovation itself."""
    if row.entry is not None and row.entry_id in visible:
        return entry_record(row.entry)
    return Record("planned", str(row.pk), row.title, f"/arbeid/arbeidsplan/mulig/{row.pk}/")
