"""Who works on this: the units and people behind the best hits of a search, and how to reach them.

Each hit gives weight to those behind it, more the higher it stands; a unit or person that stands behind several good
hits comes first. Nobody is scored beyond this one list, and the weight is not shown (R-MER-07).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language

from samspill.core.prepared import fetch
from samspill.core.search import FacetCount, Result
from samspill.parties.models import Affiliation, Organisation, Person, Unit
from samspill.parties.queries import on_date
from samspill.website.figures import entry_list_url

MOST = 5
Weights = dict[int, float]


@dataclass(frozen=True)
class Contact:
    """Where to write or look; ``of`` whose it is, when it is not the unit's own."""

    email: str = ""
    website: str = ""
    of: str = ""


@dataclass(frozen=True)
class Behind:
    """A unit or a person behind hits; ``found`` how many entries there are of them, and ``url`` the list of these."""

    name: str
    place: str
    contact: Contact
    unit: Unit | None = None
    person: Person | None = None
    found: FacetCount | None = None
    url: str = ""


@dataclass(frozen=True)
class Who:
    """The best units and people, at most `MOST` of each."""

    units: Sequence[Behind] = ()
    people: Sequence[Behind] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.people)


def who_works_on(result: Result, text: str) -> Who:
    """Those behind the hits of a search for entries, whose facets tell how much each has. Five queries."""
    units, people = _weights(result.ids)
    if not units and not people:
        return Who()
    today = on_date(timezone.localdate())
    best_people = list(
        Person.objects.filter(pk__in=_best(people, 2 * MOST), is_public=True)
        .order_by()
        .only("public_id", "name")
        .prefetch_related(
            Prefetch(
                "affiliations",
                Affiliation.objects.filter(today).select_related("unit__organisation", "organisation"),
                to_attr="now",
            )
        )
    )
    best_units = list(
        Unit.objects.filter(today, pk__in=_best(units, 2 * MOST)).order_by().select_related("organisation")
    )
    best_people = sorted(best_people, key=lambda one: (-people[one.pk], one.name))[:MOST]
    best_units = sorted(best_units, key=lambda one: (-units[one.pk], one.path))[:MOST]
    places = [place for one in best_people if (place := _place(one)) is not None]
    contacts = _contacts([*best_units, *(place.unit for place in places if place.unit)])
    counts = {(name, one.value): one for name in ("unit", "person") for one in result.facets.get(name, ())}
    return Who(
        [
            Behind(
                unit.name,
                unit.organisation.name,
                contacts[unit.pk],
                unit=unit,
                found=counts.get(("unit", unit.code)),
                url=entry_list_url(q=text, unit=unit.code),
            )
            for unit in best_units
        ],
        [_person(person, contacts, counts.get(("person", person.public_id)), text) for person in best_people],
    )


BEHIND = """
    SELECT e.id, e.unit_id, r.unit_id,
        ARRAY(SELECT c.person_id FROM registry_contribution c WHERE c.entry_id = e.id AND c.person_id IS NOT NULL),
        ARRAY(SELECT c.unit_id FROM registry_contribution c WHERE c.entry_id = e.id AND c.person_id IS NULL)
    FROM registry_entry e LEFT JOIN registry_register r ON r.id = e.register_id WHERE e.id = ANY(%s)
"""
ADDRESSES = """
    SELECT u.id, COALESCE(NULLIF(u.contact_email, ''),
        (SELECT r.contact_email FROM registry_register r WHERE r.unit_id = u.id AND r.is_public
         AND r.contact_email <> '' ORDER BY r.id DESC LIMIT 1)),
        COALESCE(NULLIF(u.name_{language}, ''), u.name_nb)
    FROM parties_unit u WHERE u.id = ANY(%s)
"""


def _weights(ids: Sequence[int]) -> tuple[Weights, Weights]:
    """What each unit and each person gets from the hits. One query."""
    found: dict[int, tuple[set[int], set[int]]] = {}
    if ids:
        for pk, owner, keeper, people, contributing in fetch(BEHIND, [list(ids)]):
            found[pk] = {one for one in (owner, keeper, *contributing) if one}, set(people)
    units: Weights = defaultdict(float)
    persons: Weights = defaultdict(float)
    for place, pk in enumerate(ids):
        for weights, behind in zip((units, persons), found.get(pk, ((), ())), strict=True):
            for one in behind:
                weights[one] += 10 / (10 + place)
    return units, persons


def _best(weights: Weights, most: int) -> list[int]:
    return sorted(weights, key=lambda pk: (-weights[pk], pk))[:most]


def _place(person: Person) -> Affiliation | None:
    now: list[Affiliation] = person.now  # type: ignore[attr-defined]
    return next((one for one in now if one.unit), now[0] if now else None)


def _person(person: Person, contacts: dict[int, Contact], found: FacetCount | None, text: str) -> Behind:
    """A person's own address is never shown: the way to them goes through where they work."""
    place = _place(person)
    contact, where = Contact(), ""
    if place is not None:
        unit = place.unit
        where = ", ".join(filter(None, (place.title, unit.name if unit else "", place.organisation.name)))
        contact = contacts[unit.pk] if unit else _of_organisation(place.organisation)
        if unit and contact.email and not contact.of:
            contact = Contact(contact.email, contact.website, unit.name)
    return Behind(
        person.name,
        where,
        contact,
        person=person,
        found=found,
        url=entry_list_url(q=text, person=person.public_id),
    )


def _contacts(units: Sequence[Unit]) -> dict[int, Contact]:
    """The nearest address of each: its own, its register's, that of a unit above, the organisation's. One query."""
    above = {pk for unit in units for pk in unit.ancestor_ids()}
    language = {"nn": "nn", "en": "en"}.get((get_language() or "")[:2], "nb")
    rows = fetch(ADDRESSES.replace("{language}", language), [list(above)]) if above else []
    addresses = {pk: (email, name) for pk, email, name in rows if email}
    return {unit.pk: _nearest(unit, addresses) for unit in units}


def _nearest(unit: Unit, addresses: dict[int, tuple[str, str]]) -> Contact:
    for pk in reversed(unit.ancestor_ids()):
        if pk in addresses:
            email, name = addresses[pk]
            return Contact(email=email, of="" if pk == unit.pk else name)
    return _of_organisation(unit.organisation)


def _of_organisation(organisation: Organisation) -> Contact:
    if not organisation.contact_email and not organisation.website:
        return Contact()
    return Contact(organisation.contact_email, organisation.website, organisation.name)
