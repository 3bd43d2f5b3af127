"""Three-way comparison: what the sheet says, what it said the last time, and what stands here.

sheet = here                   nothing to do
sheet = last                   the sheet has not changed; an edit made here stays
last = here                    nobody has edited here; the sheet's change is taken
all three differ               a conflict, and the user chooses
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from samspill.core.importing.reading import kept
from samspill.registry.importing.state import DEFAULT_ROLE, PARTS, roles, who
from samspill.registry.models import SourceRecord

Values = Mapping[str, Any]
NOT_COMPARED = ("kind", "status", "new_organisations", "samspill_state")
"""The kind never changes, and the workflow belongs to Samspill: a status only decides how a new entry begins."""


def remembered(said: Values) -> dict[str, Any]:
    """What is kept of a record, to be held against the next sheet."""
    return {name: value for name, value in said.items() if name not in ("kind", "status", "samspill_state")}


def says_as_before(said: Values, source: SourceRecord | None) -> bool:
    """Whether the sheet says just what it said last. Then it asks for nothing, whatever stands here.

    Not so for an export that carries a mark: that is held against what stood when it was made.
    """
    return source is not None and not said.get("samspill_state") and remembered(said) == source.values


@dataclass(frozen=True)
class Change:
    """One field that would change. ``new`` is the sheet's, ``old`` what it said last (None: nothing), ``here`` ours."""

    field: str
    old: Any
    new: Any
    here: Any
    conflict: bool = False

    def stored(self) -> dict[str, Any]:
        """As kept with the record, for the preview."""
        return asdict(self)


def compare(said: Values, last: Values | None, here: Values) -> list[Change]:
    """The changes that the sheet asks for. Fields that the sheet does not have are never touched."""
    changes = []
    for name, value in said.items():
        if name in NOT_COMPARED:
            continue
        before = None if last is None else last.get(name)
        if name == "readings":
            changes += _readings(value, before or {}, here["readings"])
        elif name in PARTS:
            changes += _parts(name, value, before, here)
        else:
            changes += _field(name, value, before, here.get(name, ""))
    return changes


def _field(name: str, said: Any, last: Any, here: Any) -> list[Change]:
    if _same(said, here) or (last is not None and _same(said, last)):
        return []
    if _empty(said) and _empty(last):
        return []  # the sheet has never said anything here
    untouched = _same(last, here) if last is not None else _empty(here)
    return [Change(name, last, said, here, conflict=not untouched)]


def _readings(said: Values, last: Values, here: Values) -> list[Change]:
    changes = []
    for when, level in said.items():
        before, now = last.get(when), here.get(when)
        if level in (now, before):
            continue
        changes.append(Change(f"readings.{when}", before, level, now or "", conflict=now is not None and now != before))
    return changes


def _parts(name: str, said: Sequence[str], last: Sequence[str] | None, here: Values) -> list[Change]:
    """Parts are merged one by one: what was added here stays, and what was removed here is not brought back."""
    present: Sequence[str] = here[name]
    before = last or []
    added = [part for part in said if part not in before and not any(covers(one, part) for one in present)]
    dropped = [
        part
        for part in before
        if part not in said and not any(who(part) == who(one) and not roles(one) for one in said)
    ]
    removed = [one for one in present if any(_was(one, part) for part in dropped)]
    if name == "contributors":  # one contribution holds all roles of a person: another role is no removal
        removed = [one for one in removed if who(one) not in {who(part) for part in said}]
    if not added and not removed:
        return []
    result = [one for one in present if one not in removed and not _replaced(name, one, added)] + added
    conflict = any(one in here.get("kept", ()) for one in removed)
    return [Change(name, list(before) if last is not None else None, result, list(present), conflict=conflict)]


def covers(present: str, part: str) -> bool:
    """Whether a part that is here is the one the sheet means; a sheet without roles means any."""
    if who(present) != who(part):
        return False
    return not roles(part) or set(roles(part).split(",")) <= set(roles(present).split(","))


def _was(present: str, part: str) -> bool:
    """Whether a part that is here came from this part of the earlier sheet."""
    return who(present) == who(part) and roles(present) in (roles(part), DEFAULT_ROLE if not roles(part) else "")


def _replaced(name: str, present: str, added: Sequence[str]) -> bool:
    return name == "contributors" and any(who(present) == who(part) for part in added)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    return _plain(one) == _plain(other)


def _plain(value: Any) -> str:
    text = "" if value is None else str(kept(str(value)))
    return "\n".join(line.rstrip() for line in text.replace("\r", "").strip().split("\n"))


def _empty(value: Any) -> bool:
    return value in (None, "", [])
