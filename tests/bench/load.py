"""Asks a server for addresses one after the other, by one or several clients at once, and times each answer."""

import http.client
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context

FLOOR = "/bench/nothing"


@dataclass(frozen=True)
class Times:
    """Milliseconds of the answers."""

    all: Sequence[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.all)

    @property
    def p95(self) -> float:
        return sorted(self.all)[int(len(self.all) * 0.95)]


def ask(port: int, paths: Sequence[str], *, clients: int = 1, headers: Mapping[str, str] | None = None) -> Times:
    """Every path once, shared among the clients, each a process with one kept connection. Answers must be 200.

    ``headers`` are for one client only: the cookie of somebody who is logged in.
    """
    if clients == 1:
        return Times(_ask(port, paths, headers or {}))
    with _clients(port, clients) as pool:
        return Times(_share(pool, port, paths, clients))


def beside_floor(port: int, paths: Sequence[str], *, clients: int = 1, turns: int = 5) -> tuple[Times, Times]:
    """Every path once, and the view that does nothing as often, a part of each in turns: the paths' times, the floor's.

    The machine's own speed changes by half or double from one minute to the next: a floor that was measured minutes
    before says little. The two are never asked for at the same time.
    """
    times, floor = list[float](), list[float]()
    with _clients(port, clients) as pool:
        for turn in range(turns):
            part = paths[turn::turns]
            floor += _share(pool, port, [FLOOR] * len(part), clients)
            times += _share(pool, port, part, clients)
    return Times(times), Times(floor)


@contextmanager
def _clients(port: int, clients: int) -> Iterator[ProcessPoolExecutor]:
    """As many processes, all up before anything is timed."""
    with ProcessPoolExecutor(clients, mp_context=get_context("spawn")) as pool:
        _share(pool, port, [FLOOR] * clients, clients)
        yield pool


def _share(pool: ProcessPoolExecutor, port: int, paths: Sequence[str], clients: int) -> list[float]:
    parts = [paths[number::clients] for number in range(clients)]
    return [one for some in pool.map(_ask, repeat(port, clients), parts) for one in some]


def _ask(port: int, paths: Sequence[str], headers: Mapping[str, str] | None = None) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    found = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Connection": "keep-alive", **(headers or {})})
        answer = connection.getresponse()
        answer.read()
        found.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for {path}")
    connection.close()
    return found
