"""Keeping the documents in step with the rows they are made from.

Triggers put what has changed in a queue (docs/howto/search.md). `drain` takes from it; several may drain at once.
Rows of the queue are taken away before the sources are read, in one transaction, so that a change that comes in
between leaves a row of its own and is indexed again; locks by object make two that index the same one take turns.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from samspill.core.search import changes, known, sources, words
from samspill.core.search.contract import PUBLIC, Document
from samspill.core.search.norwegian import tokens
from samspill.core.search.questions import SAMPLES, SHARE
from samspill.core.search.vector import vector
from samspill.core.search.version import mark

BATCH = 500  # rows of the queue
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
BODY = 4_000  # characters kept for snippets
TITLE = 500
UNKNOWN_KEPT = timedelta(days=7)  # a rolling upgrade takes no longer
LOCK_SPACE = 0x5EA2C4  # first half of our advisory locks


def drain(limit: int | None = None, *, wait: bool = True) -> int:
    """Index what waits, at most ``limit`` rows of the queue; returns how many. ``wait`` False: gives way to others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT kind FROM core_searchqueue ORDER BY kind")
        kinds = [kind for (kind,) in cursor.fetchall()]
    if unknown := sorted(set(kinds) - changes.kinds()):
        _forget_gone(unknown)
    done = 0
    for kind in kinds:
        if kind in unknown:
            continue
        while limit is None or done < limit:
            size = min(BATCH, limit - done) if limit else BATCH
            taken = _drain_batch(kind, size, wait=wait)
            done += taken
            if taken < size:
                break
    return done


