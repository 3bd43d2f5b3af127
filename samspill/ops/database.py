"""Which database a command works on: that in DATABASE_URL, or else the embedded one, up for as long as needed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samspill.ops.embedded import REPOSITORY, Embedded


def home() -> Path:
    """Where everything that Samspill keeps on disk lies."""
    return Path(os.environ.get("SAMSPILL_HOME") or REPOSITORY / "var").resolve()


def embedded() -> Embedded | None:
    """The embedded server, or None when DATABASE_URL names another."""
    return None if os.environ.get("DATABASE_URL") else Embedded(home() / "postgres")


@contextmanager
def database() -> Iterator[None]:
    """DATABASE_URL is set inside. An embedded server that nobody else uses stops afterwards."""
    server = embedded()
    if server is None:
        yield
        return
    os.environ["DATABASE_URL"] = server.connect()
    try:
        yield
    finally:
        del os.environ["DATABASE_URL"]
        server.release()
