"""The feed of published annual reports: each edition is an entry of its own."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from samspill.reports.models import Edition
from samspill.website.atom import BEGINNING, document, moment, quoted, text


def feed(editions: Sequence[Edition], *, self_url: str, page_url: str, of: str) -> bytes:
    """An Atom document in the active language. All editions are published. ``of``: the name of what they are of."""
    return document(
        title=" – ".join(filter(None, [str(settings.SITE_NAME), _("Annual reports"), of])),
        changed=max((one.published_at or one.made_at for one in editions), default=BEGINNING),
        self_url=self_url,
        page_url=page_url,
        entries=[_edition(one) for one in editions],
    )


def _edition(edition: Edition) -> str:
    page = settings.SITE_URL + reverse("website:report", args=[edition.public_id])
    pdf = settings.SITE_URL + reverse("website:report_file", args=[edition.public_id, "pdf"])
    title = _("Innovation report %(year)s, edition %(number)s: %(name)s") % {
        "year": edition.year,
        "number": edition.number,
        "name": edition.subject.name,
    }
    summary = _("SHA-256 of its content: %(sum)s") % {"sum": edition.checksum}
    published = moment(edition.published_at or edition.made_at)
    return (
        f"<entry>\n<id>{settings.SITE_URL}/rapporter/{edition.public_id}/</id>\n<title>{text(title)}</title>\n"
        f"<updated>{published}</updated>\n<published>{published}</published>\n"
        f'<link rel="alternate" type="text/html" href={quoted(page)}/>\n'
        f'<link rel="enclosure" type="application/pdf" href={quoted(pdf)}/>\n'
        f"<author><name>{text(edition.subject.organisation.name)}</name></author>\n"
        f"<summary>{text(summary)}</summary>\n</entry>\n"
    )
