"""Centres as a table."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samspill.centres.models import Centre
from samspill.core.exporting import Column, Table, table_of


def centre_table(rows: "QuerySet[Centre]") -> Table:
    """Centres with host, scheme, term and partners."""
    return table_of(
        rows.select_related("scheme", "organisation", "unit", "predecessor").prefetch_related("partners__organisation"),
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
            (Column("predecessor", _("Carries on")), lambda one: one.predecessor.name if one.predecessor else ""),
            (Column("website", _("Website"), 40), lambda one: one.website),
            (Column("address", _("Address here"), 50), lambda one: f"{settings.SITE_URL}/sentre/{one.code}/"),
        ],
    )


def _partners(one: Centre) -> str:
    return "; ".join(f"{row.organisation.name} ({row.get_role_display()})" for row in one.partners.all())
