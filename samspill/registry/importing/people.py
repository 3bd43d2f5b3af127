"""Finds the people and units a sheet means, inside the register's own organisation."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce, Lower

from samspill.core.importing.cell_errors import CellError, Suggestion, plain_suggestions
from samspill.core.importing.words import Nearest, one_line, plain
from samspill.parties.models import Affiliation, Person, Unit
from samspill.registry.importing.organisations import Organisations
from samspill.registry.importing.vocabulary import Vocabulary
from samspill.registry.models import Contribution, Register

_AND = re.compile(r"\s+(?:og|and|&)\s+(?=[^\s()]+\s+[^\s()]+)")
"""Between two people: the second has a first name and a family name."""


@dataclass(frozen=True)
class Somebody:
    """A person who is here, and where they belong."""

    pk: int
    public_id: str
    name: str
    organisations: frozenset[int]
    units: frozenset[int]
    place: str
    is_in_register: bool


@dataclass(frozen=True)
class Piece:
    """One contributor as written: a name, and what stood beside it."""

    text: str
    name: str
    brackets: str = ""
    prefix: str = ""
    public_id: str = ""


@dataclass
class Place:
    """Where a new person belongs, when the sheet says it."""

    organisation: str = ""  # code
    unit: str = ""  # code


@dataclass(frozen=True)
class Found:
    """What a piece turned out to be: one of the keys of `samspill.registry.importing.state`."""

    key: str
    roles: tuple[str, ...] = ()
    notices: tuple[tuple[str, dict[str, str]], ...] = field(default=())


class Units:
    """The units of one organisation, by code and by name in any language."""

    def __init__(self, register: Register) -> None:
        self.by_code: dict[str, Unit] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        labels = []
        for unit in Unit.objects.filter(organisation=register.organisation_id):
            self.by_code[unit.code] = unit
            for name in filter(None, (unit.code, unit.name_nb, unit.name_nn, unit.name_en)):
                self._names[plain(name)].add(unit.code)
                labels.append((name, unit.code))
        self._nearest = Nearest(labels)

    def named(self, text: str) -> list[Unit]:
        """Those called exactly this."""
        if m := re.search(r"\[([\w.-]+)\]$", text):
            return [self.by_code[m[1]]] if m[1] in self.by_code else []
        return [self.by_code[code] for code in sorted(self._names.get(plain(text), ()))]

    def get(self, text: str, organisation: str) -> Unit:
        """The one with this name, or a fault with the nearest."""
        found = self.named(text)
        if len(found) == 1:
            return found[0]
        near = found or [self.by_code[code] for code in self._nearest.to(text)]
        suggestions = tuple(Suggestion(f"{unit.name} [{unit.code}]", f"{unit.name} ({unit.code})") for unit in near[:5])
        if found:
            raise CellError("unit_ambiguous", suggestions=suggestions)
        raise CellError("unit_unknown", organisation=organisation, suggestions=suggestions)


class People:
    """Persons by name; loaded for a chunk of rows at a time."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self.circle: frozenset[int] = frozenset()  # ids of all organisations that the sheet names as partners
        self._by_name: dict[str, list[Somebody]] = {}
        self._persons: list[Person] = []

    def load(self, names: Iterable[str]) -> None:
        """Forget the earlier ones and read all who have one of these names: two queries, however many names."""
        wanted = {name.lower() for name in names if name}
        self._by_name = defaultdict(list)
        self._persons = []
        if not wanted:
            return
        in_register = Contribution.objects.filter(person=OuterRef("pk"), entry__register=self._register)
        people = (
            # Somebody whose name is withheld is still the same: else the sheet would bring the name back anew.
            Person.objects.annotate(lower=Lower(Coalesce("sealed__name", "name")), in_register=Exists(in_register))
            .filter(lower__in=wanted)
            .order_by("pk")
        )
        self._persons = [*people]
        # Read beside them, not prefetched: rows that hold each other stay until somebody collects garbage.
        places = defaultdict[int, list[Affiliation]](list)
        for one in Affiliation.objects.filter(person__in=self._persons).select_related("organisation", "unit"):
            places[one.person_id].append(one)
        for person in people:
            affiliations = places[person.pk]
            self._by_name[person.lower].append(
                Somebody(
                    person.pk,
                    person.public_id,
                    person.name,
                    frozenset(a.organisation_id for a in affiliations),
                    frozenset(a.unit_id for a in affiliations if a.unit_id),
                    ", ".join(dict.fromkeys(str(a.unit or a.organisation) for a in affiliations)),
                    person.in_register,
                )
            )

    def persons(self) -> list[Person]:
        """Everybody who was loaded, as rows."""
        return self._persons

    def named(self, name: str) -> list[Somebody]:
        """Everybody with the name who was loaded."""
        return self._by_name.get(name.lower(), [])

    def in_scope(self, name: str, partners: Iterable[int]) -> list[Somebody]:
        """Those of the register's organisation or register; if there are none, those of the row's partners;
        if there are none, those of any partner in the sheet. A namesake elsewhere is somebody else."""
        everybody, home = self.named(name), self._register.organisation_id
        here = [one for one in everybody if home in one.organisations or one.is_in_register]
        for circle in (frozenset(partners), self.circle):
            here = here or [one for one in everybody if circle & one.organisations]
        return here


