"""The history of an entry as a table: what its page says to the same reader. Who may is asked before
(`policies.may_see_history`)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from samspill.core.exporting import Column, Table, Value
from samspill.parties.domain.acting import Acting
from samspill.registry.history import timeline
from samspill.registry.history_words import Change, Line, describe
from samspill.registry.models import Entry

STEPS = 200
"""Put into words at a time."""

Row = tuple[Line, Change | None]


def history_table(entry: Entry, acting: Acting) -> Table:
    """A row for each field that changed, newest first; one for what has no field, such as a step."""
    steps = timeline(entry)

    def rows() -> Iterator[Row]:
        for start in range(0, len(steps), STEPS):
            for line in describe(steps[start : start + STEPS], entry=entry, acting=acting):
                if not line.changes:
                    yield line, None
                for change in line.changes:
                    yield line, change

    def cells(row: Row) -> list[Value]:
        line, change = row
        before, after = _said(change) if change else ("", "")
        return [line.at, line.who, line.heading, change.label if change else "", before, after, line.reason]

    return Table(
        columns=[
            Column("at", _("When"), 18),
            Column("who", _("Who"), 30),
            Column("what", _("What"), 45),
            Column("field", _("Field"), 30),
            Column("before", _("Before"), 60),
            Column("after", _("After"), 60),
            Column("reason", _("Why"), 50),
        ],
        count=sum(1 for _row in rows()),
        objects=rows,
        cells=cells,
    )


def _said(change: Change) -> tuple[str, str]:
    """What stood before and what stands after; of a long text, a long run that is the same is left out of both."""
    if not change.pieces:
        return change.before, change.after
    return (
        "".join(piece.text for piece in change.pieces if piece.kind != "ins"),
        "".join(piece.text for piece in change.pieces if piece.kind != "del"),
    )
