"""Stories, channels, and what was shown where, as tables."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samspill.cases import queries
from samspill.cases.models import Channel, Shown, Story
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


def story_table(rows: "QuerySet[Story]") -> Table:
    """A row for each story, with its whole text."""
    return table_of(
        rows,
        [
            (Column("id", _("Samspill’s own number")), lambda one: one.public_id),
            (Column("published", _("Published")), lambda one: one.published_at),
            (Column("form", _("Form of the story"), 25), lambda one: one.form.name),
            (Column("title", _("Title"), 50), lambda one: one.title),
            (Column("text", _("The story"), 80), lambda one: one.text),
            (Column("language", _("Language of the text"), 16), lambda one: str(one.get_language_display())),
            (Column("audience", _("For whom"), 30), lambda one: one.audience),
            (Column("entry", _("Entry"), 50), lambda one: one.entry.title),
            (Column("entry_id", _("Number of the entry")), lambda one: one.entry.public_id),
            (Column("organisation", _("Organisation"), 40), lambda one: one.entry.organisation.name),
            (
                Column("address", _("Address here"), 50),
                lambda one: f"{settings.SITE_URL}/e/{one.entry.public_id}/#fortelling-{one.public_id}",
            ),
        ],
    )


def channel_table(rows: "QuerySet[Channel]", *, kept: bool = False) -> Table:
    """The catalogue, of `queries.channels_with_numbers`. ``kept``: as those who keep it see it, with what is switched
    off and what is the site's own."""
    columns = [
        (Column("code", _("Code")), lambda one: one.code),
        (Column("name", _("Name"), 45), lambda one: one.name),
        (Column("description", _("Description"), 80), lambda one: one.description),
        (Column("suits", _("Suits"), 60), lambda one: "; ".join(queries.suits_in_words(one))),
        (Column("url", _("Address"), 40), lambda one: one.url),
        (Column("source", _("Source"), 40), lambda one: one.source),
        (Column("number", _("Times shown")), lambda one: one.number),
    ]
    if kept:
        columns += [
            (Column("is_own", _("Our own")), lambda one: _("Yes") if one.is_own else _("No")),
            (Column("is_active", _("Active"), 10), lambda one: _("Yes") if one.is_active else _("No")),
        ]
    return table_of(rows, columns)
