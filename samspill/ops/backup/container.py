"""The form of a backup: a tar file, so that any machine can open it by hand, which says itself whether it is whole.

    manifest.json           what is in it (see `making`)
    files/<name>            the attachments
    database.sql.gz.0000 …  the output of pg_dump, cut into parts so that it need not be known beforehand how long it is
    end.json                sizes and checksums of the attachments
    sha256                  the SHA-256 of every byte before this member; then 1,024 zero bytes, and nothing more

By hand: `tar xf FILE && cat database.sql.gz.* | gunzip | psql …`.

Both ends work on streams: nothing is ever held in memory but one part.
"""

import hashlib
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

BLOCK = tarfile.BLOCKSIZE
CHUNK = 1 << 20
CHECKSUM = "sha256"
TAIL = b"\0" * (2 * BLOCK)
LONGEST = 1 << 40  # bytes; a member that claims more is damage, not data
LONGEST_NAME = 4096  # bytes; no file system takes a longer one


class Damaged(Exception):
    """The bytes are not those that were written."""


class Writes(Protocol):
    def write(self, data: bytes, /) -> int: ...


class Reads(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Writer:
    """Writes members one after the other."""

    def __init__(self, out: Writes) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._left = 0  # bytes that the member begun last still lacks
        self._padding = 0

    def begin(self, name: str, size: int) -> None:
        """A member of exactly `size` bytes; they follow by `write`."""
        if self._left:
            raise ValueError(f"the member before {name} lacks {self._left} bytes")
        self._put(header(name, size))
        self._left, self._padding = size, -size % BLOCK
        self._pad()

    def write(self, data: bytes) -> None:
        if len(data) > self._left:
            raise ValueError("more bytes than the member was said to have")
        self._put(data)
        self._left -= len(data)
        self._pad()

    def whole(self, name: str, data: bytes) -> None:
        """A member that is at hand."""
        self.begin(name, len(data))
        if data:
            self.write(data)

    def finish(self) -> None:
        """The checksum and the end."""
        self._out.write(ending(self._digest.hexdigest()))

    def _pad(self) -> None:
        if not self._left:
            self._put(b"\0" * self._padding)
            self._padding = 0

    def _put(self, data: bytes) -> None:
        self._digest.update(data)
        self._out.write(data)


@dataclass
class Member:
    """A member on its way past; `chunks` may be read once, and is read past when nobody does."""

    name: str
    size: int
    _reader: "Reader"

    def chunks(self) -> Iterator[bytes]:
        while chunk := self._reader.take(CHUNK):
            yield chunk

    def content(self, limit: int) -> bytes:
        """All of it. Errors: `Damaged` when it is larger than `limit` bytes."""
        if self.size > limit:
            raise Damaged(f"{self.name} is too large")
        return b"".join(self.chunks())


class Reader:
    """Reads members one after the other; the last step proves that all bytes were as they were written."""

    def __init__(self, source: Reads) -> None:
        self._source = source
        self._digest = hashlib.sha256()
        self._left = 0
        self._padding = 0
        self.digest = ""  # of all that was read, once `members` has ended

    def members(self) -> Iterator[Member]:
        """Errors: `Damaged`, at the latest after the last member."""
        long_name = ""
        while True:
            before = self._digest.hexdigest()
            head = self._exactly(BLOCK)
            name, size, tells_name = parse(head)
            if name == CHECKSUM and not tells_name:
                rest = self._exactly(len(ending(before)) - BLOCK)
                if head + rest != ending(before) or self._source.read(1):
                    raise Damaged("the checksum does not fit")
                self.digest = before
                return
            self._digest.update(head)
            self._left, self._padding = size, -size % BLOCK
            member = Member(long_name or name, size, self)
            if tells_name:
                long_name = _told_name(member.content(LONGEST_NAME))
            else:
                long_name = ""
                yield member
            while self.take(CHUNK):
                pass
            self._digest.update(self._exactly(self._padding))

    def take(self, size: int) -> bytes:
        """The next bytes of the present member, at most `size`; empty at its end."""
        data = self._exactly(min(size, self._left))
        self._left -= len(data)
        self._digest.update(data)
        return data

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size:
            part = self._source.read(size)
            if not part:
                raise Damaged("it ends too early")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def header(name: str, size: int) -> bytes:
    """A name that does not fit goes before, in a member of its own as POSIX has it (pax)."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    try:
        return info.tobuf(tarfile.USTAR_FORMAT)
    except ValueError:
        return info.tobuf(tarfile.PAX_FORMAT)


def parse(head: bytes) -> tuple[str, int, bool]:
    """Name, size, and whether the member only tells the name of the next."""
    try:
        info = tarfile.TarInfo.frombuf(head, "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeError, ValueError) as error:
        raise Damaged("a member's name cannot be read") from error
    tells_name = info.type == tarfile.XHDTYPE
    if not 0 <= info.size < LONGEST or not (info.isreg() or tells_name):
        raise Damaged("a member has an impossible size")
    return info.name, info.size, tells_name


def _told_name(content: bytes) -> str:
    found = re.match(rb"\d+ path=([^\n]+)\n", content)
    if found is None:
        raise Damaged("a member's name cannot be read")
    return found[1].decode("utf-8", "replace")


def ending(digest: str) -> bytes:
    """The last member, and the end of the archive."""
    text = f"{digest}\n".encode()
    return header(CHECKSUM, len(text)) + text + b"\0" * (-len(text) % BLOCK) + TAIL
