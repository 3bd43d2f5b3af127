"""How the index comes to hold what there is: after a newer version, in portions, by several workers."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from samspill.core.models import SearchDocument, SearchQueue
from samspill.core.search import Document, SearchSource, keeping_up, known, renewing, search, sources
from samspill.core.search.indexing import drain
from samspill.core.search.rebuilding import rebuild, recount, state
from samspill.core.search.version import VERSION, mark
from tests.core.search_things import Things, found, things

__all__ = ["things"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]


def test_the_worker_makes_anew_what_an_older_version_made_and_leaves_alone_what_a_newer_made(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, newer = (things.add(title) for title in ("Energibygg", "Annet", "Nytt"))
    for number, version in ((one, 2), (other, 1), (newer, VERSION + 1)):
        document = SearchDocument.objects.get(kind="thing", object_id=number)
        document.facets = [tag if tag != mark("thing") else f"@thing ={version}" for tag in document.facets]
        document.vector = ""
        document.save()
    recount()
    known.forget()
    assert found("bygg") == []
    assert state().outdated == 2
    monkeypatch.setattr(renewing, "PORTION", 2)
    left: list[int] = []
    monkeypatch.setattr(keeping_up.renew, "defer", lambda *, above: left.append(above))
    keeping_up.keep_up(0)
    while left:
        keeping_up.renew(left.pop())
    assert found("bygg") == [one]
    assert state().outdated == 0
    assert found("nytt") == [], "another machine is up to date already: its documents are not undone"
    keeping_up.keep_up(0)
    assert left == []


def test_what_is_gone_from_the_source_leaves_index_counts_and_words_when_all_is_made_anew(things: Things) -> None:
    for number in range(5):
        things.add(f"Varme {number}", facets=["size:1"])
    del things.rows[2]
    SearchDocument.objects.filter(kind="thing", object_id=3).delete()
    connection.cursor().execute("UPDATE core_searchcount SET count = count + 7 WHERE kind = 'thing'")
    rebuild(["thing"])
    assert set(found("varme")) == {1, 3, 4, 5}
    assert [count.count for count in search(kinds=["thing"], facets=["size"]).facets["size"]] == [4]
    assert state().documents["thing"] == 4


def test_a_thing_that_waits_twice_is_indexed_once_and_the_queue_is_emptied(things: Things) -> None:
    things.rows[1] = Document(1, "Varme")
    built: list[Sequence[int]] = []
    source = sources.source("thing")

    def build(ids: Sequence[int]) -> list[Document]:
        built.append(ids)
        return list(source.build(ids))

    sources._sources["thing"] = SearchSource("thing", build, source.all_ids, source.tags, source.visible)
    SearchQueue.objects.bulk_create(SearchQueue(kind="thing", object_id=1) for _ in range(3))
    last_month = timezone.now() - timedelta(days=30)
    SearchQueue.objects.create(kind="gone module", object_id=1, at=last_month)
    SearchQueue.objects.create(kind="newer module", object_id=1)
    assert drain() == 3
    assert built == [[1]]
    assert found("varme") == [1]
    assert [row.kind for row in SearchQueue.objects.all()] == ["newer module"], "a newer Samspill indexes it"


@pytest.mark.django_db(transaction=True)
def test_several_workers_empty_the_queue_together(things: Things) -> None:
    for number in range(1, 41):
        things.rows[number] = Document(number, f"Varme ord{number} vind", facets=["size:1"])
    kinds = ("thing", "other")
    sources._sources["other"] = replace(things.source(), kind="other")
    try:
        SearchQueue.objects.bulk_create(
            SearchQueue(kind=kind, object_id=number) for _ in range(3) for number in range(1, 41) for kind in kinds
        )

        def work() -> int:
            try:
                return sum(iter(lambda: drain(10), 0))
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            done = [pool.submit(work) for _ in range(4)]
        assert sum(one.result() for one in done) == 240
        assert not SearchQueue.objects.exists()
        assert set(found("varme", per_page=100)) == set(things.rows)
        for kind in kinds:
            (count,) = search(kinds=[kind], facets=["size"]).facets["size"]
            assert count.count == 40
    finally:
        del sources._sources["other"]
