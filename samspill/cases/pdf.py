"""One impact case as PDF: what its page says, for paper and for files."""

from collections import OrderedDict
from datetime import datetime
from hashlib import sha256
from json import dumps
from pathlib import Path
from threading import Lock
from typing import Any

from samspill.core.typesetting import make_pdf

TEMPLATE = Path(__file__).with_name("typst") / "case.typ"
MOST = 20
"""Files that a process keeps: setting one takes half a second of a processor."""

_made: "OrderedDict[str, bytes]" = OrderedDict()
_lock = Lock()


def write(data: dict[str, Any], *, made_at: datetime) -> bytes:
    """The bytes, the same each time. One at a time in each process. Raises `TypesettingError`."""
    key = sha256(dumps([data, made_at.isoformat()], sort_keys=True).encode()).hexdigest()
    with _lock:
        if key not in _made:
            _made[key] = make_pdf(TEMPLATE, data, made_at=made_at)
            while len(_made) > MOST:
                _made.popitem(last=False)
        return _made[key]
