"""Words that somebody may have meant: every slip of the finger, and how they are looked for among very many words."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samspill.core.search import words

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-RSA-04")]
MEANT = "helsetjeneste"
OTHERS = {"kommune": 3, "fjordvik": 1, "hjem": 1, "helse": 9, "tjeneste": 4, "varmepumpe": 2}


@pytest.fixture(autouse=True)
def known() -> None:
    words.learn({MEANT: 2, **OTHERS})


def slips(word: str) -> set[str]:
    """A letter dropped, doubled, changed or swapped with the next, wherever that is."""
    return {
        made
        for at in range(len(word))
        for made in (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            f"{word[:at]}x{word[at + 1 :]}",
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        )
        if made != word and len(made) > 3
    }


@pytest.mark.parametrize("word", [MEANT, "kommune", "fjordvik", "hjem"])
def test_a_slip_anywhere_is_mended(word: str) -> None:
    assert {slip: words.alike(slip) for slip in slips(word)} == dict.fromkeys(slips(word), word)


@pytest.mark.parametrize(
    "typed", ["helstejenste", "heleetjeneset", "hlsetjenste", "hlesetjensete", "helxetjjeneste", "helsetjenestett"]
)
def test_two_slips_are_mended(typed: str) -> None:
    assert words.alike(typed) == MEANT


def test_a_word_spelt_as_it_should_be_is_not_made_another() -> None:
    words.learn({"personer": 9, "sykkelen": 9, "bestilling": 9})
    for typed in ("personvern", "sykkelveg", "utstilling"):
        assert words.alike(typed) == "", typed
    assert words.alike("perrsonr") == "personer"


def test_two_slips_in_a_short_word_are_another_word() -> None:
    assert words.alike("jhem") == "hjem"
    assert words.alike("jhme") == ""


@pytest.fixture
def very_many() -> None:
    """Many, and PostgreSQL knows it: else what it has gathered of the few words of another test chooses the plan."""
    words.learn({"".join(letters): 1 for letters in itertools.islice(itertools.permutations("abdefgiklmno"), 5_000)})
    connection.cursor().execute("ANALYZE core_searchword")


@pytest.mark.usefixtures("very_many")
def test_among_very_many_words_only_those_that_begin_or_end_so_are_read() -> None:
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        words.alike("hlesetjeneste")
        [statement] = [query["sql"] for query in asked.captured_queries]
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan
    assert "search_word_alike_end" in plan, plan


def test_words_that_differ_by_their_first_letter_are_read_along_the_index() -> None:
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        words.alike("felsetjenezte")
        statement = asked.captured_queries[-1]["sql"]
        assert "unnest" in statement
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan, plan
    assert "Materialize" not in plan, plan
