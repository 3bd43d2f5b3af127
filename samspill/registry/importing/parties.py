"""The organisations and people whom a batch names and who are not here yet: each made once, for all its rows."""

import re
from collections.abc import Iterable, Sequence

from samspill.accounts.models import User
from samspill.core.history import acting as acting_context
from samspill.core.importing.words import plain
from samspill.parties import policies as party_policies
from samspill.parties.domain.acting import acting_for
from samspill.parties.domain.organisations import create_organisation
from samspill.parties.models import Affiliation, Municipality, Organisation, Person
from samspill.registry.importing.context import Context
from samspill.registry.importing.people import Somebody
from samspill.registry.importing.state import roles, who
from samspill.registry.models import ImportRow

_KINDS = (
    (r"\bfylkeskommune\b|\bfylkeskommun", Organisation.Kind.COUNTY),
    (r"\bkommune$|\bherad$", Organisation.Kind.MUNICIPALITY),
    (r"\buniversitet|\buniversity\b", Organisation.Kind.UNIVERSITY),
    (r"\bhogskol|\bhogskul|university college", Organisation.Kind.UNIVERSITY_COLLEGE),
    (r"\bhf$|\brhf$|\bsykehus|\bsjukehus|\bhelse (nord|vest|sor|midt)", Organisation.Kind.HEALTH_TRUST),
    (r"institutt(et)?\b|\bforskning|\bresearch\b|\bsintef\b|\bnorce\b", Organisation.Kind.RESEARCH_INSTITUTE),
    (r"\bas$|\basa$|\bsf$|\bsa$|\bans$|\bda$|\bltd$", Organisation.Kind.COMPANY),
    (r"\bdirektorat|\bdepartement|\betat$|\bnve$|\btilsyn", Organisation.Kind.PUBLIC_AGENCY),
    (r"\bforening|\blag$|\bforbund|\bstiftels|\bfrivillig|\bnettverk", Organisation.Kind.VOLUNTARY),
)


def kind_of(name: str) -> str:
    """A guess from the name, to be corrected on the organisation's page; a company when nothing tells."""
    text = plain(name)
    return next((kind for pattern, kind in _KINDS if re.search(pattern, text)), Organisation.Kind.COMPANY).value


class Parties:
    """Resolves the keys of a batch to organisations, people and units."""

    def __init__(self, context: Context, actor: User, reason: str) -> None:
        self._context, self._actor, self._reason = context, actor, reason
        self._people: dict[str, Person] = {}

    def resolve(self, rows: Sequence[ImportRow]) -> None:
        """Make what is missing and write the lasting keys into the rows' values."""
        for row in rows:
            for key, facts in row.values.pop("new_organisations", {}).items():
                code = self._organisation(facts)
                row.values["partners"] = _renamed(row.values["partners"], key, code)
        self._load_people(rows)
        for row in rows:
            if "contributors" in row.values:
                row.values["contributors"] = list(dict.fromkeys(self._lasting(p) for p in row.values["contributors"]))

    def person(self, public_id: str) -> Person:
        """Somebody whom the batch names."""
        return self._people[public_id]

    def _organisation(self, facts: dict[str, str]) -> str:
        known = self._context.organisations
        found = known.numbered(facts["number"]) if facts["number"] else None
        if found is None and len(named := known.named(facts["name"])) == 1:
            found = named[0]
        if found is None:
            number = facts["municipality"]
            made = create_organisation(
                actor=self._actor,
                values={
                    "name_nb": facts["name"],
                    "number": facts["number"],
                    "kind": kind_of(facts["name"]),
                    "municipality": Municipality.objects.filter(pk=number).first() if number else None,
                },
            )
            found = known.add(made)
        return found.code

    def _load_people(self, rows: Sequence[ImportRow]) -> None:
        parts = [part for row in rows for part in row.values.get("contributors", ())]
        keys = {who(part) for part in parts}
        self._context.people.load(name_in(key) for key in keys if key.startswith("new:"))
        ids = [key[2:] for key in keys if key.startswith("p:")]
        self._people = {person.public_id: person for person in Person.objects.filter(public_id__in=ids)}
        self._known = {one.pk: one for one in self._context.people.persons()}
        self._made: dict[str, list[tuple[str, Person]]] = {}

    def _lasting(self, part: str) -> str:
        """The part with a key that lasts; somebody new is made the first time."""
        key = who(part)
        if not key.startswith("new:"):
            return part
        name, place = name_in(key), key.rsplit("@", 1)[1]
        person = self._earlier(name, place) or self._make(name, place)
        self._people[person.public_id] = person
        return f"p:{person.public_id}|{roles(part)}"

    def _earlier(self, name: str, place: str) -> Person | None:
        """The same person in an earlier row: of this batch of rows, or of those written before."""
        for where, person in self._made.get(plain(name), []):
            if where == place or not where or not place:
                return person
        found: list[Somebody] = [one for one in self._context.people.named(name) if one.is_in_register]
        if len(found) == 1 and (not place or not found[0].organisations):
            return self._known.get(found[0].pk)
        return None

    def _make(self, name: str, place: str) -> Person:
        register = self._context.register
        person = Person(name=name, is_example=register.is_example)
        person.clean_fields(exclude=["user"])
        with acting_context(actor=self._actor, reason=self._reason):
            person.save()
            affiliation = self._affiliation(person, place)
            if affiliation and party_policies.may_edit_affiliation(acting_for(self._actor), affiliation):
                affiliation.save()
        self._made.setdefault(plain(name), []).append((place, person))
        return person

    def _affiliation(self, person: Person, place: str) -> Affiliation | None:
        kind, _, code = place.partition(":")
        if kind == "u" and (unit := self._context.units.by_code.get(code)):
            return Affiliation(person=person, organisation=self._context.register.organisation, unit=unit)
        if kind == "o" and (known := self._context.organisations.by_code.get(code)):
            return Affiliation(person=person, organisation=Organisation.objects.get(pk=known.pk))
        return None


def name_in(key: str) -> str:
    """The name in a key "new:<name>@<place>"."""
    return key[4:].rsplit("@", 1)[0]


def _renamed(parts: Iterable[str], key: str, code: str) -> list[str]:
    return list(dict.fromkeys(f"{code}|{roles(part)}" if who(part) == key else part for part in parts))