def pieces_of(text: str) -> list[Piece]:
    """The contributors that a cell lists: "Kari Nordmann (NTNU), Ola Li; veileder: Per Moe" or "Nordmann, Kari; …"."""
    found: list[Piece] = []
    for part in _split(text, ";\n|"):
        pieces = _split(part, ",")
        if len(pieces) == 2 and _is_family_name_first(*pieces):
            found.append(_piece(f"{pieces[1]} {pieces[0]}", written=part))
            continue
        for piece in pieces:
            found += [_piece(one) for one in _AND.split(piece) if one.strip()]
    return list(dict.fromkeys(piece for piece in found if piece.name))


def _is_family_name_first(first: str, second: str) -> bool:
    """ "Nordmann, Kari", but not two people of one word each, nor two abbreviations."""
    return (
        " " not in first
        and len(second.split()) <= 2
        and "(" not in first + second
        and not first.isupper()
        and not second.isupper()
    )


def _split(text: str, separators: str) -> list[str]:
    """Split outside brackets."""
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character in separators and depth <= 0:
            parts.append(current)
            current = ""
        else:
            current += character
    return [one_line(part) for part in [*parts, current] if part.strip()]


def _piece(text: str, written: str = "") -> Piece:
    text = one_line(text)
    prefix, name = "", text
    if m := re.match(r"^([^:()]{3,40}):\s+(.+)$", name):
        prefix, name = m[1], m[2]
    public_id = ""
    if m := re.search(r"\s*\[([a-z0-9]{8})\]$", name):
        public_id, name = m[1], name[: m.start()]
    brackets = ""
    if m := re.search(r"\s*\(([^()]*)\)$", name):
        brackets, name = m[1].strip(), name[: m.start()]
    return Piece(one_line(written) or text, one_line(name), brackets, prefix, public_id)


class Contributors:
    """Turns pieces into keys of people and units, with their roles."""

    def __init__(self, people: People, units: Units, organisations: Organisations, roles: Vocabulary) -> None:
        self._people, self._units, self._organisations, self._roles = people, units, organisations, roles

    def find(self, piece: Piece, *, whole: str, partners: Iterable[int], roles: tuple[str, ...]) -> Found:
        """``whole`` is the cell, ``partners`` ids of the row's organisations, ``roles`` what the column says."""
        own = self._roles.find(piece.prefix) if piece.prefix else None
        place = Place()
        for inside in filter(None, (part.strip() for part in piece.brackets.split(","))):
            if role := self._roles.find(inside):
                own = own or role
            else:
                place = self._place(piece, inside, whole)
        roles = (own,) if own else roles
        if piece.public_id:
            for somebody in self._people.named(piece.name):
                if somebody.public_id == piece.public_id:
                    return Found(f"p:{somebody.public_id}", roles)
        if not piece.brackets:
            if len(unit := self._units.named(piece.name)) == 1:
                return Found(f"u:{unit[0].code}", roles)
            if len(party := self._organisations.named(piece.name)) == 1:
                return Found(f"o:{party[0].code}", ())
        return self._person(piece, place, whole, partners, roles)

    def _person(self, piece: Piece, place: Place, whole: str, partners: Iterable[int], roles: tuple[str, ...]) -> Found:
        if len(piece.name) > 200 or " " not in piece.name or re.search(r"\d|@|https?:", piece.name):
            near = [one.name for one in self._organisations.nearest(piece.name)[:2]]
            raise CellError(
                "person_name", value=piece.text, suggestions=plain_suggestions([_put(whole, piece, n) for n in near])
            )
        if place.unit:
            found = [s for s in self._people.named(piece.name) if self._units.by_code[place.unit].pk in s.units]
        elif place.organisation:
            home = self._organisations.by_code[place.organisation].pk
            found = [s for s in self._people.named(piece.name) if home in s.organisations]
        else:
            found = self._people.in_scope(piece.name, partners)
        if len(found) > 1:
            raise CellError(
                "person_ambiguous",
                value=piece.name,
                suggestions=tuple(
                    Suggestion(_put(whole, piece, f"{s.name} [{s.public_id}]"), f"{s.name}, {s.place or s.public_id}")
                    for s in found[:6]
                ),
            )
        if found:
            return Found(f"p:{found[0].public_id}", roles)
        notices = [("new_person", {"name": piece.name})]
        if elsewhere := self._people.named(piece.name):
            notices.append(("namesake", {"name": piece.name, "place": elsewhere[0].place or elsewhere[0].public_id}))
        where = f"u:{place.unit}" if place.unit else (f"o:{place.organisation}" if place.organisation else "")
        return Found(f"new:{piece.name}@{where}", roles, tuple(notices))

    def _place(self, piece: Piece, text: str, whole: str) -> Place:
        if len(units := self._units.named(text)) == 1:
            return Place(unit=units[0].code)
        found = self._organisations.named(text)
        if len(found) == 1:
            return Place(organisation=found[0].code)
        near = found or self._organisations.nearest(text)
        raise CellError(
            "person_place",
            value=text,
            suggestions=plain_suggestions([_put(whole, piece, f"{piece.name} ({one.name})") for one in near[:3]]),
        )


def _put(whole: str, piece: Piece, text: str) -> str:
    """The cell with this piece replaced."""
    return whole.replace(piece.text, text, 1) if piece.text in whole else text
