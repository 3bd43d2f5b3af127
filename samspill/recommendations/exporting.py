"""Recommendations as a table."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samspill.core.exporting import Column, Table, table_of
from samspill.recommendations import subjects
from samspill.recommendations.models import Recommendation


def recommendation_table(rows: "QuerySet[Recommendation]") -> Table:
    """Each recommendation with its source, owner, status and answer."""
    found = subjects.find_all(rows.order_by().values_list("subject_kind", "subject_code").distinct())

    def about(one: Recommendation) -> str:
        subject = found.get((one.subject_kind, one.subject_code))
        return subject.name if subject else one.subject_code

    return table_of(
        rows.select_related("organisation", "unit", "owner_user", "owner_person"),
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
            (Column("text", _("What is recommended"), 80), lambda one: one.text),
            (Column("about", _("About"), 40), about),
            (Column("source_kind", _("Kind of source"), 25), lambda one: one.get_source_kind_display()),
            (Column("source", _("Source"), 50), lambda one: one.source_title),
            (Column("source_date", _("Date of the source")), lambda one: one.source_date),
            (Column("source_url", _("Link to the source"), 40), lambda one: one.source_url),
            (Column("organisation", _("Addressed to"), 40), lambda one: one.organisation.name),
            (Column("unit", _("Unit"), 40), lambda one: one.unit.name if one.unit else ""),
            (Column("role", _("To whom there"), 25), lambda one: one.addressed_role),
            (Column("owner", _("Responsible"), 30), lambda one: str(one.owner or "")),
            (Column("due", _("To be done by")), lambda one: one.due),
            (Column("status", _("Status"), 20), lambda one: one.get_status_display()),
            (Column("answer", _("Answer"), 80), lambda one: one.answer),
            (Column("is_public", _("Public"), 10), lambda one: _("Yes") if one.is_public else _("No")),
            (
                Column("address", _("Address here"), 50),
                lambda one: f"{settings.SITE_URL}/anbefalinger/{one.public_id}/",
            ),
        ],
    )
