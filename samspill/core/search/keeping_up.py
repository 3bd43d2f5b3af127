"""When the queue is emptied: at once after a commit in this process, by the worker for all the rest."""

import logging
from contextlib import suppress
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, models, transaction
from django.db.models.signals import post_delete, post_save
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from samspill.core.models import SearchQueue
from samspill.core.search import changes, indexing, rebuilding, renewing, sources

AT_ONCE = 50  # things that a request indexes itself; more are left to the worker
PORTION = 10_000  # things that one job indexes before it makes way for others
log = logging.getLogger("samspill.search")


def connect() -> None:
    """Look out for saves of any model, once all sources are known."""
    post_save.connect(_changed, dispatch_uid="search")
    post_delete.connect(_changed, dispatch_uid="search")


def _changed(sender: type[models.Model], using: str = DEFAULT_DB_ALIAS, **more: Any) -> None:
    changed(sender, using)


def changed(sender: type[models.Model], using: str = DEFAULT_DB_ALIAS) -> None:
    """Rows of a model are being written: what can be found of them is indexed after the commit."""
    if sender._meta.label in sources.watched():
        connection = transaction.get_connection(using)
        if not any(after is after_commit for _ids, after, *_ in connection.run_on_commit):
            transaction.on_commit(after_commit, using=using)


def after_commit() -> None:
    """Index what this process has just changed, if it is little; call the worker if it is much.

    Trouble here must not spoil what was saved.
    """
    try:
        with transaction.atomic():
            waiting = SearchQueue.objects.filter(kind__in=changes.kinds())[: 4 * AT_ONCE + 1].count()
        if waiting <= 4 * AT_ONCE:  # several rows of one thing are common
            indexing.drain(AT_ONCE, wait=False)
        else:
            _call_worker()
    except DatabaseError:
        log.warning("the search index is brought up to date by the worker instead", exc_info=True)


def _call_worker() -> None:
    with suppress(AlreadyEnqueued), transaction.atomic():
        go_on.configure(queueing_lock="search").defer()


@app.periodic(cron="* * * * *")
@app.task(queue="search")
def keep_up(timestamp: int) -> None:
    """Index what waits; after a large import portion by portion, so that other jobs come through."""
    if indexing.drain(PORTION) >= PORTION:
        go_on.defer()
    elif renewing.outdated() and not _is_renewing():
        renew.defer(above=0)


@app.task(queue="search")
def go_on() -> None:
    """The next portion."""
    if indexing.drain(PORTION) >= PORTION:
        go_on.defer()


@app.task(queue="search", lock="search-renew", priority=-10)
def renew(above: int) -> None:
    """Make anew a portion of the documents of an older version; the next portion goes behind all other jobs."""
    following = renewing.renew(above)
    if following is not None:
        renew.defer(above=following)
    elif renewing.outdated():  # none of them was found: the counts are wrong
        rebuilding.recount()


def _is_renewing() -> bool:
    return ProcrastinateJob.objects.filter(task_name=renew.name, status__in=("todo", "doing")).exists()
