"""An entry as plain values under the codes of `importing.fields`: the rows of JSON, and what cells are written from.

What is not a field of the import stands there too and is passed over when the file is read in again.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from samspill.parties.domain.acting import Acting
from samspill.registry import words
from samspill.registry.domain.parts import RELATION_WORDS
from samspill.registry.fields import DETAIL_FIELDS
from samspill.registry.importing.fields import TEXTS
from samspill.registry.models import Contribution, EffectTag, Entry, Participation, Progress, ReadinessReading, Relation

NAMES = ("name_nb", "name_nn", "name_en")
COMPARED = (
    "title", "own_word", "summary", "type", "start_date", "end_date", "language", "unit", "contributors", "partners",
    "readings", *TEXTS, "marked_effects", "keywords", "sdg", "discipline", "service_area", *DETAIL_FIELDS,
)  # fmt: skip
"""What the fingerprint is of: all that a sheet can change, but for evidence, of which not everyone sees all."""


def load(ids: Sequence[int], related: "QuerySet[Entry]") -> dict[int, Entry]:
    """The entries with everything that `record_of` reads, at a fixed number of queries.

    ``related`` are the entries that may be named as related to another. The parts lie in plain lists (`_parts`):
    Django's usual way, a queryset for each entry and part, took a third of an export's time.
    """
    person = ("person__name", "person__public_id", "person__is_public")
    unit = ("unit__code", *(f"unit__{name}" for name in NAMES))
    owner = ("organisation__code", *(f"organisation__{name}" for name in NAMES))
    others = related.order_by()
    contributions = Contribution.objects.select_related("person", "unit").only(
        "entry_id", "roles", "share", "start_date", "end_date", "position", *person, *unit
    )
    participations = Participation.objects.select_related("organisation").only(
        "entry_id", "role_id", "start_date", "end_date", "in_use_since", "organisation__number", *owner
    )
    readings = ReadinessReading.objects.filter(corrected_by=None).only("entry_id", "level_id", "date", "year_only")
    out = Relation.objects.filter(target__in=others).select_related("target")
    back = Relation.objects.filter(source__in=others).select_related("source")
    entries = Entry.objects.order_by().select_related("register", "organisation", "unit")
    entries = entries.defer("register__column_mapping", "organisation__reference_values", "unit__reference_values")
    rows: QuerySet[Entry] = entries.prefetch_related(
        Prefetch("contributions", contributions, to_attr="loaded_contributions"),
        Prefetch("participations", participations, to_attr="loaded_participations"),
        Prefetch("readings", readings, to_attr="loaded_readings"),
        Prefetch("evidence", to_attr="loaded_evidence"),
        Prefetch("effect_tags", EffectTag.objects.select_related("effect", "recipient"), to_attr="loaded_effect_tags"),
        Prefetch("progress", to_attr="loaded_progress"),
        Prefetch("relations_out", out.only("source_id", "kind", *_named("target")), to_attr="loaded_relations_out"),
        Prefetch("relations_in", back.only("target_id", "kind", *_named("source")), to_attr="loaded_relations_in"),
    )
    return {entry.pk: entry for entry in rows.filter(pk__in=ids)}


def _named(side: str) -> list[str]:
    return [f"{side}__title", f"{side}__public_id"]


def _parts(entry: Entry, name: str) -> Iterable[Any]:
    """The parts of an entry that came through `load`, or through the importer's own prefetching."""
    loaded: list[Any] | None = entry.__dict__.get(f"loaded_{name}")
    return getattr(entry, name).all() if loaded is None else loaded


def works_with(acting: Acting, ids: Sequence[int]) -> Collection[int]:
    """Ids of the entries whose confidential evidence the user sees: the rule of `policies.may_see_evidence`."""
    if not acting.is_known:
        return ()
    entries = Entry.objects.order_by().filter(pk__in=ids)
    return {
        *entries.filter(pk__in=Entry.objects.mine(acting).order_by().values("pk")).values_list("pk", flat=True),
        *entries.filter(pk__in=Entry.objects.curated_by(acting).order_by().values("pk")).values_list("pk", flat=True),
    }


def record_of(
    entry: Entry, *, registers: Collection[int] = (), confidential: bool = False, everybody: bool = True
) -> dict[str, Any]:
    """Values by code; lists and objects for what there may be several of. Names are in the active language.

    ``registers`` are the ids of those that the reader may know of beside the public ones; ``confidential`` says
    whether confidential evidence is for them. ``everybody`` False leaves out the ids of people without a public page:
    an id known from before would tell whose name is withheld.
    """
    record = comparable(entry)
    mark = fingerprint(record)
    if not everybody:
        record["contributors"] = [_contributor(part, everybody=False) for part in _parts(entry, "contributions")]
    evidence = [one for one in _parts(entry, "evidence") if confidential or not one.is_confidential]
    shows_register = entry.register is not None and (entry.register.is_public or entry.register_id in registers)
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
        "progress": [_progress(one) for one in entry.__dict__.get("loaded_progress", ())],  # for reading only
        "related": _related(entry),
        "published": entry.published_at,
        "updated": entry.updated_at,
        "address": address_of(entry),
        "samspill_state": mark,
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
        "contributors": [_contributor(part) for part in _parts(entry, "contributions")],
        "partners": [_partner(part) for part in _parts(entry, "participations")],
        "readings": [_reading(one) for one in standing(entry)],
        **{code: getattr(entry, code) for code in TEXTS if code != "summary"},
        "keywords": entry.keywords,
        "sdg": entry.sdgs,
        "discipline": entry.disciplines,
        "service_area": entry.service_areas,
        **({"marked_effects": [_effect(one) for one in tags]} if (tags := list(_parts(entry, "effect_tags"))) else {}),
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
    if (loaded := entry.__dict__.get("loaded_readings")) is not None:
        return sorted(loaded, key=lambda reading: (reading.date, reading.pk))
    found = [reading for reading in entry.readings.all() if not hasattr(reading, "corrected_by")]
    return sorted(found, key=lambda reading: (reading.date, reading.pk))


def _contributor(part: Contribution, *, everybody: bool = True) -> dict[str, Any]:
    if part.person:
        who = {"name": part.person.name}
        if everybody or part.person.is_public:
            who["id"] = part.person.public_id
    else:
        who = {"unit": part.unit.name if part.unit else "", "code": part.unit.code if part.unit else ""}
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
    level = words.levels.holding([one.level_id])[one.level_id]
    return {
        "scale": level.scale.code,
        "level": level.level,
        "date": one.date,
        "year_only": one.year_only,
    }


def _effect(one: EffectTag) -> dict[str, Any]:
    more = {"since": one.since, "note": one.note}
    return {"effect": one.effect.code, "recipient": one.recipient.code, "stage": one.stage} | {
        name: value for name, value in more.items() if value
    }


def _progress(one: Progress) -> dict[str, Any]:
    said = {"indicator": one.indicator, "value": one.value.normalize(), "measured_in": one.measured_in}
    return said | {"date": one.date} | ({"note": one.note} if one.note else {})


def _related(entry: Entry) -> list[dict[str, str]]:
    """Relations in both directions, in the words of `domain.parts.relate`."""
    out = [(one.kind, one.target) for one in _parts(entry, "relations_out")]
    turned = {kind: word for word, (kind, is_turned) in RELATION_WORDS.items() if is_turned}
    back = [(turned[Relation.Kind(one.kind)], one.source) for one in _parts(entry, "relations_in")]
    return [{"word": str(word), "title": other.title, "address": address_of(other)} for word, other in [*back, *out]]
