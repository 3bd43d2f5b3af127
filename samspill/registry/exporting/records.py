"""An entry as plain values under the codes of `importing.fields`: the rows of JSON, and what cells are written from.

What is not a field of the import stands there too and is passed over when the file is read in again.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from samspill.parties.domain.acting import Acting
from samspill.registry import policies
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.importing.fields import TEXTS
from samspill.registry.models import Contribution, Entry, Participation, ReadinessReading, Relation

PARTS = ("contributors", "partners", "readings", "evidence_url")
COMPARED = (
    "title", "own_word", "summary", "type", "start_date", "end_date", "language", "unit", "contributors", "partners",
    "readings", *TEXTS, "keywords", "sdg", "discipline", "service_area", *DETAIL_FIELDS,
)  # fmt: skip
"""What the fingerprint is of: all that a sheet can change, but for evidence, of which not everyone sees all."""


@dataclass(frozen=True)
class Viewer:
    """Who the export is made for, and which registers they may know of."""

    acting: Acting
    registers: Collection[int] = field(default_factory=frozenset)

    def works_with(self, entry: Entry) -> bool:
        """Whether they see confidential evidence: the rule of `policies.may_see_evidence`."""
        acting = self.acting
        return acting.is_known and (policies.is_own(acting, entry) or bool(policies.curates(acting, entry)))


def with_parts(entries: "QuerySet[Entry]", related: "QuerySet[Entry] | None" = None) -> "QuerySet[Entry]":
    """With everything that `record_of` reads, at a fixed number of queries for each chunk.

    ``related`` are the entries that may be named as related to another.
    """
    shown = Entry.objects.all() if related is None else related
    return entries.select_related("register", "organisation", "unit").prefetch_related(
        Prefetch("contributions", Contribution.objects.select_related("person", "unit")),
        Prefetch("participations", Participation.objects.select_related("organisation")),
        Prefetch("readings", ReadinessReading.objects.select_related("level__scale", "corrected_by")),
        "evidence",
        Prefetch("relations_out", Relation.objects.filter(target__in=shown.order_by()).select_related("target")),
        Prefetch("relations_in", Relation.objects.filter(source__in=shown.order_by()).select_related("source")),
    )


def record_of(entry: Entry, viewer: Viewer) -> dict[str, Any]:
    """Values by code; lists and objects for what there may be several of. Names are in the active language."""
    record = comparable(entry)
    evidence = [one for one in entry.evidence.all() if not one.is_confidential]
    if viewer.works_with(entry):
        evidence = list(entry.evidence.all())
    shows_register = entry.register is not None and (entry.register.is_public or entry.register_id in viewer.registers)
    return {
        "samspill_id": entry.public_id,
        **record,
        "kind": entry.kind,
        "ways": entry.ways,
        "status": entry.status,
        "visibility": entry.visibility,
        "organisation": {"name": entry.organisation.name, "code": entry.organisation.code},
        "register": {"name": entry.register.name, "code": entry.register.code}
        if entry.register and shows_register
        else None,
        "evidence_url": [one.url for one in evidence if one.url],
        "evidence": [
            {
                "kind": one.kind,
                "title": one.title,
                "url": one.url,
                "date": one.date,
                "note": one.note,
                "confidential": one.is_confidential,
            }
            for one in evidence
        ],
        "related": _related(entry),
        "published": entry.published_at,
        "updated": entry.updated_at,
        "address": address_of(entry),
        "samspill_state": fingerprint(record),
    }


def comparable(entry: Entry) -> dict[str, Any]:
    """All that a sheet can change, but for evidence."""
    return {
        "title": entry.title,
        "own_word": entry.own_word,
        "summary": entry.summary,
        "type": entry.types,
        "start_date": entry.start_date,
        "end_date": entry.end_date,
        "language": entry.language,
        "unit": {"name": entry.unit.name, "code": entry.unit.code} if entry.unit else None,
        "contributors": [_contributor(part) for part in entry.contributions.all()],
        "partners": [_partner(part) for part in entry.participations.all()],
        "readings": [_reading(one) for one in standing(entry)],
        **{code: getattr(entry, code) for code in TEXTS if code != "summary"},
        "keywords": entry.keywords,
        "sdg": entry.sdgs,
        "discipline": entry.disciplines,
        "service_area": entry.service_areas,
        **{code: value for code, value in entry.details.items() if code in DETAIL_FIELDS and value not in (None, "")},
    }


def fingerprint(record: dict[str, Any]) -> str:
    """Short checksum of what a sheet can change: while it is the same, nobody has changed the entry."""
    said = {code: record[code] for code in COMPARED if code in record}
    for code in ("contributors", "partners", "unit"):
        said[code] = _codes(said[code])
    text = json.dumps(said, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _codes(value: Any) -> Any:
    if isinstance(value, list):
        return [_codes(one) for one in value]
    # Names differ from language to language.
    return {key: item for key, item in value.items() if key not in ("name", "unit")} if value else value


def address_of(entry: Entry) -> str:
    """The short address, which survives a new title."""
    return f"{settings.SITE_URL}/e/{entry.public_id}/"


def standing(entry: Entry) -> list[ReadinessReading]:
    """Readings that nobody has corrected, the oldest first."""
    found = [reading for reading in entry.readings.all() if not hasattr(reading, "corrected_by")]
    return sorted(found, key=lambda reading: (reading.date, reading.pk))


def _contributor(part: Contribution) -> dict[str, Any]:
    who = (
        {"name": part.person.name, "id": part.person.public_id}
        if part.person
        else {"unit": part.unit.name if part.unit else "", "code": part.unit.code if part.unit else ""}
    )
    more = {"share": part.share, "from": part.start_date, "to": part.end_date}
    return who | {"roles": part.roles} | {name: value for name, value in more.items() if value is not None}


def _partner(part: Participation) -> dict[str, Any]:
    more = {"from": part.start_date, "to": part.end_date, "in_use_since": part.in_use_since}
    return {
        "name": part.organisation.name,
        "code": part.organisation.code,
        "number": part.organisation.number,
        "role": part.role_id,
    } | {name: value for name, value in more.items() if value is not None}


def _reading(one: ReadinessReading) -> dict[str, Any]:
    return {
        "scale": one.level.scale.code,
        "level": one.level.level,
        "date": one.date,
        "year_only": one.year_only,
    }


def _related(entry: Entry) -> list[dict[str, str]]:
    """Relations in both directions, in the words of `domain.parts.relate`."""
    out = [(one.kind, one.target) for one in entry.relations_out.all()]
    turned = {Relation.Kind.LED_TO: "grew_from", Relation.Kind.DOCUMENTS: "documented_by"}
    back = [(turned[Relation.Kind(one.kind)], one.source) for one in entry.relations_in.all()]
    return [{"word": str(word), "title": other.title, "address": address_of(other)} for word, other in [*back, *out]]
