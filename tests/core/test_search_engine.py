"""The search engine by itself, over things that exist only here."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from samspill.core.models import SearchDocument, SearchQueue, SearchWord
from samspill.core.search import (
    Document,
    SearchSource,
    complete,
    highlight,
    keeping_up,
    known,
    matching_ids,
    parsing,
    renewing,
    sampling,
    search,
    sources,
)
from samspill.core.search.asking import question
from samspill.core.search.indexing import drain, index
from samspill.core.search.orders import is_place
from samspill.core.search.pairs import pair
from samspill.core.search.rebuilding import rebuild, recount, state
from samspill.core.search.version import VERSION, mark

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]
NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Things:
    """A source whose rows are a dictionary; ``hidden`` are those that nobody may see just now."""

    def __init__(self) -> None:
        self.rows: dict[int, Document] = {}
        self.hidden: set[int] = set()

    def add(self, title: str, *, days: int = 0, **more: Any) -> int:
        """A thing, this many days old; to be found at once."""
        number = len(self.rows) + 1
        self.rows[number] = Document(number, title, fresh=NOW - timedelta(days=days), **more)
        index("thing", [number])
        return number

    def add_all(self, documents: Sequence[Document]) -> None:
        """Many at once."""
        self.rows |= {document.object_id: document for document in documents}
        index("thing", list(self.rows))

    def source(self) -> SearchSource:
        """As modules register theirs; whoever asks holds the tags that they are."""
        return SearchSource(
            "thing",
            build=lambda ids: [self.rows[number] for number in ids if number in self.rows],
            all_ids=lambda above, limit: sorted(number for number in self.rows if number > above)[:limit],
            tags=lambda audience: audience or [],
            visible=lambda ids, audience: set(ids) - self.hidden,
        )


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    made = Things()
    monkeypatch.setitem(sources._sources, "thing", made.source())
    return made


def found(text: str = "", **more: Any) -> list[int]:
    return search(text, kinds=["thing"], **more).ids


def test_words_phrases_exclusions_and_forms(things: Things) -> None:
    lake = things.add("Varme fra fjorden", summary="Åpne data om temperatur i kommunane.")
    other = things.add("Velferdsteknologi", summary="Data som er åpne for kommunen og fjorden.")
    assert set(found("kommuner")) == {lake, other}
    assert found('"åpne data"') == [lake]
    assert found("fjord -teknologi") == [lake]
    assert found("teknologiar") == [other]
    assert found('"data om temperatur"') == [lake]
    assert found("fjord OR 1=1") == []
    assert found("varme", filters={"kind": ["x"]}) == []


def test_a_phrase_is_found_by_its_pairs_of_words(things: Things) -> None:
    one = things.add("Drift", summary="Open kunnskap for barn og unge i by og bygd.")
    things.add("Unge og barn", summary="Kunnskap. Open dør for barn. Mange av de unge bor i bygda ved byen.")
    assert found('"barn og unge"') == found('"open kunnskap"') == found('"by og bygd" "unge i by"') == [one]
    holding = SearchDocument.objects.extra(where=["vector @@ %s::tsquery"], params=[pair("barn", "ung")])
    assert [document.object_id for document in holding] == [one]
    asking = question(parsing.read('"barn og unge"'), ["thing"], None, None)
    assert f"'{pair('barn', 'ung')}' & (" in asking.where()[1][-1]


def test_phrases_are_found_while_some_documents_were_made_without_pairs(things: Things) -> None:
    one, other = things.add("Open kunnskap"), things.add("Enda mer open kunnskap")
    assert state().outdated == 0
    marked = SearchDocument.objects.get(kind="thing", object_id=one)
    marked.facets.remove(mark("thing"))
    marked.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_searchdocument SET vector = ts_delete(vector, %s) WHERE kind = 'thing' AND object_id = %s",
            [pair("open", "kunnskap"), one],
        )
    recount()
    known.forget()
    assert set(found('"open kunnskap"')) == {one, other}
    assert state().outdated == 1
    rebuild(["thing"])
    assert set(found('"open kunnskap"')) == {one, other}
    assert state().outdated == 0


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


def test_hits_say_why_and_what_matched_is_marked(things: Things) -> None:
    things.add("Helsetenester i skulen", summary="<b>Om</b> arbeidsløyver & anna.")
    result = search("skole tillatelse", kinds=["thing"])
    (hit,) = result.hits
    assert [(match.term, match.word, match.field) for match in hit.why] == [
        ("skole", "skulen", "title"),
        ("tillatelse", "arbeidsløyver", "summary"),
    ]
    assert highlight(hit.snippet, result.terms) == "&lt;b&gt;Om&lt;/b&gt; <mark>arbeidsløyver</mark> &amp; anna."
    assert highlight(hit.title, result.terms) == "Helsetenester i <mark>skulen</mark>"


def test_a_beginning_finds_and_completes_and_a_slip_gets_a_suggestion(things: Things) -> None:
    one = things.add("Fjordvik velferdsteknologi", summary="fjordvik")
    things.add("Noe annet")
    assert found("fjordv") == [one]
    assert complete("ny velferdst") == ["ny velferdsteknologi"]
    assert complete("v") == complete("") == complete("velferdst ") == []
    result = search("fjordvik velferdstekonlogi", kinds=["thing"])
    assert result.total == 0
    assert result.suggestion == "fjordvik velferdsteknologi"
    assert search("velferdsteknologi", kinds=["thing"]).suggestion == ""


def test_words_of_what_is_not_for_everyone_are_suggested_to_nobody(things: Things) -> None:
    things.add("Hemmelighetskremmeri", seen_by=["insider"])
    assert complete("hemmelighetsk") == []
    assert search("hemmelighetskremeri", kinds=["thing"], audience=["insider"]).suggestion == ""


def test_rare_words_of_what_everyone_saw_once_are_suggested_no_longer(things: Things) -> None:
    gone, closed = things.add("Feilpublisert Hemmeligbråten"), things.add("Lukkethaugen", summary="Om lukketdalen.")
    assert complete("hemmeligbr")
    assert complete("lukketd")
    del things.rows[gone]
    things.rows[closed] = replace(things.rows[closed], seen_by=["insider"])
    index("thing", [gone, closed])
    assert [complete(word) for word in ("hemmeligbr", "lukketh", "lukketd")] == [[], [], []]


def test_a_word_taken_out_of_a_public_text_is_suggested_no_longer(things: Things) -> None:
    one = things.add("Varme i Hemmeligbråten", summary="Hos Skjulestad i Felleslia.", names=["Glemmesen"])
    things.add("Varme i Felleslia")
    things.add("Mer om Hemmeligbråten", seen_by=["insider"])
    assert all(complete(word) for word in ("hemmeligbr", "skjulest", "glemmes", "fellesl"))
    things.rows[one] = replace(things.rows[one], title="Varme", summary="Hos en av oss.", names=[])
    index("thing", [one])
    assert [complete(word) for word in ("hemmeligbr", "skjulest", "glemmes")] == [[], [], []]
    assert complete("fellesl") == ["felleslia"]  # it stands elsewhere
    assert complete("varm") == ["varme"]


def test_a_word_that_another_document_takes_over_is_still_suggested(things: Things) -> None:
    one, other = things.add("Varme i Flyttedalen"), things.add("Kulde")
    things.rows[one], things.rows[other] = Document(one, "Varme"), Document(other, "Kulde i Flyttedalen")
    index("thing", [one, other])
    assert complete("flytted") == ["flyttedalen"]


def test_an_edit_does_not_count_the_words_that_stay_once_more(things: Things) -> None:
    one = things.add("Varme i Tellebyen")
    for number in range(3):
        things.rows[one] = replace(things.rows[one], title=f"Varme i Tellebyen {number}")
        index("thing", [one])
    assert SearchWord.objects.get(word="tellebyen").documents == 1
    rebuild()
    assert SearchWord.objects.get(word="tellebyen").documents == 1


def test_what_may_be_seen_depends_on_who_asks_and_on_this_moment(things: Things) -> None:
    secret = things.add("Varme i kjelleren", seen_by=["insider"])
    public = things.add("Varme på loftet")
    assert found("varme") == [public]
    assert set(found("varme", audience=["insider"])) == {secret, public}
    things.hidden.add(public)
    result = search("varme", kinds=["thing"])
    assert (result.ids, result.total) == ([], 0)
    assert list(matching_ids("varme", kind="thing")) == []


def test_counts_of_facets_are_those_of_the_lists_that_they_open(things: Things) -> None:
    for number in range(30):
        things.add(f"Varme {number}", facets=[f"colour:{number % 3}", f"size:{number % 2}", "unit:root"])
    for text in ("", "varme"):
        result = search(text, kinds=["thing"], filters={"colour": ["0", "1"]}, facets=["colour", "size", "nothing"])
        assert result.total == 20
        assert result.total_is_exact
        assert [count.count for count in result.facets["colour"]] == [10, 10, 10]
        assert not result.facets["nothing"]
        for count in result.facets["size"]:
            opened = search(text, kinds=["thing"], filters={"colour": ["0", "1"], "size": [count.value]})
            assert (count.count, count.exact) == (opened.total, True)


@pytest.mark.parametrize("text", ["", "varme"])
def test_many_are_estimated_and_it_says_so(things: Things, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    for name, value in (("ENOUGH", 20), ("SAMPLED", 20), ("COUNTED", 20), ("PROBED", 20)):
        monkeypatch.setattr(sampling, name, value)
    monkeypatch.setattr("samspill.core.search.ranking.ENOUGH", 20)
    things.add_all(
        [
            Document(
                number + 1,
                f"Varme {number}",
                fresh=NOW - timedelta(days=number),
                facets=[f"size:{number % 2}", f"colour:{number % 3}"],
            )
            for number in range(240)
        ]
    )
    filters = {"size": ["0"], "colour": ["0", "1"]}
    result = search(text, kinds=["thing"], filters=filters, facets=["size", "colour"])
    assert not result.total_is_exact
    assert 40 <= result.total <= 160  # 80 in truth
    assert not any(count.exact for count in result.facets["size"])
    assert search(text, kinds=["thing"], filters=filters, order="newest", per_page=5).ids == [1, 5, 7, 11, 13]
    alone = search("", kinds=["thing"], filters={"size": ["0"]})
    assert (alone.total, alone.total_is_exact) == (120, True)  # one value of one facet is kept, and so exact


@pytest.mark.parametrize("order", ["newest", "oldest", "title"])
@pytest.mark.parametrize("few", [True, False])
def test_pages_by_place_hold_everything_once(
    things: Things, monkeypatch: pytest.MonkeyPatch, order: str, few: bool
) -> None:
    if not few:
        for name, value in (("FEW", 0), ("FEW_OF_TIME", 0), ("FIRST_MONTHS", 2)):
            monkeypatch.setattr(f"samspill.core.search.lists.{name}", value)
    things.add_all(
        [
            Document(
                number + 1,
                f"Åre {number:02}",
                fresh=NOW - timedelta(days=(number * 7) % 5 * 20),
                facets=[f"size:{number % 4 == 0}"],
            )
            for number in range(23)
        ]
    )
    for filters in ({}, {"size": ["False"]}):
        seen, place = [], ""
        while True:
            result = search("", kinds=["thing"], filters=filters, order=order, after=place, per_page=4)
            seen += result.ids
            if not (place := result.next):
                break
        assert len(seen) == len(set(seen)) == result.total
        again: list[int] = []
        place = "end"
        while place:
            result = search("", kinds=["thing"], filters=filters, order=order, before=place, per_page=4)
            again, place = [*result.ids, *again], result.previous
        assert again == seen
        numbered = [
            search("", kinds=["thing"], filters=filters, order=order, page=page, per_page=4).ids for page in range(1, 8)
        ]
        assert [one for ids in numbered for one in ids] == seen


BAD = [
    "a" * 10_000, "ord " * 500, '"', '"""', "-", '-"', "- -", "-varme", "og i på",
    "'; DROP TABLE core_searchdocument; --",
    "<script>alert(1)</script>", "\x00varme\x00", "\\ & | ! <-> :* ()", "%_%", "ﬁ ÅÄÖ ß İ", "\ud7ff", "😀", " ",
    "a'b\\c",
    '"og i på"', "-" * 400, "1=1", "x" * 399 + '"', '"' + "ord " * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
