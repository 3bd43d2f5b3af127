"""The order of what is found: title over text, fresh over old.

What matches is few thousand things at most, or else the newest of many. They are put in tiers by what their titles
hold, the newest first in each; the first of them are then weighed one by one (how often, in which field, how near).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from samspill.core.search import probing, sampling, vocabulary
from samspill.core.search.plans import fetch
from samspill.core.search.questions import SAMPLES, SHARE, Question
from samspill.core.search.sampling import Sample
from samspill.core.search.vector import query

ENOUGH = 600  # matches that are soon read, each
SMALL = 8_000  # documents of kinds that are counted at once, since mostly nothing of them matches
WEIGHED = 50  # things that are weighed one by one
PROBED = 300  # documents that the sample holds, at least, from which it is estimated
NEWEST = 200  # candidates of each kind where too many match
WEIGHTS = "{0.06,0.18,0.4,1}"  # text, summary, names, title
HALF_LIFE = 5 * 365.25  # days after which freshness counts half as much
FRESHNESS = 0.25  # of the weight, for what is from today
TIER = 0.5  # what words in the title add to the weight
AS_TYPED = 0.5  # what a title adds that holds the words as they were typed, and not other forms or parts of words


class Found(NamedTuple):
    """A thing that matches. ``place``: what a list sorts by; ``text``: title and body, where they were asked for."""

    kind: str
    object_id: int
    place: datetime | str = ""
    text: tuple[str, str] | None = None


@dataclass(frozen=True)
class Page:
    """The rows of a page, the best first, with the title and text of those that are explained.

    ``listed``: how many there are on all pages. ``ids``: all documents, where they were asked for.
    ``sampled``: documents of the sample that was asked for, and about how many match as it tells.
    """

    rows: Sequence[Found] = ()
    texts: Mapping[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    listed: int = 0
    ids: tuple[int, ...] = ()
    sampled: tuple[int, Sequence[int]] = (0, ())


Wanted = tuple[Question, int]  # the newest so many of what matches
Samples = tuple[Sample, Sequence[Sample]]  # of all that matches, and of what matches in the title


def samples_of(wanted: Sequence[tuple[Question, int]]) -> list[Samples]:
    """About how many match, and how many in their titles; sample 0 where all can be ranked. With the size of each.

    Of a small kind it is the number itself. None, one or two statements: what the process can tell is not asked about,
    and what is looked at in full is counted then.
    """
    looks = [_Look.at(question, size, small=size <= SMALL) for question, size in wanted]
    _take(looks)
    again = [
        place
        for place, (look, asked) in enumerate(zip(looks, wanted, strict=True))
        if look.small and look.found[0] > look.most and not in_full(*asked)
    ]
    for place in again:
        looks[place] = _Look.at(*wanted[place], small=False)
    if again:
        _take([looks[place] for place in again])
    return [look.samples for look in looks]


@dataclass
class _Look:
    """How many match of a question, as words that stand anywhere, and of the same in titles."""

    asked: Sequence[Question]
    most: int
    small: bool
    level: int = 0
    found: Sequence[int] = ()

    @classmethod
    def at(cls, question: Question, size: int, *, small: bool) -> "_Look":
        asked = [question.loosely(), *_titles(question)]
        # what may hold a phrase is read, and most of it does not
        look = cls(asked, sampling.COUNTED if question.reads_much else 2 * ENOUGH, small)
        if not small and (held := probing.held(question)):
            look.level, look.found = held.level, [held.count(one) for one in asked]
        elif not small:
            look.level = next((one for one in range(SAMPLES, 0, -1) if size // SHARE**one >= PROBED), 1)
        elif vocabulary.lacks(question):
            look.found = [0]
        elif size <= ENOUGH or in_full(question, size):
            look.found = [size]
        return look

    @property
    def parts(self) -> list[tuple[str, list[Any]]]:
        """What is still to be counted; of small kinds no further than it matters."""
        if self.found:
            return []
        if self.small:
            where, values = self.asked[0].where()
            rows = f"(SELECT FROM core_searchdocument WHERE {where} LIMIT %s) AS found"
            return [(f"(SELECT count(*) FROM {rows})", [*values, self.most + 1])]  # noqa: S608
        wheres = [replace(one, level=self.level).where() for one in self.asked]
        return [(f"(SELECT count(*) FROM core_searchdocument WHERE {where})", values) for where, values in wheres]  # noqa: S608

    @property
    def samples(self) -> Samples:
        """What was found, as the samples to look in."""
        if self.small:
            number = self.found[0]
            return Sample(0, number), [Sample(0, number)] * (len(self.asked) - 1)
        estimates = [number * SHARE**self.level for number in self.found]
        every, *titles = (Sample(0 if one <= self.most else max(1, sampling.level_for(one)), one) for one in estimates)
        return every, titles


def _take(looks: Sequence[_Look]) -> None:
    parts = [look.parts for look in looks]
    every = [part for own in parts for part in own]
    if not every:
        return
    counts = ", ".join(count for count, _values in every)
    numbers = iter(fetch(f"SELECT {counts}", [value for _count, values in every for value in values])[0])
    for look, own in zip(looks, parts, strict=True):
        if own:
            look.found = [next(numbers) for _part in own]


def in_full(question: Question, size: int) -> bool:
    """Whether all that matches is ranked, whatever it is: several kinds with few documents, and short ones."""
    return size <= SMALL and len(question.kinds) > 1


def most_ranked(question: Question, size: int) -> int:
    """Matches that are ranked where all are: not reached where they were estimated well."""
    return SMALL + 1 if in_full(question, size) else 4 * ENOUGH


def ranked(
    question: Question, samples: Samples, size: int, *,
    start: int, most: int, explained: int = 0, level: int = 0, every_id: bool = False,
) -> Page:  # fmt: skip
    """What matches, the best first: all of it, or the newest where it is too much. One statement, when it is all.

    With a ``level``, all that matches in that sample is found as well; with ``every_id`` the page has its ``ids`` where
    all that matches is looked at, as it has them of quoted phrases anyway.
    """
    sample, of_titles = samples
    if size <= SMALL and not sample.estimate:
        return Page()  # it was counted
    titles, limit, at_once = _titles(question), most_ranked(question, size), in_full(question, size)
    every = (question, limit)
    if at_once:
        wanted = [(title, limit) for title in titles]
    elif sample.is_all:
        # what holds all words in its title is found without looking for them elsewhere
        also = [title.title != "all" or question.has_phrases for title in titles]
        wanted = [(replace(title, also=one), limit) for title, one in zip(titles, also, strict=True)]
    else:
        months = sampling.months(question)
        every = _newest(question, sample.estimate, size, months)
        wanted = [
            (title, 2 * NEWEST) if found.is_all else _newest(title, found.estimate, size, months)
            for title, found in zip(titles, of_titles, strict=True)
        ]
    return _page(
        question, every, wanted, at_once=at_once, is_all=sample.is_all,
        start=start, most=most, explained=explained, level=level, every_id=every_id,
    )  # fmt: skip


def _titles(question: Question) -> list[Question]:
    titles = [replace(question, title="all")] if query(question.asked.terms, title="all") else []
    if titles and len([term for term in question.asked.wanted if not term.phrase]) > 1:
        titles.append(replace(question, title="any"))
    return titles


def _page(
    question: Question, every: Wanted, titles: Sequence[Wanted], *,
    at_once: bool, is_all: bool, start: int, most: int, explained: int, level: int, every_id: bool,
) -> Page:  # fmt: skip
    """What matches in tiers by title, the newest first in each; the first of them weighed, and in that order.

    ``at_once``: the titles of what matches are looked at, instead of looking for what matches in titles.
    """
    tables, tier, values = (_looked_at if at_once else _looked_for)(every, titles)
    more = "UNION ALL SELECT *, 2 FROM best WHERE id NOT IN (SELECT id FROM every)" if titles and not is_all else ""
    ids = "NULL::bigint[]"
    if is_all and (every_id or question.has_phrases):
        ids = "(SELECT array_agg(id) FROM tiers)"
    sampled, of_sample = "NULL::bigint[]", list[Any]()
    told = probing.matches(question, level) if level else None
    if level and not told:
        where, of_sample = replace(question, level=level).where()
        sampled = f"ARRAY(SELECT id FROM core_searchdocument WHERE {where})"  # noqa: S608
    rows = fetch(
        f"""
        SELECT * FROM (
            WITH {tables},
            tiers AS MATERIALIZED (SELECT *, {tier} AS tier FROM every {more}),
            places AS (
                SELECT *, row_number() OVER (ORDER BY tier DESC, fresh DESC, object_id DESC, kind) AS place FROM (
                    SELECT id, kind, object_id, fresh, tier FROM tiers
                    ORDER BY tier DESC, fresh DESC, object_id DESC, kind LIMIT greatest({WEIGHED}, %s)
                ) first
            ),
            weighed AS MATERIALIZED (
                SELECT p.*, CASE WHEN p.place <= {WEIGHED} THEN
                    p.tier * {TIER}::float8 + ts_rank(%s::real[], d.vector, %s::tsquery)
                    + CASE WHEN p.tier > 0 AND d.title ~ %s THEN {AS_TYPED}::float8 ELSE 0 END
                    + {FRESHNESS}::float8 * power(0.5::float8,
                        greatest(0, extract(epoch FROM now() - p.fresh))::float8 / {HALF_LIFE * 86_400}::float8)
                    END AS score
                FROM places p LEFT JOIN core_searchdocument d ON d.id = p.id AND p.place <= {WEIGHED}
            ),
            ordered AS (
                SELECT *, row_number() OVER (ORDER BY score DESC NULLS LAST, place) AS number FROM weighed
            )
            SELECT listed.number, CASE WHEN first THEN {ids} END, CASE WHEN first THEN {sampled} END,
                page.kind, page.object_id, told.title, told.body
            FROM (SELECT count(*) AS number FROM tiers) listed
            LEFT JOIN (SELECT * FROM ordered WHERE number > %s AND number <= %s) page ON TRUE
            CROSS JOIN LATERAL (SELECT COALESCE(page.number, 0) <= %s AS first) which
            LEFT JOIN core_searchdocument told ON told.id = CASE WHEN page.number <= %s THEN page.id END
            ORDER BY page.number
        ) answer
        """,  # noqa: S608 (no user text)
        [
            *(*values, start + most, WEIGHTS, query(question.asked.wanted), _as_typed(question)),
            *(*of_sample, start, start + most, start + 1, start + explained),
        ],
    )
    in_sample = rows[0][2] or ()
    return Page(
        [Found(row[3], row[4]) for row in rows if row[3]],
        {(row[3], row[4]): (row[5], row[6]) for row in rows[:explained] if row[3]},
        rows[0][0],
        tuple(rows[0][1] or ()),
        told or (len(in_sample) * SHARE**level, in_sample),
    )


BETWEEN = "[[:space:][:punct:]]"
"""What parts words, in every locale of a database: a letter beyond a to z is neither."""


def _as_typed(question: Question) -> str:
    """A regular expression of PostgreSQL for the words side by side, in small or capital letters."""
    words = [word for term in question.asked.wanted for word in term.words]
    written = [
        "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in word) for word in words
    ]
    return f"(^|{BETWEEN}){f'{BETWEEN}+'.join(written)}($|{BETWEEN})"


def _looked_for(every: Wanted, titles: Sequence[Wanted]) -> tuple[str, str, list[Any]]:
    """Tables of what matches anywhere, and in titles; the tier of a row of the first; and the values in them."""
    tables, values = [], list[Any]()
    for name, (asked, limit) in zip(("every", "best", "partly"), (every, *titles), strict=False):
        where, found = asked.where()
        tables.append(
            f"{name} AS MATERIALIZED (SELECT id, kind, object_id, fresh FROM core_searchdocument"  # noqa: S608
            f" WHERE {where} ORDER BY fresh DESC LIMIT %s)"
        )
        values += [*found, limit]
    tier = "".join(
        f" WHEN id IN (SELECT id FROM {name}) THEN {tier}"  # noqa: S608
        for name, tier in (("best", 2), ("partly", 1))[: len(titles)]
    )
    return ", ".join(tables), f"CASE{tier} ELSE 0 END" if tier else "0", values


def _looked_at(every: Wanted, titles: Sequence[Wanted]) -> tuple[str, str, list[Any]]:
    """The same where the title of each that matches is looked at: of few documents, which are small.

    Of those that the process knows only; they are looked up by number, whatever else PostgreSQL could do.
    """
    (asked, limit), held = every, [title for title, _limit in titles]
    where, found = asked.where()
    documents, known = "core_searchdocument", vocabulary.may_match(asked)
    if known is not None:
        documents = "(SELECT * FROM core_searchdocument WHERE id = ANY(%s) OFFSET 0) AS known"
        found = [known, *found]
    columns = "".join(f", vector @@ %s::tsquery AS title{number}" for number, _title in enumerate(held))
    table = (
        f"every AS MATERIALIZED (SELECT id, kind, object_id, fresh{columns} FROM {documents}"  # noqa: S608
        f" WHERE {where} ORDER BY fresh DESC LIMIT %s)"
    )
    tier = "".join(f" WHEN title{number} THEN {2 - number}" for number, _title in enumerate(held))
    values = [query(title.asked.terms, title=title.title, paired=title.paired) for title in held]
    return table, f"CASE{tier} ELSE 0 END" if tier else "0", [*values, *found, limit]


def _newest(question: Question, estimate: int, size: int, rows: Sequence[tuple[str, int]]) -> Wanted:
    """About the newest `NEWEST` things that match, to be found month by month without looking at the rest."""
    share = max(estimate, 1) / max(size, 1)
    wanted = ENOUGH if question.reads_much else NEWEST
    months, covered = _months(rows, wanted / share)
    level = 0
    while covered * share / SHARE**level > 2 * ENOUGH:
        level += 1
    return replace(question, months=months, level=level), NEWEST


def _months(rows: Sequence[tuple[str, int]], wanted: float) -> tuple[tuple[str, ...], int]:
    """The newest months that together hold so many documents, and how many they hold; none: all months."""
    months, covered = [], 0
    for month, number in rows:
        months.append(month)
        covered += number
        if covered >= wanted:
            break
    return (() if len(months) == len(rows) else tuple(months)), covered
