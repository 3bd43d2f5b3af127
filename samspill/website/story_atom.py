"""The feed of stories: each is an entry of its own, found on the page of what it tells of."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspill.cases.models import Story
from samspill.core.markdown import to_plain
from samspill.website.atom import _FORBIDDEN, BEGINNING, SUMMARY


def feed(stories: Sequence[Story], *, self_url: str, page_url: str) -> bytes:
    """An Atom document in the active language. All stories are public."""
    changed = max((story.updated_at for story in stories), default=BEGINNING)
    title = f"{settings.SITE_NAME} – {_('Newest stories')}"
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(get_language() or "nb")}>\n',
        f"<id>{escape(self_url)}</id>\n<title>{escape(title)}</title>\n",
        f"<updated>{timezone.localtime(changed).isoformat(timespec='seconds')}</updated>\n",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(self_url)}/>\n',
        f'<link rel="alternate" type="text/html" href={quoteattr(page_url)}/>\n',
        *(_story(story) for story in stories),
        "</feed>\n",
    ]
    return "".join(parts).encode()


def _story(story: Story) -> str:
    entry = story.entry
    anchor = f"#fortelling-{story.public_id}"
    page = settings.SITE_URL + reverse("website:entry", args=[entry.public_id, entry.slug]) + anchor
    language = "" if story.language == "xx" else f" xml:lang={quoteattr(story.language)}"
    published = story.published_at or story.created_at
    return (
        f"<entry{language}>\n<id>{settings.SITE_URL}/e/{entry.public_id}/{anchor}</id>\n"
        f"<title>{_text(story.title)}</title>\n"
        f"<updated>{timezone.localtime(story.updated_at).isoformat(timespec='seconds')}</updated>\n"
        f"<published>{timezone.localtime(published).isoformat(timespec='seconds')}</published>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
        f"<author><name>{_text(entry.organisation.name)}</name></author>\n"
        f"<category term={quoteattr(story.form.code)} label={quoteattr(story.form.name)}/>\n"
        f"<summary>{_text(to_plain(story.text, length=SUMMARY))}</summary>\n</entry>\n"
    )


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))
