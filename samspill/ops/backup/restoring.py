"""`samspill restore FILE`: back to the moment of a backup, all of it or not at all.

The tables are taken away, made anew and filled in one transaction, in which their checksums are compared with the
backup's before anything is final. Whatever fails before that (a full disk, a stopped server, a pulled plug) leaves the
database as it was. Attachments that are lacking are added before, which harms nothing, and taken away again if the
database is not restored; those of the old rows go when the new ones stand.
"""

import re
import time
import zlib
from dataclasses import dataclass, field
from typing import IO, Any

import psycopg
from psycopg import sql

from samspill.ops.backup import attachments, programs, snapshot, statements
from samspill.ops.backup.container import Damaged, Member
from samspill.ops.backup.opening import DUMP, FILES, Backup
from samspill.ops.errors import OperatorError

CHUNK = 1 << 18
ASIDE = "restoring/"  # where an attachment waits that would take another's place
GOODBYE = 2.0  # seconds
FIRST_ROWS = b"\nCOPY "
SERVER_MATTERS = re.compile(
    rb"^SET transaction_timeout = .*\n"  # said by pg_dump 17 and newer; unknown to older servers
    rb"|^ALTER TABLE ONLY \S+ ALTER COLUMN \S+ SET \(pg_attver=\d+\);\n",  # a mark of the server's own (seen in 15.20)
    re.MULTILINE,
)
DATA_TABLES = ("accounts_user", "registry_entry", "parties_person")


@dataclass
class Files:
    """What happened to attachments before the database was restored. `old`: those that its old rows named."""

    old: set[str]
    added: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def is_empty(url: str) -> bool:
    """Whether nobody has used the installation yet: no tables, or no users, people and entries in them."""
    with snapshot.connect(url) as connection:
        for table in DATA_TABLES:
            if connection.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone() == (None,):
                continue
            query = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier("public", table))
            if connection.execute(query).fetchone() == (True,):
                return False
    return True


def restore(url: str, alone: psycopg.Connection[Any], backup: Backup, *, replace: bool) -> Files:
    """The rows, and all attachments but those for `put_in_place`. Nobody but ``alone`` may be connected.

    Errors: OperatorError, after which everything is as it was.
    """
    snapshot.must_be_public(alone)
    if others := _others(alone):
        raise OperatorError(
            f"Samspill is in use ({others} connections to the database); stop every samspill serve, web and "
            "worker, and try again. Nothing was changed."
        )
    old = set(attachments.named(alone))
    if not replace and not is_empty(url):
        raise OperatorError(
            "The installation is not empty. With --replace, all that is in it goes, and the backup takes its place. "
            "Nothing was changed."
        )
    files = Files(old)
    try:
        with programs.feeding(url) as psql:
            _feed(psql, backup, files)
    except BaseException:
        for name in (*files.added, *(ASIDE + name for name in files.aside)):
            attachments.storage().delete(name)
        raise
    return files


def put_in_place(url: str, backup: Backup, files: Files) -> None:
    """What waits until the rows stand. A failure leaves what the same restore, run again, brings in order."""
    for name in files.aside:
        with attachments.storage().open(ASIDE + name, "rb") as file:
            attachments.keep(name, file.chunks())
        attachments.storage().delete(ASIDE + name)
    for name in files.old - set(backup.manifest.files):
        attachments.storage().delete(name)
    with snapshot.connect(url) as connection:
        connection.execute("ANALYZE")


def _others(connection: psycopg.Connection[Any]) -> int:
    """How many are connected, and stay so: what has just been stopped is still saying goodbye."""
    end = time.monotonic() + GOODBYE
    while (others := snapshot.other_connections(connection)) and time.monotonic() < end:
        time.sleep(0.1)
    return others


def _feed(psql: programs.Program, backup: Backup, files: Files) -> None:
    """One transaction from the first table to the last checksum. Errors: OperatorError."""
    try:
        psql.input.write(f"BEGIN;\nSET LOCAL client_min_messages = warning;\n{statements.CLEAR}".encode())
        inflated = _Inflated(psql.input)
        with backup.opened() as reader:
            for member in reader.members():
                if member.name.startswith(FILES):
                    _file(member, backup.stored, files)
                elif member.name.startswith(DUMP):
                    for chunk in member.chunks():
                        inflated.write(chunk)
            if reader.digest != backup.digest or not inflated.ended:
                raise OperatorError("The backup was changed while it was read. Nothing was changed.")
        psql.input.write(f"\n{snapshot.TEXT_FORM};\n{statements.comparison(backup.manifest)}\nCOMMIT;\n".encode())
        psql.input.flush()
    except BrokenPipeError:
        pass  # psql stopped at an error, which it has told
    if said := psql.end():
        raise OperatorError(f"The backup could not be restored, and nothing was changed. PostgreSQL said: {said}")


def _file(member: Member, stored: dict[str, str], files: Files) -> None:
    name = member.name.removeprefix(FILES)
    here = attachments.digest_of(name)
    if here == stored.get(name):
        return
    (files.added if here is None else files.aside).append(name)
    digest = attachments.keep(name if here is None else ASIDE + name, member.chunks())
    if digest != stored.get(name):
        raise Damaged(f"{member.name} is not what it was")


class _Inflated:
    """Passes the dump on as text, without those statements before its first rows that other servers may not know."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._inflate = zlib.decompressobj(wbits=31)
        self._head: bytearray | None = bytearray()

    @property
    def ended(self) -> bool:
        return self._inflate.eof

    def write(self, data: bytes) -> None:
        while data:
            text = self._inflate.decompress(data, CHUNK)
            data = self._inflate.unconsumed_tail
            if self._head is None:
                self._out.write(text)
                continue
            self._head += text
            if FIRST_ROWS in self._head or self._inflate.eof:
                self._out.write(without_server_matters(bytes(self._head)))
                self._head = None


def without_server_matters(dump: bytes) -> bytes:
    """The dump without settings and marks that belong to the server that it came from."""
    tables, rows, rest = dump.partition(FIRST_ROWS)
    return SERVER_MATTERS.sub(b"", tables) + rows + rest
