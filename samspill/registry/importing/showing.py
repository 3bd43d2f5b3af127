"""Records of a preview in words: names for codes, sentences for faults. A page at a fixed number of queries."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from samspill.parties.models import Organisation, Person, Unit
from samspill.registry.choices import Language
from samspill.registry.importing.effects import codes_of, said_of
from samspill.registry.importing.faults import message
from samspill.registry.importing.fields import label
from samspill.registry.importing.state import PARTS, roles, who
from samspill.registry.models import (
    ContributionRole,
    Discipline,
    Effect,
    EffectTag,
    EntryType,
    ImportJob,
    ImportRow,
    ParticipationRole,
    ReadinessLevel,
    Recipient,
    ServiceArea,
    SustainableDevelopmentGoal,
)

SIDES = ("old", "new", "here")
NOT_TOLD = ("title", "kind", "status", "new_organisations", "samspill_state")
"""Of a new record: what stands as its heading, in the form, in its notices, or among the partners."""
FIRST = ("types", "summary", "contributors", "partners", "unit", "start_date", "end_date")
"""The order in which a record is read; what else it says comes after, by name."""


class Shower:
    """Knows the names of everything that the changes of a page mention."""

    def __init__(self, job: ImportJob, rows: Iterable[ImportRow]) -> None:
        self._job = job
        self._names: dict[str, dict[str, str]] = {}
        changes = [change for row in rows for change in (*row.changes, *_of_new(row))]
        if not changes:
            return
        words = {
            "types": EntryType, "disciplines": Discipline, "service_areas": ServiceArea, "roles": ContributionRole,
            "partner_roles": ParticipationRole,
        }  # fmt: skip
        for name, model in words.items():
            self._names[name] = {row.code: row.name for row in model._default_manager.all()}
        if any(change["field"] == "marked_effects" for change in changes):
            for name, known in (("effects", Effect), ("recipients", Recipient)):
                self._names[name] = {row.code: row.name for row in known._default_manager.all()}
            self._names["stages"] = {code: str(text).lower() for code, text in EffectTag.Stage.choices}
        self._names["sdgs"] = {
            str(goal.number): f"{goal.number} {goal.name}" for goal in SustainableDevelopmentGoal.objects.all()
        }
        self._names["levels"] = {
            level.code: f"{level.scale.name} {level.level}" for level in ReadinessLevel.objects.select_related("scale")
        }
        parts = {
            who(part)
            for change in changes
            if change["field"] in ("partners", "contributors")
            for side in SIDES
            for part in change[side] or ()
        }
        self._names["organisations"] = {
            row.code: row.name for row in Organisation.objects.filter(code__in=[p for p in parts if ":" not in p])
        }
        self._names["p"] = {
            row.public_id: row.name
            for row in Person.objects.filter(public_id__in=[p[2:] for p in parts if p.startswith("p:")])
        }
        codes = [p[2:] for p in parts if p.startswith("u:")]
        codes += [str(c[side]) for c in changes if c["field"] == "unit" for side in SIDES]
        self._names["u"] = {row.code: row.name for row in Unit.objects.filter(code__in=codes)}

    def row(self, row: ImportRow) -> dict[str, Any]:
        """A record for the template."""
        return {
            "row": row,
            "faults": [self._fault(fault) for fault in row.faults],
            "notices": [message(notice) for notice in row.notices],
            "changes": [self._change(change) for change in row.changes],
            "facts": [self._change(change) for change in _of_new(row)],
            "numbers": ", ".join(map(str, row.row_numbers)),
            "has_conflict": any(change["conflict"] for change in row.changes),
        }

    def _fault(self, fault: dict[str, Any]) -> dict[str, Any]:
        return fault | {
            "message": message(fault),
            "letter": get_column_letter(fault["column"] + 1) if fault["column"] >= 0 else "",
            "id": f"cell-{fault['row']}-{fault['column']}",
            "is_long": len(fault["value"]) > 60 or "\n" in fault["value"],
        }

    def _change(self, change: dict[str, Any]) -> dict[str, Any]:
        name = change["field"]
        shown = label(name)
        if name.startswith("readings."):
            moment = name.removeprefix("readings.").split("|")[0]
            when = moment if len(moment) == 4 else formats.date_format(date.fromisoformat(moment))
            shown = _("Readiness level %(when)s") % {"when": when}
        return change | {
            "label": shown,
            "old": self._value(name, change["old"]),
            "new": self._value(name, change["new"]),
            "here": self._value(name, change["here"]),
        }

    def _value(self, name: str, value: Any) -> str:
        if value in (None, "", []):
            return "–"
        if name.startswith("readings."):
            return self._names["levels"].get(str(value), str(value))
        if name == "partners":
            return "; ".join(self._partner(part) for part in value)
        if name == "contributors":
            return "; ".join(self._contributor(part) for part in value)
        if name == "marked_effects":
            return "; ".join(self._effect(part) for part in value)
        if name in PARTS:
            return "; ".join(value)
        if name.endswith("_date"):
            return formats.date_format(date.fromisoformat(value))
        if name == "language":
            return str(dict(Language.choices).get(value, value))
        if name == "unit":
            return self._names["u"].get(str(value), str(value))
        if isinstance(value, list):
            return "; ".join(self._names.get(name, {}).get(str(one), str(one)) for one in value)
        return str(value)

    def _partner(self, part: str) -> str:
        key = who(part)
        name = key.removeprefix("new:") if key.startswith("new:") else self._names["organisations"].get(key, key)
        role = self._names["partner_roles"].get(roles(part), "")
        return f"{name} ({role.lower()})" if role else name

    def _effect(self, part: str) -> str:
        effect, recipient = codes_of(part)
        stage, since = said_of(part)
        shown = f"{self._names['effects'].get(effect, effect)} – {self._names['recipients'].get(recipient, recipient)}"
        more = " ".join(
            filter(None, (self._names["stages"].get(stage, ""), formats.date_format(since) if since else ""))
        )
        return f"{shown} ({more})" if more else shown

    def _contributor(self, part: str) -> str:
        key = who(part)
        known = self._names.get(key[:1], {}).get(key[2:], key)
        name = key[4:].rsplit("@", 1)[0] if key.startswith("new:") else known
        words = [self._names["roles"].get(role, role).lower() for role in roles(part).split(",") if role]
        return f"{name} ({', '.join(words)})" if words else name


def _of_new(row: ImportRow) -> list[dict[str, Any]]:
    """What a new record will say, each as a change from nothing."""
    if row.action != ImportRow.Action.CREATE or row.taken_in_at:
        return []
    said = dict(row.values)
    readings = {f"readings.{when}": level for when, level in said.pop("readings", {}).items()}
    told = sorted((said | readings).items(), key=lambda pair: (pair[0] not in FIRST, _place(pair[0]), pair[0]))
    return [
        {"field": name, "old": None, "new": value, "here": None, "conflict": False}
        for name, value in told
        if name not in NOT_TOLD and value not in ("", None, [])
    ]


def _place(name: str) -> int:
    return FIRST.index(name) if name in FIRST else 0


def column_names(headings: Sequence[str]) -> list[str]:
    """Headings, or letters where there are none."""
    return [heading or get_column_letter(number) for number, heading in enumerate(headings, 1)]
