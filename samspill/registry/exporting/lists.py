"""Registers, vocabularies and the report of an import as tables."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.core.exporting import Column, Table, Value, table_of
from samspill.core.models import VocabularyRow
from samspill.registry.importing.faults import message
from samspill.registry.models import (
    ContributionRole,
    Discipline,
    Effect,
    EntryType,
    ImportJob,
    ImportRow,
    ParticipationRole,
    ReadinessLevel,
    ReadinessScale,
    Recipient,
    Register,
    ServiceArea,
    SubDimension,
    SustainableDevelopmentGoal,
)

VOCABULARIES: dict[str, type[VocabularyRow]] = {
    "type": EntryType,
    "subdimension": SubDimension,
    "readiness_scale": ReadinessScale,
    "readiness_level": ReadinessLevel,
    "contribution_role": ContributionRole,
    "participation_role": ParticipationRole,
    "discipline": Discipline,
    "service_area": ServiceArea,
    "effect": Effect,
    "recipient": Recipient,
    "sdg": SustainableDevelopmentGoal,
}
"""Name in the export -> vocabulary."""


def register_table(rows: "QuerySet[Register]") -> Table:
    """Registers with who keeps them."""
    return table_of(
        rows.select_related("organisation", "unit", "scale"),
        [
            (Column("code", _("Code")), lambda one: one.code),
            (Column("name", _("Name"), 45), lambda one: one.name),
            (Column("description", _("Description"), 60), lambda one: one.description),
            (Column("organisation", _("Organisation"), 40), lambda one: one.organisation.name),
            (Column("unit", _("Unit"), 40), lambda one: one.unit.name if one.unit else ""),
            (Column("scale", _("Readiness scale"), 30), lambda one: one.scale.name),
            (Column("contact", _("Contact"), 30), lambda one: one.contact_email),
            (Column("is_public", _("Shown to everyone")), lambda one: _("Yes") if one.is_public else _("No")),
            (Column("address", _("Address here"), 50), lambda one: f"{settings.SITE_URL}/registre/{one.code}/"),
        ],
    )


def vocabulary_table() -> Table:
    """Every code that exports use, with its names in three languages."""

    def objects() -> Iterator[tuple[str, Any]]:
        for name, model in VOCABULARIES.items():
            for row in model._default_manager.all():
                yield name, row

    names = ("name_nb", "name_nn", "name_en", "description_nb", "description_nn", "description_en")
    return Table(
        columns=[Column("vocabulary", _("Vocabulary")), Column("code", _("Code"))]
        + [Column(name, f"{name[:-3]} ({name[-2:]})", 40) for name in names]
        + [Column("is_active", _("Active"), 10)],
        count=sum(model._default_manager.count() for model in VOCABULARIES.values()),
        objects=objects,
        cells=lambda pair: [
            pair[0], pair[1].code, *(getattr(pair[1], name) for name in names),
            _("Yes") if pair[1].is_active else _("No"),
        ],
    )  # fmt: skip


def import_table(rows: "QuerySet[ImportJob]") -> Table:
    """Sheets that were sent, of `importing.queries.jobs_of`: by whom, where each stands, what is taken in and waits."""
    return table_of(
        rows,
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
            (Column("file", _("File"), 45), lambda one: one.file_name),
            (Column("sent", _("Sent")), lambda one: one.created_at),
            (Column("made_by", _("Made by"), 30), lambda one: str(one.created_by or "")),
            (Column("status", _("Where it stands"), 25), lambda one: one.get_status_display()),
            (Column("taken", _("Taken in")), lambda one: one.taken),
            (Column("waiting", _("Waiting")), lambda one: one.waiting),
        ],
    )


def report_table(job: ImportJob) -> Table:
    """What became of each row of an imported sheet, and what is wrong with the faulty ones."""

    def cells(row: ImportRow) -> list[Value]:
        return [
            ", ".join(str(number) for number in row.row_numbers),
            row.title,
            str(ImportRow.Action(row.action).label),
            timezone.localtime(row.taken_in_at).date() if row.taken_in_at else None,
            f"{settings.SITE_URL}/e/{row.entry.public_id}/" if row.entry else "",
            "\n".join(f"{fault['row']}, {fault['heading']}: {message(fault)}" for fault in row.faults),
            "\n".join(message(notice) for notice in row.notices),
        ]

    rows = job.rows.select_related("entry").order_by("number")
    headings = [
        ("rows", _("Rows in the sheet"), 14), ("title", _("Title"), 45), ("action", _("What becomes of it"), 20),
        ("taken_in", _("Taken in"), 14), ("address", _("Short address"), 40), ("faults", _("Faults"), 60),
        ("notices", _("Good to know"), 60),
    ]  # fmt: skip
    return Table(
        columns=[Column(*heading) for heading in headings],
        count=rows.count(),
        objects=lambda: rows.iterator(chunk_size=500),
        cells=cells,
    )
