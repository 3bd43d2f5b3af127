"""Targets of the half-years: whether they were met, and what is aimed at now (R-REG-04, R-REG-05)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from samspill.core.reporting import Cell, Column, Figure, Figures, Row, Scope, Section, Table
from samspill.core.reporting import Record as ReportRecord
from samspill.registry.reporting import entry_record
from samspill.registry.words import short_level
from samspill.rounds.models import RoundItem, Target, Update
from samspill.rounds.queries import told_of
from samspill.rounds.reporting.rows import items_of

Answer = Update.Answer


def targets(scope: Scope, year: int) -> Section:
    """How many targets were reached, and the readiness targets that stand at the end of the year.

    How something is to reach users is written for the register: it stands in editions for those who curate only.
    """
    items = items_of(scope, year)
    answered = [item for item in items if (told := told_of(item)) and told.target_answer]
    return Section(
        blocks=[
            Figures(_figures(answered, items)) if answered else Figures([]),
            _missed(answered, with_words=not scope.everyone),
            _aimed(items, with_words=not scope.everyone),
        ],
        empty=_("No targets were set or answered in rounds in %(year)s.") % {"year": year},
    )


def _figures(answered: list[RoundItem], items: list[RoundItem]) -> list[Figure]:
    named = {
        Answer.REACHED: _("Targets reached"),
        Answer.PARTLY: _("Targets partly reached"),
        Answer.NOT: _("Targets not reached"),
        Answer.CHANGED: _("Targets changed"),
    }
    figures = [
        Figure(f"targets_{code.value}", label, len(rows), _records(rows))
        for code, label in named.items()
        for rows in [[item for item in answered if item.told.target_answer == code]]
    ]
    unanswered = [item for item in items if item.target_id and told_of(item) is None]
    return [*figures, Figure("targets_unanswered", _("Targets not answered"), len(unanswered), _records(unanswered))]


def _missed(answered: list[RoundItem], *, with_words: bool) -> Table:
    rows = [item for item in answered if item.told.target_answer != Answer.REACHED]
    return Table(
        _("Targets that were not reached in full"),
        [Column(_("Innovation")), Column(_("Round")), Column(_("Target")), Column(_("Answer"))]
        + ([Column(_("Why"))] if with_words else []),
        [
            Row(
                [
                    Cell(item.entry.title, entry_record(item.entry)),
                    Cell(item.round.name),
                    Cell(_level(item.target)),
                    Cell(str(item.told.get_target_answer_display())),
                    *([Cell(item.told.target_reason)] if with_words else []),
                ]
            )
            for item in rows
        ],
    )


def _aimed(items: list[RoundItem], *, with_words: bool) -> Table:
    newest: dict[int, RoundItem] = {}
    for item in items:
        told = told_of(item)
        if told and hasattr(told, "next_target"):
            newest[item.entry_id] = item
    rows = sorted(newest.values(), key=lambda item: (item.entry.title.casefold(), item.entry.public_id))
    return Table(
        _("What is aimed at until the next round"),
        [Column(_("Innovation")), Column(_("Read in the round")), Column(_("Aimed at"))]
        + ([Column(_("How it will reach users"))] if with_words else []),
        [
            Row(
                [
                    Cell(item.entry.title, entry_record(item.entry)),
                    Cell(short_level(item.told.reading.level) if item.told.reading else None),
                    Cell(_level(item.told.next_target)),
                    *([Cell(item.told.next_target.reaches)] if with_words else []),
                ]
            )
            for item in rows
        ],
    )


def _level(target: Target | None) -> str | None:
    return short_level(target.level) if target and target.level else None


def _records(items: Iterable[RoundItem]) -> list[ReportRecord]:
    """Each entry once, in order."""
    return list({item.entry_id: entry_record(item.entry) for item in items}.values())
