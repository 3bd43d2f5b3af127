"""Who works on this: the units and people behind the best hits of a search, and how to reach them.

Each hit gives weight to those behind it, more the higher it stands; a unit or person that stands behind several good
hits comes first. Nobody is scored beyond this one list, and the weight is not shown (R-MER-07).
"""

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from typing import Any
from urllib.parse import quote_plus

from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samspill.core.jinja import url as address
from samspill.core.prepared import ask
from samspill.core.search import FacetCount, Result
from samspill.core.search.values import Counted, ask_values
from samspill.parties.domain.acting import Acting
from samspill.registry.search import SHOWN_TO_ALL, visible
from samspill.website.figures import entry_list_url
from samspill.website.rows import FACTS as ROW_FACTS
from samspill.website.rows import Facts, facts_of, in_language

MOST = 5
Weights = dict[int, float]
Behinds = dict[int, tuple[set[int], set[int]]]  # by entry: units and people


@dataclass(frozen=True)
class Behind:
    """A unit or a person behind hits, in the words that a page shows.

    ``entries``: how many there are of them, listed at ``entries_url``; ``reach`` says whose address follows: an
    ``email`` or else a ``website``; all three are empty when there is none.
    """

    name: str
    url: str
    place: str
    entries: str
    entries_url: str
    reach: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True)
class Who:
    """The best units and people, at most `MOST` of each, and how many entries there are in all."""

    units: Sequence[Behind] = ()
    people: Sequence[Behind] = ()
    total: int = 0

    def __bool__(self) -> bool:
        return bool(self.units or self.people)


BEHIND = """
    SELECT e.id, e.unit_id, r.unit_id,
        ARRAY(SELECT c.person_id FROM registry_contribution c WHERE c.entry_id = e.id AND c.person_id IS NOT NULL),
        ARRAY(SELECT c.unit_id FROM registry_contribution c WHERE c.entry_id = e.id AND c.person_id IS NULL)
    FROM registry_entry e LEFT JOIN registry_register r ON r.id = e.register_id WHERE {which}
"""
# A person stands where they belong today, in a unit if there is one. The address is the nearest: the unit's own, that
# of a register it keeps, that of a unit above it, the organisation's. A person's own is not even read.
TODAY = "(x.valid_from IS NULL OR x.valid_from <= day.today) AND (x.valid_to IS NULL OR x.valid_to >= day.today)"
FACTS = f"""
    SELECT * FROM (WITH kept AS MATERIALIZED (
        SELECT DISTINCT ON (unit_id) unit_id, contact_email FROM registry_register
        WHERE is_public AND contact_email <> '' ORDER BY unit_id, id DESC
    )
    SELECT b.is_unit, b.id, b.code, b.name, b.sorted, COALESCE(b.title, ''),
        COALESCE(NULLIF(u.name_{{language}}, ''), u.name_nb, ''),
        COALESCE(NULLIF(o.name_{{language}}, ''), o.name_nb, ''),
        COALESCE(o.contact_email, ''), COALESCE(o.website, ''),
        COALESCE(near.email, ''), near.id = u.id, COALESCE(near.name, '')
    FROM (SELECT %s::date AS today) day CROSS JOIN LATERAL (
        SELECT FALSE AS is_unit, p.id, p.public_id AS code, p.name::text, p.name::text AS sorted,
            a.title, a.unit_id, a.organisation_id
        FROM parties_person p LEFT JOIN LATERAL (
            SELECT x.title, x.unit_id, x.organisation_id FROM parties_affiliation x WHERE x.person_id = p.id AND {TODAY}
            ORDER BY x.unit_id IS NULL, x.valid_from DESC, x.id LIMIT 1
        ) a ON TRUE
        WHERE p.id = ANY(%s) AND p.is_public
        UNION ALL
        SELECT TRUE, x.id, x.code, '', x.path, '', x.id, x.organisation_id
        FROM parties_unit x WHERE x.id = ANY(%s) AND {TODAY}
    ) b
    LEFT JOIN parties_unit u ON u.id = b.unit_id LEFT JOIN parties_organisation o ON o.id = b.organisation_id
    LEFT JOIN LATERAL (
        SELECT v.id, COALESCE(NULLIF(v.contact_email, ''), kept.contact_email) AS email,
            COALESCE(NULLIF(v.name_{{language}}, ''), v.name_nb) AS name
        FROM parties_unit v LEFT JOIN kept ON kept.unit_id = v.id
        WHERE v.id = ANY(string_to_array(btrim(u.path, '/'), '/')::bigint[])
            AND (v.contact_email <> '' OR kept.contact_email IS NOT NULL)
        ORDER BY length(v.path) DESC LIMIT 1
    ) near ON TRUE) facts
"""  # noqa: S608 (no user text)