def _forget_gone(unknown: list[str]) -> None:
    """Kinds of modules that are taken away. Not at once: another machine may have a newer Samspill already, whose kinds
    this one does not know, and whoever knows them indexes them when all have it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM core_searchqueue WHERE kind = ANY(%s) AND at < %s", [unknown, timezone.now() - UNKNOWN_KEPT]
        )


@transaction.atomic
def _drain_batch(kind: str, size: int, *, wait: bool) -> int:
    """One kind in each transaction: locks of several would be taken in an order of their own, and stand in a ring."""
    with connection.cursor() as cursor:
        if not wait:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
        cursor.execute(
            """
            WITH first AS (
                SELECT id FROM core_searchqueue WHERE kind = %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
            )
            DELETE FROM core_searchqueue q USING first WHERE q.id = first.id RETURNING q.object_id
            """,
            [kind, size],
        )
        rows = [object_id for (object_id,) in cursor.fetchall()]
    index(kind, sorted(set(rows)))
    return len(rows)


@transaction.atomic
def index(kind: str, ids: Sequence[int], *, learn_all: bool = False) -> None:
    """Make the documents of these ids anew; those that are to be found no longer are taken out.

    Words that were in none of their public texts until now are learnt, with ``learn_all`` all of them; those that
    stand in no public text any more are forgotten.
    """
    if ids and kind in sources.kinds():
        _index(kind, ids, learn_all=learn_all)
    if ids:
        changes.note(kind)


def _index(kind: str, ids: Sequence[int], *, learn_all: bool) -> None:
    _take_turns(kind, ids)
    now: dict[int, set[str]] = {}
    made = [_row(kind, document, now) for document in sources.source(kind).build(ids)]
    gone = set(ids) - {row[1] for row in made}
    counts: Counter[tuple[bool, str]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object_id, public, facets FROM core_searchdocument WHERE kind = %s AND object_id = ANY(%s)",
            [kind, list(ids)],
        )
        was_public: list[int] = []
        for object_id, public, facets in cursor.fetchall():
            counts.subtract((public, facet) for facet in facets)
            if public:
                was_public.append(object_id)
        before = _words(cursor, kind, was_public)
        if gone:
            cursor.execute(
                "DELETE FROM core_searchdocument WHERE kind = %s AND object_id = ANY(%s)", [kind, list(gone)]
            )
        if made:
            cursor.cursor.executemany(  # the driver's own: the history's wrapper cannot carry a list of rows
                """
                INSERT INTO core_searchdocument (kind, object_id, public, title, body, fresh, shuffle, facets, vector)
                VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::tsvector)
                ON CONFLICT (kind, object_id) DO UPDATE SET
                    public = excluded.public, title = excluded.title, body = excluded.body, fresh = excluded.fresh,
                    shuffle = excluded.shuffle, facets = excluded.facets, vector = excluded.vector
                """,
                made,
            )
        for row in made:
            counts.update((row[2], facet) for facet in row[7])
        _count(cursor, kind, counts)
    words.forget({word for pk, held in before.items() for word in held - now.get(pk, set())})
    new = now if learn_all else {pk: held - before.get(pk, set()) for pk, held in now.items()}
    words.learn(Counter(word for held in new.values() for word in held))


def _words(cursor: Any, kind: str, ids: Sequence[int]) -> dict[int, set[str]]:
    """The words of these documents as they were written: in titles and names, and in what is kept of the texts."""
    if not ids:
        return {}
    cursor.execute(
        "SELECT object_id, body, ARRAY(SELECT lexeme FROM unnest(vector) WHERE starts_with(lexeme, '='))"
        " FROM core_searchdocument WHERE kind = %s AND object_id = ANY(%s)",
        [kind, list(ids)],
    )
    return {
        pk: {*(token.word for token in tokens(body)), *(lexeme[1:] for lexeme in lexemes)}
        for pk, body, lexemes in cursor.fetchall()
    }


def _take_turns(kind: str, ids: Iterable[int]) -> None:
    """Locks until the end of the transaction, in one order, so that nobody waits in a ring."""
    keys = sorted({shuffled(kind, object_id) % 4096 for object_id in ids})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, key) FROM (SELECT unnest(%s::int[]) AS key ORDER BY 1) AS keys",
            [LOCK_SPACE, keys],
        )


def _row(kind: str, document: Document, found: dict[int, set[str]]) -> tuple[Any, ...]:
    """What is stored; its words go to ``found`` if everyone may see it."""
    public = PUBLIC in document.seen_by
    words_here: set[str] = set()
    text = vector(document, words_here)
    if public:  # suggestions are for everybody
        found[document.object_id] = words_here
    shuffle = shuffled(kind, document.object_id)
    tags = [f"@{kind}", mark(kind), *(f"@{kind} {tag}" for tag in document.seen_by), *_samples(shuffle)]
    fresh = document.fresh or LONG_AGO
    body = " … ".join(filter(None, (document.summary, document.text)))
    return (
        kind,
        document.object_id,
        public,
        _clean(document.title)[:TITLE],
        _clean(body)[:BODY],
        fresh,
        shuffle,
        [*dict.fromkeys([*tags, f"@month {name_of_month(fresh.astimezone(UTC))}", *map(_clean, document.facets)])],
        text,
    )


def shuffled(kind: str, object_id: int) -> int:
    """A number from 0 to 2³¹ - 1 that depends on kind and id only, and looks random."""
    digest = hashlib.blake2b(f"{kind}:{object_id}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") >> 1


def _samples(shuffle: int) -> list[str]:
    """The samples that a document belongs to: each holds a quarter of the one before."""
    return [f"~{level}" for level in range(1, SAMPLES + 1) if shuffle < 2**31 // SHARE**level]


def _count(cursor: Any, kind: str, changes: Counter[tuple[bool, str]]) -> None:
    rows = [
        (kind, public, name_of(facet), facet, change) for (public, facet), change in sorted(changes.items()) if change
    ]
    if rows:
        cursor.cursor.executemany(
            """
            INSERT INTO core_searchcount (kind, public, name, facet, count) VALUES (%s, %s, %s, %s, %s)
            ON CONFLICT (kind, public, facet) DO UPDATE SET count = core_searchcount.count + excluded.count
            """,
            rows,
        )
        known.forget()
        transaction.on_commit(known.forget)  # another thread may have read them meanwhile, as they were


def name_of_month(moment: datetime) -> str:
    """The month, as 2026-11."""
    return f"{moment.year:04}-{moment.month:02}"


def name_of(facet: str) -> str:
    """What stands before the value: "kind" of "kind:innovation", "@month" of "@month 2026-11"."""
    return facet.split(" " if facet[0] == "@" else ":", 1)[0]


def _clean(text: str) -> str:
    return text.replace("\x00", "")
