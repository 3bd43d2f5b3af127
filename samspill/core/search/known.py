"""What a process knows of the documents without asking: their counts, and a sample of which holds what.

Counts are some seconds old at most, the sample some minutes: it is for estimates only. Whatever this process indexes
counts at once. Which things are shown is never taken from here.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter
from typing import overload

from samspill.core.kept import KeptBy
from samspill.core.search.contract import FacetCount
from samspill.core.search.plans import fetch
from samspill.core.search.questions import SAMPLES, SHARE, Question

SECONDS = 10.0  # of counts
SAMPLE_SECONDS = 300.0
LEAST = 5_000  # documents that make it worth while to hold a sample
HELD = 32_000  # documents in the sample of a process, at most
VALUES = 4_000  # facet values in it: the most frequent
RARE = 4  # documents of the sample; a value of fewer tells nothing
MOST_FACET_VALUES = 80  # of one facet
TOLD = 60  # matches in the sample that tell about how many there are
LOOKED_AT = 500  # matches in the sample whose values are counted
MANY_VALUES = 300  # values that are sooner counted document by document than one by one
ONE = re.compile("1")

Counts = dict[str, int]
Key = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Known:
    """Counts by facet or tag, of public documents and of all; by name, the most frequent first."""

    public: Counts = field(default_factory=dict)
    all: Counts = field(default_factory=dict)
    names: dict[tuple[str, bool], list[tuple[str, int]]] = field(default_factory=dict)
    facets: dict[tuple[str, bool], Sequence[FacetCount]] = field(default_factory=dict)

    @cached_property
    def months(self) -> list[tuple[str, int]]:
        """All months that documents are fresh from, the newest first, and how many each has."""
        return sorted(((tag.removeprefix("@month "), number) for tag, number in self.of("@month", True)), reverse=True)

    def of(self, name: str, everything: bool) -> list[tuple[str, int]]:
        """The counts of a facet's values, the most frequent first: of public documents, or of everything."""
        return self.names.get((name, everything), [])

    def counts_of(self, name: str, everything: bool) -> Sequence[FacetCount]:
        """The same, as far as they are shown."""
        key = (name, everything)
        if key not in self.facets:
            self.facets[key] = facet_counts_of(self.of(name, everything), exact=True)
        return self.facets[key]


class FacetCounts(Sequence[FacetCount]):
    """Rows of (name:value, count) of one facet. A page shows a few of them, which are made when they are looked at."""

    __slots__ = ("_exact", "_rows", "_times")

    def __init__(self, rows: Sequence[tuple[str, int]], *, times: float = 1, exact: bool) -> None:
        self._rows, self._times, self._exact = rows, times, exact

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> FacetCount: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[FacetCount]: ...

    def __getitem__(self, place: int | slice) -> FacetCount | Sequence[FacetCount]:
        if isinstance(place, slice):
            return [self._made(row) for row in self._rows[place]]
        return self._made(self._rows[place])

    def __iter__(self) -> Iterator[FacetCount]:
        return map(self._made, self._rows)

    def _made(self, row: tuple[str, int]) -> FacetCount:
        facet, count = row
        return FacetCount(
            facet[facet.index(":") + 1 :], count if self._exact else about(round(count * self._times)), self._exact
        )


class _Counted(Sequence[tuple[str, int]]):
    """The same rows, put together when they are looked at: the places of the values, all of these, and the counts."""

    __slots__ = ("_facets", "_number", "_places")

    def __init__(self, places: Sequence[int], facets: Sequence[str], number: Mapping[int, int]) -> None:
        self._places, self._facets, self._number = places, facets, number

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> tuple[str, int]: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[str, int]]: ...

    def __getitem__(self, place: int | slice) -> tuple[str, int] | Sequence[tuple[str, int]]:
        if isinstance(place, slice):
            return [(self._facets[own], self._number[own]) for own in self._places[place]]
        own = self._places[place]
        return self._facets[own], self._number[own]


def facet_counts_of(rows: Sequence[tuple[str, int]], *, times: float = 1, exact: bool) -> FacetCounts:
    """The counts of one facet, as far as they are shown."""
    return FacetCounts(rows[:MOST_FACET_VALUES], times=times, exact=exact)


@lru_cache(maxsize=8192)
def about(number: int) -> int:
    """An estimate with two figures that mean something."""
    if number < 100:
        return number
    return round(number, 2 - len(str(number)))


def _read(key: Key) -> Known:
    kinds, names = key
    known = Known()
    rows = fetch(
        "SELECT name, facet, public, count FROM core_searchcount WHERE kind = ANY(%s) AND name = ANY(%s) AND count > 0",
        [list(kinds), [*names, "@month", *(f"@{kind}" for kind in kinds)]],
    )
    found: dict[str, list[str]] = {}
    for name, facet, public, count in rows:
        if facet not in known.all:
            known.all[facet] = 0
            found.setdefault(name, []).append(facet)
        known.all[facet] += count
        if public:
            known.public[facet] = known.public.get(facet, 0) + count
    for name, facets in found.items():
        for everything, counts in ((False, known.public), (True, known.all)):
            held = [(facet, counts[facet]) for facet in facets if facet in counts]
            known.names[name, everything] = sorted(held, key=lambda one: (-one[1], one[0]))
    return known


_counts = KeptBy(_read, seconds=SECONDS, most=50)


def counts_of_kinds(kinds: tuple[str, ...]) -> Known:
    """The counts of months and of tags."""
    return _counts((kinds, ()))


def counts(question: Question, names: Sequence[str] = ()) -> Known:
    """The counts of the values of these facets, of months and of tags."""
    return _counts((question.kinds, tuple(names)))


