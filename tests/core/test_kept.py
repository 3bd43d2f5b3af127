"""What a process keeps: read once, anew after a save, after a while, and when a key is missing."""

from threading import Event

import pytest
from django.db import DatabaseError

from samspill.core import kept
from samspill.core.kept import Kept, KeptBy, KeptRows
from samspill.core.kept_pieces import KeptPieces
from samspill.registry import words
from samspill.registry.models import EntryType
from tests.factories import EntryTypeFactory


def test_it_reads_once_and_again_when_it_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    one: Kept[int] = Kept(lambda: reads.append(1) or len(reads))  # type: ignore[func-returns-value]
    now = 1000.0
    monkeypatch.setattr("samspill.core.kept.time.monotonic", lambda: now)
    assert (one(), one()) == (1, 1)
    now += kept.SECONDS + 1
    assert one() == 2
    one.forget()
    assert one() == 3


def test_a_key_that_is_missing_is_looked_for_anew() -> None:
    made = {"a": 1}
    rows: KeptRows[str, int] = KeptRows(lambda: dict(made))
    assert rows.holding(["a"]) == {"a": 1}
    made["b"] = 2
    assert rows() == {"a": 1}
    assert rows.holding(["b"]) == {"a": 1, "b": 2}


@pytest.mark.django_db
def test_a_word_that_is_saved_is_seen_at_once() -> None:
    row = EntryTypeFactory(code="product", name_nb="Før")
    assert words.types()["product"].name == "Før"
    EntryType.objects.filter(pk=row.pk).update(name_nb="Bak ryggen")
    assert words.types()["product"].name == "Før"
    row.name_nb = "Etter"
    row.save()
    assert words.types()["product"].name == "Etter"


def test_by_key_it_reads_once_for_each_and_again_when_it_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []
    both: KeptBy[str, int] = KeptBy(lambda key: reads.append(key) or len(reads), seconds=10, most=2)  # type: ignore[func-returns-value]
    now = 1000.0
    monkeypatch.setattr("samspill.core.kept.time.monotonic", lambda: now)
    assert (both("a"), both("b"), both("a")) == (1, 2, 1)
    now += 11
    assert (both("a"), both("b")) == (3, 4)
    both("c")
    assert len(both._found) <= 2, "no more than a few are kept"
    both.forget()
    assert both("c") == 6


def test_what_changes_while_it_is_read_is_read_anew() -> None:
    reads = list[int]()

    def read(key: str = "") -> int:
        reads.append(1)
        if len(reads) % 2:  # another thread has written meanwhile
            one.forget()
            by_key.forget()
        return len(reads)

    one: Kept[int] = Kept(read)
    by_key: KeptBy[str, int] = KeptBy(read)
    assert (one(), one(), one()) == (1, 2, 2)
    assert (by_key("a"), by_key("a"), by_key("a")) == (3, 4, 4)


def test_what_takes_long_is_read_beside_the_page_that_finds_it_old(monkeypatch: pytest.MonkeyPatch) -> None:
    may_end, reads = Event(), list[str]()

    def read(key: str) -> int:
        reads.append(key)
        if len(reads) == 2:
            assert may_end.wait(10)
        if len(reads) == 3:
            raise DatabaseError("the server is gone")
        return len(reads)

    slow: KeptBy[str, int] = KeptBy(read, seconds=10, most=2, beside=True)
    now = 1000.0
    monkeypatch.setattr("samspill.core.kept.time.monotonic", lambda: now)
    assert slow("a") == 1
    now += 11
    assert (slow("a"), slow("a")) == (1, 1), "nobody waits, and it is read once"
    may_end.set()
    slow.wait()
    assert (slow("a"), len(reads)) == (2, 2)
    now += 11
    slow("a")
    slow.wait()
    assert (slow("a"), len(reads)) == (2, 3), "what cannot be read now is what it was"


@pytest.mark.django_db
def test_the_mark_tells_of_other_words_and_not_of_another_reading() -> None:
    row = EntryTypeFactory(code="product", name_nb="Før")
    first = words.types.mark()
    words.types.forget()
    assert words.types.mark() == first
    row.name_nb = "Etter"
    row.save()
    assert words.types.mark() != first


def test_a_piece_is_given_for_what_it_was_made_of_and_the_least_used_goes() -> None:
    pieces = KeptPieces[str](2)
    pieces.keep("a", 1, "en")
    pieces.keep("b", 1, "to")
    assert (pieces.find("a", 1), pieces.find("a", 2), pieces.find("c", 1)) == ("en", None, None)
    pieces.keep("c", 1, "tre")
    assert (pieces.find("a", 1), pieces.find("b", 1), pieces.find("c", 1)) == ("en", None, "tre")
    kept.forget_all()
    assert pieces.find("a", 1) is None
