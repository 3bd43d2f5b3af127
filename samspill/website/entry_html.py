"""The HTML of an entry's page: its parts, and for strangers the whole of it."""

from typing import Any

from django.conf import settings

from samspill.core import jinja
from samspill.core.markdown import to_plain
from samspill.parties.domain.acting import NOBODY
from samspill.website import frame, pieces
from samspill.website.entry_page import EntryPage, entry_page
from samspill.website.entry_record import EntryRecord
from samspill.website.linked_data import entry_data
from samspill.website.templatetags.linked_data import linked_data

TEMPLATE = "website/entry.html"


def parts(shown: EntryPage) -> dict[str, Any]:
    """What `TEMPLATE` is filled with."""
    entry = shown.entry
    context = {
        "shown": shown,
        "entry": entry,
        "site_url": settings.SITE_URL,
        "linked": linked_data(entry_data(shown)),
        "person": pieces.person,
        "period": pieces.period,
    }
    told = shown.case.part("summary") if shown.case else None
    summary = told.text if told else entry.summary
    return {
        "section": "entries",
        "is_public": entry.is_public,
        "title": shown.title,
        "description": to_plain(summary, length=150),
        **{name: jinja.render(f"website/entry_{name}.html", context) for name in ("alternates", "breadcrumbs", "main")},
    }


def for_strangers(path: str, record: EntryRecord) -> str:
    """The page of a public entry, as `TEMPLATE` makes it for those who are not logged in."""
    return frame.fill(TEMPLATE, "entries", path, parts(entry_page(record, NOBODY)))
