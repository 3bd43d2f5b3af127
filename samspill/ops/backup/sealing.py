"""Encryption with age, streaming: for public keys, or for a passphrase.

For public keys the backup is an ordinary age file, which `age -d -i KEYS` opens. age knows no streams by passphrase
(in the library at hand), so there the file begins with a key made for this backup alone, encrypted with the
passphrase, in age's text form; then follows the backup, encrypted for that key. By hand:

    sed '/^-----END/q' FILE > key.age && age -d key.age > key
    sed '1,/^-----END/d' FILE | age -d -i key > backup.tar
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, Protocol

import pyrage

from samspill.ops.backup.passphrases import BEGIN, END, Unopened, closed, opened, plain
from samspill.ops.errors import OperatorError

AGE = b"age-encryption.org/v1"
KEY_LIMIT = 4096  # bytes; where the encrypted key must have ended


class Locked(OperatorError):
    """It is encrypted, and what was given does not open it."""


@dataclass(frozen=True)
class Keys:
    """What opens or closes a backup. Neither: it is not encrypted."""

    passphrase: str = ""
    recipients: Sequence[str] = ()  # public keys, age1… or ssh-…, to close it for
    identities: Sequence[Path] = ()  # files with private keys, to open it with


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def public_keys(texts: Sequence[str]) -> list[Any]:
    """Errors: OperatorError naming the key that is none."""
    found: list[Any] = []
    for text in texts:
        kind: Any = pyrage.ssh.Recipient if text.startswith("ssh-") else pyrage.x25519.Recipient
        try:
            found.append(kind.from_str(text.strip()))
        except pyrage.RecipientError as error:
            raise OperatorError(f"“{text[:80]}” is no public key; it begins with age1 or ssh-.") from error
    return found


def private_keys(files: Sequence[Path]) -> list[Any]:
    """Errors: OperatorError naming the file that holds none."""
    found: list[Any] = []
    for file in files:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise OperatorError(f"The file with the private key, {file}, cannot be read: {error.strerror}.") from error
        try:
            if b"PRIVATE KEY-----" in content:
                found.append(pyrage.ssh.Identity.from_buffer(content))
            else:
                lines = [line.strip() for line in content.decode().splitlines()]
                found += [pyrage.x25519.Identity.from_str(line) for line in lines if line and line[0] != "#"]
        except (pyrage.IdentityError, UnicodeDecodeError) as error:
            raise OperatorError(f"{file} holds no private key that age understands.") from error
    return found


@contextmanager
def sealed(out: IO[bytes], keys: Keys) -> Iterator[IO[bytes]]:
    """A stream whose content arrives in `out` encrypted as `keys` ask; `out` itself when they ask for nothing."""
    if keys.passphrase:
        identity = pyrage.x25519.Identity.generate()
        try:
            out.write(closed(f"{identity}\n".encode(), keys.passphrase))
        except Unopened as error:
            raise OperatorError(f"{error} No backup is made.") from error
        recipients: list[Any] = [identity.to_public()]
    elif keys.recipients:
        recipients = public_keys(keys.recipients)
    else:
        yield out
        return
    read, write = os.pipe()
    with os.fdopen(read, "rb") as source:
        target = _Target(out)
        work = _Work(lambda: pyrage.encrypt_io(source, target, recipients), source)
        try:
            with os.fdopen(write, "wb") as sink:
                yield sink
        except BrokenPipeError:
            work.join()
            if work.error is None:
                raise
        finally:
            work.join()
    if failed := target.error or work.error:
        raise failed


@contextmanager
def unsealed(source: IO[bytes], keys: Keys) -> Iterator[_Stream]:
    """The content of a backup, decrypted when it is encrypted. Errors: `Locked`; `OSError` for damage inside."""
    start = source.read(len(BEGIN))
    source.seek(0)
    if start == BEGIN:
        identities = [_own_key(source, keys.passphrase)]
    elif start.startswith(AGE):
        if not keys.identities:
            raise Locked("The backup is encrypted for a key; say where the private key lies with --identity.")
        identities = private_keys(keys.identities)
    else:
        yield source
        return
    read, write = os.pipe()
    with os.fdopen(write, "wb") as sink:
        work = _Work(lambda: pyrage.decrypt_io(source, sink, identities), sink)
        with os.fdopen(read, "rb") as content:
            yield _Checked(content, work)
        work.join()


class _Target:
    """Where encrypted bytes go. Keeps the error of a full disk: age's library passes on its text alone."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.error: OSError | None = None

    def write(self, data: bytes, /) -> int:
        try:
            return self._out.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._out.flush()


class _Checked:
    """What was decrypted; its end counts only when the decryption says that it was the end."""

    def __init__(self, content: IO[bytes], work: "_Work") -> None:
        self._content = content
        self._work = work

    def read(self, size: int, /) -> bytes:
        data = self._content.read(size)
        if len(data) < size:
            self._work.join()
            if isinstance(self._work.error, pyrage.DecryptError):
                raise Locked(
                    "None of the private keys given opens this backup (or its beginning is damaged); "
                    "give the one that it was made for with --identity."
                )
            if self._work.error is not None:
                raise self._work.error
        return data


class _Work(threading.Thread):
    """Encryption in a thread of its own, which closes its end of the pipe when it ends, however."""

    def __init__(self, work: Callable[[], None], end: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._work, self._end = work, end
        self.error: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self._work()
        except BrokenPipeError:
            pass  # the reader had enough
        except Exception as error:
            self.error = error
        finally:
            try:
                self._end.close()
            except OSError as error:
                self.error = self.error or error


def _own_key(source: IO[bytes], passphrase: str) -> Any:
    """The key at the beginning of the file, after which `source` stands where the backup begins."""
    head = source.read(KEY_LIMIT)
    key = head[: head.find(END) + len(END)] if END in head else b""
    if not key or plain(key) is None:
        raise Locked("The backup's beginning is damaged: its key cannot be read. Nothing was changed.")
    if not passphrase:
        raise Locked("The backup is encrypted with a passphrase; give it with --passphrase or --passphrase-file.")
    source.seek(len(key))
    return _opened(key, passphrase)


@lru_cache(maxsize=1)
def _opened(key: bytes, passphrase: str) -> Any:
    """Kept, because a backup is read twice and each guess at a passphrase is made to take a second or two."""
    try:
        text = opened(key, passphrase)
    except Unopened as error:
        raise Locked(str(error)) from error
    try:
        return pyrage.x25519.Identity.from_str(text.decode().strip())
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise Locked("It is no backup of Samspill: the passphrase opens it, and it holds something else.") from error
