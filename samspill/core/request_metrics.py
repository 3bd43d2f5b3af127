"""What is counted of requests for Prometheus, when SAMSPILL_METRICS is set; else nothing is imported or counted."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
QUERIES = (0, 2, 5, 10, 20, 40, 80, 160)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Counters(NamedTuple):
    """The counters of one process."""

    requests: Any
    queries: Any
    query_seconds: Any


_making = Lock()


def counters() -> Counters:
    """Made once in a process: of two threads that made them at a time, the library would refuse one."""
    with _making:
        return _made()


@cache
def _made() -> Counters:
    """Imported late, because the library looks for its folder when it is imported."""
    from prometheus_client import Counter, Histogram  # noqa: PLC0415

    return Counters(
        Histogram(
            "samspill_request_seconds",
            "Time to answer a request, by route",
            ["route", "method", "status"],
            buckets=SECONDS,
        ),
        Histogram("samspill_request_queries", "Questions to the database in a request", ["route"], buckets=QUERIES),
        Counter("samspill_request_query_seconds_total", "Time spent asking the database, by route", ["route"]),
    )


class Measured:
    """The questions of one request to the database."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - started

    def done(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts the request; addresses that lead nowhere share one route."""
        if not settings.METRICS:
            return
        found, route = counters(), route or "none"
        found.requests.labels(route, method if method in METHODS else "other", str(status)).observe(seconds)
        found.queries.labels(route).observe(self.queries)
        found.query_seconds.labels(route).inc(self.seconds)


@contextmanager
def measured() -> Iterator[Measured]:
    """Counts the questions asked inside, when anybody wants to know."""
    counting = Measured()
    if settings.METRICS:
        with connection.execute_wrapper(counting):
            yield counting
    else:
        yield counting
