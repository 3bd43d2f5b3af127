"""A few bytes closed with a passphrase, as `age -p -a` closes them, and opened again.

age's library does it too, but measures the machine by the clock and picks the work by it: closed on a quiet machine, a
key may be refused as too much work on a busy one, and what a busy one closes is cheap to guess. Here the work is always
the same, age's own. What the library has closed is opened, whatever the machine does beside.

Source: age-encryption.org/v1 (C2SP), recipient type scrypt; one stanza, one chunk.
"""

import base64
import hmac
import io
import re
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

BEGIN, END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----\n"
WORK = 18  # the power of two; a second or less, and 256 MB of memory
MOST_WORK = 22  # 4 GB; what asks for more was not made by any of us, and age itself refuses it
LABEL = b"age-encryption.org/v1/scrypt"
FIRST, LAST = bytes(12), bytes(11) + b"\1"  # numbers of a stanza and of a chunk that is the only one
HEADER = re.compile(
    rb"(age-encryption\.org/v1\n-> scrypt ([\w+/]{22}) ([1-9][0-9]?)\n([\w+/]{43})\n---) ([\w+/]{43})\n", re.ASCII
)


class Unopened(Exception):
    """It is not opened, or not closed; the message is a sentence."""


def closed(content: bytes, passphrase: str, work: int = WORK) -> bytes:
    """`content`, at most 64 KiB, in age's text form. Errors: `Unopened`."""
    salt, file_key, nonce = secrets.token_bytes(16), secrets.token_bytes(16), secrets.token_bytes(16)
    key = ChaCha20Poly1305(_from_passphrase(passphrase, salt, work)).encrypt(FIRST, file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %s %d\n%s\n---" % (_text(salt), work, _text(key))
    body = ChaCha20Poly1305(_derived(file_key, b"payload", nonce)).encrypt(LAST, content, None)
    return armored(header + b" " + _text(_proof(file_key, header)) + b"\n" + nonce + body)


def opened(text: bytes, passphrase: str) -> bytes:
    """What was closed. Errors: `Unopened`."""
    content = plain(text) or b""
    found = HEADER.match(content)
    if found is None:
        raise Unopened("It is not closed with a passphrase, or its beginning is damaged.")
    header, salt, work, key, proof = found.groups()
    if int(work) > MOST_WORK:
        raise Unopened("It asks for more work than any backup asks for; its beginning is damaged.")
    body = content[found.end() :]
    try:
        opens = _from_passphrase(passphrase, _bytes(salt), int(work))
        file_key = ChaCha20Poly1305(opens).decrypt(FIRST, _bytes(key), None)
        if not hmac.compare_digest(_proof(file_key, header), _bytes(proof)):
            raise InvalidTag
        return ChaCha20Poly1305(_derived(file_key, b"payload", body[:16])).decrypt(LAST, body[16:], None)
    except (InvalidTag, ValueError) as error:
        raise Unopened("The passphrase does not open this backup (or its beginning is damaged).") from error


def armored(content: bytes) -> bytes:
    """age's text form."""
    encoded = base64.b64encode(content)
    text = io.BytesIO()
    text.writelines(encoded[at : at + 64] + b"\n" for at in range(0, len(encoded), 64))
    return BEGIN + b"\n" + text.getvalue() + END


def plain(text: bytes) -> bytes | None:
    """The bytes of age's text form; None when it is not the only one for its bytes: no changed letter goes unseen."""
    try:
        content = base64.b64decode(b"".join(text.splitlines()[1:-1]), validate=True)
    except ValueError:
        return None
    return content if armored(content) == text else None


def _from_passphrase(passphrase: str, salt: bytes, work: int) -> bytes:
    """Errors: `Unopened` when the machine has not the memory."""
    given = passphrase.encode(errors="surrogateescape")  # bytes of the environment that are no UTF-8, as they are
    try:
        return Scrypt(salt=LABEL + salt, length=32, n=2**work, r=8, p=1).derive(given)
    except MemoryError as error:
        text = f"The passphrase takes {2**work // 1024} MB of memory, which this machine has not free."
        raise Unopened(text) from error


def _derived(file_key: bytes, use: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=use).derive(file_key)


def _proof(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"header"), header, "sha256")


def _text(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    """Errors: ValueError when another text stands for the same bytes."""
    content = base64.b64decode(text + b"=" * (-len(text) % 4))
    if _text(content) != text:
        raise ValueError(text)
    return content
