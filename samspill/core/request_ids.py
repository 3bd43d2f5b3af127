"""One number for a request: in its answer, in every line of the log, in the jobs that it starts, on the error page.

Whoever stands in front may give it (`X-Request-ID`); what does not look like a number is replaced, never logged.
"""

import logging
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{7,63}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The number of what is done now; empty outside of requests and jobs."""
    return _current.get()


def sane_or_new(given: str) -> str:
    """The number given by a proxy, if it can be one, or a new one of 16 characters."""
    return given if SANE.fullmatch(given) else secrets.token_hex(8)


@contextmanager
def numbered(number: str) -> Iterator[None]:
    """All that is logged inside bears the number."""
    token = _current.set(number)
    try:
        yield
    finally:
        _current.reset(token)


class Numbering(logging.Filter):
    """Gives each line of the log its number, so that a format may name `request_id`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: nothing is filtered out."""
        if not hasattr(record, "request_id"):
            record.request_id = current() or "-"
        return True