@dataclass(frozen=True)
class Held:
    """A sample of the public documents in random order: for each facet value, a number whose bits say who has it.

    The same from the other side: for each document, the places in ``facets`` of its values.
    """

    size: int
    times: float  # what a figure from all of it is multiplied with
    values: dict[str, list[tuple[str, int]]]  # by name
    bits: dict[str, int]
    facets: list[str]  # "name:value", in alphabetical order
    ranges: dict[str, tuple[int, int]]  # by name: the first of its places among them, and the one behind the last
    documents: list[tuple[int, ...]]
    level: int = 0  # it holds these samples of the documents (`questions.SAMPLES`)
    places: dict[int, int] = field(default_factory=dict)  # of documents by id

    def hits(self, question: Question) -> int | None:
        """Who passes the filters; None when a value is not known here."""
        found = (1 << self.size) - 1
        for name, chosen in question.filters:
            group = 0
            for value in chosen:
                bits = self.bits.get(f"{name}:{value}")
                if bits is None:
                    return None
                group |= bits
            found &= group
        return found

    def count(self, hits: int, names: Sequence[str]) -> dict[str, Sequence[FacetCount]]:
        """About how many documents have each value among the hits, the most frequent first."""
        looked_at, number = self.size, hits.bit_count()
        if number > LOOKED_AT:  # the order is random, so the first part is a sample too
            looked_at = self.size * LOOKED_AT // number
            hits &= (1 << looked_at) - 1
        times = self.times * self.size / looked_at
        if sum([len(self.values.get(name, ())) for name in names]) > MANY_VALUES:
            return self._count_at([found.start() for found in ONE.finditer(bin(hits)[:1:-1])], names, times)
        counted: Rows = {}
        for name in names:
            held = [(facet, (hits & bits).bit_count()) for facet, bits in self.values.get(name, ())]
            counted[name] = sorted([row for row in held if row[1]], key=itemgetter(1), reverse=True)
        return {name: facet_counts_of(rows, times=times, exact=False) for name, rows in counted.items()}

    def count_of(self, ids: Sequence[int], total: int, names: Sequence[str]) -> dict[str, Sequence[FacetCount]]:
        """The same, of these documents, which stand for so many in ``total``."""
        places = [self.places[pk] for pk in ids if pk in self.places]
        return self._count_at(places, names, total / max(1, len(places)))

    def _count_at(self, places: Sequence[int], names: Sequence[str], times: float) -> dict[str, Sequence[FacetCount]]:
        number = Counter(chain.from_iterable([self.documents[place] for place in places]))
        found, counted = sorted(number), dict[str, Sequence[FacetCount]]()
        for name in names:
            first, end = self.ranges.get(name, (0, 0))
            own = found[bisect_left(found, first) : bisect_left(found, end)]
            own.sort(key=number.__getitem__, reverse=True)  # of as many, the first in the alphabet stay first
            counted[name] = FacetCounts(
                _Counted(own[:MOST_FACET_VALUES], self.facets, number), times=times, exact=False
            )
        return counted


Rows = dict[str, list[tuple[str, int]]]  # by name: values with it, and how many documents have them


def _read_sample(key: Key) -> Held | None:
    kinds, names = key
    known = _counts(key).public
    size = sum(known.get(f"@{kind}", 0) for kind in kinds)
    if size < LEAST:
        return None
    level = next((one for one in range(SAMPLES) if size // SHARE**one <= HELD), SAMPLES)
    rows = fetch(
        "SELECT * FROM (WITH documents AS MATERIALIZED ("
        "SELECT row_number() OVER (ORDER BY shuffle, id) - 1 AS place, id, facets FROM core_searchdocument"
        " WHERE public AND facets @> %s::text[] AND kind = ANY(%s))"
        " SELECT '' AS facet, array_agg(id ORDER BY place) AS places FROM documents UNION ALL"
        " SELECT facet, array_agg(place) FROM (SELECT place, unnest(facets) AS facet FROM documents) AS every"
        " WHERE split_part(facet, ':', 1) = ANY(%s) OR facet = ANY(%s) GROUP BY facet) AS found",
        [[f"~{level}"] if level else [], list(kinds), list(names), [f"@{kind}" for kind in kinds]],
    )
    ids = rows.pop(0)[1] or []
    number = max(1, len(ids))
    values: dict[str, list[tuple[str, int]]] = {}
    facets: list[str] = []
    ranges: dict[str, tuple[int, int]] = {}
    documents: list[list[int]] = [[] for _place in range(number)]
    rows.sort(key=lambda row: -len(row[1]))
    for facet, places in sorted([row for row in rows[:VALUES] if len(row[1]) >= RARE]):
        taken = bytearray(number // 8 + 1)
        name, own = facet.split(":", 1)[0], len(facets)
        for place in places:
            taken[place >> 3] |= 1 << (place & 7)
            documents[place].append(own)
        facets.append(facet)
        ranges[name] = ranges.get(name, (own, own))[0], own + 1
        values.setdefault(name, []).append((facet, int.from_bytes(taken, "little")))
    bits = {facet: numbers for held in values.values() for facet, numbers in held}
    places_by_id = {pk: place for place, pk in enumerate(ids)}
    told = [tuple(one) for one in documents]
    return Held(number, size / number, values, bits, facets, ranges, told, level, places_by_id)


_sample = KeptBy(_read_sample, seconds=SAMPLE_SECONDS, most=4, beside=True)


def sample(question: Question, names: Sequence[str]) -> Held | None:
    """The sample of what everyone may see; None while there are so few documents that asking for them is as quick."""
    return _sample((question.kinds, tuple(names))) if question.is_public else None


def forget() -> None:
    """Counts are read anew the next time: here the documents have changed."""
    _counts.forget()
