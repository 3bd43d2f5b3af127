"""A passphrase opens what it closed, on whatever machine: age's library guesses by the clock what a machine can do, and
on a busy one it refuses what a quiet one has made."""

import io
import os
import re

import pyrage
import pytest

from samspill.ops.backup import passphrases
from samspill.ops.backup.passphrases import Unopened, closed, opened, plain
from samspill.ops.backup.sealing import Keys, sealed
from samspill.ops.errors import OperatorError

PASSPHRASE = "korrekt hest – på norsk"
KEY = b"AGE-SECRET-KEY-1 and what else there may be\n"


def work(text: bytes) -> int:
    """The power of two in its header."""
    content = plain(text) or b""
    found = re.match(rb"age-encryption.org/v1\n-> scrypt \S{22} (\d+)\n", content)
    assert found, content
    return int(found[1])


def test_the_work_to_open_it_is_the_same_on_all_machines() -> None:
    text = closed(KEY, PASSPHRASE)
    assert work(text) == passphrases.WORK == 18, "what age itself takes; more than 22 it opens nowhere"
    assert opened(text, PASSPHRASE) == KEY


def test_ages_own_library_opens_it() -> None:
    """With little work, which it never finds too much."""
    assert pyrage.passphrase.decrypt(closed(KEY, PASSPHRASE, work=10), PASSPHRASE) == KEY


def test_what_takes_more_work_than_this_machine_would_choose_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of earlier versions: they chose by the clock, up to what a fast machine does in a second."""
    assert passphrases.MOST_WORK == 22
    monkeypatch.setattr(passphrases, "MOST_WORK", 12)
    assert opened(closed(KEY, PASSPHRASE, work=12), PASSPHRASE) == KEY
    with pytest.raises(Unopened, match="more work than any backup asks for"):
        opened(closed(KEY, PASSPHRASE, work=13), PASSPHRASE)


def test_too_little_memory_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    def small(*_words: object, **_more: object) -> None:
        raise MemoryError

    text = closed(KEY, PASSPHRASE, work=11)
    monkeypatch.setattr(passphrases, "Scrypt", small)
    with pytest.raises(Unopened, match="takes 2 MB of memory, which this machine has not free"):
        opened(text, PASSPHRASE)
    told = "takes 256 MB of memory, which this machine has not free. No backup is made"
    with pytest.raises(OperatorError, match=told), sealed(io.BytesIO(), Keys(passphrase=PASSPHRASE)):
        pass


def test_a_passphrase_may_be_any_bytes() -> None:
    """From an environment that is not written in UTF-8."""
    given = os.fsdecode("blåbær og mer til".encode("latin-1"))
    assert opened(closed(KEY, given, work=1), given) == KEY


def test_no_changed_letter_goes_unseen() -> None:
    text = closed(KEY, PASSPHRASE, work=1)
    content = plain(text)
    assert content
    with pytest.raises(Unopened, match="does not open"):
        opened(text, f"{PASSPHRASE}!")
    for place in range(len(text)):
        changed = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
        with pytest.raises(Unopened):
            opened(changed, PASSPHRASE)
    for length in range(len(content)):
        with pytest.raises(Unopened):
            opened(passphrases.armored(content[:length]), PASSPHRASE)
    with pytest.raises(Unopened):
        opened(passphrases.armored(content + b"\0"), PASSPHRASE)