def test_bad_searches_get_calm_answers(things: Things, text: str) -> None:
    things.add("Varme og vind på loftet", summary="i på og")
    result = search(text, kinds=["thing"], facets=["size"], page=99, per_page=5_000)
    assert result.total <= 1
    assert len(result.terms) <= 16
    complete(text)
    list(matching_ids(text, kind="thing"))
    assert "<script" not in highlight(text, result.terms)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("varme " * 100, "too_long"), (" ".join(f"v{n}" for n in range(40)), "too_many_words"),
        ("og", "only_common_words"), ("-varme", "only_excluded"), ("--- !!", "no_words"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_told(things: Things, text: str, note: str) -> None:
    assert note in search(text, kinds=["thing"]).notes


def test_stray_filters_and_places_do_no_harm(things: Things) -> None:
    one = things.add("Varme", facets=["size:1"])
    assert found(filters={"size": ["\x00", "1"], "nothing": []}) == [one]
    assert found(filters={"size'; --": ["x"]}) == []
    for place in ("x", "~", "1~2026", "9" * 30 + "~x", "1~9999-99-99T00:00:00+00:00", "\x00"):
        assert found(after=place) == [one]
    with pytest.raises(KeyError):
        search(kinds=["nonsense"])


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


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_place_before_or_after_all_time_is_none(moment: str) -> None:
    """In UTC there is no such moment; the month that it lies in was asked for, and ended the list with an error."""
    assert not is_place(f"1~{moment}", "newest")
    assert is_place("1~2026-01-01T00:00:00+01:00", "newest")
