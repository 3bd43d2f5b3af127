"""How many, and of what: exactly where they are few, from a sample where they are many.

Every document is in sample 0; a quarter of them, by a hash, are also in sample 1, a quarter of those in sample 2, and
so on. A probe of a small sample tells about how many things match, and so which sample holds enough of them to count
and few enough to count quickly. The cost is thus about the same at ten thousand documents and at a million.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from samspill.core.models.search import SAMPLES_INDEXED
from samspill.core.search import known, probing, vocabulary
from samspill.core.search.contract import FacetCount
from samspill.core.search.known import MOST_FACET_VALUES, facet_counts_of
from samspill.core.search.plans import ask, fetch
from samspill.core.search.questions import SAMPLED, SAMPLES, SHARE, TELLING, Question

ENOUGH = 300  # matches that are counted one by one, facets and all
COUNTED = 6_000  # matches that are still counted one by one when only their number is wanted
PROBED = 400  # documents that the sample of a probe should hold, at least


@dataclass(frozen=True)
class Sample:
    """Which sample to look in, and about how many things match in all."""

    level: int
    estimate: int

    @property
    def is_all(self) -> bool:
        """Whether it holds all documents, so that figures from it are exact."""
        return self.level == 0

    @property
    def times(self) -> int:
        """What a figure from the sample is multiplied with."""
        return int(SHARE**self.level)


def documents(question: Question) -> int:
    """How many documents there are of the kinds, seen or not."""
    held = known.counts(question).all
    return sum(held.get(f"@{kind}", 0) for kind in question.kinds)


def stored(question: Question, facets: Sequence[str], *, everything: bool = False) -> dict[str, int]:
    """Counts that are kept in step with the documents: exact, of public documents (or of all)."""
    return dict(
        fetch(
            "SELECT facet, sum(count)::int FROM core_searchcount WHERE kind = ANY(%s) AND facet = ANY(%s)"
            " AND (public OR %s) GROUP BY facet",
            [list(question.kinds), list(facets), everything],
        )
    )


def sample_for(question: Question, size: int) -> Sample:
    """The largest sample that holds no more than about `ENOUGH` matches; ``size``: how many documents there are."""
    return samples_for([question], size)[0]


def samples_for(questions: Sequence[Question], size: int) -> list[Sample]:
    """The samples for several questions, at the price of one or two statements."""
    if size <= ENOUGH:
        return [Sample(0, size)] * len(questions)
    level = next((one for one in range(SAMPLES, 0, -1) if size // SHARE**one >= PROBED), 1)
    read = [question.loosely() for question in questions]  # what must be read to know
    probes = [found * SHARE**level for found in _counted([replace(one, level=level) for one in read])]
    unclear = [place for place, found in enumerate(probes) if found < 5 * SHARE**level] if level > 1 else []
    if unclear:  # too few to tell: look in a larger sample
        level -= 1
        larger = _counted([replace(read[place], level=level) for place in unclear])
        for place, found in zip(unclear, larger, strict=True):
            probes[place] = found * SHARE**level
    return [Sample(level_for(found), found) for found in probes]


def level_for(estimate: int) -> int:
    """The sample to count in when about so many match: 0 while they are few."""
    if estimate <= ENOUGH:
        return 0
    return next((one for one in range(1, SAMPLES) if estimate <= SAMPLED * SHARE**one), SAMPLES)


def level_among(estimate: int, least: int) -> int:
    """The same of those from ``least`` on; 0 when too few of so many matches would be in it to tell."""
    best = level_for(estimate)
    return best if best >= least else least if estimate >= TELLING * SHARE**least else 0


def count(question: Question) -> int:
    """How many match, by counting."""
    return _counted([question])[0]


def more_than(question: Question, number: int) -> bool:
    """Whether more than so few match: a small sample tells it of what is frequent, and the rest is soon counted.

    Which of it to try first is told by the process, where it knows.
    """
    level = next((one for one in range(SAMPLES, 1, -1) if documents(question) // SHARE**one >= PROBED // 2), 0)
    held = probing.held(question) if len(question.kinds) == 1 else None
    if held and held.count(question) * held.times <= ENOUGH:
        level = 0
    if level and count(replace(question, level=level)) > number:
        return True
    return count(question) > number


def _counted(questions: Sequence[Question]) -> list[int]:
    """How many match each. One statement for all of which the process does not know that nothing does."""
    looked_at = [question for question in questions if not vocabulary.lacks(question)]
    if not looked_at:
        return [0] * len(questions)
    wheres = [question.where() for question in looked_at]
    counts = ", ".join(f"(SELECT count(*) FROM core_searchdocument WHERE {where})" for where, _values in wheres)  # noqa: S608
    numbers = iter(fetch(f"SELECT {counts}", [value for _where, values in wheres for value in values])[0])
    return [next(numbers) if question in looked_at else 0 for question in questions]


Facets = dict[str, Sequence[FacetCount]]
Rows = dict[str, list[tuple[str, int]]]  # by name: values with it, and how many have them


Wanted = Sequence[tuple[Question, Sequence[str], Sample]]


def facet_counts(wanted: Wanted, *, numbers: Sequence[Question] = ()) -> list[tuple[int, Facets]]:
    """For each: how many match, and counts of the values of facets among them, the most frequent values first.

    ``numbers``: questions of which only the number is wanted, counted one by one; they stand last in the answer.
    One statement for all. Of many names, values are counted before their names are looked at: there are far fewer.
    """
    return ask_facet_counts(wanted, numbers=numbers)()


def ask_facet_counts(
    wanted: Wanted, *, numbers: Sequence[Question] = ()
) -> Callable[[], list[tuple[int, Facets]]]:  # fmt: skip
    """The same for who has something else to do meanwhile: what it gives waits for the answer."""
    if not wanted and not numbers:
        return list
    hits, parts, values, chosen = [], [], list[Any](), list[Any]()
    for number, (question, names, sample) in enumerate(wanted):
        matching, asked = _matching(question, sample.level)
        hits.append(f"hits{number} AS MATERIALIZED ({matching})")
        values += asked
        every = f"SELECT facet, count(*) AS number FROM (SELECT unnest(facets) AS facet FROM hits{number}) AS every"  # noqa: S608
        one = len(names) == 1
        parts.append(
            f"SELECT {number}, '', count(*) FROM hits{number} UNION ALL SELECT {number}, facet, number FROM ("  # noqa: S608
            f"{every}{' WHERE starts_with(facet, %s)' if one else ''} GROUP BY 1 OFFSET 0"
            f") AS counted{'' if one else ' WHERE split_part(facet, %s, 1) = ANY(%s)'}"
        )
        chosen += [f"{names[0]}:"] if one else [":", list(names)]
    for number, question in enumerate(numbers, len(wanted)):
        where, asked = question.where()
        parts.append(f"SELECT {number}, '', count(*) FROM core_searchdocument WHERE {where}")  # noqa: S608
        chosen += asked
    first = f"WITH {', '.join(hits)} " if hits else ""
    rows = ask(  # SELECT stands first: before WITH, which may write, the history would send its context
        f"SELECT * FROM ({first}{' UNION ALL '.join(parts)}) AS found ORDER BY 1, 3 DESC, 2",  # noqa: S608
        [*values, *chosen],
    )
    return lambda: _counted_facets(rows(), wanted, len(numbers))


def _counted_facets(
    found: Sequence[tuple[Any, ...]], wanted: Wanted, numbers: int
) -> list[tuple[int, Facets]]:  # fmt: skip
    totals = [0] * (len(wanted) + numbers)
    counted: list[Rows] = [{name: [] for name in names} for _question, names, _sample in wanted]
    times = [sample.times for _question, _names, sample in wanted]
    for which, facet, number in found:
        if not facet:
            totals[which] = number
        elif len(rows := counted[which][facet[: facet.index(":")]]) < MOST_FACET_VALUES:
            rows.append((facet, number * times[which]))
    return [
        (total * sample.times, _shown(held, exact=sample.is_all))
        for total, held, (_question, _names, sample) in zip(totals, counted, wanted, strict=False)
    ] + [(total, {}) for total in totals[len(wanted) :]]


def _matching(question: Question, level: int) -> tuple[str, list[Any]]:
    """The facets of what matches in a sample: the same text for all samples, so that it is planned once.

    Samples 1 and 2 have indexes of their own, a quarter and a sixteenth as large as that of all; those that follow are
    in the second of them. Of these three ways PostgreSQL takes that of the level.
    """
    select = "SELECT facets FROM core_searchdocument WHERE"
    if question.ids or question.asked.terms:
        where, values = replace(question, level=level).where()
        return f"{select} {where}", values
    every, values = replace(question, level=0).where()
    within, held = replace(question, level=level if level > len(SAMPLES_INDEXED) else 0).where()
    first, second = SAMPLES_INDEXED
    return (
        f"{select} %s = 0 AND {every} UNION ALL {select} %s = 1 AND shuffle < {first} AND {every}"
        f" UNION ALL {select} %s > 1 AND shuffle < {second} AND {within}",
        [level, *values, level, *values, level, *held],
    )


def stored_facets(question: Question, names: Sequence[str]) -> dict[str, Sequence[FacetCount]]:
    """Counts of all values of facets, without any condition: read, not counted."""
    rows = fetch(
        "SELECT facet, sum(count)::int FROM core_searchcount WHERE kind = ANY(%s) AND (public OR %s)"
        " AND name = ANY(%s) AND count > 0 GROUP BY facet ORDER BY 2 DESC, 1",
        [list(question.kinds), question.sees_all, list(names)],
    )
    return grouped(rows, names)


def grouped(rows: Sequence[tuple[str, int]], names: Sequence[str]) -> Facets:
    """Rows of (name:value, count) by name."""
    found: Rows = {name: [] for name in names}
    for facet, number in rows:
        held = found[facet[: facet.index(":")]]
        if len(held) < MOST_FACET_VALUES:
            held.append((facet, number))
    return _shown(found, exact=True)


def _shown(found: Rows, *, exact: bool) -> Facets:
    return {name: facet_counts_of(held, exact=exact) for name, held in found.items()}


def months(question: Question) -> list[tuple[str, int]]:
    """All months that documents of the kinds are fresh from, the newest first, and how many documents each has."""
    return known.counts(question).months
