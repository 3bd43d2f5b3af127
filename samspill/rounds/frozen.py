"""What a round was when it closed, as canonical JSON with its SHA-256.

format, version    "samspill-round", 1; the version rises when the shape changes
register, round    codes; label, opens, due, closed (ISO 8601 days)
items              by code of the entry: title, state (updated, late, not_updated, stopped), the target that was to be
                   answered with its answer, progress, the reading, the next target. People are not named.
counts             how many of each state, and of each answer
"""

from collections import Counter
from typing import Any

from django.utils import timezone

from samspill.core.frozen_json import canonical, checksum
from samspill.registry.models import ReadinessLevel
from samspill.rounds.models import RoundItem, Target, UpdateRound
from samspill.rounds.queries import full_items, state_of, told_of

__all__ = ["canonical", "checksum", "document"]
FORMAT, VERSION = "samspill-round", 1
Json = dict[str, Any]


def document(found: UpdateRound, *, closed: str) -> Json:
    """The round as data. A constant number of queries."""
    items = [_item(found, item) for item in full_items(found).order_by("entry__public_id")]
    return {
        "format": FORMAT,
        "version": VERSION,
        "register": found.register.code,
        "round": found.public_id,
        "label": found.label,
        "opens": found.opens.isoformat(),
        "due": found.due.isoformat(),
        "closed": closed,
        "items": items,
        "counts": dict(sorted(Counter(item["state"] for item in items).items())),
        "answers": dict(sorted(Counter(item["answer"] for item in items if "answer" in item).items())),
    }


def _item(of: UpdateRound, item: RoundItem) -> Json:
    item.round = of  # which is closed already here, and not yet in the database
    found: Json = {"entry": item.entry.public_id, "title": item.entry.title, "state": state_of(item).value}
    if item.target:
        found["target"] = _target(item.target)
    told = told_of(item)
    if told is None:
        return found
    found["progress"] = told.progress
    found["answered"] = timezone.localtime(told.answered_at).date().isoformat() if told.answered_at else ""
    if told.target_answer:
        found |= {"answer": told.target_answer, "answer_reason": told.target_reason}
    if told.reading:
        found["reading"] = _level(told.reading.level) | {"on": told.reading.date.isoformat()}
    elif told.no_reading_reason:
        found["no_reading"] = told.no_reading_reason
    if hasattr(told, "next_target"):
        found["next_target"] = _target(told.next_target)
    return found


def _target(target: Target) -> Json:
    found: Json = {"reaches": target.reaches}
    if target.level:
        found |= _level(target.level)
    if target.below_reason:
        found["below_reason"] = target.below_reason
    return found


def _level(level: ReadinessLevel) -> Json:
    return {"scale": level.scale.code, "level": level.level}
