"""What a search found beside entries, in its order, in the words a page shows. One query for all."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from samspill.centres.search import SHOWN as CENTRE_SHOWN
from samspill.core.jinja import url
from samspill.core.prepared import ask
from samspill.core.search import Result, Term
from samspill.core.search.sources import source
from samspill.parties import places
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation
from samspill.parties.search import ORGANISATION_SHOWN, PERSON_SHOWN_TO_ALL
from samspill.reports.content import title as report_title
from samspill.reports.search import SHOWN as REPORT_SHOWN
from samspill.website.rows import in_language

KINDS = ("unit", "person", "organisation", "centre", "report")


def _first(table: str, name: str, shown: str = "TRUE") -> str:
    """SQL of those of the ids that are asked for, in their order, that may be shown; no more than so many."""
    return f"""(
        SELECT {name}.* FROM unnest(%s::bigint[]) WITH ORDINALITY AS asked(id, place) JOIN {table} {name} USING (id)
        WHERE {shown} ORDER BY asked.place LIMIT %s
    ) {name}"""  # noqa: S608 (no user text)


# a person stands where they belong today
FACTS = f"""
    SELECT 'unit', u.id, u.code, COALESCE(NULLIF(u.name_{{language}}, ''), u.name_nb), TRUE,
        COALESCE(NULLIF(o.name_{{language}}, ''), o.name_nb), NULL, NULL
    FROM {_first("parties_unit", "u")} JOIN parties_organisation o ON o.id = u.organisation_id
    UNION ALL
    SELECT 'person', p.id, p.public_id, p.name, p.is_public, a.title,
        COALESCE(NULLIF(u.name_{{language}}, ''), u.name_nb), COALESCE(NULLIF(o.name_{{language}}, ''), o.name_nb)
    FROM {_first("parties_person", "p", "{people}")}
    LEFT JOIN LATERAL (
        SELECT x.title, x.unit_id, x.organisation_id FROM parties_affiliation x, (SELECT %s::date AS today) day
        WHERE x.person_id = p.id AND (x.valid_from IS NULL OR x.valid_from <= day.today)
            AND (x.valid_to IS NULL OR x.valid_to >= day.today)
        ORDER BY x.valid_from DESC, x.id LIMIT 1
    ) a ON TRUE
    LEFT JOIN parties_unit u ON u.id = a.unit_id LEFT JOIN parties_organisation o ON o.id = a.organisation_id
    UNION ALL
    SELECT 'organisation', o.id, o.code, COALESCE(NULLIF(o.name_{{language}}, ''), o.name_nb), TRUE,
        o.kind, COALESCE(c.name, d.name),
        CASE o.kind WHEN 'municipality' THEN o.municipality_id WHEN 'county' THEN o.county_id END
    FROM {_first("parties_organisation", "o", ORGANISATION_SHOWN)}
    LEFT JOIN parties_county c ON c.number = o.county_id
    LEFT JOIN parties_municipality m ON m.number = o.municipality_id
    LEFT JOIN parties_county d ON d.number = m.county_id
    UNION ALL
    SELECT 'centre', c.id, c.code, COALESCE(NULLIF(c.name_{{language}}, ''), c.name_nb), TRUE,
        COALESCE(NULLIF(s.name_{{language}}, ''), s.name_nb), COALESCE(NULLIF(o.name_{{language}}, ''), o.name_nb), NULL
    FROM {_first("centres_centre", "c", CENTRE_SHOWN)} JOIN centres_scheme s ON s.id = c.scheme_id
    JOIN parties_organisation o ON o.id = c.organisation_id
    UNION ALL
    SELECT 'report', e.id, e.public_id, e.year::text, TRUE,
        COALESCE(NULLIF(r.name_{{language}}, ''), r.name_nb, NULLIF(u.name_{{language}}, ''), u.name_nb), NULL, NULL
    FROM {_first("reports_edition", "e", REPORT_SHOWN)} LEFT JOIN registry_register r ON r.id = e.register_id
    LEFT JOIN parties_unit u ON u.id = e.unit_id
"""  # noqa: S608 (no user text)


@dataclass(frozen=True)
class Found:
    """A thing that was found; ``url`` is empty where it has no page, ``note`` says where it belongs."""

    name: str
    url: str
    note: str


@dataclass(frozen=True)
class Group:
    """The first of a kind; ``more`` when there are others too."""

    rows: tuple[Found, ...] = ()
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows)


class Around:
    """Tells a search what of `KINDS` may be shown, and reads that in the same look: the first of each, and one more."""

    def __init__(self, acting: Acting, *, most: int) -> None:
        self._acting = acting
        self.most = most
        self.rows: dict[str, dict[int, tuple[Any, ...]]] = {}

    def __call__(self, ids: Mapping[str, Sequence[int]]) -> Callable[[], Mapping[str, Container[int]]]:
        """`search`'s ``visible``."""
        asked, people = {kind: list(ids.get(kind, ())) for kind in KINDS}, PERSON_SHOWN_TO_ALL
        if self._acting.is_known and asked["person"]:
            shown = source("person").visible(asked["person"], self._acting)
            asked["person"], people = [pk for pk in asked["person"] if pk in shown], "TRUE"
        values = [[asked[kind], self.most + 1] for kind in KINDS]
        values[1].append(timezone.localdate())
        statement = in_language(FACTS).replace("{people}", people)
        rows = ask(statement, [value for own in values for value in own], once=True)
        return lambda: self._tell(rows())

    def _tell(self, rows: Sequence[tuple[Any, ...]]) -> Mapping[str, Container[int]]:
        self.rows = {kind: {} for kind in KINDS}
        for row in rows:
            self.rows[row[0]][row[1]] = row
        return self.rows


def groups(result: Result, seen: Around) -> dict[str, Group]:
    """The first of each of `KINDS`; ``seen`` has told the search what may be shown."""
    ids = {kind: [hit.object_id for hit in result.hits if hit.kind == kind] for kind in KINDS}
    return {kind: _group(ids[kind], kind, seen, result.terms) for kind in KINDS}


def _group(ids: Sequence[int], kind: str, seen: Around, terms: Sequence[Term]) -> Group:
    return Group(tuple(_found(seen.rows[kind][pk], terms) for pk in ids[: seen.most]), more=len(ids) > seen.most)


def _found(row: tuple[Any, ...], terms: Sequence[Term]) -> Found:
    kind, _id, code, name, has_page, *where = row
    if kind == "report":
        name = report_title(int(name))
    if kind == "organisation":
        former = ", ".join(places.searched_for(where[2], terms)) if where[2] else ""
        formerly = _("formerly %(names)s") % {"names": former} if former else ""
        note = " · ".join(filter(None, (str(Organisation.Kind(where[0]).label), where[1], formerly)))
    else:
        note = ", ".join(filter(None, where))
    return Found(name, url(f"website:{kind}", code) if has_page else "", note)
