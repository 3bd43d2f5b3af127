"""Centres and initiatives as tables, with what hangs on them. Who may see which rows is asked before."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from samspill.centres.models import (
    Appointment,
    Centre,
    CentrePartner,
    CentreRegister,
    Initiative,
    Instrument,
    LeaderTask,
    Milestone,
    Phase,
    PublicMoney,
    Study,
    StudyCentre,
)
from samspill.core.exporting import Column, Table, Value, table_of
from samspill.parties.domain.acting import Acting


def centre_table(rows: "QuerySet[Centre]", acting: Acting) -> Table:
    """Centres with host, scheme, term and partners. Another centre is named where ``acting`` may see it."""
    former = Centre.objects.visible_to(acting).filter(pk=OuterRef("predecessor"))
    rows = rows.select_related("scheme", "organisation", "unit", "predecessor").annotate(names_former=Exists(former))
    return table_of(
        rows.prefetch_related("partners__organisation"),
        [
            (Column("code", _("Code")), lambda one: one.code),
            (Column("name", _("Name"), 50), lambda one: one.name),
            (Column("scheme", _("Scheme"), 30), lambda one: one.scheme.name),
            (Column("host", _("Host"), 40), lambda one: one.organisation.name),
            (Column("unit", _("Unit"), 40), lambda one: one.unit.name if one.unit else ""),
            (Column("start", _("Begins")), lambda one: one.start),
            (Column("split", _("Second term begins")), lambda one: one.split),
            (Column("end", _("Ends")), lambda one: one.end),
            (Column("state", _("State")), lambda one: str(one.state.label)),
            (Column("partners", _("Partners"), 80), _partners),
            (Column("predecessor", _("Carries on")), _former),
            (Column("website", _("Website"), 40), lambda one: one.website),
            (Column("address", _("Address here"), 50), lambda one: f"{settings.SITE_URL}/sentre/{one.code}/"),
        ],
    )


def initiative_table(rows: "QuerySet[Initiative]") -> Table:
    """Initiatives with host, phases and instruments."""
    return table_of(
        rows.select_related("organisation", "unit").prefetch_related("phases", "instruments"),
        [
            (Column("code", _("Code")), lambda one: one.code),
            (Column("name", _("Name"), 50), lambda one: one.name),
            (Column("description", _("Description"), 80), lambda one: one.description),
            (Column("organisation", _("Organisation"), 40), lambda one: one.organisation.name),
            (Column("unit", _("Unit"), 40), lambda one: one.unit.name if one.unit else ""),
            (Column("decided", _("Decided")), lambda one: one.decided),
            (Column("phases", _("Phases"), 60), _phases),
            (
                Column("instruments", _("Instruments"), 60),
                lambda one: "; ".join(instrument.name for instrument in one.instruments.all()),
            ),
            (Column("website", _("Website"), 40), lambda one: one.website),
            (Column("is_public", _("Shown to everyone")), lambda one: _yes(one.is_public)),
            (Column("address", _("Address here"), 50), lambda one: f"{settings.SITE_URL}/satsinger/{one.code}/"),
        ],
    )


def leader_table(rows: "QuerySet[Appointment]") -> Table:
    """Innovation leaders of all times, of `queries.leaders_shown`; no e-mail addresses."""
    tasks = {row.code: row.name for row in LeaderTask.objects.all()}

    def address(one: Appointment) -> str:
        return f"{settings.SITE_URL}/personer/{one.person.public_id}/" if one.person.is_public else ""

    return table_of(
        rows,
        [
            (Column("name", _("Name"), 30), lambda one: one.person.name),
            (Column("unit", _("Unit"), 40), lambda one: one.unit.name),
            (Column("organisation", _("Organisation"), 40), lambda one: one.unit.organisation.name),
            (Column("focus", _("Main focus"), 30), lambda one: str(one.get_focus_display())),
            (Column("focus_note", _("Focus in own words"), 50), lambda one: one.focus_note),
            (Column("tasks", _("Tasks"), 60), lambda one: "; ".join(tasks.get(code, code) for code in one.tasks)),
            *_days(),
            (Column("address", _("Address here"), 50), address),
        ],
    )


def milestone_table(rows: "QuerySet[Milestone]") -> Table:
    """Milestones with when they were to be held, when they were, and the report."""

    def report(one: Milestone) -> str:
        if one.report_url or not one.report_file:
            return one.report_url
        return f"{settings.SITE_URL}/milepaler/{one.public_id}/rapport/"

    return table_of(
        rows,
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
            (Column("name", _("Title"), 50), lambda one: one.name),
            (Column("kind", _("Kind"), 30), lambda one: str(one.get_kind_display())),
            (Column("due", _("To be held by")), lambda one: one.due),
            (Column("held", _("Held")), lambda one: one.held),
            (Column("is_compulsory", _("Compulsory")), lambda one: _yes(one.is_compulsory)),
            (Column("evaluator", _("Who evaluated"), 40), lambda one: one.evaluator),
            (Column("report_title", _("Title of the report"), 50), lambda one: one.report_title),
            (Column("report", _("Link to the report"), 50), report),
        ],
    )


def study_table(rows: "QuerySet[Study]", acting: Acting) -> Table:
    """Studies with who made them and what they found, and those of their centres that ``acting`` may see."""
    links = StudyCentre.objects.filter(centre__in=Centre.objects.visible_to(acting)).select_related("centre")
    return table_of(
        rows.select_related("organisation").prefetch_related(Prefetch("centre_links", links)),
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
            (Column("title", _("Title"), 50), lambda one: one.title),
            (Column("kind", _("Kind"), 30), lambda one: str(one.get_kind_display())),
            (Column("year", _("Year"), 10), lambda one: one.year),
            (Column("made_by", _("Who made it"), 40), lambda one: one.made_by),
            (
                Column("centres", _("Centres"), 50),
                lambda one: "; ".join(link.centre.name for link in one.centre_links.all()),
            ),
            (Column("findings", _("What it found"), 80), lambda one: one.findings),
            (Column("url", _("Link"), 40), lambda one: one.url),
            (Column("is_public", _("Shown to everyone")), lambda one: _yes(one.is_public)),
            (Column("address", _("Address here"), 50), lambda one: f"{settings.SITE_URL}/studier/{one.public_id}/"),
        ],
    )


def partner_table(rows: "QuerySet[CentrePartner]") -> Table:
    """The consortium of a centre, of all times."""
    return table_of(
        rows,
        [
            (Column("organisation", _("Organisation"), 40), lambda one: one.organisation.name),
            (Column("organisation_code", _("Code of the organisation")), lambda one: one.organisation.code),
            (Column("role", _("Role"), 35), lambda one: str(one.get_role_display())),
            *_days(),
        ],
    )


def centre_register_table(rows: "QuerySet[CentreRegister]") -> Table:
    """The registers of a centre."""
    return table_of(
        rows,
        [
            (Column("code", _("Code")), lambda one: one.register.code),
            (Column("name", _("Name"), 45), lambda one: one.register.name),
            (
                Column("address", _("Address here"), 50),
                lambda one: f"{settings.SITE_URL}/registre/{one.register.code}/",
            ),
        ],
    )


def money_table(rows: "QuerySet[PublicMoney]") -> Table:
    """Public money behind a field, with its sources (R-CEN-06)."""
    return table_of(
        rows,
        [
            (Column("field", _("Field"), 50), lambda one: one.field),
            (Column("amount", _("Amount in kroner")), lambda one: one.amount),
            (Column("is_at_least", _("More than this")), lambda one: _yes(one.is_at_least)),
            (Column("first_year", _("From year")), lambda one: one.first_year),
            (Column("last_year", _("To year")), lambda one: one.last_year),
            (Column("source", _("Source"), 50), lambda one: one.source),
            (Column("source_url", _("Link to the source"), 40), lambda one: one.source_url),
        ],
    )


def phase_table(rows: "QuerySet[Phase]") -> Table:
    """The phases of an initiative."""
    return table_of(
        rows,
        [
            (Column("name", _("Name"), 40), lambda one: one.name),
            *_days(),
            (Column("note", _("What it is about"), 60), lambda one: one.note),
        ],
    )


def instrument_table(rows: "QuerySet[Instrument]") -> Table:
    """What an initiative works with."""
    return table_of(
        rows,
        [
            (Column("name", _("Name"), 40), lambda one: one.name),
            (Column("description", _("Description"), 80), lambda one: one.description),
        ],
    )


def _days() -> list[tuple[Column, Callable[[Any], Value]]]:
    return [(Column("start", _("From")), lambda one: one.start), (Column("end", _("To")), lambda one: one.end)]


def _yes(holds: bool) -> str:
    return _("Yes") if holds else _("No")


def _phases(one: Initiative) -> str:
    return "; ".join(
        f"{phase.name} ({formats.date_format(phase.start)} – {formats.date_format(phase.end) if phase.end else '…'})"
        for phase in one.phases.all()
    )


def _partners(one: Centre) -> str:
    return "; ".join(f"{row.organisation.name} ({row.get_role_display()})" for row in one.partners.all())


def _former(one: Centre) -> str:
    shown: bool = one.names_former  # type: ignore[attr-defined]
    return one.predecessor.name if one.predecessor and shown else ""
