"""Small pieces of pages, the same in both template languages."""

from datetime import date

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samspill.core.jinja import url, written
from samspill.parties.models import Person


def person(one: Person) -> SafeString:
    """The name, a link where the person has a public page."""
    if not one.is_public:
        return conditional_escape(one.name)
    return format_html('<a href="{}">{}</a>', url("website:person", one.public_id), one.name)


def period(start: date | None, end: date | None) -> str:
    """From, until, between; one day alone; empty when nothing is known."""
    if start and end:
        return written(start) if start == end else f"{written(start)} – {written(end)}"
    if start:
        return _("from %(day)s") % {"day": written(start)}
    return _("until %(day)s") % {"day": written(end)} if end else ""
