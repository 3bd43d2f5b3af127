"""A pooler before the tests' PostgreSQL, as PgBouncer is one: for tests of what Samspill says to such a thing.

It knows as much of PostgreSQL's protocol as is needed for questions and answers: no TLS, no password, no COPY.
"""

import os
import secrets
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from psycopg.conninfo import conninfo_to_dict, make_conninfo

ENCRYPTION = {80877103, 80877104}  # what a client asks first: TLS, GSS
OF_A_SESSION = b"K"  # its process and a secret, by which a statement is cancelled: the pooler gives its own


@dataclass
class Pooler:
    """Its sessions to the server, and those that are free."""

    url: str
    for_each_transaction: bool
    door: socket.socket
    idle: list[socket.socket] = field(default_factory=list)
    greeting: bytes = b""

    def serve(self) -> None:
        with suppress(OSError):  # the door is closed at the end
            while True:
                client, _ = self.door.accept()
                threading.Thread(target=self._client, args=(client,), daemon=True).start()

    def _client(self, client: socket.socket) -> None:
        server = None
        with client, suppress(EOFError, OSError):
            while _number(_sized(client)) in ENCRYPTION:
                client.sendall(b"N")
            self.idle.append(self._take())  # so that there is a greeting
            key = _message(OF_A_SESSION, secrets.token_bytes(8))
            client.sendall(self.greeting + key + _message(b"Z", b"I"))
            while True:
                kind, said = _read(client)
                if kind == b"X":
                    break
                server = server or self._take()
                if self._talk(client, server, kind, said) == b"I" and self.for_each_transaction:
                    self.idle.append(server)  # the one freed last is taken first
                    server = None
        if server is not None:
            server.close()

    def _talk(self, client: socket.socket, server: socket.socket, kind: bytes, said: bytes) -> bytes:
        """Hand a message on, and the answers to it; tells whether a transaction is open (I: none)."""
        server.sendall(_message(kind, said))
        answer, state = b"", b""
        while kind in (b"Q", b"S") and answer != b"Z":
            answer, state = _read(server)
            client.sendall(_message(answer, state))
        return state

    def _take(self) -> socket.socket:
        with suppress(IndexError):
            return self.idle.pop()
        parts = conninfo_to_dict(self.url)
        server = socket.socket(socket.AF_UNIX)
        server.connect(f"{parts['host']}/.s.PGSQL.{parts.get('port') or 5432}")
        named = f"user\0{parts['user']}\0database\0{parts['dbname']}\0client_encoding\0UTF8\0\0".encode()
        server.sendall(struct.pack("!ii", len(named) + 8, 196608) + named)
        greeting, kind = b"", b""
        while kind != b"Z":
            kind, said = _read(server)
            greeting += _message(kind, said) if kind not in b"KZ" else b""
        self.greeting = greeting
        return server


@contextmanager
def pooler(*, for_each_transaction: bool, dbname: str) -> Iterator[str]:
    """The address of a pooler. It gives a client a session of the server for each transaction, or for good."""
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=dbname)
    with socket.create_server(("127.0.0.1", 0)) as door:
        made = Pooler(url, for_each_transaction, door)
        threading.Thread(target=made.serve, daemon=True).start()
        user = conninfo_to_dict(url)["user"]
        yield f"postgresql://{user}@127.0.0.1:{door.getsockname()[1]}/{dbname}"
        door.shutdown(socket.SHUT_RDWR)
    for server in made.idle:
        server.close()


def _sized(stream: socket.socket) -> bytes:
    return _exactly(stream, struct.unpack("!i", _exactly(stream, 4))[0] - 4)


def _read(stream: socket.socket) -> tuple[bytes, bytes]:
    return _exactly(stream, 1), _sized(stream)


def _exactly(stream: socket.socket, many: int) -> bytes:
    found = b""
    while len(found) < many:
        if not (piece := stream.recv(many - len(found))):
            raise EOFError
        found += piece
    return found


def _number(startup: bytes) -> int:
    return int(struct.unpack("!i", startup[:4])[0])


def _message(kind: bytes, said: bytes) -> bytes:
    return kind + struct.pack("!i", len(said) + 4) + said
