"""Atom feeds (RFC 4287): the newest published entries, narrowed by the same filters as their list.

A feed holds what everyone may see, whoever asks, so that anything between may keep it.
"""

import hashlib
from itertools import islice

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag, urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samspill.core.search import matching_ids
from samspill.parties.domain.acting import NOBODY
from samspill.registry.models import Contribution, Entry
from samspill.website import atom, filters

NEWEST = 50
ATOM = "application/atom+xml; charset=utf-8"


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The newest entries that the filters in the address leave. Two queries when nothing has changed."""
    asked = filters.read(request.GET, NOBODY)
    found = matching_ids(asked.text, kind="entry", filters=asked.filters, audience=NOBODY)
    ids = list(islice(found, NEWEST))
    stamps = list(Entry.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "updated_at", "version"))
    changed = max((stamp[1] for stamp in stamps), default=None)
    etag = quote_etag(f"{get_language()}-{hash_of(stamps)}")
    last_modified = int(changed.timestamp()) if changed else None
    answer = get_conditional_response(request, etag, last_modified)
    if answer is None:
        answer = HttpResponse(_feed(request, asked, ids), content_type=ATOM)
    answer["ETag"] = etag
    if changed:
        answer["Last-Modified"] = http_date(changed.timestamp())
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def hash_of(stamps: object) -> str:
    """A short checksum."""
    return hashlib.sha256(repr(stamps).encode()).hexdigest()[:20]


def _feed(request: HttpRequest, asked: filters.Asked, ids: list[int]) -> bytes:
    contributions = Contribution.objects.select_related("person", "unit")
    rows = Entry.objects.public().select_related("organisation").filter(pk__in=ids)
    by_id = rows.prefetch_related(Prefetch("contributions", contributions)).in_bulk(ids)
    query = urlencode(asked.pairs)
    tail = f"?{query}" if query else ""
    return atom.feed(
        [by_id[pk] for pk in ids if pk in by_id],
        self_url=f"{settings.SITE_URL}{reverse('website:feed')}{tail}",
        page_url=f"{settings.SITE_URL}{reverse('website:entry_list')}{tail}",
        narrowed_by=[f"{active.label}: {active.text}" for active in asked.active],
        problems=asked.problems,
    )
