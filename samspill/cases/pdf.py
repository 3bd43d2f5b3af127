"""One impact case as PDF: what its page says, for paper and for files."""

from datetime import datetime
from pathlib import Path
from typing import Any

from samspill.core.typesetting import make_pdf

TEMPLATE = Path(__file__).with_name("typst") / "case.typ"


def write(data: dict[str, Any], *, made_at: datetime) -> bytes:
    """The bytes, the same each time. Raises `TypesettingError`."""
    return make_pdf(TEMPLATE, data, made_at=made_at)
