"""The list of organisations, taken in again."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Q

from samspill.core.importing.cell_errors import CellError
from samspill.core.importing.reading import Value
from samspill.core.importing.words import plain
from samspill.core.policy import Answer
from samspill.core.seen import mark
from samspill.parties import policies
from samspill.parties.domain import organisations as domain
from samspill.parties.importing.found import Found, Line
from samspill.parties.importing.lists import NAMES, PartyList, tell_same, tell_same_names
from samspill.parties.importing.words import chosen, yes_or_no
from samspill.parties.models import Municipality, Organisation, PartySheet
from samspill.parties.models.validators import country_is_written_right


class OrganisationList(PartyList):
    """Rows are known by the code; one without is a new organisation."""

    kind = PartySheet.Kind.ORGANISATIONS
    derived = frozenset({"municipality", "county", "address"})
    columns_of: ClassVar = {"contact_email": "contact", "municipality": "municipality_number"}
    unknown = "unknown_organisation"

    def load(self) -> None:
        """Three queries; one more where rows are new, for the names."""
        rows = Organisation.objects.select_related("county", "municipality__county")
        self.known = {one.code: one for one in rows.filter(code__in=self.texts("code"))}
        numbers = {text.zfill(4) for text in self.texts("municipality_number")}
        places = Municipality.objects.select_related("county").filter(number__in=numbers)
        self.municipalities = {one.number: one for one in places}
        self.numbers = {_digits(text) for text in self.texts("number")} - {""}
        self.rors = {_ror(text) for text in self.texts("ror")} - {""}

    def read(self, code: str, text: str, cell: Value, party: Any) -> dict[str, Any]:
        """A cell of an organisation."""
        match code:
            case "name":
                if not text:
                    raise CellError("no_name")
                return {self.name_field(party): text}
            case "kind":
                return {"kind": chosen(Organisation.Kind, text, "kind_unknown")}
            case "number":
                return {"number": _digits(text)}
            case "ror":
                return {"ror": _ror(text)}
            case "municipality_number":
                return {"municipality": self._municipality(text)}
            case "country":
                return {"country": _country(text)}
            case "website":
                return {"website": text if not text or "://" in text else f"https://{text}"}
            case "contact":
                return {"contact_email": text}
            case "is_active":
                return {"is_active": yes_or_no(text)}
        return {code: text}

    def _municipality(self, text: str) -> Municipality | None:
        if text and text.zfill(4) not in self.municipalities:  # a spreadsheet program takes away a zero in front
            raise CellError("municipality_unknown")
        return self.municipalities[text.zfill(4)] if text else None

    def blank(self, row: Found, line: Line) -> Organisation:
        """In Norway unless the row says otherwise."""
        if "name_nb" not in row.values and not any(fault["column"] == "name" for fault in row.faults):
            row.fault("name", "", "no_name")
        return Organisation()

    def check(self, row: Found, planned: Organisation, line: Line) -> None:
        """As the domain does, but for what others have."""
        self.clean(row, planned, line, but=["municipality", "county"])
        if planned.number and planned.country != "NO" and not row.faults:
            row.fault("number", planned.number, "refused", reason=domain.only_in_norway())
        if "municipality" in row.values:
            planned.county = planned.municipality.county if planned.municipality else None

    def may(self, row: Found) -> Answer:
        """As on the pages."""
        if row.party is None:
            return policies.may_create_organisation(self.acting)
        return policies.may_edit_organisation(self.acting, row.party)

    def marks(self, party: Organisation) -> dict[str, str]:
        """Of all that people write."""
        return {"facts": mark(party, domain.EDITABLE)}

    def compare(self, rows: Sequence[Found]) -> None:
        """Numbers and ROR ids are one organisation's; nothing new has the name of another."""
        others = list(Organisation.objects.filter(Q(number__in=self.numbers) | Q(ror__in=self.rors)))
        for name, fault in (("number", "same_number"), ("ror", "same_ror")):
            tell_same(rows, name, {getattr(one, name): one for one in others}, fault)
        if new := [row for row in rows if row.is_new and not row.faults]:
            names = {plain(one[name]): one for one in Organisation.objects.values("code", *NAMES) for name in NAMES}
            tell_same_names(new, {name: (one["code"], one["name_nb"]) for name, one in names.items() if name})

    def write(self, row: Found, reason: str) -> None:
        """One act."""
        if row.party is None:
            domain.create_organisation(actor=self.actor, values=row.values)
        else:
            domain.update_organisation(
                organisation=row.party, actor=self.actor, values=row.values, seen=row.seen["facts"]
            )


def _country(text: str) -> str:
    if text and not country_is_written_right(text.upper()):
        raise CellError("country")
    return text.upper()


def _digits(text: str) -> str:
    return "".join(text.split())


def _ror(text: str) -> str:
    return text.lower().rstrip("/").rpartition("/")[2]
