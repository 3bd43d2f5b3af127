"""The list of units, taken in again."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from samspill.core.importing.cell_errors import CellError
from samspill.core.importing.reading import Value
from samspill.core.importing.values import date_of
from samspill.core.importing.words import plain
from samspill.core.policy import Answer
from samspill.core.seen import mark
from samspill.parties import policies
from samspill.parties.domain import units as domain
from samspill.parties.importing.found import Found, Line
from samspill.parties.importing.lists import NAMES, PartyList, lock_all, tell_same_names
from samspill.parties.importing.words import chosen, day
from samspill.parties.models import Organisation, PartySheet, Unit


class UnitList(PartyList):
    """Rows are known by the code; one without is a new unit of the organisation whose code stands there."""

    kind = PartySheet.Kind.UNITS
    derived = frozenset({"organisation", "address"})
    columns_of: ClassVar = {"contact_email": "contact"}
    unknown = "unknown_unit"

    def load(self) -> None:
        """Three queries: the units that are named, the organisations, and the trees that the units are in."""
        rows = Unit.objects.select_related("organisation", "parent")
        own = self.texts("code")
        self.named = {one.code: one for one in rows.filter(code__in=own | self.texts("parent"))}
        self.known = {code: one for code, one in self.named.items() if code in own}
        given = Organisation.objects.filter(code__in=self.texts("organisation_code"))
        self.organisations = {one.code: one for one in given}
        places = {one.organisation_id for one in self.named.values()} | {one.pk for one in given}
        self.trees = list(
            Unit.objects.filter(organisation__in=places).values("pk", "code", "parent_id", "organisation_id", *NAMES)
        )

    def read(self, code: str, text: str, cell: Value, party: Unit | None) -> dict[str, Any]:
        """A cell of a unit."""
        match code:
            case "name":
                if not text:
                    raise CellError("no_name")
                return {self.name_field(party): text}
            case "level":
                return {"level": chosen(Unit.Level, text, "level_unknown")}
            case "parent":
                if text and text not in self.named:
                    raise CellError("parent_unknown")
                return {"parent": self.named[text] if text else None}
            case "organisation_code":
                if text not in self.organisations and (party is None or not text):
                    raise CellError("organisation_unknown" if text else "organisation_missing")
                if party is not None:
                    raise CellError("other_organisation", own=party.organisation.code)
                return {"organisation": self.organisations[text]}
            case "valid_from":
                return {"valid_from": day(date_of(cell))}
            case "valid_to":
                return {"valid_to": day(date_of(cell, end=True))}
            case "contact":
                return {"contact_email": text}
        return {}

    def blank(self, row: Found, line: Line) -> Unit | None:
        """In the organisation whose code stands there, else in that of the unit above."""
        at_fault = {fault["column"] for fault in row.faults}
        if "name_nb" not in row.values and "name" not in at_fault:
            row.fault("name", "", "no_name")
        if "level" not in row.values and "level" not in at_fault:
            row.values["level"] = Unit.Level.OTHER.value
        parent = row.values.get("parent")
        organisation = row.values.get("organisation") or (parent.organisation if parent else None)
        if organisation is None:
            if "organisation_code" not in at_fault:
                row.fault("organisation_code", "", "organisation_missing")
            return None
        row.values["organisation"] = organisation
        return Unit()

    def check(self, row: Found, planned: Unit, line: Line) -> None:
        """As the domain does, but for loops: those show when all rows are held together."""
        self.clean(row, planned, line, but=["organisation", "parent", "path"])
        if row.faults:
            return
        if planned.valid_from and planned.valid_to and planned.valid_to < planned.valid_from:
            row.fault("valid_to", line.cells.get("valid_to"), "date_order")
        if planned.parent and planned.parent.organisation_id != planned.organisation_id:
            row.fault("parent", planned.parent.code, "parent_elsewhere", unit=planned.parent.name)

    def may(self, row: Found) -> Answer:
        """As on the pages: the unit itself, and where it is to lie."""
        parent = row.values.get("parent")
        if row.party is None:
            organisation = row.values["organisation"]
            return policies.may_create_unit(self.acting, organisation=organisation, parent=parent)
        answer = policies.may_edit_unit(self.acting, row.party)
        if answer and "parent" in row.values:
            return policies.may_create_unit(self.acting, organisation=row.party.organisation, parent=parent)
        return answer

    def marks(self, party: Unit) -> dict[str, str]:
        """Of its facts, and of its place."""
        return {"facts": mark(party, domain.EDITABLE), "place": mark(party, domain.PLACE)}

    def compare(self, rows: Sequence[Found]) -> None:
        """No unit lies below itself when all is done, and no new one has the name of another there."""
        above = self._above(rows)
        for row in rows:
            if (
                row.party is not None
                and "parent" in row.values
                and not row.faults
                and _is_circular(row.party.pk, above)
            ):
                row.fault("parent", row.values["parent"].code, "circular")
        for pk in {row.values["organisation"].pk for row in rows if row.is_new and not row.faults}:
            here = {
                plain(one[name]): (one["code"], one["name_nb"])
                for one in self.trees
                if one["organisation_id"] == pk
                for name in NAMES
                if one[name]
            }
            new = [row for row in rows if row.is_new and not row.faults and row.values["organisation"].pk == pk]
            tell_same_names(new, here)

    def _above(self, rows: Sequence[Found]) -> dict[int, int | None]:
        """Unit -> the unit above it, when all that has no faults is done."""
        above: dict[int, int | None] = {one["pk"]: one["parent_id"] for one in self.trees}
        for row in rows:
            if row.party is not None and "parent" in row.values and not row.faults:
                above[row.party.pk] = row.values["parent"].pk if row.values["parent"] else None
        return above

    def lock(self, rows: Sequence[Found]) -> None:
        """The trees first, as whoever moves a unit does (`domain.move_unit`)."""
        own = [row.party.organisation if row.party is not None else row.values["organisation"] for row in rows]
        lock_all(own)
        super().lock(rows)

    def in_order(self, rows: Sequence[Found]) -> Iterable[Found]:
        """Units that end nearest to the top first: so no step on the way puts a unit below itself."""
        above = self._above(rows)
        return sorted(rows, key=lambda row: _depth(row.party.pk, above) if row.party is not None else len(above))

    def write(self, row: Found, reason: str) -> None:
        """One act for the facts, and one for the place."""
        values = dict(row.values)
        if row.party is None:
            organisation, parent = values.pop("organisation"), values.pop("parent", None)
            domain.create_unit(organisation=organisation, actor=self.actor, values=values, parent=parent)
            return
        moves, parent = "parent" in values, values.pop("parent", None)
        if values:
            domain.update_unit(unit=row.party, actor=self.actor, values=values, seen=row.seen["facts"])
        if moves:
            domain.move_unit(unit=row.party, parent=parent, actor=self.actor, reason=reason, seen=row.seen["place"])


def _is_circular(pk: int, above: dict[int, int | None]) -> bool:
    """Whether the way up from a unit comes back to it."""
    passed: set[int] = set()
    one = above.get(pk)
    while one is not None and one not in passed:
        if one == pk:
            return True
        passed.add(one)
        one = above.get(one)
    return False


def _depth(pk: int, above: dict[int, int | None]) -> int:
    """Steps up to the top, for units that lie in no circle."""
    steps, one = 0, above.get(pk)
    while one is not None and steps < len(above):
        steps, one = steps + 1, above.get(one)
    return steps
