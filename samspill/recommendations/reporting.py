"""Sections of reports about recommendations: how many stand where, and each with its answer."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from samspill.core.reporting import Cell, Column, Figure, Figures, Record, Row, Section, Table
from samspill.recommendations.choices import OPEN, Status
from samspill.recommendations.models import Recommendation


def record(one: Recommendation) -> Record:
    """A recommendation as reports name it."""
    return Record("recommendation", one.public_id, one.short, f"/anbefalinger/{one.public_id}/")


def section(rows: Iterable[Recommendation], year: int) -> Section:
    """Figures by status, and a table of all. Owners are not named: an edition cannot be changed afterwards."""
    rows = list(rows)
    groups = [
        ("open", _("Open"), [one for one in rows if one.status in OPEN]),
        ("done", _("Done"), [one for one in rows if one.status in (Status.DONE, Status.CHECKED)]),
        ("declined", _("Declined, with a reason"), [one for one in rows if one.status == Status.DECLINED]),
    ]
    figures = [Figure(code, label, len(found), [record(one) for one in found]) for code, label, found in groups]
    columns = [Column(_("What is recommended")), Column(_("Source")), Column(_("Status")), Column(_("Answer"))]
    lines = [
        Row(
            [
                Cell(" ".join(one.text.split()), record=record(one)),
                Cell(one.source_title),
                Cell(str(one.get_status_display())),
                Cell(" ".join(one.answer.split()) or None),
            ]
        )
        for one in rows
    ]
    return Section(
        blocks=[Figures(figures), Table(_("Recommendations one by one"), columns, lines)],
        empty=_("No recommendations are recorded."),
    )
