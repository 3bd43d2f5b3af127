"""Data that is frozen: one way to write it, so that anybody can take its checksum again."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(document: Mapping[str, Any]) -> str:
    """JSON with sorted keys, no spaces, and letters as they are."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def checksum(content: str) -> str:
    """SHA-256 of the text as it is stored and handed out."""
    return hashlib.sha256(content.encode()).hexdigest()
