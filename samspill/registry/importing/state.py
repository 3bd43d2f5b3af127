"""An entry in the same form as a record of a sheet, so that the two can be held against each other.

    title, summary, start_date …        text; dates in ISO form; "" when empty
    types, sdgs, keywords …             lists
    unit                                code of the unit, or ""
    details.<code>                      the extra fields
    readings                            {"2024|trl" or "2024-05-01|trl": code of the level}
    partners                            ["<organisation's code>|<role>"], role "" when the sheet does not say
    contributors                        ["p:<public id>|<roles>" or "u:<unit's code>|<roles>"]
    marked_effects                      ["<effect>.<recipient>|<stage>@<date>"], stage "" when the sheet does not say
    links, notes                        evidence

Something that is to be made has a key that begins with "new:".
"""

from typing import Any

from samspill.registry.importing.effects import part_of
from samspill.registry.importing.fields import ENTRY_FIELDS
from samspill.registry.models import Entry

PARTS = ("partners", "contributors", "marked_effects", "links", "notes")
DEFAULT_ROLE = "partner"


def state_of(entry: Entry) -> dict[str, Any]:
    """What the entry says now. Reads what `importing.loading` has prefetched."""
    state: dict[str, Any] = {}
    for name in ENTRY_FIELDS:
        value = getattr(entry, name)
        if value is None:
            value = ""
        elif name.endswith("_date"):
            value = value.isoformat()
        state[name] = list(value) if isinstance(value, list) else value
    state["unit"] = entry.unit.code if entry.unit else ""
    for code, value in entry.details.items():
        state[f"details.{code}"] = value
    parts = list(entry.participations.all())
    state["partners"] = [f"{part.organisation.code}|{part.role_id}" for part in parts]
    contributions = list(entry.contributions.all())
    state["contributors"] = [
        f"{'p:' + one.person.public_id if one.person else 'u:' + (one.unit.code if one.unit else '')}"
        f"|{','.join(sorted(one.roles))}"
        for one in contributions
    ]
    state["marked_effects"] = [part_of(tag) for tag in entry.effect_tags.all()]
    state["links"] = [piece.url for piece in entry.evidence.all() if piece.url]
    state["notes"] = [piece.note for piece in entry.evidence.all() if piece.kind == "note"]
    state["readings"] = _readings(entry)
    state["kept"] = [
        state["partners"][place] for place, part in enumerate(parts) if part.in_use_since or part.confirmations.all()
    ] + [
        state["contributors"][place]
        for place, one in enumerate(contributions)
        if one.share is not None or one.confirmations.all()
    ]
    return state


def _readings(entry: Entry) -> dict[str, str]:
    """The readings that stand, by day and by year; of several in a year the latest is the year's."""
    standing = sorted(
        (reading for reading in entry.readings.all() if not hasattr(reading, "corrected_by")),
        key=lambda reading: (reading.date, reading.pk),
    )
    found: dict[str, str] = {}
    for reading in standing:
        scale = reading.level.scale.code
        found[f"{reading.date.year}|{scale}"] = reading.level.code
        if not reading.year_only:
            found[f"{reading.date.isoformat()}|{scale}"] = reading.level.code
    return found


def who(part: str) -> str:
    """The party of a part, without the roles."""
    return part.rsplit("|", 1)[0]


def roles(part: str) -> str:
    """The role or roles of a part, "" when the sheet does not say."""
    return part.rsplit("|", 1)[1] if "|" in part else ""
