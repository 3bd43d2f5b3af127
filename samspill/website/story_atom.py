"""The feed of stories: each is an entry of its own, found on the page of what it tells of."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.cases.models import Story
from samspill.core.markdown import to_plain
from samspill.website.atom import BEGINNING, SUMMARY, document, moment, quoted, text


def feed(stories: Sequence[Story], *, self_url: str, page_url: str) -> bytes:
    """An Atom document in the active language. All stories are public."""
    return document(
        title=f"{settings.SITE_NAME} – {_('Newest stories')}",
        changed=max((story.updated_at for story in stories), default=BEGINNING),
        self_url=self_url,
        page_url=page_url,
        entries=[_story(story) for story in stories],
    )


def _story(story: Story) -> str:
    entry = story.entry
    anchor = f"#fortelling-{story.public_id}"
    page = settings.SITE_URL + reverse("website:entry", args=[entry.public_id, entry.slug]) + anchor
    language = "" if story.language == "xx" else f" xml:lang={quoted(story.language)}"
    published = story.published_at or story.created_at
    return (
        f"<entry{language}>\n<id>{settings.SITE_URL}/e/{entry.public_id}/{anchor}</id>\n"
        f"<title>{text(story.title)}</title>\n"
        f"<updated>{moment(story.updated_at)}</updated>\n"
        f"<published>{moment(published)}</published>\n"
        f'<link rel="alternate" type="text/html" href={quoted(page)}/>\n'
        f"<author><name>{text(entry.organisation.name)}</name></author>\n"
        f"<category term={quoted(story.form.code)} label={quoted(story.form.name)}/>\n"
        f"<summary>{text(to_plain(story.text, length=SUMMARY))}</summary>\n</entry>\n"
    )
