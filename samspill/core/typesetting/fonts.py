"""The typefaces of PDF files, and which signs they have."""

import struct
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "vendor" / "print-fonts"
REGULAR = FOLDER / "Inter_400Regular.ttf"


def are_there() -> bool:
    """Whether the front-end files have been built."""
    return REGULAR.exists()


@cache
def signs() -> frozenset[int]:
    """The code points that the typeface can show (the table `cmap`, formats 4 and 12, of an OpenType font)."""
    data = REGULAR.read_bytes()
    tables = struct.unpack(">H", data[4:6])[0]
    start = next(
        struct.unpack(">I", data[place + 8 : place + 12])[0]
        for place in range(12, 12 + 16 * tables, 16)
        if data[place : place + 4] == b"cmap"
    )
    found: set[int] = set()
    for number in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        offset = struct.unpack(">I", data[start + 8 + 8 * number : start + 12 + 8 * number])[0]
        table = data[start + offset :]
        read = {4: _segments, 12: _groups}.get(struct.unpack(">H", table[:2])[0])
        found |= read(table) if read else set()
    return frozenset(found)


def _segments(table: bytes) -> set[int]:
    count = struct.unpack(">H", table[6:8])[0] // 2
    ends = struct.unpack(f">{count}H", table[14 : 14 + 2 * count])
    starts = struct.unpack(f">{count}H", table[16 + 2 * count : 16 + 4 * count])
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}


def _groups(table: bytes) -> set[int]:
    count = struct.unpack(">I", table[12:16])[0]
    found: set[int] = set()
    for place in range(16, 16 + 12 * count, 12):
        first, last, _glyph = struct.unpack(">III", table[place : place + 12])
        found.update(range(first, last + 1))
    return found