class Seen:
    """Tells a search which entries may be shown, and in the same look who stands behind them and the first rows."""

    def __init__(self, acting: Acting, *, rows: int) -> None:
        self._acting, self._rows = acting, rows
        self._behind: Behinds = {}
        self.facts: Facts = {}

    def __call__(self, ids: Mapping[str, Sequence[int]]) -> Callable[[], Mapping[str, Container[int]]]:
        """`search`'s ``visible``."""
        entries, which = list(ids["entry"]), SHOWN_TO_ALL
        if self._acting.is_known:
            shown = visible(entries, self._acting)
            entries, which = [pk for pk in entries if pk in shown], "e.id = ANY(%s)"
        statement = (
            f"SELECT * FROM ({BEHIND}) behind LEFT JOIN ({in_language(ROW_FACTS)}) facts ON facts.pk = behind.id"  # noqa: S608
        )
        rows = ask(statement.replace("{which}", which), [entries, entries[: self._rows]], once=True)
        return lambda: self._tell(rows())

    def _tell(self, rows: Sequence[Sequence[Any]]) -> Mapping[str, Container[int]]:
        self._behind = {
            pk: ({one for one in (owner, keeper, *contributing) if one}, set(people))
            for pk, owner, keeper, people, contributing, *_facts in rows
        }
        self.facts = facts_of(row[5:] for row in rows if row[5])
        return {"entry": self._behind}

    def weights(self, ids: Sequence[int]) -> tuple[Weights, Weights]:
        """What each unit and each person gets from the hits."""
        units: Weights = defaultdict(float)
        persons: Weights = defaultdict(float)
        for place, pk in enumerate(ids):
            for weights, behind in zip((units, persons), self._behind.get(pk, ((), ())), strict=True):
                for one in behind:
                    weights[one] += 10 / (10 + place)
        return units, persons


@dataclass(frozen=True)
class Best:
    """Rows of `FACTS`, the best first."""

    units: Sequence[tuple[Any, ...]] = ()
    people: Sequence[tuple[Any, ...]] = ()


def best_behind(result: Result, seen: Seen) -> Callable[[], Best]:
    """Asks who stands behind the hits of a search for entries; what it gives waits for it. One query.

    ``seen`` has told the search what may be shown.
    """
    units, people = seen.weights(result.ids)
    if not units and not people:
        return Best
    rows = ask(
        in_language(FACTS),
        [timezone.localdate(), _best(people, 2 * MOST), _best(units, 2 * MOST)],
        once=True,
    )
    return lambda: _ordered(rows(), units, people)


def _ordered(rows: Sequence[tuple[Any, ...]], units: Weights, people: Weights) -> Best:
    return Best(
        sorted((row for row in rows if row[0]), key=lambda row: (-units[row[1]], row[4]))[:MOST],
        sorted((row for row in rows if not row[0]), key=lambda row: (-people[row[1]], row[4]))[:MOST],
    )


def who_works_on(best: Best, result: Result, text: str, acting: Acting) -> Callable[[], Who]:
    """Asks how many entries each of them has there; what it gives waits for it. One query, or none."""
    if not best.units and not best.people:
        return lambda: Who(total=result.total)
    values = [*(f"unit:{row[2]}" for row in best.units), *(f"person:{row[2]}" for row in best.people)]
    counted = ask_values(result, values, kind="entry", audience=acting)
    return lambda: _who(best, counted(), entry_list_url(q=text))


def _who(best: Best, counted: Counted, base: str) -> Who:
    return Who(
        [_behind(row, "unit", base, counted.values) for row in best.units],
        [_behind(row, "person", base, counted.values) for row in best.people],
        counted.total,
    )


def _best(weights: Weights, most: int) -> list[int]:
    best = nlargest(most, weights.values())
    among = [pk for pk, weight in weights.items() if weight >= best[-1]] if best else []
    return sorted(among, key=lambda pk: (-weights[pk], pk))[:most]


def _behind(row: tuple[Any, ...], kind: str, base: str, counts: dict[str, FacetCount]) -> Behind:
    """The row in words. A person's way goes through where they work, also where that is a unit with its own address."""
    is_unit, _id, code, name, _sorted, title, unit, organisation, its_email, its_website, email, is_own, owner = row
    of, website = "" if is_unit and is_own else owner, ""
    if not email:
        email, website, of = its_email, its_website, organisation
    reach = ""
    if email or website:
        reach = _("Contact through %(name)s:") % {"name": of} if of else _("Contact:")
    return Behind(
        name=unit if is_unit else name,
        url=address(f"website:{kind}", code),
        place=organisation if is_unit else ", ".join(filter(None, (title, unit, organisation))),
        entries=_number(counts.get(f"{kind}:{code}")),
        entries_url=f"{base}&{kind}={quote_plus(code)}",
        reach=reach,
        email=email,
        website=website,
    )


def _number(found: FacetCount | None) -> str:
    return _in_words(get_language() or "", found.count, found.exact) if found else ""


@lru_cache(maxsize=1_000)
def _in_words(language: str, count: int, exact: bool) -> str:
    number = localize(count)
    if not exact:
        return _("about %(number)s entries") % {"number": number}
    return ngettext("%(number)s entry", "%(number)s entries", count) % {"number": number}
