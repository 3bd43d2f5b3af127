"""What search engines may read: robots.txt and the site's map.

The map is an index of parts. A part holds a range of ids, so that the last one costs as much as the first, and each
page stands in it once for each language, with the others as its alternates.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import connection
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from samspill.centres.models import Centre, Initiative, Study
from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.models import Entry, Register
from samspill.reports.models import Edition

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SPAN = 50_000 // len(LANGUAGES)
"""Ids in a part: with each language a part keeps to the 50,000 addresses that the protocol allows."""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
TYPE = "application/xml; charset=utf-8"
STATIC = (
    "home", "entry_list", "register_list", "environments", "organisation_list", "centre_list", "initiative_list",
    "stories", "channels", "glossary", "about",
)  # fmt: skip

Page = tuple[str, tuple[str, ...], datetime | None]
"""Route, arguments, last change."""


@dataclass(frozen=True)
class Section:
    """One kind of page: what everyone may see of it, and what a row's page is called."""

    rows: Callable[[], "QuerySet[Any]"]
    page: Callable[[Any], Page]


SECTIONS: dict[str, Section] = {
    "oppforinger": Section(
        lambda: Entry.objects.public().only("public_id", "title", "updated_at"),
        lambda one: ("entry", (one.public_id, one.slug), one.updated_at),
    ),
    "personer": Section(
        lambda: Person.objects.filter(is_public=True).only("public_id"),
        lambda one: ("person", (one.public_id,), None),
    ),
    "partnere": Section(
        lambda: Organisation.objects.filter(is_active=True).only("code"),
        lambda one: ("organisation", (one.code,), None),
    ),
    "miljoer": Section(lambda: Unit.objects.only("code"), lambda one: ("unit", (one.code,), None)),
    "registre": Section(
        lambda: Register.objects.filter(is_public=True).only("code"), lambda one: ("register", (one.code,), None)
    ),
    "sentre": Section(
        lambda: Centre.objects.filter(is_public=True).only("code"), lambda one: ("centre", (one.code,), None)
    ),
    "satsinger": Section(
        lambda: Initiative.objects.filter(is_public=True).only("code"), lambda one: ("initiative", (one.code,), None)
    ),
    "studier": Section(
        lambda: Study.objects.filter(is_public=True).only("public_id"), lambda one: ("study", (one.public_id,), None)
    ),
    "rapporter": Section(
        lambda: Edition.objects.exclude(published_at=None).only("public_id", "published_at"),
        lambda one: ("report", (one.public_id,), one.published_at),
    ),
}


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be read; the workspace, accounts and what only repeats other pages not."""
    closed = ("arbeid/", "konto/", "sok/")
    lines = ["User-agent: *"]
    lines += [f"Disallow: {prefix}{path}" for path in closed for prefix in ("/", "/nn/", "/en/")]
    lines += ["Disallow: /*/eksport.", "", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def index(request: HttpRequest) -> HttpResponse:
    """The parts that hold anything: two quick queries for each kind of page, however many pages there are."""
    names = ["sider", *(f"{name}-{number}" for name in SECTIONS for number in _parts(name))]
    places = (f"{settings.SITE_URL}{reverse('sitemap_part', args=[name])}" for name in names)
    body = "".join(f"<sitemap><loc>{place}</loc></sitemap>\n" for place in places)
    return HttpResponse(f'{XML}<sitemapindex xmlns="{SITEMAP}">\n{body}</sitemapindex>\n', content_type=TYPE)


@require_safe
@cache_control(public=True, max_age=3600)
def part(request: HttpRequest, name: str) -> HttpResponseBase:
    """A part of the map."""
    if name == "sider":
        return _answer(request, ((route, (), None) for route in STATIC))
    section, _dash, number = name.rpartition("-")
    if section not in SECTIONS or not number.isdecimal() or not number.isascii() or len(number) > 9:
        raise Http404
    start = int(number) * SPAN
    rows = SECTIONS[section].rows().filter(pk__gte=start, pk__lt=start + SPAN).order_by("pk")
    if not rows.exists():
        raise Http404
    return _answer(request, map(SECTIONS[section].page, rows.iterator(chunk_size=2000)))


def _parts(name: str) -> list[int]:
    """The numbers of the parts that are not empty. A range without a row costs one look into the index."""
    rows = SECTIONS[name].rows().order_by()
    highest = rows.model._default_manager.aggregate(highest=Max("pk"))["highest"]
    if highest is None:
        return []
    sql, values = rows.values("pk").query.sql_with_params()
    table = rows.model._meta.db_table
    inside = f"{sql} AND" if " WHERE " in sql else f"{sql} WHERE"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT n FROM generate_series(0, %s) n WHERE EXISTS ({inside} "{table}"."id" >= n * %s '  # noqa: S608
            f'AND "{table}"."id" < (n + 1) * %s)',
            [highest // SPAN, *values, SPAN, SPAN],
        )
        return [row[0] for row in cursor.fetchall()]


def _answer(request: HttpRequest, pages: Iterator[Page]) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(content_type=TYPE)
    return StreamingHttpResponse(_urls(pages), content_type=TYPE)


def _urls(pages: Iterator[Page]) -> Iterator[str]:
    yield f'{XML}<urlset xmlns="{SITEMAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    prefixes = {code: "" if code == settings.LANGUAGE_CODE else f"/{code}" for code in LANGUAGES}
    waiting: list[str] = []
    for route, arguments, changed in pages:
        with translation.override(settings.LANGUAGE_CODE):
            path = escape(reverse(f"website:{route}", args=arguments))
        places = {code: f"{settings.SITE_URL}{prefix}{path}" for code, prefix in prefixes.items()}
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{place}"/>' for code, place in places.items()
        )
        day = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        waiting += [f"<url><loc>{place}</loc>{day}{alternates}</url>\n" for place in places.values()]
        if len(waiting) > 300:
            yield "".join(waiting)
            waiting = []
    yield "".join(waiting) + "</urlset>\n"
