"""Editions of a register or a unit, and what their figures counted, as tables. Who may see which rows is asked before
(`policies`, `queries`)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samspill.core.exporting import Column, Table, Value, table_of
from samspill.reports.models import Edition


def edition_table(rows: "QuerySet[Edition]", *, made_here: bool = False) -> Table:
    """A row for each edition, with its checksum; what is in one is that edition's own file. ``made_here``: as those
    who make them see it, with who made each, for whom, and where it stands."""
    columns = [
        (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
        (Column("of", _("Of what"), 45), lambda one: one.subject.name),
        (Column("year", _("Year"), 10), lambda one: one.year),
        (Column("number", _("Edition"), 10), lambda one: one.number),
        (Column("made_at", _("Made")), lambda one: one.made_at),
        (Column("published_at", _("Published")), lambda one: one.published_at),
        (Column("checksum", _("Checksum (SHA-256)"), 66), lambda one: one.checksum),
        (Column("address", _("Address here"), 50), lambda one: f"{settings.SITE_URL}/rapporter/{one.public_id}/"),
    ]
    if made_here:
        columns += [
            (Column("made_by", _("Made by"), 30), lambda one: str(one.made_by or "")),
            (
                Column("readers", _("For whom"), 25),
                lambda one: _("Everyone") if one.everyone else _("Those who curate"),
            ),
            (
                Column("state", _("Where it stands"), 20),
                lambda one: _("Published") if one.is_published else str(one.get_state_display()),
            ),
        ]
    return table_of(rows, columns)


def counted_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """What a figure of an edition counted: the records as they were, and their titles of today where the reader may
    open them (``now``, ``is_open``)."""
    columns: list[tuple[Column, Callable[[Mapping[str, Any]], Value]]] = [
        (Column("id", _("Samspill’s own number")), lambda one: one["id"]),
        (Column("title", _("Title in the edition"), 60), lambda one: one["title"]),
        (Column("now", _("Title today"), 60), lambda one: one["now"] if one["is_open"] else ""),
        (
            Column("address", _("Address here"), 50),
            lambda one: f"{settings.SITE_URL}{one['url']}" if one["is_open"] and one["url"] else "",
        ),
    ]
    return Table(
        columns=[column for column, _cell in columns],
        count=len(rows),
        objects=lambda: iter(rows),
        cells=lambda one: [cell(one) for _column, cell in columns],
    )
