"""Entry pages that a process keeps for readers who are not logged in, each as long as nothing on it has changed.

Making the page costs several times as much as looking whether it still holds. That look is one query: it gathers
where each row on the page lies in the database (ctid) and which transaction wrote it (xmin). Every change of a row
changes these, whoever made it and however; a row that goes or comes changes the list. So nothing must tell this module
of a change, and a page is never older than the data. What the query leaves out – the words of vocabularies – is in
the version (`page_version`), and may be `kept.SECONDS` old.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from django.http import HttpRequest, HttpResponse

from samspill.core import prepared
from samspill.website import page_version
from samspill.website.frame import is_stranger

MOST = 500
"""Pages kept by each process: some 25 kB each."""

STAMP_VALUE = """
    concat_ws('|', e.ctid, e.xmin, o.ctid, o.xmin, u.ctid, u.xmin, r.ctid, r.xmin,
        (SELECT string_agg(concat(c.ctid, c.xmin, p.ctid, p.xmin, cu.ctid, cu.xmin,
             (SELECT string_agg(concat(a.ctid, a.xmin), '') FROM registry_confirmation a
              WHERE a.contribution_id = c.id)), '')
         FROM registry_contribution c LEFT JOIN parties_person p ON p.id = c.person_id
         LEFT JOIN parties_unit cu ON cu.id = c.unit_id WHERE c.entry_id = e.id),
        '', (SELECT string_agg(concat(t.ctid, t.xmin, po.ctid, po.xmin,
             (SELECT string_agg(concat(a.ctid, a.xmin), '') FROM registry_confirmation a
              WHERE a.participation_id = t.id)), '')
         FROM registry_participation t JOIN parties_organisation po ON po.id = t.organisation_id
         WHERE t.entry_id = e.id),
        '', (SELECT string_agg(concat(x.ctid, x.xmin), '') FROM registry_readinessreading x WHERE x.entry_id = e.id),
        '', (SELECT string_agg(concat(x.ctid, x.xmin), '') FROM registry_evidence x WHERE x.entry_id = e.id),
        '', CASE WHEN e.kind = 'impact_case' THEN concat_ws('|',
            (SELECT concat(x.ctid, x.xmin) FROM cases_impactcase x WHERE x.entry_id = e.id),
            '', (SELECT string_agg(concat(x.ctid, x.xmin), '') FROM cases_casetext x WHERE x.entry_id = e.id),
            '', (SELECT string_agg(concat(x.ctid, x.xmin), '') FROM cases_casereference x WHERE x.entry_id = e.id),
            '', (SELECT string_agg(concat(x.ctid, x.xmin), '') FROM cases_casesource x WHERE x.entry_id = e.id),
            '', (SELECT string_agg(concat(x.ctid, x.xmin, ro.ctid, ro.xmin), '') FROM cases_casereview x
             JOIN parties_organisation ro ON ro.id = x.organisation_id WHERE x.entry_id = e.id)) END,
        '', (SELECT string_agg(concat(x.ctid, x.xmin, f.ctid, f.xmin), '') FROM cases_story x
         JOIN cases_storyform f ON f.code = x.form_id WHERE x.entry_id = e.id),
        '', (SELECT string_agg(concat(x.ctid, x.xmin, h.ctid, h.xmin), '') FROM cases_shown x
         JOIN cases_channel h ON h.code = x.channel_id WHERE x.entry_id = e.id),
        '', (SELECT string_agg(concat(x.ctid, x.xmin), '') FROM registry_progress x WHERE x.entry_id = e.id),
        '', (SELECT string_agg(concat(x.ctid, x.xmin), '') FROM registry_effecttag x WHERE x.entry_id = e.id),
        '', (SELECT string_agg(concat(x.ctid, x.xmin), '') FROM registry_entryidentifier x WHERE x.entry_id = e.id),
        '', (SELECT string_agg(concat(x.ctid, x.xmin, s.ctid, s.xmin), '') FROM registry_relation x
         JOIN registry_entry s ON s.id = x.source_id WHERE x.target_id = e.id),
        '', (SELECT string_agg(concat(x.ctid, x.xmin, s.ctid, s.xmin), '') FROM registry_relation x
         JOIN registry_entry s ON s.id = x.target_id WHERE x.source_id = e.id))
"""
ENTRY = """
    FROM registry_entry e JOIN parties_organisation o ON o.id = e.organisation_id
    LEFT JOIN parties_unit u ON u.id = e.unit_id LEFT JOIN registry_register r ON r.id = e.register_id
    WHERE e.public_id = %s
"""
"""An entry (e), its organisation (o), unit (u) and register (r)."""
STAMP = f"SELECT {STAMP_VALUE} {ENTRY}"
"""Changes when anything on the page of the entry changes."""


@dataclass(frozen=True)
class _Page:
    stamp: str
    version: str
    content: bytes
    headers: dict[str, str]


_pages: "OrderedDict[str, _Page]" = OrderedDict()
_lock = Lock()


def is_for_everyone(request: HttpRequest) -> bool:
    """Whether the reader gets what any stranger gets: no login, no message waiting, nothing asked for."""
    return not request.GET and is_stranger(request)


def find(path: str, public_id: str) -> HttpResponse | None:
    """The page as it was made, if this process has it and it holds still. At most one query."""
    page = _pages.get(path)
    if page is None or page.version != page_version.version():
        return None
    holds = prepared.fetch(STAMP, [public_id], once=True) == [(page.stamp,)]
    return HttpResponse(page.content, headers=page.headers) if holds else None


def may_be_kept(response: HttpResponse) -> bool:
    """A page as it should be, which says nothing to this reader alone."""
    return response.status_code == 200 and not response.cookies


def keep(path: str, stamp: str, version: str, response: HttpResponse) -> None:
    """Keep a page made of what was read with its stamp; the one that was kept first goes when there are too many."""
    page = _Page(stamp, version, response.content, dict(response.items()))
    with _lock:
        _pages.pop(path, None)
        _pages[path] = page
        while len(_pages) > MOST:
            _pages.popitem(last=False)


def forget_all() -> None:
    """Keep nothing: for tests."""
    _pages.clear()
