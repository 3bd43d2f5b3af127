"""Answering a search."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from samspill.core.search import parsing, sources, words
from samspill.core.search.contract import FacetCount, Hit, Result
from samspill.core.search.highlighting import snippet, why
from samspill.core.search.indexing import LONG_AGO
from samspill.core.search.norwegian import tokens
from samspill.core.search.vector import query

MOST_PER_PAGE = 100
Condition = tuple[str, list[Any]]


def search(
    text: str = "",
    *,
    kinds: Sequence[str],
    filters: Mapping[str, Sequence[str]] | None = None,
    facets: Sequence[str] = (),
    audience: Any = None,
    page: int = 1,
    per_page: int = 20,
    after: str = "",
    before: str = "",
    newest_first: bool = False,
) -> Result:
    """Things of these kinds that hold all words of ``text`` and pass the filters, as far as the audience may see them.

    ``filters``: facet name -> values; one of the values of each facet must hold. ``facets``: names to count values of;
    the counts of a facet ignore its own filter. The best come first, and without words the newest (``newest_first``:
    with words too). Page by number, or by the cursors of the last result (``after``, ``before``).
    """
    asked = parsing.read(text)
    if text.strip() and not asked.wanted:
        return Result(notes=asked.notes, terms=asked.terms)
    filters = {name: list(values) for name, values in (filters or {}).items() if values}
    per_page, page = max(1, min(per_page, MOST_PER_PAGE)), max(1, page)
    where, values = _where(asked, kinds, filters, audience)
    order = "fresh DESC, object_id DESC"
    if asked.wanted and not newest_first:
        order = f"ts_rank('{{0.05,0.2,0.4,1}}', vector, %s::tsquery) DESC, {order}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM core_searchdocument WHERE {where}", values)
        (total,) = cursor.fetchone()
        cursor.execute(
            f"SELECT kind, object_id, title, body, fresh FROM core_searchdocument WHERE {where} ORDER BY {order}"
            " LIMIT %s OFFSET %s",
            [
                *values,
                *([query(asked.terms)] if "%s" in order else []),
                per_page,
                (page - 1) * per_page,
            ],
        )
        rows = cursor.fetchall()
    counts = {name: _facet(asked, kinds, filters, audience, name) for name in facets}
    seen = {
        kind: sources.source(kind).visible([row[1] for row in rows if row[0] == kind], audience)
        for kind in {row[0] for row in rows}
    }
    documents = {
        (kind, document.object_id): document
        for kind, ids in seen.items()
        if asked.wanted
        for document in sources.source(kind).build(sorted(ids))
    }
    hits = tuple(
        Hit(
            kind,
            object_id,
            title,
            fresh if fresh > LONG_AGO else None,
            snippet=snippet(body, asked.terms),
            why=why(documents[kind, object_id], asked.terms) if (kind, object_id) in documents else (),
        )
        for kind, object_id, title, body, fresh in rows
        if object_id in seen[kind]
    )
    pages = max(1, -(-total // per_page))
    return Result(
        hits, total, listed=total, facets=counts, terms=asked.terms, notes=asked.notes, page=page, pages=pages
    )


def _where(
    asked: parsing.Asked, kinds: Sequence[str], filters: Mapping[str, Sequence[str]], audience: Any
) -> Condition:
    tags: list[str] = []
    for kind in kinds:
        held = sources.source(kind).tags(audience)
        tags += [f"@{kind}"] if held is None else [f"@{kind} {tag}" for tag in ("public", *held)]
    where, values = ["facets && %s::text[]"], [tags]
    for name, chosen in filters.items():
        where.append("facets && %s::text[]")
        values.append([f"{name}:{value}" for value in chosen])
    if asked.wanted:
        where.append("vector @@ %s::tsquery")
        values.append(query(asked.terms))  # type: ignore[arg-type]
    return " AND ".join(where), list(values)


def _facet(
    asked: parsing.Asked, kinds: Sequence[str], filters: Mapping[str, Sequence[str]], audience: Any, name: str
) -> tuple[FacetCount, ...]:
    others = {other: values for other, values in filters.items() if other != name}
    where, values = _where(asked, kinds, others, audience)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT facet, count(*) FROM core_searchdocument, unnest(facets) AS facet"
            f" WHERE {where} AND starts_with(facet, %s) GROUP BY facet ORDER BY 2 DESC, 1",
            [*values, f"{name}:"],
        )
        return tuple(FacetCount(facet.split(":", 1)[1], count) for facet, count in cursor.fetchall())


def matching_ids(
    text: str = "", *, kind: str, filters: Mapping[str, Sequence[str]] | None = None, audience: Any = None
) -> Iterator[int]:
    """Ids of everything that `search` counts, the newest first, in portions: for exports. Memory stays flat."""
    asked = parsing.read(text)
    if text.strip() and not asked.wanted:
        return
    filters = {name: list(values) for name, values in (filters or {}).items() if values}
    where, values = _where(asked, [kind], filters, audience)
    last: tuple[Any, ...] | None = None
    while True:
        beyond = " AND (fresh, object_id) < (%s, %s)" if last else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT fresh, object_id FROM core_searchdocument WHERE kind = %s AND {where}{beyond}"
                " ORDER BY fresh DESC, object_id DESC LIMIT 1000",
                [kind, *values, *(last or ())],
            )
            rows = cursor.fetchall()
        visible = sources.source(kind).visible([row[1] for row in rows], audience) if rows else set()
        yield from (object_id for _fresh, object_id in rows if object_id in visible)
        if len(rows) < 1000:
            return
        last = rows[-1]


def complete(prefix: str, *, limit: int = 8) -> list[str]:
    """Ways to go on typing: the last word of ``prefix`` completed, the most used words first."""
    last = next(reversed(list(tokens(prefix[:200]))), None)
    if last is None or len(last.word) < 2 or last.end != len(prefix.rstrip()) or prefix != prefix.rstrip():
        return []
    return [prefix[: last.start] + word for word in words.completions(last.word, limit)]
