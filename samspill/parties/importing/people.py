"""The list of people, taken in again. It changes names and ORCID iDs; nobody is made from it."""

from collections.abc import Sequence
from typing import Any

from django.db.models.functions import Lower

from samspill.core.errors import RuleError
from samspill.core.importing.cell_errors import CellError
from samspill.core.importing.reading import Value
from samspill.core.policy import Answer
from samspill.core.seen import mark
from samspill.parties import policies
from samspill.parties.domain import people as domain
from samspill.parties.importing.found import Found, Line
from samspill.parties.importing.lists import PartyList, tell_same, text_of
from samspill.parties.models import PartySheet, Person


class PersonList(PartyList):
    """Rows are known by Samspill's own number."""

    kind = PartySheet.Kind.PEOPLE
    derived = frozenset({"belongs_to", "address"})
    unknown = "unknown_person"

    def load(self) -> None:
        """People with where they belong (five queries), those that were merged, and those with the same ORCID iDs."""
        rows = Person.objects.prefetch_related("affiliations__organisation", "affiliations__unit")
        numbers = self.texts("id")
        # Somebody without a public page is known here only to those who may open them.
        self.known = {one.public_id: one for one in rows.filter(public_id__in=numbers) if self._is_known(one)}
        gone = [one for one in rows.filter(former_public_ids__overlap=sorted(numbers)) if self._is_known(one)]
        self.merged = {former: one.public_id for one in gone for former in one.former_public_ids}
        orcids = {_orcid(text) for text in self.texts("orcid")} - {""}
        having = list(rows.filter(orcid__in=orcids))
        self.orcids = {one.orcid: one for one in having if self._is_known(one)}
        self.unnamed = {one.orcid for one in having} - set(self.orcids)
        new = {_name(line).lower() for line in self.lines if not text_of(line.cells.get("id"))}
        here = Person.objects.annotate(low=Lower("name")).filter(is_public=True, low__in=new)
        self.names = {one.name.lower(): one for one in here}

    def _is_known(self, one: Person) -> bool:
        return one.is_public or bool(policies.may_open_person(self.acting, one))

    def tell_unknown(self, row: Found) -> None:
        """Nobody has this number; or somebody had."""
        if now := self.merged.get(row.key):
            row.fault("id", row.key, "merged", now=now)
        else:
            super().tell_unknown(row)

    def read(self, code: str, text: str, cell: Value, party: Person | None) -> dict[str, Any]:
        """A cell of a person."""
        if code == "name" and not text:
            raise CellError("no_name")
        return {code: _orcid(text) if code == "orcid" else text}

    def blank(self, row: Found, line: Line) -> None:
        """Nobody is made from this list: it does not say where somebody belongs in a form that can be read."""
        name = _name(line)
        orcid = _orcid(text_of(line.cells.get("orcid")))
        if orcid and (other := self.orcids.get(orcid)):
            row.fault("orcid", orcid, "same_orcid", name=other.name, key=other.public_id)
        elif orcid in self.unnamed:
            row.fault("orcid", orcid, "unnamed_orcid")
        elif other := self.names.get(name.lower()):
            row.fault("name", name, "same_person", name=other.name, key=other.public_id)
        else:
            row.fault("id", "", "new_person")

    def check(self, row: Found, planned: Person, line: Line) -> None:
        """As the domain does."""
        self.clean(row, planned, line, but=["user"])
        try:
            domain.refuse_withheld(row.party)
        except RuleError as error:
            row.fault("", "", "refused", reason=error.message)

    def may(self, row: Found) -> Answer:
        """As on the pages. Whether all that somebody takes part in is looked after too, the act itself asks."""
        answer = policies.may_edit_person(self.acting, row.party)
        if answer and "orcid" in row.values:
            return policies.may_identify_person(self.acting, row.party, elsewhere=False)
        return answer

    def marks(self, party: Person) -> dict[str, str]:
        """Of all that people write."""
        return {"facts": mark(party, domain.EDITABLE)}

    def compare(self, rows: Sequence[Found]) -> None:
        """An ORCID iD is one person's."""
        tell_same(rows, "orcid", self.orcids, "same_orcid")
        for row in rows:
            if not row.faults and row.values.get("orcid") in self.unnamed:
                row.fault("orcid", row.values["orcid"], "unnamed_orcid")

    def write(self, row: Found, reason: str) -> None:
        """One act."""
        domain.update_person(person=row.party, actor=self.actor, values=row.values, seen=row.seen["facts"])


def _name(line: Line) -> str:
    return text_of(line.cells.get("name"))


def _orcid(text: str) -> str:
    given = text.rstrip("/").rpartition("/")[2].upper()
    bare = given.replace("-", "").replace(" ", "")
    return "-".join(bare[i : i + 4] for i in range(0, 16, 4)) if len(bare) == 16 else given
