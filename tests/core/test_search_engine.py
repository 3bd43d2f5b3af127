"""The search engine by itself, over things that exist only here."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from samspill.core.models import SearchDocument, SearchWord
from samspill.core.search import (
    Document,
    complete,
    highlight,
    known,
    matching_ids,
    parsing,
    sampling,
    search,
)
from samspill.core.search.asking import question
from samspill.core.search.indexing import index
from samspill.core.search.orders import is_place
from samspill.core.search.pairs import pair
from samspill.core.search.rebuilding import rebuild, recount, state
from samspill.core.search.version import mark
from tests.core.search_things import NOW, Things, found, things

__all__ = ["things"]
pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]


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


def test_the_name_of_a_place_is_found_as_it_is_written_and_by_no_word_that_it_is_a_form_of(things: Things) -> None:
    place = things.add("Senja kommune", names=["Torsken"], proper=["Torsken"])
    fish = things.add("Merking av torsk", summary="Den selges på varme dager.")
    for typed, expected in (
        ("torsk", [fish]),
        ("torsken", [fish, place]),
        ('"Torsken"', [fish, place]),
        ("Torsken kommune", [place]),
        ('"Torsken" "senja kommune"', [place]),
        ('torsken "varme dager"', [fish]),
        ("senja -torsken", []),
        ("senja -torsk", [place]),
    ):
        assert found(typed) == expected, typed


def test_the_name_of_a_place_is_found_by_how_it_begins_and_without_the_letters_a_keyboard_lacks(things: Things) -> None:
    senja = things.add("Senja kommune", names=["Torsken"], proper=["Torsken"])
    asker = things.add("Asker kommune", names=["Røyken"], proper=["Røyken"])
    for typed, expected in (("torske", [senja]), ("røyke", [asker]), ("royken", [asker])):
        assert found(typed) == expected, typed
    assert found("torske", prefix=True) == [senja]


def test_the_name_of_a_place_is_completed_as_long_as_it_stands_somewhere(things: Things) -> None:
    fish = things.add("Torsken i nord")
    things.add("Senja kommune", names=["Torsken"], proper=["Torsken"])
    assert complete("torsk") == ["torsken"]
    del things.rows[fish]
    index("thing", [fish])
    assert complete("torsk") == ["torsken"]


def test_people_are_found_by_their_names_and_how_these_begin_and_not_by_how_they_end(things: Things) -> None:
    name = "Kari Solberg Tåkeheim"
    person = things.add(name, proper=[name])
    made = things.add("Varme", names=["Solvarme", name], proper=[name])
    for typed, expected in (
        ("varme", [made]),
        ("sol", [person, made]),
        ("berg", []),
        ("hjem", []),
        ("solberg", [person, made]),
        ("kari solbergs", [person, made]),
        ('"Kari Solberg"', [person, made]),
        ("tåkehei", [person, made]),
    ):
        assert found(typed) == expected, typed


def test_why_something_was_found_names_nobody_whose_name_ends_so(things: Things) -> None:
    things.add("Varme", names=["Kari Solberg", "Torsken", "Berg av torsk"], proper=["Kari Solberg", "Torsken"])
    for typed, word in (("berg", "Berg"), ("torsk", "torsk"), ("torsken", "Torsken"), ("sol", "Solberg")):
        [hit] = search(typed, kinds=["thing"]).hits
        assert [match.word for match in hit.why] == [word], typed


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


def test_a_short_word_is_no_beginning_of_words_that_have_nothing_to_do_with_it(things: Things) -> None:
    things.add("Skille avfall", summary="Skisser av et anlegg.")
    place = things.add("Solund kommune", names=["Solund"], proper=["Solund"])
    for typed in ("ski", "sol", "kommune sol"):
        result = search(typed, kinds=["thing"])
        assert (result.ids, result.notes) == ([], ()), typed
        assert [*matching_ids(typed, kind="thing")] == []
    assert found("sol", prefix=True) == [place], "whoever asks for a beginning gets it"
    assert complete("ski"), "and so does whoever is still typing"
    for typed, notes in (("solun", ("beginning",)), ("solund", ()), ("kommune solun", ("beginning",))):
        result = search(typed, kinds=["thing"])
        assert (result.ids, result.notes) == ([place], notes), typed


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


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_place_before_or_after_all_time_is_none(moment: str) -> None:
    """In UTC there is no such moment; the month that it lies in was asked for, and ended the list with an error."""
    assert not is_place(f"1~{moment}", "newest")
    assert is_place("1~2026-01-01T00:00:00+01:00", "newest")
