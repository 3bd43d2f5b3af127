"""A template and data made into a PDF file, in a process of its own.

Typst keeps what it has laid out for the next time and never gives it back; a report of a thousand innovations takes
300 MiB. A process that ends gives all back, can be stopped, and takes nothing down with it.
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from samspill.core.typesetting import fonts
from samspill.core.typesetting.printable import printable

BASE = Path(__file__).with_name("base.typ")
SECONDS = 120
"""No document takes so long; one that does is stopped."""


class TypesettingError(Exception):
    """The document could not be made; the message is for the log."""


def make_pdf(template: Path, data: dict[str, Any], *, made_at: datetime) -> bytes:
    """The PDF (PDF/UA-1) of a template for ``data``, the same bytes for the same data and the same moment.

    The template reads ``data`` from ``sys.inputs`` (see ``base.typ``). Raises `TypesettingError`.
    """
    if not fonts.are_there():
        raise TypesettingError("the typefaces for PDF files are missing: run make frontend")
    asked = {
        "source": BASE.read_text(encoding="utf-8") + template.read_text(encoding="utf-8"),
        "data": printable(data),
        "fonts": str(fonts.FOLDER),
        "timestamp": int(made_at.timestamp()),
    }
    try:
        done = subprocess.run(  # noqa: S603  # our own program, and everything it is given goes in as data
            [sys.executable, "-I", str(Path(__file__).with_name("process.py"))],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingError(f"not ready after {SECONDS} seconds") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise TypesettingError(done.stderr.decode(errors="replace").strip() or f"ended with {done.returncode}")
    return done.stdout
