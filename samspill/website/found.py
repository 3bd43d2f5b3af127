"""What a search found beside entries, in its order, in the words a page shows. One query for all."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from samspill.core.jinja import url
from samspill.core.prepared import fetch
from samspill.core.search import Result
from samspill.parties.models import Organisation
from samspill.reports.content import title as report_title

KINDS = ("unit", "person", "organisation", "centre", "report")
# a person stands where they belong today
FACTS = """
    SELECT 'unit', u.id, u.code, COALESCE(NULLIF(u.name_{language}, ''), u.name_nb), TRUE,
        ARRAY[COALESCE(NULLIF(o.name_{language}, ''), o.name_nb)]
    FROM parties_unit u JOIN parties_organisation o ON o.id = u.organisation_id WHERE u.id = ANY(%s)
    UNION ALL
    SELECT 'person', p.id, p.public_id, p.name, p.is_public,
        ARRAY[a.title, COALESCE(NULLIF(u.name_{language}, ''), u.name_nb),
            COALESCE(NULLIF(o.name_{language}, ''), o.name_nb)]
    FROM parties_person p
    LEFT JOIN LATERAL (
        SELECT x.title, x.unit_id, x.organisation_id FROM parties_affiliation x, (SELECT %s::date AS today) day
        WHERE x.person_id = p.id AND (x.valid_from IS NULL OR x.valid_from <= day.today)
            AND (x.valid_to IS NULL OR x.valid_to >= day.today)
        ORDER BY x.valid_from DESC, x.id LIMIT 1
    ) a ON TRUE
    LEFT JOIN parties_unit u ON u.id = a.unit_id LEFT JOIN parties_organisation o ON o.id = a.organisation_id
    WHERE p.id = ANY(%s)
    UNION ALL
    SELECT 'organisation', o.id, o.code, COALESCE(NULLIF(o.name_{language}, ''), o.name_nb), TRUE,
        ARRAY[o.kind, COALESCE(c.name, d.name)]
    FROM parties_organisation o LEFT JOIN parties_county c ON c.number = o.county_id
    LEFT JOIN parties_municipality m ON m.number = o.municipality_id
    LEFT JOIN parties_county d ON d.number = m.county_id
    WHERE o.id = ANY(%s)
    UNION ALL
    SELECT 'centre', c.id, c.code, COALESCE(NULLIF(c.name_{language}, ''), c.name_nb), TRUE,
        ARRAY[COALESCE(NULLIF(s.name_{language}, ''), s.name_nb), COALESCE(NULLIF(o.name_{language}, ''), o.name_nb)]
    FROM centres_centre c JOIN centres_scheme s ON s.id = c.scheme_id
    JOIN parties_organisation o ON o.id = c.organisation_id WHERE c.id = ANY(%s)
    UNION ALL
    SELECT 'report', e.id, e.public_id, e.year::text, TRUE,
        ARRAY[COALESCE(NULLIF(r.name_{language}, ''), r.name_nb, NULLIF(u.name_{language}, ''), u.name_nb)]
    FROM reports_edition e LEFT JOIN registry_register r ON r.id = e.register_id
    LEFT JOIN parties_unit u ON u.id = e.unit_id WHERE e.id = ANY(%s)
"""


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


def groups(result: Result, *, most: int) -> dict[str, Group]:
    """The first of each of `KINDS`, at most so many."""
    ids = {kind: [hit.object_id for hit in result.hits if hit.kind == kind] for kind in KINDS}
    if not any(ids.values()):
        return {kind: Group() for kind in KINDS}
    language = {"nn": "nn", "en": "en"}.get((get_language() or "")[:2], "nb")
    first = {kind: of[:most] for kind, of in ids.items()}
    rows = fetch(
        FACTS.replace("{language}", language),
        [
            first["unit"],
            timezone.localdate(),
            first["person"],
            first["organisation"],
            first["centre"],
            first["report"],
        ],
        once=True,
    )
    found = {(row[0], row[1]): _found(row) for row in rows}
    return {
        kind: Group(tuple(found[kind, pk] for pk in first[kind] if (kind, pk) in found), more=len(of) > most)
        for kind, of in ids.items()
    }


def _found(row: tuple[Any, ...]) -> Found:
    kind, _id, code, name, has_page, where = row
    if kind == "report":
        name = report_title(int(name))
    if kind == "organisation":
        note = " · ".join(filter(None, (str(Organisation.Kind(where[0]).label), where[1])))
    else:
        note = ", ".join(filter(None, where))
    return Found(name, url(f"website:{kind}", code) if has_page else "", note)
