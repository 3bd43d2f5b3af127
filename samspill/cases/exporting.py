"""What was shown where, as a table."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samspill.cases.models import Shown
from samspill.core.exporting import Column, Table, table_of


def shown_table(rows: "QuerySet[Shown]") -> Table:
    """A row for each time that an entry was shown in a channel."""
    return table_of(
        rows,
        [
            (Column("date", _("Date"), 12), lambda one: one.date),
            (Column("channel", _("Channel"), 35), lambda one: one.channel.name),
            (Column("title", _("What it was called there"), 50), lambda one: one.title),
            (Column("url", _("Link"), 50), lambda one: one.url),
            (Column("entry", _("Entry"), 50), lambda one: one.entry.title),
            (Column("kind", _("Kind"), 16), lambda one: str(one.entry.get_kind_display())),
            (Column("organisation", _("Organisation"), 40), lambda one: one.entry.organisation.name),
            (Column("register", _("Register"), 40), lambda one: one.entry.register.name if one.entry.register else ""),
            (Column("address", _("Address here"), 40), lambda one: f"{settings.SITE_URL}/e/{one.entry.public_id}/"),
        ],
    )
