"""What a search found beside entries, in its order, in the words a page shows. One query for all."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from samspill.centres.search import SHOWN as CENTRE_SHOWN
from samspill.core.jinja import url
from samspill.core.prepared import fetch
from samspill.core.search import Result
from samspill.core.search.sources import source
from samspill.parties.domain.acting import Acting
from samspill.parties.models import Organisation
from samspill.parties.search import ORGANISATION_SHOWN, PERSON_SHOWN_TO_ALL
from samspill.reports.content import title as report_title
from samspill.reports.search import SHOWN as REPORT_SHOWN

KINDS = ("unit", "person", "organisation", "centre", "report")
# What may be shown, by the conditions of the kinds' sources. A person stands where they belong today; that is looked
# for the first people only, since there may be many.
FACTS = f"""
    SELECT 'unit', u.id, u.code, COALESCE(NULLIF(u.name_{{language}}, ''), u.name_nb), TRUE,
        ARRAY[COALESCE(NULLIF(o.name_{{language}}, ''), o.name_nb)]
    FROM parties_unit u JOIN parties_organisation o ON o.id = u.organisation_id WHERE u.id = ANY(%s)
    UNION ALL
    SELECT 'person', p.id, p.public_id, p.name, p.is_public,
        ARRAY[a.title, COALESCE(NULLIF(u.name_{{language}}, ''), u.name_nb),
            COALESCE(NULLIF(o.name_{{language}}, ''), o.name_nb)]
    FROM (
        SELECT p.id, p.public_id, p.name, p.is_public, row_number() OVER (ORDER BY asked.place) AS place
        FROM unnest(%s::bigint[]) WITH ORDINALITY AS asked(id, place) JOIN parties_person p USING (id)
        WHERE {{people}}
    ) p
    LEFT JOIN LATERAL (
        SELECT x.title, x.unit_id, x.organisation_id FROM parties_affiliation x, (SELECT %s::date AS today) day
        WHERE x.person_id = p.id AND p.place <= %s AND (x.valid_from IS NULL OR x.valid_from <= day.today)
            AND (x.valid_to IS NULL OR x.valid_to >= day.today)
        ORDER BY x.valid_from DESC, x.id LIMIT 1
    ) a ON TRUE
    LEFT JOIN parties_unit u ON u.id = a.unit_id LEFT JOIN parties_organisation o ON o.id = a.organisation_id
    UNION ALL
    SELECT 'organisation', o.id, o.code, COALESCE(NULLIF(o.name_{{language}}, ''), o.name_nb), TRUE,
        ARRAY[o.kind, COALESCE(c.name, d.name)]
    FROM parties_organisation o LEFT JOIN parties_county c ON c.number = o.county_id
    LEFT JOIN parties_municipality m ON m.number = o.municipality_id
    LEFT JOIN parties_county d ON d.number = m.county_id
    WHERE o.id = ANY(%s) AND {ORGANISATION_SHOWN}
    UNION ALL
    SELECT 'centre', c.id, c.code, COALESCE(NULLIF(c.name_{{language}}, ''), c.name_nb), TRUE,
        ARRAY[COALESCE(NULLIF(s.name_{{language}}, ''), s.name_nb),
            COALESCE(NULLIF(o.name_{{language}}, ''), o.name_nb)]
    FROM centres_centre c JOIN centres_scheme s ON s.id = c.scheme_id
    JOIN parties_organisation o ON o.id = c.organisation_id WHERE c.id = ANY(%s) AND {CENTRE_SHOWN}
    UNION ALL
    SELECT 'report', e.id, e.public_id, e.year::text, TRUE,
        ARRAY[COALESCE(NULLIF(r.name_{{language}}, ''), r.name_nb, NULLIF(u.name_{{language}}, ''), u.name_nb)]
    FROM reports_edition e LEFT JOIN registry_register r ON r.id = e.register_id
    LEFT JOIN parties_unit u ON u.id = e.unit_id WHERE e.id = ANY(%s) AND {REPORT_SHOWN}
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
    """Tells a search which of `KINDS` may be shown, and reads them in the same look; of the first ``most`` people where
    they belong."""

    def __init__(self, acting: Acting, *, most: int) -> None:
        self._acting = acting
        self.most = most
        self.rows: dict[str, dict[int, tuple[Any, ...]]] = {}

    def __call__(self, ids: Mapping[str, Sequence[int]]) -> Mapping[str, Container[int]]:
        """`search`'s ``visible``."""
        people, condition = ids.get("person", ()), PERSON_SHOWN_TO_ALL
        if self._acting.is_known and people:
            shown = source("person").visible(people, self._acting)
            people, condition = [pk for pk in people if pk in shown], "TRUE"
        language = {"nn": "nn", "en": "en"}.get((get_language() or "")[:2], "nb")
        units, others = ids.get("unit", ()), [list(ids.get(kind, ())) for kind in KINDS[2:]]
        self.rows = {kind: {} for kind in KINDS}
        for row in fetch(
            FACTS.replace("{language}", language).replace("{people}", condition),
            [list(units), list(people), timezone.localdate(), self.most, *others],
            once=True,
        ):
            self.rows[row[0]][row[1]] = row
        return self.rows


def groups(result: Result, seen: Around) -> dict[str, Group]:
    """The first of each of `KINDS`; ``seen`` has told the search what may be shown."""
    return {kind: _group([hit.object_id for hit in result.hits if hit.kind == kind], kind, seen) for kind in KINDS}


def _group(ids: Sequence[int], kind: str, seen: Around) -> Group:
    return Group(tuple(_found(seen.rows[kind][pk]) for pk in ids[: seen.most]), more=len(ids) > seen.most)


def _found(row: tuple[Any, ...]) -> Found:
    kind, _id, code, name, has_page, where = row
    if kind == "report":
        name = report_title(int(name))
    if kind == "organisation":
        note = " · ".join(filter(None, (str(Organisation.Kind(where[0]).label), where[1])))
    else:
        note = ", ".join(filter(None, where))
    return Found(name, url(f"website:{kind}", code) if has_page else "", note)
