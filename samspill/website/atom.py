"""The XML of a feed. Ids are the entries' short addresses, which never change."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspill.core.markdown import to_plain
from samspill.registry import words
from samspill.registry.models import Contribution, Entry

SUMMARY = 500  # characters
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""When a feed with nothing in it was last changed."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed(
    entries: Sequence[Entry], *, self_url: str, page_url: str, narrowed_by: Sequence[str], problems: Sequence[str] = ()
) -> bytes:
    """An Atom document in the active language. The entries come with owner and contributions; all are public.

    ``problems`` are sentences about what of the address was not understood.
    """
    changed = max((entry.updated_at for entry in entries), default=BEGINNING)
    title = " – ".join([str(settings.SITE_NAME), _("Newest entries"), *narrowed_by])
    return document(
        title=title,
        changed=changed,
        self_url=self_url,
        page_url=page_url,
        entries=[_entry(entry) for entry in entries],
        subtitle=" ".join(problems),
    )


def document(
    *, title: str, changed: datetime, self_url: str, page_url: str, entries: Iterable[str], subtitle: str = ""
) -> bytes:
    """A whole feed in the active language, of entries that are XML already."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoted(get_language() or "nb")}>\n',
        f"<id>{text(self_url)}</id>\n<title>{text(title)}</title>\n<updated>{moment(changed)}</updated>\n",
        f"<subtitle>{text(subtitle)}</subtitle>\n" if subtitle else "",
        f'<link rel="self" type="application/atom+xml" href={quoted(self_url)}/>\n',
        f'<link rel="alternate" type="text/html" href={quoted(page_url)}/>\n',
        f"<generator>{text(str(settings.SITE_NAME))}</generator>\n",
        *entries,
        "</feed>\n",
    ]
    return "".join(parts).encode()


def _entry(entry: Entry) -> str:
    page = settings.SITE_URL + reverse("website:entry", args=[entry.public_id, entry.slug])
    language = "" if entry.language == "xx" else f" xml:lang={quoted(entry.language)}"
    summary = to_plain(entry.summary, length=SUMMARY)
    names = words.types.holding(entry.types)
    categories = "".join(
        f"<category term={quoted(code)} label={quoted(names[code].name)}/>" for code in entry.types if code in names
    )
    return (
        f"<entry{language}>\n<id>{settings.SITE_URL}/e/{entry.public_id}/</id>\n<title>{text(entry.title)}</title>\n"
        f"<updated>{moment(entry.updated_at)}</updated>\n"
        f"<published>{moment(entry.published_at or entry.created_at)}</published>\n"
        f'<link rel="alternate" type="text/html" href={quoted(page)}/>\n{_authors(entry)}{categories}'
        f"<summary>{text(summary)}</summary>\n</entry>\n"
    )


def _authors(entry: Entry) -> str:
    """Those who contributed; the organisation that owns it when nobody is named."""
    parts: Iterable[Contribution] = entry.contributions.all()
    found = []
    for part in parts:
        name, address = "", ""
        if part.person:
            name = part.person.name
            address = reverse("website:person", args=[part.person.public_id]) if part.person.is_public else ""
        elif part.unit:
            name, address = part.unit.name, reverse("website:unit", args=[part.unit.code])
        found.append((name, address))
    if not found:
        found = [(entry.organisation.name, reverse("website:organisation", args=[entry.organisation.code]))]
    return "".join(
        f"<author><name>{text(name)}</name>{f'<uri>{settings.SITE_URL}{address}</uri>' if address else ''}</author>\n"
        for name, address in found
    )


def moment(at: datetime) -> str:
    """A moment as Atom writes it."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def text(value: str) -> str:
    """Text in an element."""
    return escape(_FORBIDDEN.sub("", value))


def quoted(value: str) -> str:
    """Text as an attribute, with its quotes."""
    return quoteattr(_FORBIDDEN.sub("", value))
