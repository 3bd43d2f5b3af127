"""Lists, searches and pages that a process keeps for readers who are not logged in, as long as nothing has changed.

One question tells whether they would still find and show the same (`core.search.changes`): whatever changes a row that
one of them shows counts, whoever changed it, from the moment it is written, so that a page is never older than the
data. tests/website/test_kept_public_pages.py looks what the pages read, and whether all of it counts. They are kept by
the process that made them and nowhere else: what people search for is not stored.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from samspill.core.search import changes, known
from samspill.parties import places
from samspill.registry import facets
from samspill.website import page_version
from samspill.website.frame import is_stranger
from samspill.website.kept_pages import may_be_kept

MOST = 20_000_000
"""Bytes of pages that a process keeps."""
LONGEST = 600
"""Characters of an address that is kept: longer ones are not asked for twice."""
OLDEST = 600.0
"""Seconds: then a page is made anew whatever has happened, so that what counts by time is never far off."""

BESIDE = (
    *("parties.UnitSuccession", "parties.Role", "parties.SizeFigure", "parties.Municipality", "parties.County"),
    *("parties.MunicipalityChange", "parties.Region", "registry.RegisterProfile", "registry.CarriedOn"),
    *("registry.Relation", "centres.Scheme", "centres.CentreRegister", "centres.CentrePartner", "centres.Milestone"),
    *("centres.Study", "centres.StudyCentre", "centres.PublicMoney", "centres.Advice", "centres.SelfCheckScore"),
    *("recommendations.Recommendation", "centres.Initiative"),
)
"""Models that pages show beside what the search finds: so that pages are kept again right after a save of one."""

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class _Page:
    version: str
    made: float
    content: bytes
    headers: dict[str, str]


class _Shelf:
    """Pages by their address; those that nobody has asked for the longest go when there are too many."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, _Page] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, address: str, version: str) -> _Page | None:
        page = self._pages.get(address)
        if page is None or page.version != version or time.monotonic() - page.made > OLDEST:
            return None
        with self._lock:
            if address in self._pages:
                self._pages.move_to_end(address)
        return page

    def keep(self, address: str, page: _Page) -> None:
        with self._lock:
            self._take_out(address)
            self._pages[address] = page
            self._bytes += len(page.content)
            while self._bytes > MOST and len(self._pages) > 1:
                self._take_out(next(iter(self._pages)))

    def _take_out(self, address: str) -> None:
        if page := self._pages.pop(address, None):
            self._bytes -= len(page.content)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0


_shelf = _Shelf()
_last = {"stamp": "", "shown": ""}


def kept_for_strangers(view: View) -> View:
    """A view of public things that is the same for all strangers, and shows what the search knows, and nothing else."""

    @wraps(view)
    def answered(request: HttpRequest, **named: str) -> HttpResponse:
        return _answer(partial(view, request, **named), request)

    return answered


def page_kept_for_strangers(*parameters: str) -> Callable[[View], View]:
    """A page that shows other rows than those of the search too: the triggers of their tables tell of each change.

    ``parameters`` are those that it reads. With others it is made anew: everybody can make up as many as they like.
    """

    def kept(view: View) -> View:
        keeping = kept_for_strangers(view)

        @wraps(view)
        def answered(request: HttpRequest, **named: str) -> HttpResponse:
            known = request.GET.keys() <= set(parameters)
            return keeping(request, **named) if known else view(request, **named)

        return answered

    return kept


def _answer(make: Callable[[], HttpResponse], request: HttpRequest) -> HttpResponse:
    address = request.get_full_path()
    if settings.DEBUG or len(address) > LONGEST or not is_stranger(request):
        return make()
    stamp = changes.stamp()
    if stamp is None:
        return make()
    _catch_up(stamp)
    version = f"{stamp} {timezone.localdate()} {page_version.version()}"
    if page := _shelf.find(address, version):
        return HttpResponse(page.content, headers=page.headers)
    token = changes.seen.set(stamp)
    try:
        response = make()
    finally:
        changes.seen.reset(token)
    if may_be_kept(response) and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):  # a form's secret is one reader's
        response["ETag"] = _etag(address, version)
        _shelf.keep(address, _Page(version, time.monotonic(), response.content, dict(response.items())))
    return response


def _etag(address: str, version: str) -> str:
    """Of what the page was made of, which takes less than adding up the page; another one when it is made anew."""
    made_of = f"{address} {version} {time.time() // OLDEST}"
    return f'"{hashlib.sha256(made_of.encode()).hexdigest()[:32]}"'


def _catch_up(stamp: str) -> None:
    """What the process keeps of names and numbers may be older than a change that is seen now: it is read anew.

    No page that was kept before holds any more. What it said of somebody who was erased does not stay in memory.
    """
    if stamp == _last["stamp"]:
        return
    _shelf.clear()
    facets.forget_names()
    known.forget()
    shown = changes.part_of(stamp, [changes.SHOWN])
    if shown != _last["shown"]:
        places.forget()
    _last.update(stamp=stamp, shown=shown)


def forget_all() -> None:
    """Keep nothing: for tests."""
    _shelf.clear()
