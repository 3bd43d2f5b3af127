"""A template and data made into a PDF file, in a process of its own.

Typst keeps what it has laid out for the next time and never gives it back; a report of a thousand innovations takes
300 MiB. A process that ends gives all back, can be stopped, and takes nothing down with it. Each of our processes sets
one at a time, and keeps the last files: anybody may ask for a public one, as often as they like.
"""

import json
import subprocess
import sys
from collections import OrderedDict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from samspill.core.typesetting import fonts
from samspill.core.typesetting.printable import printable

BASE = Path(__file__).with_name("base.typ")
SECONDS = 120
"""No document takes so long; one that does is stopped."""
WAIT = 30.0
"""Seconds that somebody waits for their turn."""
ROOM = 32 * 1024 * 1024
"""Bytes of files that are kept."""

_one = Lock()
_kept: "OrderedDict[str, bytes]" = OrderedDict()


class TypesettingError(Exception):
    """The document could not be made; the message is for the log."""


def make_pdf(template: Path, data: dict[str, Any], *, made_at: datetime) -> bytes:
    """The PDF (PDF/UA-1) of a template for ``data``, the same bytes for the same data and the same moment.

    The template reads ``data`` from ``sys.inputs`` (see ``base.typ``). Raises `TypesettingError`, also when others
    take their time.
    """
    if not fonts.are_there():
        raise TypesettingError("the typefaces for PDF files are missing: run make frontend")
    asked = {
        "source": BASE.read_text(encoding="utf-8") + template.read_text(encoding="utf-8"),
        "data": printable(data),
        "fonts": str(fonts.FOLDER),
        "timestamp": int(made_at.timestamp()),
    }
    given = json.dumps(asked).encode()
    key = sha256(given).hexdigest()
    if not _one.acquire(timeout=WAIT):
        raise TypesettingError(f"others have been setting documents for {WAIT:g} seconds")
    try:
        return _kept.get(key) or _keep(key, _set(given))
    finally:
        _one.release()


def forget_all() -> None:
    """Keep nothing: for tests."""
    _kept.clear()


def _keep(key: str, content: bytes) -> bytes:
    _kept[key] = content
    while len(_kept) > 1 and sum(map(len, _kept.values())) > ROOM:
        _kept.popitem(last=False)
    return content


def _set(given: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  # our own program, and everything it is given goes in as data
            [sys.executable, "-I", str(Path(__file__).with_name("process.py"))],
            input=given,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingError(f"not ready after {SECONDS} seconds") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise TypesettingError(done.stderr.decode(errors="replace").strip() or f"ended with {done.returncode}")
    return done.stdout
