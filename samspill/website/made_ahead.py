"""Pages of entries that the worker makes before a stranger asks for them, in the table of all processes.

What has changed is made anew within a minute or so: the stamps that harvesters are given tell of it (ADR 0024). All
else is walked through, the newest entries first, when nothing else is to be done: after an update, a restart of the
database, a changed word of a vocabulary, and once a day. Entries that have their pages cost a look. It all goes on
where it was broken off, and a page that is not made yet is made when it is asked for.
"""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import override

from samspill.core.jinja import path_in
from samspill.parties.domain.acting import NOBODY
from samspill.registry import policies
from samspill.registry.models import Entry
from samspill.registry.models.entry import slug_of
from samspill.registry.shown import is_tombstone
from samspill.website import entry_html, entry_record, page_version, shared_pages
from samspill.website.models import Ahead, KeptPage

PORTION = 20
"""Entries that are looked at together."""
ROOM = 0.75
"""Of the places: so that pages seldom push each other out."""
AGAIN = timedelta(days=1)
"""Between two walks, when nothing else calls for one: some changes that a page shows are told to no harvester."""
CHANGES = """
    SELECT h.stamp, h.id, e.public_id, e.title FROM registry_harvestrecord h JOIN registry_entry e ON e.id = h.object_id
    WHERE h.source = 'entry' AND NOT h.deleted AND (h.stamp, h.id) > (%s, %s) AND h.stamp <= registry_harvest_horizon()
    ORDER BY h.stamp, h.id LIMIT %s
"""


@dataclass(frozen=True)
class State:
    """How many pages lie in the table, and how far the walk has come; ``walk`` None: none has begun."""

    pages: int
    places: int
    walk: Ahead | None


def state() -> State:
    """For those who look after the site."""
    return State(KeptPage.objects.count(), settings.KEPT_PAGES, Ahead.objects.first())


def go_on(seconds: float, *, resting: float = 1.0) -> bool:
    """Make pages for so many seconds, resting for ``resting`` times as long as each portion took.

    Returns whether there is more to do. Nobody else may do it at the same time.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        if not portion():
            return False
        time.sleep((time.monotonic() - began) * resting)
    return True


def is_busy() -> bool:
    """Whether this machine has more to do than it has processors for."""
    return os.getloadavg()[0] > (os.cpu_count() or 1)


def portion() -> bool:
    """Look at some entries, first at those that have changed, and make the pages that they lack. False: all is done."""
    if settings.DEBUG or settings.KEPT_PAGES < shared_pages.SHELF:
        return False
    ahead = Ahead.objects.first()
    if ahead is None or _calls_for_a_walk(ahead):
        ahead = _begin(ahead)
    return _changed(ahead) or _walked(ahead)


def start_anew() -> None:
    """Walk through all entries again."""
    Ahead.objects.all().delete()


def _calls_for_a_walk(ahead: Ahead) -> bool:
    is_old = ahead.ended is not None and timezone.now() - ahead.ended > AGAIN
    return is_old or ahead.version != page_version.version()


def _begin(last: Ahead | None) -> Ahead:
    newest = Entry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    public = Entry.objects.public().count()
    now = timezone.now()
    ahead = Ahead(
        pk=1,
        version=page_version.version(),
        total=min(public, _room() // len(_languages(public))),
        below=newest + 1,
        began=now,
        changed=last.changed if last else now,
        changed_id=last.changed_id if last else 0,
    )
    ahead.save()
    return ahead


def _room() -> int:
    return int(settings.KEPT_PAGES * ROOM)


def _languages(entries: int) -> list[str]:
    """Those in which there is room for all pages, the usual one first; always that one."""
    codes = [code for code, _name in settings.LANGUAGES]
    return codes[: max(1, min(len(codes), _room() // max(1, entries)))]


def _changed(ahead: Ahead) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(CHANGES, [ahead.changed, ahead.changed_id, PORTION])
        rows = cursor.fetchall()
    if not rows:
        return False
    ahead.made += make([(public_id, title) for _stamp, _id, public_id, title in rows], _languages(ahead.total))
    ahead.changed, ahead.changed_id = rows[-1][:2]
    ahead.save()
    return True


def _walked(ahead: Ahead) -> bool:
    if ahead.ended:
        return False
    entries = Entry.objects.public().filter(pk__lt=ahead.below).order_by("-pk").values_list("pk", "public_id", "title")
    rows = list(entries[: min(PORTION, max(0, ahead.total - ahead.walked))])
    if rows:
        ahead.made += make([(public_id, title) for _pk, public_id, title in rows], _languages(ahead.total))
        ahead.below, ahead.walked = rows[-1][0], ahead.walked + len(rows)
    else:
        ahead.ended = timezone.now()
    ahead.save()
    return bool(rows)


def make(entries: Sequence[tuple[str, str]], languages: Sequence[str]) -> int:
    """Make those pages of entries (public id, title) that do not lie in the table, or hold no longer. How many."""
    hold = shared_pages.that_hold([public_id for public_id, _title in entries])
    made = 0
    for public_id, title in entries:
        slug = slug_of(title, public_id)
        paths = {code: path_in(code, "website:entry", public_id, slug) for code in languages}
        made += _make(public_id, slug, {code: path for code, path in paths.items() if path not in hold})
    return made


def _make(public_id: str, slug: str, paths: Mapping[str, str]) -> int:
    """The pages in these languages, of one reading; none when it turns out that not everyone may see the entry."""
    version, record = page_version.version(), entry_record.read(public_id) if paths else None
    if record is None or not _is_for_strangers(record.entry) or record.entry.slug != slug:
        return 0
    made = 0
    for language, path in paths.items():
        with override(language):
            where = shared_pages.spot(path, entry_html.TEMPLATE)
            content = entry_html.for_strangers(path, record).encode()
            if where and where.version == version == page_version.version():
                shared_pages.put(where, public_id, record.stamp, content)
                made += 1
    return made


def _is_for_strangers(entry: Entry) -> bool:
    return entry.is_public and not is_tombstone(entry) and bool(policies.may_see(NOBODY, entry))
