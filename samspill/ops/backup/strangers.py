"""Tells a file that is no backup at all from a backup that is damaged: whoever took the wrong file should look for
another, whoever has a damaged one should not throw it away unseen.
"""

from pathlib import Path

from samspill.ops.backup.container import BLOCK, CHECKSUM, TAIL
from samspill.ops.backup.passphrases import BEGIN, END
from samspill.ops.backup.sealing import AGE, KEY_LIMIT, Keys, unsealed

BEGINNINGS = (b"manifest.json\0", AGE, BEGIN)
"""Of a backup, of one that is encrypted for keys, and of one with a passphrase."""
KNOWN = (
    (b"PK\x03\x04", "a ZIP file, as spreadsheets and documents are"),
    (b"\x1f\x8b", "a file packed by gzip"),
    (b"PGDMP", "a dump of pg_dump; pg_restore reads it"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "an SQLite database"),
)
SEALED_IN_TEXT = "it is something else that age has encrypted"
ALIKE = 0.75
"""So much of a beginning must be as it should for the rest to count as damage."""


def stranger(path: Path) -> str:
    """What a file is that has neither the beginning nor the end of a backup, in words; empty when it has one."""
    with path.open("rb") as file:
        start = file.read(KEY_LIMIT)
        head = start[:BLOCK]
        size = file.seek(0, 2)
        file.seek(max(0, size - len(TAIL) - 2 * BLOCK))
        end = file.read(2 * BLOCK)
    if not size:
        return "it is empty"
    if head.startswith(BEGIN) and END not in start and size > KEY_LIMIT and start.isascii():
        return SEALED_IN_TEXT  # ours are text as far as their key only
    if any(_alike(head, beginning) for beginning in BEGINNINGS) or end.startswith(CHECKSUM.encode()):
        return ""
    return _kind(head)


def stranger_inside(path: Path, keys: Keys) -> str:
    """The same of what is encrypted in a file: age vouches for each byte that it gives, so none of them is damaged.

    Errors: those of `sealing.unsealed`.
    """
    with path.open("rb") as file:
        if not file.read(len(BEGIN)).startswith((AGE, BEGIN)):
            return ""
        file.seek(0)
        with unsealed(file, keys) as content:
            head = content.read(BLOCK)
    return "" if head.startswith(BEGINNINGS[0]) else f"it is encrypted, and {_kind(head).replace('it is', 'holds')}"


def _kind(head: bytes) -> str:
    for mark, what in KNOWN:
        if head.startswith(mark):
            return f"it is {what}"
    return "it is a text file" if _is_text(head) else "it is something else"


def _alike(head: bytes, beginning: bytes) -> bool:
    """A file that was cut off after some letters counts by those."""
    found = head[: len(beginning)]
    return sum(a == b for a, b in zip(found, beginning, strict=False)) >= ALIKE * len(found)


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8", "strict" if len(head) < BLOCK else "ignore")
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter.isspace() for letter in text)
